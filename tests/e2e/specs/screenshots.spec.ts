/** Pictures of the key pages for people to look at: build/screenshots/. Nothing is compared. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { stopClockAt } from '../support/clock.ts';
import { expect, kDesktopSizePx, kPhoneSizePx, test, type DeviceOptions } from '../support/fixtures.ts';
import { readQrText } from '../support/foreign.ts';
import { filesAreKept } from '../support/kept.ts';
import { finishService, linkOf, Rater } from '../support/rating.ts';
import { catalogues, wordsOf, type LanguageTag } from '../../support/words.ts';

const folder = join(import.meta.dirname, '../../../build/screenshots');

const devices: Readonly<Record<string, DeviceOptions>> = {
  'phone-zh': { sizePx: kPhoneSizePx, language: 'zh-CN' },
  'phone-dark-en': { sizePx: kPhoneSizePx, language: 'en', colours: 'dark' },
  'desktop-en': { sizePx: kDesktopSizePx, language: 'en' },
};

for (const [device, options] of Object.entries(devices)) {
  const take = (page: Page, name: string): Promise<Buffer> => page.screenshot({ path: join(folder, `${device}-${name}.png`), animations: 'disabled' });

  test(`takes pictures of places and sites on a ${device}`, async ({ city, openContext, openCitizen, film }) => {
    await film.show();
    const citizen = await openCitizen(options);
    const { page, words } = citizen;
    await citizen.openLanding();
    await page.getByRole('heading', { name: words.landing.placesTitle }).scrollIntoViewIfNeeded();
    await take(page, 'landing-places');
    await citizen.becomeDemoCitizen('王小明');
    const desk = await (await openContext(options)).newPage();
    await desk.goto(city.origin);
    await desk.locator('a[href^="/sheet/"]').first().click();
    await expect(desk.locator('cc-code').getByRole('img')).toBeVisible();
    await take(desk, 'sheet');
    await desk.emulateMedia({ media: 'print' });
    await take(desk, 'sheet-printed');
    await desk.emulateMedia({ media: 'screen' });
    await page.goto((await desk.getByRole('link', { name: words.sheet.openHere }).getAttribute('href'))!);
    await expect(page.getByRole('button', { name: words.places.venueAgree })).toBeVisible();
    await take(page, 'place-asks');
    await page.getByRole('button', { name: words.places.venueAgree }).click();
    await expect(citizen.code()).toBeVisible();
    await take(page, 'place-code');

    await desk.goto(`${city.origin}/portal/`);
    const ask = desk.locator('cc-sign-in').getByRole('button').first();
    await expect(ask).toBeVisible();
    await take(desk, 'portal');
    const otherDevice = desk.getByRole('button', { name: words.signIn.otherDevice });
    const toCode = await otherDevice.count() ? otherDevice : ask;   // on a phone the first way is the app on it
    await toCode.click();
    const symbol = desk.locator('cc-code').getByRole('img');
    await expect(symbol).toBeVisible();
    await take(desk, 'portal-asks');
    await desk.screenshot({ path: join(folder, `${device}-portal-asks-whole.png`), fullPage: true, animations: 'disabled' });
    await page.goto(await readQrText(await symbol.screenshot()));
    await expect(page.getByRole('button', { name: words.asked.agree })).toBeVisible();
    await take(page, 'portal-who-asks');
    await page.screenshot({ path: join(folder, `${device}-portal-who-asks-whole.png`), fullPage: true, animations: 'disabled' });
    await expect(desk.getByRole('heading', { name: words.signIn.opened })).toBeVisible();
    await take(desk, 'portal-opened');
    await page.getByRole('button', { name: words.asked.agree }).click();
    await expect(desk.getByRole('heading', { name: words.portal.signedIn })).toBeVisible();
    await take(page, 'portal-answered');
    await take(desk, 'portal-signed-in');
    await desk.getByRole('button', { name: words.portal.send }).click();
    await expect(desk.locator('cc-code').getByRole('img')).toBeVisible();
    await take(desk, 'portal-thanks');
    await desk.getByRole('button', { name: words.portal.signOut }).click();
    await toCode.click();
    await expect(symbol).toBeVisible();
    await page.goto(await readQrText(await symbol.screenshot()));
    await page.getByRole('button', { name: words.places.decline }).click();
    await expect(desk.getByText(words.signIn.refused.what)).toBeVisible();
    await take(desk, 'portal-refused');
  });

  test(`takes pictures of the phone and the scanner side by side on a ${device}`, async ({ city, openContext }) => {
    test.setTimeout(300_000);
    for (const language of Object.keys(catalogues) as LanguageTag[]) {
      const words = wordsOf(language);
      const page = await (await openContext({ ...options, language })).newPage();
      const press = async (step: 'scan' | 'other' | 'photo' | 'report', name: string): Promise<void> => {
        const button = page.getByRole('button').filter({ has: page.getByText(words.see[step].title, { exact: true }) });
        await expect(button).toHaveAttribute('aria-disabled', 'false', { timeout: 30_000 });
        await button.click();
        await expect(button).toHaveAttribute('aria-disabled', 'false', { timeout: 30_000 });
        await take(page, `see-${language}-${name}`);
      };
      await page.goto(`${city.origin}/see/`);
      await expect(page.locator('button.step').first()).toHaveAttribute('aria-disabled', 'false', { timeout: 30_000 });
      await take(page, `see-${language}-ready`);
      await press('scan', 'valid');
      await press('other', 'other-scene');
      await press('photo', 'photo');
      await press('report', 'lost');
    }
  });

  test(`takes pictures of ratings on a ${device}`, async ({ city, film, openContext, openScanner }) => {
    test.setTimeout(180_000);
    await film.show();
    const whole = (page: Page, name: string): Promise<Buffer> => page.screenshot({ path: join(folder, `${device}-${name}.png`), fullPage: true, animations: 'disabled' });
    const scanner = await openScanner({ ...options, camera: 'refused' });
    const desk = scanner.page;
    await scanner.openAt('first-hospital');
    await scanner.setUp('medical');
    await take(desk, 'desk-camera');
    await desk.getByRole('button', { name: scanner.words.console.serviceFinished }).click();
    await desk.getByRole('radio').first().check();
    await take(desk, 'desk-which-service');
    await desk.getByRole('button', { name: scanner.words.service.slip }).click();
    const link = await linkOf(desk);
    await take(desk, 'desk-slip');
    await desk.emulateMedia({ media: 'print' });
    await take(desk, 'desk-slip-printed');
    await desk.emulateMedia({ media: 'screen' });
    await desk.getByRole('button', { name: scanner.words.service.done }).click();
    const item = (await desk.evaluate(async () => ((await (await fetch('/v1/open/offices')).json()) as { offices: { id: string; items: { name: Record<string, string> }[] }[] }).offices.find(({ id }) => id === 'first-hospital')!.items[0]!.name))[options.language ?? 'en']!;
    const second = await finishService(scanner, item, 'slip');

    const context = await openContext(options);
    const rater = new Rater(await context.newPage(), city, options.language);
    const { page, words } = rater;
    await page.goto(`${city.origin}/rate/`);
    await expect(page.getByText(words.rate.listEmpty.slice(0, 8), { exact: false }).first()).toBeVisible();
    await take(page, 'rate-nothing');
    await rater.open('/rate/#ticket=AAAA');
    await expect(page.getByRole('alert')).toBeVisible();
    await take(page, 'rate-torn');
    await rater.open(link);
    await expect(page.locator('cc-rating')).toBeVisible();
    await take(page, 'rate-form');
    await rater.choose('dissatisfied');
    await page.locator('cc-rating input[name="attitude"][value="2"]').check();
    await page.locator('cc-rating textarea').fill('x'.repeat(470));
    await whole(page, 'rate-form-whole');
    await rater.send('later');
    await expect(page.getByRole('heading', { name: words.rate.thanks })).toBeVisible();
    await take(page, 'rate-thanks');
    await rater.open(second);
    await expect(page.locator('cc-rating')).toBeVisible();
    await page.getByLabel(words.rate.large).check();
    await rater.choose('satisfied');
    await whole(page, 'rate-form-large');
    await page.getByLabel(words.rate.large).uncheck();
    await page.evaluate(() => { document.documentElement.style.setProperty('font-size', '200%'); });
    await whole(page, 'rate-form-200');

    // The first rating was kept for later: sent now, it is a case.
    await page.evaluate(() => { document.documentElement.style.removeProperty('font-size'); });
    await rater.open('/rate/');
    await page.getByRole('button', { name: words.rate.sendNowOf(item) }).click();
    await expect(page.getByText(words.rate.sentText)).toBeVisible();
    const answer = await fetch(`${city.origin}/v1/demo/staff-links`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ office: 'first-hospital' }) });
    const staff = await (await openContext(options)).newPage();
    await staff.goto(city.origin + ((await answer.json()) as { link: string }).link);
    await expect(staff.getByRole('button', { name: words.cases.read })).toBeVisible();
    await take(staff, 'cases-list');
    await staff.getByRole('button', { name: words.cases.read }).click();
    await staff.getByLabel(words.cases.yourAnswer).fill(words.cases.complexNow);
    await staff.getByRole('button', { name: words.cases.send, exact: true }).click();
    await expect(staff.locator('cc-case li.words')).toBeVisible();
    await whole(staff, 'cases-one');
    await page.getByRole('button', { name: words.rate.readCaseOf(item) }).click();
    await expect(page.locator('cc-case li.words')).toBeVisible();
    await whole(page, 'rate-case');

    const figures = await context.newPage();
    await figures.goto(`${city.origin}/open/`);
    await expect(figures.getByRole('link', { name: words.open.csv })).toBeVisible();
    await take(figures, 'open-empty');
    const cell = (office: string, of: string, channel: string, services: number, levels: readonly number[]): object => ({
      office, item: of, channel, year: 2026, services, tokens: services, ratings: levels.reduce((sum, n) => sum + n, 0), unusual: channel === 'kiosk' ? 12 : 0, responseRate: null, shownSinceDay: '2026-11-27',
      levels: Object.fromEntries(['very-satisfied', 'satisfied', 'basically-satisfied', 'dissatisfied', 'very-dissatisfied'].map((name, i) => [name, levels[i]])),
    });
    await figures.route('**/v1/open/figures', (route) => route.fulfill({ json: { hidden: 2, nowUnixSeconds: 1, cells: [
      cell('tax-office', 'tax-return', 'on-site', 1840, [320, 180, 60, 40, 12]), cell('tax-office', 'tax-return', 'kiosk', 0, [80, 40, 20, 15, 25]),
      cell('tax-office', 'tax-certificate', 'online', 950, [90, 120, 70, 30, 22]), cell('first-hospital', 'outpatient', 'on-site', 5200, [900, 820, 300, 210, 130]),
      cell('first-hospital', 'vaccination', 'on-site-slip', 310, [60, 22, 6, 1, 1]),
    ] } }));
    await figures.reload();
    await expect(figures.locator('figures-chart').getByRole('img')).toBeVisible();
    await whole(figures, 'open');

    await desk.goto(`${city.origin}/kiosk/`);
    await desk.getByRole('radio').first().check();
    await take(desk, 'kiosk-choice');
    await desk.getByRole('button', { name: words.kiosk.start }).click();
    await take(desk, 'kiosk');
    await desk.getByRole('button').filter({ hasText: words.rating.levels.satisfied }).last().click();
    await expect(desk.getByText(words.kiosk.thanks)).toBeVisible();
    await take(desk, 'kiosk-thanks');
  });

  test(`takes pictures on a ${device}`, async ({ city, film, openCitizen, openScanner }) => {
    const citizen = await openCitizen(options);
    const { page, words } = citizen;
    await citizen.openLanding();
    await expect(page.getByRole('button', { name: words.landing.chooseName('王小明') })).toBeVisible();
    await take(page, 'landing');
    await citizen.openApp();
    await citizen.enterEnrolmentCode('0000-0000-0000');
    await citizen.expectFault('enrol/unknown-code');
    await take(page, 'enrol-unknown-code');
    await citizen.becomeDemoCitizen('王小明');
    await take(page, 'code');
    await citizen.chooseScene('medical');
    const { picture, takenUnixSeconds } = await citizen.photograph();
    await page.getByRole('button', { name: words.app.fullScreen }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await take(page, 'code-full');
    await page.getByRole('button', { name: words.common.close }).click();
    await page.getByRole('button', { name: words.app.more, exact: true }).click();
    await take(page, 'more');
    await page.getByRole('switch').check();
    await page.getByRole('button', { name: words.common.back }).click();
    await expect(page.getByRole('button', { name: words.app.elderPlace })).toBeVisible();
    await take(page, 'code-elder');

    const scanner = await openScanner(options);
    await film.show();
    await scanner.open();
    await expect(scanner.page.getByRole('button', { name: scanner.words.console.start })).toBeVisible();
    await take(scanner.page, 'scanner-setup');
    await scanner.setUp('medical');
    await expect(scanner.page.getByText(scanner.words.scanner.aim)).toBeVisible();
    await take(scanner.page, 'scanner-camera');
    await scanner.page.getByRole('button', { name: scanner.words.console.emergency }).click();
    await take(scanner.page, 'scanner-emergency');
    await scanner.page.getByRole('button', { name: scanner.words.common.close }).click();
    const file = { name: 'code.png', mimeType: 'image/png', buffer: picture };
    await stopClockAt(scanner.page, takenUnixSeconds - 3 * 3600);
    await scanner.choosePicture(file);
    await scanner.expectOutcome('undecided');
    await take(scanner.page, 'scanner-undecided');
    await scanner.next();
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    await scanner.choosePicture(file);
    await scanner.expectOutcome('valid');
    await take(scanner.page, 'scanner-valid');
    await scanner.next();
    await scanner.choosePicture(file);
    await scanner.expectOutcome('invalid');
    await take(scanner.page, 'scanner-invalid');

    await filesAreKept(page);
    await city.stop();
    await page.reload();
    await expect(page.getByText(words.app.offline, { exact: true })).toBeVisible();
    await expect(citizen.code()).toBeVisible();
    await take(page, 'code-offline');
    const refused = await openScanner({ ...options, camera: 'refused' });
    await city.startAgain();
    await refused.open();
    await refused.setUp('transit');
    await refused.expectProblem('env/camera-denied');
    await take(refused.page, 'scanner-refused');
  });
}
