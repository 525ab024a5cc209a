/** WCAG 2.2 A and AA on every page and state; keyboard; 200 % text; every language. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { stopClockAt } from '../support/clock.ts';
import { expect, kPhoneSizePx, test } from '../support/fixtures.ts';
import { filesAreKept } from '../support/kept.ts';
import { catalogues, type LanguageTag } from '../../support/words.ts';

const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

async function expectNoViolations(page: Page, state: string): Promise<void> {
  // Its legacy mode only leaves frames of other origins out, of which no page has one, and takes half the time.
  const { violations } = await new AxeBuilder({ page }).withTags(kTags).setLegacyMode(true).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) => `${target.flat().join(' ')} ${any[0]?.message ?? ''}`).join(' | ')}`);
  expect.soft(told, state).toEqual([]);
}

for (const colours of ['light', 'dark'] as const) {
  test(`no violations on the citizen’s pages, ${colours}`, async ({ city, openCitizen }) => {
    const citizen = await openCitizen({ colours });
    const { page, words } = citizen;
    await citizen.openLanding();
    await expect(page.getByRole('button', { name: words.landing.chooseName('王小明') })).toBeVisible();
    await expectNoViolations(page, 'landing');

    await citizen.openApp();
    await expect(page.getByLabel(words.app.enrolLabel)).toBeVisible();
    await expectNoViolations(page, 'enrol');
    await citizen.enterEnrolmentCode('');
    await expect(citizen.fault()).toBeVisible();
    await expectNoViolations(page, 'enrol, empty field');
    await citizen.enterEnrolmentCode('0000-0000-0000');
    await citizen.expectFault('enrol/unknown-code');
    await expectNoViolations(page, 'enrol, unknown code');

    await citizen.enterEnrolmentCode(await city.enrolmentCodeFor('Wang Xiaoming'));
    await expect(citizen.code()).toBeVisible();
    await expectNoViolations(page, 'code');
    await page.getByRole('button', { name: words.app.fullScreen }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoViolations(page, 'code, full screen');
    await page.getByRole('button', { name: words.common.close }).click();

    await page.getByRole('button', { name: words.app.more, exact: true }).click();
    await expect(page.getByRole('heading', { name: words.app.more })).toBeVisible();
    await expectNoViolations(page, 'more');
    await page.getByRole('button', { name: words.app.removeButton }).click();
    await expectNoViolations(page, 'more, remove the code?');
    await page.getByRole('button', { name: words.common.cancel }).click();

    await page.getByRole('switch').check();
    await expectNoViolations(page, 'more, elder mode');
    await page.getByRole('button', { name: words.common.back }).click();
    await expect(page.getByRole('button', { name: words.app.elderPlace })).toBeVisible();
    await expectNoViolations(page, 'code, elder mode');
    await page.getByRole('button', { name: words.app.elderPlace }).click();
    await expectNoViolations(page, 'places, elder mode');
    await page.getByRole('button', { name: words.common.back }).click();

    await page.goto(`${city.origin}/app/#enrol=${await city.enrolmentCodeFor('Li Yutong')}`);
    await expect(page.getByRole('heading', { name: words.app.replaceTitle })).toBeVisible();
    await expectNoViolations(page, 'replace the code?');
    await page.getByRole('button', { name: words.app.replaceNo }).click();

    await filesAreKept(page);
    await city.stop();
    await page.reload();
    await expect(page.getByText(words.app.offline, { exact: true })).toBeVisible();
    await expectNoViolations(page, 'code, offline');
  });

  test(`no violations on the scanner’s pages, ${colours}`, async ({ film, openCitizen, openScanner }) => {
    const citizen = await openCitizen();
    await citizen.becomeDemoCitizen('王小明');
    await citizen.chooseScene('medical');
    const { picture, takenUnixSeconds } = await citizen.photograph();
    const scanner = await openScanner({ colours });
    const { page, words } = scanner;
    await film.show();
    await scanner.open();
    await expect(page.getByRole('button', { name: words.console.start })).toBeVisible();
    await expectNoViolations(page, 'set-up');
    await scanner.setUp('medical');
    await expect(page.getByText(words.scanner.aim)).toBeVisible();
    await expectNoViolations(page, 'camera');
    await page.getByRole('button', { name: words.console.emergency }).click();
    await expect(page.getByText(words.console.emergencyText)).toBeVisible();
    await expectNoViolations(page, 'emergency admission');

    const file = { name: 'code.png', mimeType: 'image/png', buffer: picture };
    await page.reload();
    await stopClockAt(page, takenUnixSeconds - 3 * 3600);
    await scanner.choosePicture(file);
    await scanner.expectOutcome('undecided');
    await expectNoViolations(page, 'undecided');
    await stopClockAt(page, takenUnixSeconds + 2);
    await page.reload();   // with its clock right it takes the status lists, which came from the future before
    await expect(page.getByText(words.console.statusNew)).toBeVisible();
    await scanner.choosePicture(file);
    await scanner.expectOutcome('valid');
    await expectNoViolations(page, 'valid');
    await scanner.next();
    await scanner.choosePicture(file);
    await scanner.expectOutcome('invalid');
    await expectNoViolations(page, 'invalid');
  });

  test(`no violations where the camera is refused, ${colours}`, async ({ openScanner }) => {
    const scanner = await openScanner({ colours, camera: 'refused' });
    await scanner.open();
    await scanner.setUp('transit');
    await scanner.expectProblem('env/camera-denied');
    await expectNoViolations(scanner.page, 'camera refused');
  });

  test(`no violations at the operators’ door, ${colours}`, async ({ city, openContext }) => {
    const page = await (await openContext({ colours })).newPage();
    await page.goto(`${city.origin}/operators/`);
    await expect(page.getByRole('heading', { name: catalogues.en.operators.signIn })).toBeVisible();
    await expectNoViolations(page, 'operators');
  });
}

/** Presses Tab until the wanted control has the focus, as a person without a pointer would. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const focusedName = (): Promise<string> => page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])].map((label) => label.textContent).join(' ') : '';
    return [element?.getAttribute('aria-label'), labels, element?.textContent].filter(Boolean).join(' ').replace(/\s+/g, ' ');
  });
  const kMostStops = 80;
  for (let i = 0; i < kMostStops; i += 1) {
    await page.keyboard.press('Tab');
    const focused = await focusedName();
    if (typeof name === 'string' ? focused.includes(name) : name.test(focused)) return;
  }
  throw new Error(`no way to ${String(name)} with the Tab key`);
}

test('enrols and scans with the keyboard alone', async ({ city, film, openCitizen, openScanner }) => {
  const code = await city.enrolmentCodeFor('Chen Guiying');
  const citizen = await openCitizen();
  await citizen.openApp();
  await expect(citizen.page.getByLabel(citizen.words.app.enrolLabel)).toBeVisible();
  await tabTo(citizen.page, citizen.words.app.enrolLabel);
  await citizen.page.keyboard.type(code);
  await citizen.page.keyboard.press('Enter');
  await expect(citizen.code()).toBeVisible();
  const before = await citizen.drawing();
  // An elder's phone begins in the large mode: places are one button away.
  await tabTo(citizen.page, citizen.words.app.elderPlace);
  await citizen.page.keyboard.press('Enter');
  await tabTo(citizen.page, citizen.words.scenes['over-60']);
  await citizen.page.keyboard.press('Enter');
  await expect(citizen.code('over-60')).toBeVisible();
  await expect.poll(() => citizen.drawing()).not.toBe(before);
  const { picture, takenUnixSeconds } = await citizen.photograph();

  await film.show(picture);
  const scanner = await openScanner();
  await scanner.open();
  await stopClockAt(scanner.page, takenUnixSeconds + 2);
  await expect(scanner.page.getByRole('button', { name: scanner.words.console.start })).toBeVisible();
  const wanted = scanner.scene('over-60');
  await tabTo(scanner.page, /./);
  const kMostSteps = 60;
  for (let i = 0; i < kMostSteps && !(await wanted.isChecked()); i += 1) {
    const onRadio = await scanner.page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element instanceof HTMLInputElement && element.type === 'radio';
    });
    await scanner.page.keyboard.press(onRadio ? 'ArrowDown' : 'Tab');
  }
  await expect(wanted).toBeChecked();
  await tabTo(scanner.page, scanner.words.console.start);
  await scanner.page.keyboard.press('Enter');
  await scanner.expectOutcome('valid');
  expect(await scanner.fields()).toEqual({ '60 or over': 'Yes' });
  // The way on has the focus already; the code is still before the camera and is told apart from the next person's.
  await scanner.page.keyboard.press('Enter');
  await scanner.expectOutcome('invalid');
  await scanner.expectFault('replay/seen');
});

/** WCAG 1.4.4: text twice as large, nothing lost and nothing to push sideways. */
async function expectNoSidewaysScroll(page: Page, state: string): Promise<void> {
  const tooWide = await page.evaluate(() => {
    const widthPx = document.documentElement.clientWidth;
    if (document.scrollingElement!.scrollWidth <= widthPx) return [];
    const walk = (root: Document | ShadowRoot | Element): Element[] => [...root.children]
      .flatMap((element) => [element, ...walk(element), ...(element.shadowRoot ? walk(element.shadowRoot) : [])]);
    return walk(document.body).filter((element) => element.getBoundingClientRect().right > widthPx + 1)
      .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''} ${Math.round(element.getBoundingClientRect().right - widthPx)} px`);
  });
  expect.soft(tooWide, state).toEqual([]);
}

test('fits 390 px with text of twice the size', async ({ openCitizen, openScanner }) => {
  const citizen = await openCitizen({ sizePx: kPhoneSizePx });
  const scanner = await openScanner({ sizePx: kPhoneSizePx, camera: 'refused' });
  for (const page of [citizen.page, scanner.page]) {
    await page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => document.documentElement.style.setProperty('font-size', '200%'));
    });
  }
  await citizen.openLanding();
  await expect(citizen.page.getByRole('button', { name: citizen.words.landing.chooseName('王小明') })).toBeVisible();
  await expectNoSidewaysScroll(citizen.page, 'landing');
  await citizen.openApp();
  await expect(citizen.page.getByLabel(citizen.words.app.enrolLabel)).toBeVisible();
  await expectNoSidewaysScroll(citizen.page, 'enrol');
  await citizen.becomeDemoCitizen('Maximiliana Alexandra von Hohenberg-Schwarzenfeld zu Lindenau');
  await expectNoSidewaysScroll(citizen.page, 'code');
  await citizen.page.getByRole('button', { name: citizen.words.app.more, exact: true }).click();
  await expectNoSidewaysScroll(citizen.page, 'more');
  await scanner.open();
  await expect(scanner.page.getByRole('button', { name: scanner.words.console.start })).toBeVisible();
  await expectNoSidewaysScroll(scanner.page, 'set-up');
  await scanner.setUp('identity');
  await scanner.expectProblem('env/camera-denied');
  await expectNoSidewaysScroll(scanner.page, 'camera refused');
});

test.describe('first screens', () => {
  for (const language of Object.keys(catalogues) as LanguageTag[]) {
    test(`are in ${language}`, async ({ city, openCitizen, openScanner }) => {
      const citizen = await openCitizen({ language });
      await citizen.openLanding();
      await expect(citizen.page.getByRole('heading', { name: citizen.words.landing.title })).toBeVisible();
      await expect(citizen.page.getByRole('button', { name: citizen.words.landing.chooseName('王小明') })).toBeVisible();
      await expect(citizen.page.locator('html')).toHaveAttribute('lang', language);
      await expectNoMissingWords(citizen.page);
      await expectNoSidewaysScroll(citizen.page, 'landing');
      await citizen.openApp();
      await expect(citizen.page.getByRole('heading', { name: citizen.words.enrol.title })).toBeVisible();
      await expectNoMissingWords(citizen.page);
      await expectNoSidewaysScroll(citizen.page, 'enrol');
      const scanner = await openScanner({ language });
      await scanner.open();
      await expect(scanner.page.getByRole('heading', { name: scanner.words.console.setupTitle })).toBeVisible();
      await expectNoMissingWords(scanner.page);
      await expectNoSidewaysScroll(scanner.page, 'set-up');
      await scanner.page.goto(`${city.origin}/operators/`);
      await expect(scanner.page.getByRole('heading', { name: scanner.words.operators.heading })).toBeVisible();
      await expectNoMissingWords(scanner.page);
      await expectNoSidewaysScroll(scanner.page, 'operators');
    });
  }
});

/** A key that nobody translated shows as "undefined", as an object, or as its own dotted name. */
async function expectNoMissingWords(page: Page): Promise<void> {
  await expect(page.locator('body')).not.toContainText(/undefined|\[object|\b(?:landing|console|operators|app|common|scenes)\.[a-z]/);
}
