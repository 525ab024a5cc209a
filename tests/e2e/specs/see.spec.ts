/** See it at once: a demo citizen's phone and a scanner side by side, on one screen, and nothing between them but pixels. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, kDesktopSizePx, kPhoneSizePx, test } from '../support/fixtures.ts';
import { catalogues, wordsOf, type Catalogue, type LanguageTag } from '../../support/words.ts';

const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
type Step = 'scan' | 'other' | 'photo' | 'report';

/** The screen, its buttons and what the scanner says. */
class Screen {
  constructor(readonly page: Page, readonly words: Catalogue) {}

  async open(origin: string): Promise<void> {
    await this.page.goto(`${origin}/`);
    await this.page.getByRole('link', { name: this.words.see.title }).click();
    await this.isReady();
  }

  async isReady(): Promise<void> {
    await expect(this.button('scan')).toHaveAttribute('aria-disabled', 'false', { timeout: 30_000 });
  }

  button(step: Step) {
    return this.page.getByRole('button').filter({ has: this.page.getByText(this.words.see[step].title, { exact: true }) });
  }

  verdict() {
    return this.page.locator('inset-verdict');
  }

  word() {
    return this.verdict().getByRole('heading', { level: 2 });
  }

  async press(step: Step): Promise<void> {
    await this.button(step).click();
    await expect(this.button(step)).toHaveAttribute('aria-disabled', 'false', { timeout: 30_000 });
  }

  async expectValid(): Promise<void> {
    await expect(this.word()).toHaveText(this.words.verdict.valid);
    const { verdict } = this.words;
    expect(await this.verdict().getByRole('term').allTextContents(), verdict.valid).toEqual([this.words.attributes['fare-type']]);
  }

  async expectRefused(fault: keyof Catalogue['faults']): Promise<void> {
    await expect(this.word()).toHaveText(this.words.verdict.invalid);
    await expect(this.verdict()).toContainText(this.words.common.faultId(fault));
  }

  /** What the phone's canvas shows, as a number that changes with it. */
  pixels(): Promise<string> {
    return this.page.locator('canvas.code').evaluate(async (canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return [...new Uint8Array(await crypto.subtle.digest('SHA-256', data))].join();
    });
  }
}

async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(kTags).setLegacyMode(true).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) => `${target.flat().join(' ')} ${any[0]?.message ?? ''}`).join(' | ')}`), state).toEqual([]);
}

const kept = (page: Page): Promise<(string | undefined)[]> => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));

for (const [device, sizePx] of [['desktop', kDesktopSizePx], ['phone', kPhoneSizePx]] as const) {
  test(`each button has its own verdict, on a ${device}`, async ({ city, openContext }) => {
    test.setTimeout(120_000);
    const page = await (await openContext({ sizePx })).newPage();
    const screen = new Screen(page, wordsOf('en'));
    await screen.open(city.origin);
    const first = await screen.pixels();
    await screen.press('scan');
    await screen.expectValid();
    await expect(page.getByText(/^Read and checked in \d+ ms$/u)).toBeVisible();
    await expect(screen.verdict()).toBeInViewport({ ratio: 0.6 });

    await screen.press('other');
    await screen.expectRefused('scope/wrong-scene');
    await expect(screen.verdict()).toBeInViewport({ ratio: 0.6 });
    await screen.press('photo');
    await expect(screen.word()).toHaveText(screen.words.verdict.invalid);
    await expect(screen.verdict()).toContainText(/replay\/(seen|reused)/u);
    expect(await screen.pixels(), 'the phone went on').not.toBe(first);
    await screen.press('scan');   // another pass of the same phone is another visit
    await screen.expectValid();
    await screen.press('report');
    await screen.expectRefused('revocation/revoked');
    await screen.press('scan');   // each of its passes
    await screen.expectRefused('revocation/revoked');

    await page.getByRole('button', { name: screen.words.see.anew }).click();
    await screen.isReady();
    await screen.press('scan');
    await screen.expectValid();
    expect(await kept(page), 'nothing of it stays in this browser').toEqual([]);
  });
}

test('a photo alone, before anybody was let in, lets the person in first', async ({ city, openContext }) => {
  const page = await (await openContext({ sizePx: kDesktopSizePx })).newPage();
  const screen = new Screen(page, wordsOf('en'));
  await screen.open(city.origin);
  await screen.button('photo').click();
  await expect(screen.word()).toHaveText(screen.words.verdict.valid);
  await expect(screen.word()).toHaveText(screen.words.verdict.invalid, { timeout: 30_000 });
  await expect(screen.verdict()).toContainText(/replay\/(seen|reused)/u);
});

test('plays by itself within a minute, with the keyboard alone, and stops when told', async ({ city, openContext }) => {
  test.setTimeout(120_000);
  const page = await (await openContext({ sizePx: kDesktopSizePx })).newPage();
  const screen = new Screen(page, wordsOf('en'));
  await screen.open(city.origin);
  await page.getByRole('button', { name: screen.words.see.play }).focus();
  const begunMs = Date.now();
  await page.keyboard.press('Enter');
  for (const fault of [null, 'scope/wrong-scene', 'replay/', 'revocation/revoked']) {
    if (fault) await expect(screen.verdict()).toContainText(fault, { timeout: 30_000 });
    else await expect(screen.word()).toHaveText(screen.words.verdict.valid);
  }
  await expect(page.getByRole('button', { name: screen.words.see.play })).toBeVisible();
  expect(Date.now() - begunMs).toBeLessThan(60_000);

  await page.getByRole('button', { name: screen.words.see.play }).click();   // with a new phone
  await expect(screen.word()).toHaveText(screen.words.verdict.valid, { timeout: 30_000 });
  await page.getByRole('button', { name: screen.words.see.stop }).click();
  await expect(page.getByRole('button', { name: screen.words.see.play })).toHaveAttribute('aria-disabled', 'false');
  await expect(screen.word()).toHaveText(screen.words.verdict.valid);
});

test('verdicts go on without a network', async ({ city, openContext }) => {
  const page = await (await openContext({ sizePx: kDesktopSizePx })).newPage();
  const screen = new Screen(page, wordsOf('en'));
  await screen.open(city.origin);
  await city.stop();
  await screen.press('scan');
  await screen.expectValid();
  await screen.press('other');
  await screen.expectRefused('scope/wrong-scene');
  await screen.press('report');   // which needs the city: it says so, and nothing else
  await expect(page.getByRole('alert').filter({ hasText: screen.words.common.faultId('env/offline') })).toBeVisible();
});

test('a city that cannot be reached is a sentence with a button, and the button brings it', async ({ city, openContext }) => {
  const page = await (await openContext({ sizePx: kDesktopSizePx })).newPage();
  const screen = new Screen(page, wordsOf('en'));
  await page.route('**/v1/demo/enrolment-codes', (route) => route.fulfill({ status: 429, headers: { 'Retry-After': '1' }, contentType: 'application/problem+json', body: JSON.stringify({ type: 'request/too-many', status: 429 }) }));
  await page.goto(`${city.origin}/see/`);
  await expect(page.locator('cc-fault')).toContainText(screen.words.common.faultId('request/too-many'));
  await page.unroute('**/v1/demo/enrolment-codes');
  await page.getByRole('button', { name: screen.words.common.tryAgain }).click();
  await screen.isReady();
});

test('a city that is no demo has no such screen, and asks for nothing of it', async ({ city, openContext }) => {
  const page = await (await openContext({ sizePx: kDesktopSizePx })).newPage();
  const { words } = new Screen(page, wordsOf('en'));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.route('**/v1/city', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json() as object), demo: false } });
  });
  await page.goto(`${city.origin}/`);
  await expect(page.getByRole('heading', { name: words.landing.notDemoTitle })).toBeVisible();
  await expect(page.locator('a[href="/see/"]')).toHaveCount(0);
  expect(asked.filter((path) => /see-at-once|-worker-/u.test(path))).toEqual([]);
  await page.goto(`${city.origin}/see/`);
  await expect(page.getByText(words.see.notDemo)).toBeVisible();
  expect(asked.filter((path) => path.startsWith('/v1/demo/'))).toEqual([]);
});

test('leaves what this browser’s own phone keeps as it was', async ({ city, openCitizen }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const before = (await kept(citizen.page)).sort();
  const screen = new Screen(citizen.page, wordsOf('en'));
  await screen.open(city.origin);
  await screen.press('scan');
  await screen.press('report');
  await screen.expectRefused('revocation/revoked');
  expect((await kept(citizen.page)).sort()).toEqual(before);
  await citizen.openApp();
  await expect(citizen.code()).toBeVisible();
});

for (const language of Object.keys(catalogues) as LanguageTag[]) {
  test(`no violations, no sideways scroll and one screen, in ${language}`, async ({ city, openContext }) => {
    const page = await (await openContext({ language, sizePx: kDesktopSizePx, colours: language === 'en' ? 'dark' : 'light' })).newPage();
    const screen = new Screen(page, wordsOf(language));
    await screen.open(city.origin);
    await expectNoViolations(page, 'ready');
    const isOneScreen = (): Promise<number> => page.evaluate(() => document.scrollingElement!.scrollHeight - innerHeight);
    expect.soft(await isOneScreen(), 'one screen without scrolling').toBeLessThanOrEqual(0);
    await screen.press('scan');
    await screen.expectValid();
    await expectNoViolations(page, 'valid');
    await screen.press('other');
    await expectNoViolations(page, 'refused');
    for (const [width, size] of [[320, '100%'], [390, '200%']] as const) {
      await page.setViewportSize({ width, height: 700 });
      await page.evaluate((text) => { document.documentElement.style.setProperty('font-size', text); }, size);
      expect.soft(await page.evaluate(() => document.scrollingElement!.scrollWidth - document.documentElement.clientWidth), `${width} px, ${size}`).toBeLessThanOrEqual(0);
      await expectNoViolations(page, `${width} px, ${size}`);
    }
  });
}

test('a module that never comes is told after a while, and used when it comes after all', async ({ city, openContext }) => {
  const page = await (await openContext({ sizePx: kDesktopSizePx, keepsNoFiles: true })).newPage();
  const screen = new Screen(page, wordsOf('en'));
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => { release = resolve; });
  await page.route(/\.wasm$/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`${city.origin}/see/`);
  await expect(page.locator('cc-fault').filter({ hasText: screen.words.common.faultId('env/module-not-loaded') })).toBeVisible({ timeout: 40_000 });
  release();
  await page.getByRole('button', { name: screen.words.common.tryAgain }).click();
  await screen.isReady();
});
