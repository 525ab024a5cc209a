/** From the finished service to the public figure: one rating for one service, and nobody's. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { setClockOffset, stopClockAt } from '../support/clock.ts';
import { expect, test } from '../support/fixtures.ts';
import { filesAreKept } from '../support/kept.ts';
import { finishService, linkOf, Rater } from '../support/rating.ts';

/** After three refusals the next look is 4 to 36 s later, by chance (web/client/src/asking/rules.ts). */
const kPacedMs = 60_000;
const kItem = 'Outpatient visit';
const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(kTags).setLegacyMode(true).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) => `${target.flat().join(' ')} ${any[0]?.message ?? ''}`).join(' | ')}`), state).toEqual([]);
}

interface Cell { readonly item: string; readonly channel: string; readonly services: number; readonly ratings: number }

const figuresOf = async (origin: string): Promise<{ cells: Cell[]; hidden: number }> => (await fetch(`${origin}/v1/open/figures`)).json() as Promise<{ cells: Cell[]; hidden: number }>;

/** What the phone keeps of ratings. */
const kept = (page: Page): Promise<{ open: { opinion: unknown; written: unknown; sendAtMs: number | null } | null; refusal: string | null }[]> => page.evaluate(async () => {
  const database = await new Promise<IDBDatabase>((found) => { const open = indexedDB.open('citycode-ratings'); open.onsuccess = () => found(open.result); });
  const records = await new Promise<never[]>((found) => { const all = database.transaction('services').objectStore('services').getAll(); all.onsuccess = () => found(all.result as never[]); });
  database.close();
  return records;
});

test('who was scanned at the desk rates on their own phone, once, and nobody else can', async ({ city, film, openContext, openCitizen, openScanner }) => {
  test.setTimeout(120_000);
  await film.show();
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('medical');
  const { picture, takenUnixSeconds } = await citizen.photograph();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  await stopClockAt(scanner.page, takenUnixSeconds + 2);
  await scanner.choosePicture({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  await scanner.expectOutcome('valid');
  await scanner.page.evaluate(() => { globalThis.testClock = undefined; });
  await scanner.next();

  await scanner.page.getByRole('button', { name: scanner.words.console.serviceFinished }).click();
  await scanner.page.getByRole('radio', { name: kItem }).check();
  await expectNoViolations(scanner.page, 'which service has ended');
  await expect(scanner.page.getByRole('button', { name: scanner.words.console.emergency }), 'always reachable').toBeVisible();
  await scanner.page.getByRole('button', { name: scanner.words.service.finish }).click();
  const link = await linkOf(scanner.page);
  await expect(scanner.page.getByText(scanner.words.service.boundText)).toBeVisible();
  await expectNoViolations(scanner.page, 'the code of a service');
  await scanner.page.getByRole('button', { name: scanner.words.service.done }).click();
  await expect(scanner.page.locator('service-page')).toHaveCount(0);

  const stranger = new Rater(await (await openContext()).newPage(), city);
  await stranger.open(link);
  await stranger.expectFault('ticket/other-pass');
  expect(stranger.page.url(), 'the slip is out of the address').toBe(`${city.origin}/rate/`);
  await expectNoViolations(stranger.page, 'another phone');

  const rater = new Rater(citizen.page, city);
  await rater.open(link);
  await expect(rater.page.getByRole('heading', { name: kItem })).toBeVisible();
  expect(rater.page.url()).toBe(`${city.origin}/rate/`);
  await expectNoViolations(rater.page, 'the form');
  await rater.send('now');
  expect(await rater.page.locator('cc-rating').evaluate((element) => (element as HTMLElement & { validationMessage: string }).validationMessage)).toBe(rater.words.rating.choose);
  await rater.choose('very-satisfied');
  await expectNoViolations(rater.page, 'the form with everything');
  await rater.send('now');
  await expect(rater.page.getByText(rater.words.rate.sentText)).toBeVisible();
  expect(await kept(rater.page)).toMatchObject([{ open: null, refusal: null }]);
  await expectNoViolations(rater.page, 'thanks');

  await rater.open(link);
  await expect(rater.page.getByText(rater.words.rate.sentText), 'the same slip again').toBeVisible();
  await expect(rater.page.locator('cc-rating')).toHaveCount(0);
  expect(await figuresOf(city.origin)).toMatchObject({ cells: [], hidden: 1 });
});

test('rates without a network; it is sent when there is one, and shown when there are ten', async ({ city, film, openContext, openScanner }) => {
  test.setTimeout(180_000);
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  const links: string[] = [];
  for (let i = 0; i < 11; i++) links.push(await finishService(scanner, kItem, 'slip'));

  const rater = new Rater(await (await openContext()).newPage(), city);
  await rater.open(links[0]!);
  await expect(rater.page.getByRole('heading', { name: kItem })).toBeVisible();
  await filesAreKept(rater.page);
  await city.stop();
  await rater.choose('dissatisfied');
  await rater.page.getByLabel(rater.words.rating.reasons['long-wait']).check();
  await rater.page.getByLabel(rater.words.rating.textLabel).fill('two\nlines');
  await rater.send('now');
  await expect(rater.page.getByText(rater.words.rate.waitsText)).toBeVisible();
  await expect(rater.page.getByText(rater.words.rate.caseText)).toBeVisible();
  await rater.page.reload();
  await expect(rater.page.getByText(rater.words.rate.sentSoon), 'the page itself needs no network').toBeVisible();
  expect((await kept(rater.page))[0]!.open!.opinion).toEqual({ level: 2, indicators: {}, reasons: ['long-wait'], text: 'two lines' });
  await city.startAgain();
  await rater.page.reload();
  await expect(rater.page.getByText(rater.words.rate.sent, { exact: true }), 'by itself, as soon as the pace of asking lets it').toBeVisible({ timeout: kPacedMs });

  for (const link of links.slice(1, 9)) {
    await rater.open(link);
    await rater.choose('satisfied');
    await rater.send('now');
    await expect(rater.page.getByText(rater.words.rate.sentText)).toBeVisible();
  }
  expect(await figuresOf(city.origin), 'nine').toMatchObject({ cells: [], hidden: 1 });
  const open = await (await openContext()).newPage();
  await open.goto(`${city.origin}/open/`);
  await expect(open.getByText(rater.words.open.empty(10))).toBeVisible();
  await expectNoViolations(open, 'no figures yet');

  await rater.open(links[9]!);
  await rater.choose('very-satisfied');
  await rater.send('now');
  await expect(rater.page.getByText(rater.words.rate.sentText)).toBeVisible();
  expect(await figuresOf(city.origin)).toMatchObject({ cells: [{ item: 'outpatient', channel: 'on-site-slip', services: 11, ratings: 10 }], hidden: 0 });
  await open.reload();
  await expect(open.locator('figures-chart').getByRole('img')).toBeVisible();
  const row = open.getByRole('row', { name: new RegExp(kItem) });
  await expect(row).toContainText('90.9%');
  await expect(row.getByRole('cell')).toContainText([rater.words.open.channels['on-site-slip'], String(new Date().getUTCFullYear()), '11', '10', '90.9%', '1', '1', '8', '0', '1', '0']);
  await expectNoViolations(open, 'figures');
});

test('a number in the text is seen before it is sent', async ({ city, film, openContext, openScanner }) => {
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  const rater = new Rater(await (await openContext()).newPage(), city);
  const { page, words } = rater;
  await rater.open(await finishService(scanner, kItem, 'slip'));
  await rater.choose('basically-satisfied');
  const warning = page.locator('number-warning').getByRole('status');
  await page.getByLabel(words.rating.textLabel).fill('Since 2026-11-27 I wait, and paid 150.000');
  await expect(warning).toBeEmpty();
  await page.getByLabel(words.rating.textLabel).fill('My number is 138 0013 8000');
  await expect(warning).toHaveText(words.rating.textWarning);
  await expectNoViolations(page, 'a number in the text');
  await page.getByLabel(words.rating.textLabel).fill('My number is 138');
  await expect(warning).toBeEmpty();
});

test('a slip that waits is one quiet line below the code, and gone once it is rated', async ({ city, film, openCitizen, openScanner }) => {
  test.setTimeout(120_000);
  await film.show();
  const citizen = await openCitizen();
  const { page, words } = citizen;
  const waits = page.getByRole('link', { name: words.app.ratingsWait(1) });
  /** What looks for slips has come, and has looked. */
  const looked = (): Promise<void> => page.evaluate(async () => {
    await customElements.whenDefined('waiting-ratings');
    await new Promise((passed) => { setTimeout(passed, 500); });
  });
  await citizen.becomeDemoCitizen('王小明');
  await looked();
  await expect(page.locator('waiting-ratings a')).toHaveCount(0);
  expect((await page.evaluate(() => indexedDB.databases())).map(({ name }) => name), 'who never had a slip').not.toContain('citycode-ratings');

  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  const links = [await finishService(scanner, kItem, 'slip'), await finishService(scanner, kItem, 'slip')];
  const desk = new Rater(await page.context().newPage(), city);
  await desk.open(links[0]!);
  await expect(desk.page.getByRole('heading', { name: kItem })).toBeVisible();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(waits, 'seen again').toBeVisible();
  await expect(citizen.code()).toBeVisible();
  await expectNoViolations(page, 'a service waits');
  await desk.open(links[1]!);
  await expect(desk.page.getByRole('heading', { name: kItem })).toBeVisible();
  await desk.page.close();
  await page.reload();
  await expect(page.getByRole('link', { name: words.app.ratingsWait(2) })).toBeVisible();
  await page.getByRole('button', { name: words.app.more }).click();
  await page.getByRole('switch', { name: words.app.elderMode }).check();
  await page.goBack();
  await expect(page.getByRole('link', { name: words.app.ratingsWait(2) })).toBeVisible();
  await expectNoViolations(page, 'services wait, large and simple');

  await page.getByRole('link', { name: words.app.ratingsWait(2) }).click();
  const rater = new Rater(page, city);
  await page.getByRole('button', { name: words.rate.rateOf(kItem) }).first().click();
  await rater.choose('satisfied');
  await rater.send('later');
  await expect(page.getByText(words.rate.laterText)).toBeVisible();
  await page.goto(`${city.origin}/app/`);
  await expect(waits, 'what is written and waits to be sent does not count').toBeVisible();
  await page.goto(`${city.origin}/rate/`);
  await page.getByRole('button', { name: words.rate.rateOf(kItem) }).click();
  await rater.choose('satisfied');
  await rater.send('later');
  await expect(page.getByText(words.rate.laterText)).toBeVisible();
  await page.goto(`${city.origin}/app/`);
  await expect(citizen.code()).toBeVisible();
  await looked();
  await expect(page.locator('waiting-ratings a')).toHaveCount(0);
});

test('is sent at another time of the day when the person does not want to be guessed', async ({ city, film, openContext, openScanner }) => {
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  const link = await finishService(scanner, kItem, 'slip');
  const context = await openContext();
  const rater = new Rater(await context.newPage(), city);
  await rater.open(link);
  await rater.choose('basically-satisfied');
  await rater.send('later');
  await expect(rater.page.getByText(rater.words.rate.laterText)).toBeVisible();
  await expect.poll(async () => (await kept(rater.page))[0]!.open?.written, 'ready, and not sent').toBeTruthy();

  const second = await context.newPage();
  const other = new Rater(second, city);
  await other.open(link);
  await expect(second.getByText(other.words.rate.laterText), 'a second tab knows').toBeVisible();

  await setClockOffset(rater.page, 86_400);
  await rater.page.reload();
  await expect(rater.page.getByText(rater.words.rate.sent, { exact: true })).toBeVisible();
  expect(await kept(rater.page)).toMatchObject([{ open: null, refusal: null }]);
});

test('the app sends what is due too, once it has been open for a while', async ({ city, film, openContext, openScanner }) => {
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  const context = await openContext();
  const rater = new Rater(await context.newPage(), city);
  await rater.open(await finishService(scanner, kItem, 'slip'));
  await rater.choose('satisfied');
  await rater.send('later');
  await expect.poll(async () => (await kept(rater.page))[0]!.open?.written).toBeTruthy();
  await rater.page.close();
  const app = await context.newPage();
  await app.clock.install({ time: Date.now() + 86_400_000 });   // its timers run when the test says so: nobody waits
  await app.goto(`${city.origin}/app/`);
  await expect(app.getByLabel(rater.words.app.enrolLabel)).toBeVisible();
  expect((await kept(app))[0]!.open).not.toBeNull();
  await app.clock.fastForward(21_000);
  await expect.poll(async () => (await kept(app))[0]!.open).toBeNull();
});

test('every language, in the dark, large and with text of 200 %', async ({ city, film, openContext, openScanner }) => {
  test.setTimeout(180_000);
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  for (const language of ['en', 'zh-CN', 'zh-Hant', 'id'] as const) {
    const link = await finishService(scanner, kItem, 'slip');
    const rater = new Rater(await (await openContext({ language, colours: 'dark' })).newPage(), city, language);
    const { page, words } = rater;
    await rater.open(link);
    await rater.choose('very-dissatisfied');
    await expect(page.getByText(words.rating.reasonsTitle)).toBeVisible();
    await expectNoViolations(page, `the form, dark, ${language}`);
    await page.getByLabel(words.rate.large).check();
    await expect(page.getByRole('button', { name: words.rate.readAloud })).toBeVisible();
    await expectNoViolations(page, `the form, large, ${language}`);
    await page.evaluate(() => { document.documentElement.style.setProperty('font-size', '200%'); });
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${language} at 200 % on ${width}`).toBeLessThanOrEqual(width);
    }
    await page.goto(`${city.origin}/open/`);
    await expect(page.getByRole('link', { name: words.open.csv })).toBeVisible();
    await expectNoViolations(page, `figures, dark, ${language}`);
    await page.context().close();
  }
});

test('a phone whose clock is a week behind rates all the same', async ({ city, film, openContext, openScanner }) => {
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  const link = await finishService(scanner, kItem, 'slip');
  const rater = new Rater(await (await openContext()).newPage(), city);
  await rater.page.goto(city.origin);
  await setClockOffset(rater.page, -7 * 86_400);
  await rater.open(link);
  await rater.choose('satisfied');
  await rater.send('now');
  await expect(rater.page.getByText(rater.words.rate.sentText)).toBeVisible();
});

test('a slip that is torn, and a desk without a network', async ({ city, film, openContext, openScanner }) => {
  await film.show();
  const rater = new Rater(await (await openContext()).newPage(), city);
  await rater.open('/rate/#ticket=AAAA');
  await rater.expectFault('ticket/bad-ticket');
  await rater.open('/rate/');
  await expect(rater.page.getByText(rater.words.rate.listEmpty)).toBeVisible();
  await expectNoViolations(rater.page, 'nothing waits');

  const scanner = await openScanner({ camera: 'refused' });
  const { page, words } = scanner;
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  await page.getByRole('button', { name: words.console.serviceFinished }).click();
  await page.getByRole('radio', { name: kItem }).check();
  await city.stop();
  await page.getByRole('button', { name: words.service.slip }).click();
  await expect(page.getByText(words.service.offline.what)).toBeVisible();
  await expectNoViolations(page, 'no network at the desk');
  await city.startAgain();
  await page.getByRole('button', { name: words.service.slip }).click();
  await linkOf(page);
});

test('a slip that two phones open is the first one’s', async ({ city, film, openContext, openScanner }) => {
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  const link = await finishService(scanner, kItem, 'slip');
  const [first, second] = [new Rater(await (await openContext()).newPage(), city), new Rater(await (await openContext()).newPage(), city)];
  await first.open(link);
  await first.choose('satisfied');
  await first.send('later');
  await expect.poll(async () => (await kept(first.page))[0]!.open?.written).toBeTruthy();
  await second.open(link);
  await second.expectFault('ticket/used');
  await expect(second.page.locator('cc-rating'), 'before they write much').toHaveCount(0);
  await first.page.getByRole('button', { name: first.words.rate.sendNow }).click();
  await expect(first.page.getByText(first.words.rate.sentText)).toBeVisible();
});

test('takes part in a form: by keyboard, and a reset takes it back', async ({ city, openContext }) => {
  const page = await (await openContext()).newPage();
  await page.goto(`${city.origin}/rate/`);
  await expect(page.getByText(new Rater(page, city).words.rate.listEmpty)).toBeVisible();
  // The page has the element once a form was asked for; a portal imports it.
  const chunk = await page.evaluate(async () => {
    const rate = document.querySelector('city-rate') as HTMLElement & { record: unknown; page: string };
    rate.record = { id: 'x', officeName: { en: 'Office' }, itemName: { en: 'Item' }, way: 'online', endedUnixSeconds: 1, expiresUnixSeconds: 2 };
    rate.page = 'form';
    await customElements.whenDefined('cc-rating');
    const form = document.createElement('form');
    const rating = document.createElement('cc-rating');
    rating.setAttribute('name', 'service');
    rating.setAttribute('required', '');
    rating.setAttribute('way', 'online');
    form.append(rating);
    document.body.replaceChildren(form);
    await (rating as HTMLElement & { updateComplete: Promise<unknown> }).updateComplete;
    return form.checkValidity();
  });
  expect(chunk, 'nothing is chosen yet').toBe(false);
  const entries = (): Promise<[string, string][]> => page.evaluate(() => [...new FormData(document.querySelector('form')!)] as [string, string][]);
  expect(await entries()).toEqual([]);
  await page.locator('cc-rating input[name="level"][value="5"]').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await entries()).toEqual([['service', '2']]);
  expect(await page.evaluate(() => document.querySelector('form')!.checkValidity())).toBe(true);
  await page.locator('cc-rating input[name="clarity"][value="4"]').check();
  await page.locator('cc-rating .reason input').first().check();
  await page.locator('cc-rating textarea').fill(`${'x'.repeat(10_000)}`);
  const full = Object.fromEntries(await entries());
  expect(full).toMatchObject({ 'service': '2', 'service.clarity': '4', 'service.reason': 'long-wait' });
  expect(full['service.text']).toHaveLength(500);
  await expectNoViolations(page, 'cc-rating in a form');
  await page.evaluate(() => document.querySelector('form')!.reset());
  expect(await entries()).toEqual([]);
  await page.evaluate(() => { document.querySelector('cc-rating')!.toggleAttribute('disabled', true); });
  await expect(page.locator('cc-rating input').first()).toBeDisabled();
});

test('five buttons at a desk', async ({ city, film, openScanner }) => {
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  const { page, words } = scanner;
  await page.goto(`${city.origin}/kiosk/`);
  await expect(page.getByText(words.kiosk.notEnrolled.what)).toBeVisible();
  await expectNoViolations(page, 'a kiosk that nobody enrolled');
  await scanner.openAt('tax-office');
  await expect(page.getByRole('button', { name: words.console.start })).toBeVisible();
  await page.goto(`${city.origin}/kiosk/`);
  await page.getByRole('radio', { name: 'Tax return' }).check();
  await expectNoViolations(page, 'which service');
  await page.getByRole('button', { name: words.kiosk.start }).click();
  await expectNoViolations(page, 'five faces');
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: words.rating.levels['very-satisfied'] }).click();
    await expect(page.getByText(words.kiosk.thanks)).toBeVisible();
    await expect(page.getByRole('button', { name: words.rating.levels['very-satisfied'] })).toBeVisible();
  }
  expect(await figuresOf(city.origin), 'counted, apart, and not shown before there are ten').toMatchObject({ cells: [], hidden: 1 });
});
