/** What a browser really loads before the first screen of a phone and of a scanner, against the budgets that the build checks. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { webFolder } from '../support/city-server.ts';
import { expect, test } from '../support/fixtures.ts';

const checkout = resolve(import.meta.dirname, '../../..');
const isOfTheModule = (path: string): boolean => /\/(worker|citycode(-baseline)?)-[^/]*\.js$/.test(path);

const mostOf = (folder: string): number =>
  (JSON.parse(readFileSync(join(checkout, 'web', folder, 'package.json'), 'utf8')) as { citycode: { firstScreen: { maxBrotliBytes: number } } }).citycode.firstScreen.maxBrotliBytes;

/** Bytes of brotli JavaScript by what the page itself asks for while it is loaded, from the network or its service worker. */
async function loaded(page: Page, load: () => Promise<void>): Promise<{ own: number; module: number }> {
  const paths = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js') && !request.serviceWorker()) paths.add(pathname);
  });
  await load();
  // A file that brotli makes no smaller has none beside it.
  const bytesOf = (path: string): number => statSync(existsSync(join(webFolder, `${path}.br`)) ? join(webFolder, `${path}.br`) : join(webFolder, path)).size;
  const sum = (some: string[]): number => some.reduce((total, path) => total + bytesOf(path), 0);
  return { own: sum([...paths].filter((path) => !isOfTheModule(path))), module: sum([...paths].filter(isOfTheModule)) };
}

for (const language of ['en', 'zh-Hant'] as const) {
  test(`a phone with a code loads no more than its budget before the code is seen: ${language}`, async ({ openCitizen }) => {
    const citizen = await openCitizen({ language });
    await citizen.becomeDemoCitizen('王小明');
    const { own, module } = await loaded(citizen.page, async () => {
      await citizen.page.reload();
      await expect(citizen.code()).toBeVisible();
    });
    console.log(`citizen, ${language}: ${own} bytes of brotli JavaScript, and ${module} beside the module`);
    expect(own).toBeGreaterThan(20_000);   // it was measured at all
    expect(own).toBeLessThanOrEqual(mostOf('citizen'));
  });
}

test('a scanner loads no more than its budget before the camera is on', async ({ openScanner }) => {
  const scanner = await openScanner();
  await scanner.open();
  await scanner.setUp('transit');
  const { own, module } = await loaded(scanner.page, async () => {
    await scanner.page.reload();
    await expect(scanner.page.getByText(scanner.words.scanner.aim)).toBeVisible();
  });
  console.log(`scanner: ${own} bytes of brotli JavaScript, and ${module} beside the module`);
  expect(own).toBeGreaterThan(20_000);
  expect(own).toBeLessThanOrEqual(mostOf('scanner'));
});
