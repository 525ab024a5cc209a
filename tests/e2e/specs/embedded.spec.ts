/** The city's frame on the page of a registered site, of one that is not, and of one that means no good. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { openRefusingOthersStorage } from '../support/browser.ts';
import { stopClockAt, wrapClock } from '../support/clock.ts';
import { expect, test as base } from '../support/fixtures.ts';
import { elementOn, frameOn, heard, HostSite, told } from '../support/host-site.ts';
import { finishService } from '../support/rating.ts';
import { catalogues } from '../../support/words.ts';

const words = catalogues.en;
const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const kCode = '<citycode-frame portal="tax" kind="code"></citycode-frame>';
const kVerify = '<citycode-frame portal="tax" kind="verify" scene="transit"></citycode-frame>';
const kItem = 'Outpatient visit';

interface Embedded {
  host: HostSite;
  context: BrowserContext;
  page: Page;
}

const test = base.extend<Embedded>({
  host: async ({ city }, use) => {
    const host = await HostSite.open(city);
    await host.register(city, 'tax');
    await use(host);
    host.close();
  },
  context: async ({ withCamera }, use) => {
    const context = await withCamera.newContext({ locale: 'en', permissions: ['camera'], reducedMotion: 'reduce' });
    await wrapClock(context);
    await use(context);
    await context.close();
  },
  page: async ({ context }, use) => { await use(await context.newPage()); },
});

async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(kTags).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(' | ')}`), state).toEqual([]);
}

/** A press counts once the frame was in sight for a while: until then the person presses again. */
async function goOn(page: Page, context: BrowserContext, label: string): Promise<Page> {
  const before = context.pages().length;
  await expect(async () => {
    await frameOn(page).getByRole('link', { name: label }).click();
    await expect.poll(() => context.pages().length, { timeout: 1000 }).toBe(before + 1);
  }).toPass();
  const opened = context.pages().at(-1)!;
  await opened.waitForLoadState();
  return opened;
}

const typesTold = async (page: Page): Promise<string[]> => [...new Set((await told(page)).map(({ data }) => data.type!))].sort();

/** What was said has the words of the vocabulary and no others, from the city alone. */
async function expectNothingElseTold(page: Page, host: HostSite): Promise<void> {
  const members: Record<string, string[]> = { ready: ['title'], size: ['height'], opened: [], checked: ['outcome', 'scene'], refused: ['fault'] };
  for (const { origin, data } of await told(page)) {
    expect(origin).toBe(host.city);
    expect(Object.keys(data).sort()).toEqual(['citycode', 'type', ...members[data.type!]!].sort());
  }
}

test('leads to the app in a window of the city’s own, in the page’s language, as high as it is', async ({ host, context, page }) => {
  const { 'zh-CN': chinese, id: indonesian } = catalogues;
  await host.show(page, kCode, { lang: 'zh-CN' });
  const frame = frameOn(page);
  await expect(frame.getByRole('heading', { name: chinese.frame.codeTitle })).toBeVisible();
  await expect(frame.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.evaluate(() => { document.documentElement.lang = 'id'; });
  await expect(frame.getByRole('heading', { name: indonesian.frame.codeTitle })).toBeVisible();
  const height = (): Promise<number> => page.locator('citycode-frame iframe').evaluate((iframe) => iframe.getBoundingClientRect().height);
  const inside = (): Promise<number> => frame.locator('frame-code').evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
  await expect.poll(async () => await height() - await inside()).toBe(0);
  const narrow = await height();
  await page.setViewportSize({ width: 320, height: 700 });
  await expect.poll(height, 'it follows').toBeGreaterThan(narrow);
  await expect.poll(async () => await height() - await inside()).toBe(0);
  await expectNoViolations(page, 'my code');
  const app = await goOn(page, context, indonesian.frame.codeOpen);
  expect(app.url()).toBe(`${host.city}/app/`);
  expect(await app.evaluate(() => [window.opener, window.top === window])).toEqual([null, true]);
  expect(await heard(page)).toEqual([['ready', {}], ['opened', {}]]);
  await expectNothingElseTold(page, host);
});

test('has a level chosen, and sends nothing of it before somebody presses on the city’s own page', async ({ film, openScanner, host, context, page }) => {
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  const slip = (await finishService(scanner, kItem, 'slip')).split('=')[1]!;
  const posted: string[] = [];
  context.on('request', (request) => { if (request.method() === 'POST') posted.push(request.url()); });
  await host.show(page, `<citycode-frame portal="tax" kind="rate" ticket="${slip}"></citycode-frame>`);
  const frame = frameOn(page);
  await expect(frame.getByText(kItem)).toBeVisible();
  await frame.getByRole('radio', { name: words.rating.levels.dissatisfied, exact: false }).first().check();
  await expect(frame.locator('cc-rating details'), 'more is said on the city’s page').toHaveCount(0);
  await expectNoViolations(page, 'rate');
  expect(posted).toEqual([]);
  const rate = await goOn(page, context, words.frame.rateOpen);
  await expect(rate.locator('cc-rating input[name="level"][value="2"]')).toBeChecked();
  expect(rate.url()).toBe(`${host.city}/rate/`);
  expect(posted.filter((url) => url.endsWith('/ratings'))).toEqual([]);
  expect(await typesTold(page)).toEqual(['opened', 'ready', 'size']);
  await expectNothingElseTold(page, host);
});

test('says of a slip that is none why, and leads on all the same', async ({ host, page }) => {
  await host.show(page, '<citycode-frame portal="tax" kind="rate" ticket="AQID"></citycode-frame>');
  await expect(frameOn(page).locator('cc-fault')).toContainText('ticket/');
  await expect(frameOn(page).getByRole('link', { name: words.frame.rateOpen })).toBeVisible();
  await expect.poll(async () => (await heard(page)).at(-1)?.[0]).toBe('refused');
});

test('verifies in the frame; the page is told the word and the scene', async ({ film, openCitizen, host, page }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('transit');
  const { picture, takenUnixSeconds } = await citizen.photograph();
  await film.show(picture);
  await host.show(page, '<p>later</p>');
  await stopClockAt(page, takenUnixSeconds + 2);
  await host.show(page, kVerify);
  const verdict = frameOn(page).locator('cc-verdict');
  await expect(verdict.getByRole('heading', { level: 2 })).toHaveText(words.verdict.valid);
  await expect(verdict.getByRole('definition').first()).toBeVisible();
  const values = await verdict.getByRole('definition').allTextContents();
  await expectNoViolations(page, 'a verdict');
  await expect.poll(() => heard(page)).toContainEqual(['checked', { outcome: 'valid', scene: 'transit' }]);
  await verdict.getByRole('button', { name: words.verdict.clearNow }).click();
  await expect.poll(() => heard(page), 'the same code is still before the camera').toContainEqual(['checked', { outcome: 'invalid', scene: 'transit' }]);
  await expectNothingElseTold(page, host);
  const all = JSON.stringify([await told(page), await heard(page)]);
  for (const value of values) expect(all, 'what the verdict says of a person').not.toContain(value.trim());
});

test('refuses a scene that the city has not', async ({ film, host, page }) => {
  await film.show();
  await host.show(page, '<citycode-frame portal="tax" kind="verify" scene="no-such-scene"></citycode-frame>');
  await expect(frameOn(page).locator('cc-fault')).toContainText('scope/unknown');
  expect(await heard(page)).toContainEqual(['refused', { fault: 'scope/unknown' }]);
});

test('a site that is not listed gets nothing, and is told so when nothing came', async ({ city, host, page }) => {
  const other = await HostSite.open(city);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  for (const [site, id] of [[other, 'tax'], [host, 'nobody']] as const) {
    await page.clock.install();
    await site.show(page, `<citycode-frame portal="${id}" kind="code"><a href="/">Open</a></citycode-frame>`);
    await page.locator('citycode-frame iframe').waitFor({ state: 'attached' });
    await expect.poll(() => complaints.some((text) => /frame-ancestors/.test(text))).toBe(true);
    complaints.length = 0;
    await page.clock.runFor(20_000);
    expect(await heard(page)).toEqual([['refused', { fault: 'env/module-not-loaded' }]]);
    expect(await told(page)).toEqual([]);
    await expect(page.locator('citycode-frame iframe')).toHaveCount(0);
    await expect(elementOn(page).getByRole('link'), 'what stands between the tags').toBeVisible();
  }
  other.close();
});

test('hears the page that it is in, in words that it knows, and nobody else', async ({ city, host, page }) => {
  const stranger = await HostSite.open(city);
  stranger.write('/', '<!doctype html><title>Stranger</title><script src="/forge.js"></script>');
  stranger.write('/forge.js', "parent.postMessage({ citycode: 1, type: 'checked', outcome: 'valid', scene: 'transit' }, '*'); parent.postMessage({ done: true }, '*');");
  host.write('/within', '<!doctype html><title>Within</title>');
  await host.show(page, `${kCode}<iframe id="within" title="within" src="/within"></iframe>`);
  const html = frameOn(page).locator('html');
  await expect(frameOn(page).getByRole('link')).toBeVisible();
  await expect(html).toHaveAttribute('lang', 'en');
  await html.evaluate((root) => {
    const spoken: string[] = [];
    Object.assign(globalThis, { spoken });
    new MutationObserver(() => spoken.push((root as HTMLElement).lang)).observe(root, { attributes: true, attributeFilter: ['lang'] });
  });

  // Of the page's own origin, and not the page: its words change nothing.
  await page.frameLocator('#within').locator('html').evaluate(() => {
    (parent as typeof globalThis & Window).frameWindow().postMessage({ citycode: 1, type: 'hello', language: 'id' }, '*');
  });
  const say = (...messages: readonly unknown[]): Promise<void> =>
    page.evaluate((all) => { for (const each of all) globalThis.frameWindow().postMessage(each, '*'); }, messages);
  await say('text', null, [], { type: 'hello', language: 'id' },
    { citycode: 2, type: 'hello', language: 'id' }, { citycode: 1, type: 'show', language: 'id' }, { citycode: 1, type: 'hello', language: { toString: 'id' } },
    { citycode: 1, type: 'hello', language: 'zh-Hant' });
  await expect(html).toHaveAttribute('lang', 'zh-Hant');
  await say({ citycode: 1, type: 'hello', language: 'en' });
  await expect(html).toHaveAttribute('lang', 'en');
  expect(await html.evaluate(() => (globalThis as unknown as { spoken: string[] }).spoken)).toEqual(['zh-Hant', 'en']);
  expect((await heard(page)).filter(([type]) => type === 'refused'), 'once').toEqual([['refused', { fault: 'request/malformed' }]]);

  await page.evaluate((src) => {
    const frame = document.createElement('iframe');
    frame.src = src;
    document.body.append(frame);
  }, stranger.origin.replace('localhost', '127.0.0.1'));
  await expect.poll(async () => (await told(page)).some(({ data }) => data['done'] === true)).toBe(true);
  expect((await heard(page)).map(([type]) => type), 'somebody else’s word for a verdict').not.toContain('checked');
  stranger.close();
});

for (const [how, cover] of [
  ['lies under something else', () => {
    const over = document.body.appendChild(document.createElement('div'));
    Object.assign(over.style, { position: 'fixed', inset: '0', background: '#fff', pointerEvents: 'none' });
    over.className = 'cover';
  }],
  ['is nearly transparent', () => { document.querySelector<HTMLElement>('citycode-frame')!.style.opacity = '0.01'; }],
] as const) {
  test(`takes no press while it ${how}`, async ({ host, context, page }) => {
    await host.show(page, kCode);
    const link = frameOn(page).getByRole('link');
    await expect(link).toBeVisible();
    await (await goOn(page, context, words.frame.codeOpen)).close();
    await page.evaluate(cover);
    await expect(async () => {   // the browser looks ten times a second
      const before = (await heard(page)).length;
      await link.click();
      await expect(frameOn(page).getByText(words.frame.covered)).toBeVisible({ timeout: 500 });
      expect((await heard(page)).length).toBe(before);
    }).toPass();
    for (const page of context.pages().slice(1)) await page.close();
    const before = await heard(page);
    for (let press = 0; press < 3; press += 1) await link.click();
    expect(context.pages()).toHaveLength(1);
    expect(await heard(page)).toEqual(before);
    await page.evaluate(() => {
      document.querySelector('.cover')?.remove();
      document.querySelector<HTMLElement>('citycode-frame')!.style.opacity = '';
    });
    expect((await goOn(page, context, words.frame.codeOpen)).url()).toBe(`${host.city}/app/`);
  });
}

test('works where a frame of another site may keep nothing', async ({ host }) => {
  const folder = await mkdtemp(join(tmpdir(), 'citycode-refusing-'));
  const context = await openRefusingOthersStorage(folder);
  const page = await context.newPage();
  await host.show(page, kVerify);
  await expect(frameOn(page).locator('cc-scanner')).toBeVisible();
  expect(await frameOn(page).locator('html').evaluate(() => { try { return `kept ${localStorage.length}`; } catch (cause) { return (cause as Error).name; } })).toBe('SecurityError');
  await host.show(page, kCode);
  const app = await goOn(page, context, words.frame.codeOpen);
  expect(await app.evaluate(() => localStorage.length), 'the city’s own window keeps what it keeps').toBeGreaterThanOrEqual(0);
  await context.close();
  await rm(folder, { recursive: true, force: true });
});

for (const colours of ['light', 'dark'] as const) {
  test(`fits 320 px with text of twice the size, ${colours}`, async ({ host, context, page }) => {
    await context.addInitScript(() => document.addEventListener('DOMContentLoaded', () => document.documentElement.style.setProperty('font-size', '200%')));
    await page.emulateMedia({ colorScheme: colours });
    await page.setViewportSize({ width: 320, height: 800 });
    for (const element of [kCode, '<citycode-frame portal="tax" kind="rate" ticket="AQID"></citycode-frame>']) {
      await host.show(page, element);
      await expect(frameOn(page).getByRole('link')).toBeVisible();
      expect(await frameOn(page).locator('html').evaluate((root) => root.scrollWidth - root.clientWidth)).toBe(0);
      await expectNoViolations(page, element);
    }
  });
}

test('is a sentence for whoever opens it outside a frame', async ({ host, page }) => {
  await page.goto(`${host.city}/frame/tax/#code`);
  await expect(page.getByText(words.frame.alone)).toBeVisible();
  await expectNoViolations(page, 'alone');
});
