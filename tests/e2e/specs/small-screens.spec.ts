/** The code comes first: on small screens, on their side and with large text it is whole and large enough to be read. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { catalogues, wordsOf, type LanguageTag } from '../../support/words.ts';

/** CSS pixels a module: what a camera of 720 lines still reads at a forearm's length. */
const kLeastPxAModule = 2.5;

interface Screen {
  readonly language: LanguageTag;
  readonly sizePx: { readonly width: number; readonly height: number };
  readonly text: string;
}

const kScreens: readonly Screen[] = [
  { language: 'id', sizePx: { width: 360, height: 640 }, text: '200%' },
  { language: 'en', sizePx: { width: 320, height: 568 }, text: '150%' },
  { language: 'en', sizePx: { width: 568, height: 320 }, text: '100%' },
  { language: 'id', sizePx: { width: 568, height: 320 }, text: '200%' },
  { language: 'zh-CN', sizePx: { width: 390, height: 844 }, text: '200%' },
];

interface Seen {
  readonly pxAModule: number;
  readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  /** Words of the full screen that are drawn in part. */
  readonly torn: readonly string[];
  readonly scene: string;
}

/** In the page: the symbol in the full screen, and its words. */
const seenOn = (page: Page): Promise<Seen> => page.evaluate(() => {
  const inside = (root: Document | ShadowRoot, selector: string): Element | null => root.querySelector(selector)
    ?? [...root.querySelectorAll('*')].map((each) => (each.shadowRoot ? inside(each.shadowRoot, selector) : null)).find(Boolean) ?? null;
  const dialog = inside(document, 'dialog.full')!;
  const symbol = dialog.querySelector('cc-code')!.shadowRoot!.querySelector('.symbol')!;
  const { left, top, right, bottom } = symbol.getBoundingClientRect();
  const torn = [...dialog.querySelectorAll('h2, p')].filter((words) => {
    const box = words.getBoundingClientRect(), room = words.parentElement!.getBoundingClientRect();
    const isShown = box.left < room.right - 1 && box.bottom > 0;
    return isShown && (box.bottom > room.bottom + 1 || box.bottom > innerHeight + 1 || box.top < -1);
  }).map((words) => words.textContent);
  return { pxAModule: (right - left) / Number(symbol.getAttribute('viewBox')!.split(' ')[2]), box: { left, top, right, bottom }, torn, scene: dialog.querySelector('h2')!.textContent };
});

async function expectReadable(page: Page, { sizePx }: Screen, where: string): Promise<void> {
  const { pxAModule, box, torn } = await seenOn(page);
  expect.soft(pxAModule, `${where}: size`).toBeGreaterThanOrEqual(kLeastPxAModule);
  expect.soft(box.left >= 0 && box.top >= 0 && box.right <= sizePx.width && box.bottom <= sizePx.height, `${where}: whole, ${JSON.stringify(box)}`).toBe(true);
  expect.soft(torn, `${where}: words`).toEqual([]);
}

for (const screen of kScreens) {
  const { language, sizePx, text } = screen;
  test(`the code is whole and large in ${language} on ${sizePx.width} x ${sizePx.height} with text of ${text}`, async ({ openCitizen }) => {
    const citizen = await openCitizen({ language, sizePx });
    const { page, words } = citizen;
    await page.addInitScript((size) => {
      document.addEventListener('DOMContentLoaded', () => document.documentElement.style.setProperty('font-size', size));
    }, text);
    await citizen.becomeDemoCitizen('王小明');
    for (const isLarge of [false, true]) {
      for (const scene of ['transit', 'medical'] as const) {
        if (isLarge) {
          await page.getByRole('button', { name: words.app.elderPlace }).click();
          await page.getByRole('button', { name: words.scenes[scene], exact: true }).click();
          await expect(citizen.code(scene)).toBeVisible();
        } else {
          await citizen.chooseScene(scene);
        }
        await page.getByRole('button', { name: words.app.fullScreen }).click();
        await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
        await expectReadable(page, screen, `${isLarge ? 'large mode, ' : ''}${scene}`);
        await expect(page.getByRole('dialog').getByRole('button', { name: words.common.close })).toBeInViewport({ ratio: 1 });
        await page.getByRole('button', { name: words.common.close }).click();
      }
      if (isLarge) continue;
      await page.getByRole('button', { name: words.app.more, exact: true }).click();
      await page.getByRole('switch').check();
      await page.getByRole('button', { name: words.common.back }).click();
    }
  });
}

test('below the code stands a text that changes with it, also where nothing may move', async ({ openCitizen }) => {
  const citizen = await openCitizen();   // with reduced motion, as all of these
  await citizen.becomeDemoCitizen('王小明');
  const lives = citizen.page.locator('.lives');
  const before = await lives.textContent();
  await expect(lives).not.toHaveText(before!, { timeout: 15_000 });
});

test('the code takes the width of a phone', async ({ openCitizen }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('transit');
  // Whole device pixels a module may cost one of them a module.
  const { width, modules } = await citizen.code().evaluate((symbol) => ({ width: symbol.getBoundingClientRect().width, modules: Number(symbol.getAttribute('viewBox')!.split(' ')[2]) }));
  expect(width).toBeGreaterThan(390 - 16 - 6 - modules / 2);
});

test('a header has one line on a phone in every language', async ({ city, openContext }) => {
  for (const language of Object.keys(catalogues) as LanguageTag[]) {
    const page = await (await openContext({ language })).newPage();
    for (const path of ['/', '/see/', '/app/', '/console/', '/operators/', '/portal/']) {
      await page.goto(city.origin + path);
      const switcher = page.locator('header cc-language');
      await expect(switcher).toBeVisible();
      await expect(page.locator('header')).toHaveCount(1);
      if (path === '/console/') await expect(page.getByRole('button', { name: wordsOf(language).console.lists })).toBeVisible();
      const { height, words } = await page.locator('header').evaluate((header) => ({ height: header.getBoundingClientRect().height, words: header.textContent }));
      expect.soft(height, `${language} ${path}: ${words}`).toBeLessThanOrEqual(70);
      const name = await switcher.locator('select').evaluate((select: HTMLSelectElement) => select.scrollWidth - select.clientWidth);
      expect.soft(name, `${language} ${path}: the language’s name is whole`).toBeLessThanOrEqual(0);
    }
  }
});
