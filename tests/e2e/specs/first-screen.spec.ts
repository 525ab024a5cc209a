/** What a browser really loads before anybody touches a phone or a scanner, against the budgets that the build checks. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { webFolder } from '../../support/city-server.ts';
import { expect, test } from '../support/fixtures.ts';
import { filesAreKept } from '../support/kept.ts';

const checkout = resolve(import.meta.dirname, '../../..');
const isOfTheCore = (path: string): boolean => /\/((\w+-)?worker|citycode(-holder|-verifier)?(-baseline)?)-[^/]*\.js$/.test(path);
const isModuleOfOthers = (path: string): boolean => /\/citycode-(?!holder-)[^/]*\.(wasm|js)$/.test(path);

interface Budget {
  readonly maxBrotliBytes: number;
  readonly maxBrotliBytesWithModule?: number;
}
const budgetOf = (folder: string): Budget =>
  (JSON.parse(readFileSync(join(checkout, 'web', folder, 'package.json'), 'utf8')) as { citycode: { firstScreen: Budget } }).citycode.firstScreen;

interface Loaded {
  readonly all: number;
  readonly core: number;
  readonly module: number;
}

/** Bytes of brotli by what the page itself asks for while it is loaded, from the network or its service worker: JavaScript, the core's of it, the module. */
async function loaded(page: Page, load: () => Promise<void>): Promise<Loaded> {
  const paths = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/\.(js|wasm)$/.test(pathname) && !request.serviceWorker()) paths.add(pathname);
  });
  await load();
  // A file that brotli makes no smaller has none beside it.
  const bytesOf = (path: string): number => statSync(existsSync(join(webFolder, `${path}.br`)) ? join(webFolder, `${path}.br`) : join(webFolder, path)).size;
  const sum = (some: string[]): number => some.reduce((total, path) => total + bytesOf(path), 0);
  // What the browser fetches for the service worker is not for the first screen: web/build/start-sizes.mjs.
  const own = [...paths].filter((path) => path.endsWith('.js') && !path.endsWith('/sw.js'));
  return { all: sum(own), core: sum(own.filter(isOfTheCore)), module: sum([...paths].filter((path) => path.endsWith('.wasm'))) };
}

function expectWithin(folder: string, what: string, { all, core, module }: Loaded): void {
  console.log(`${folder}, ${what}: ${all} bytes of brotli JavaScript, ${core} of them the core's worker and loader; with the module ${all + module}`);
  expect(all - core).toBeGreaterThan(20_000);   // it was measured at all
  expect(core).toBeGreaterThan(4_000);
  expect(module).toBeGreaterThan(50_000);
  const { maxBrotliBytes, maxBrotliBytesWithModule } = budgetOf(folder);
  expect(all).toBeLessThanOrEqual(maxBrotliBytes);
  expect(all + module).toBeLessThanOrEqual(maxBrotliBytesWithModule!);
}

for (const language of ['en', 'zh-Hant'] as const) {
  test(`a phone with a code loads no more than its budget before the code is seen: ${language}`, async ({ openCitizen }) => {
    const citizen = await openCitizen({ language });
    await citizen.becomeDemoCitizen('王小明');
    expectWithin('citizen', `with a code, ${language}`, await loaded(citizen.page, async () => {
      await citizen.page.reload();
      await expect(citizen.code()).toBeVisible();
    }));
  });
}

test('a phone loads the holder\'s module and never another: not for its first code, not to have it without a network', async ({ city, openCitizen }) => {
  const citizen = await openCitizen();
  const { page } = citizen;
  const asked = new Set<string>();
  page.context().on('request', (request) => { asked.add(new URL(request.url()).pathname); });   // its service worker's too
  await citizen.becomeDemoCitizen('王小明');
  await filesAreKept(page);
  const kept = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('citycode-app-'));
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  for (const paths of [[...asked], kept]) {
    expect(paths.filter((path) => /\/citycode-holder-[^/]*\.wasm$/.test(path))).toHaveLength(1);
    expect(paths.filter(isModuleOfOthers)).toEqual([]);
  }
  await city.stop();
  await page.reload();
  await expect(citizen.code()).toBeVisible();
});

test('a new phone loads no more than its budget before it asks for a code', async ({ openCitizen }) => {
  const citizen = await openCitizen();
  expectWithin('citizen', 'new', await loaded(citizen.page, async () => {
    await citizen.openApp();
    await expect(citizen.page.getByLabel(citizen.words.app.enrolLabel)).toBeVisible();
    await citizen.page.waitForLoadState('networkidle');   // the core comes too, though nobody needs it yet
  }));
});

test('the page of a slip loads no more than its budget before somebody says how it was', async ({ city, openContext }) => {
  const page = await (await openContext()).newPage();
  expectWithin('rate', 'a slip', await loaded(page, async () => {
    await page.goto(`${city.origin}/rate/#ticket=AAAA`);
    await expect(page.getByRole('alert')).toBeVisible();
    await page.waitForLoadState('networkidle');
  }));
});

test('a scanner loads no more than its budget before the camera is on', async ({ openScanner }) => {
  const scanner = await openScanner();
  await scanner.open();
  await scanner.setUp('transit');
  expectWithin('scanner', 'set up', await loaded(scanner.page, async () => {
    await scanner.page.reload();
    await expect(scanner.page.getByText(scanner.words.scanner.aim)).toBeVisible();
  }));
});

test('a new scanner loads no more than its budget before it asks what to check', async ({ openScanner }) => {
  const scanner = await openScanner();
  expectWithin('scanner', 'new', await loaded(scanner.page, async () => {
    await scanner.openUnenrolled();
    await expect(scanner.scene('transit')).toBeVisible();
  }));
});

test('the phone and the scanner side by side load no more than their budget, and the page that leads to them nothing of it', async ({ city, openContext }) => {
  const page = await (await openContext()).newPage();
  const landing = await loaded(page, async () => {
    await page.goto(city.origin);
    await expect(page.locator('a[href="/see/"]')).toBeVisible();
    await page.waitForLoadState('networkidle');
  });
  expect(landing.core).toBe(0);
  expect(landing.module, 'no module for a page that shows no code').toBe(0);
  expect(landing.all).toBeLessThanOrEqual(budgetOf('landing').maxBrotliBytes);
  expectWithin('see', 'ready', await loaded(page, async () => {
    await page.goto(`${city.origin}/see/`);
    await expect(page.locator('button.step').first()).toHaveAttribute('aria-disabled', 'false', { timeout: 30_000 });
    await page.waitForLoadState('networkidle');
  }));
});
