/** A city that puts a new build online in pieces: phones keep the whole one that they have, and take the next when it is whole. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { webFolder } from '../../support/city-server.ts';
import { expect, test } from '../support/fixtures.ts';

/** The pages with one file changed: as the office would serve it, packed or not. */
class Pages {
  private constructor(readonly folder: string) {}

  static async copy(): Promise<Pages> {
    const folder = await mkdtemp(join(tmpdir(), 'citycode-pages-'));
    await cp(webFolder, folder, { recursive: true });
    return new Pages(folder);
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  async write(path: string, content: string): Promise<void> {
    await writeFile(join(this.folder, path), content);
    await rm(join(this.folder, `${path}.br`), { force: true });
  }
}

const builds = (page: Page): Promise<string[]> => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('citycode-app-')));
const isWorking = (page: Page): Promise<boolean> => page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');

test('an asset that comes as another page, cut or empty changes nothing on a phone; the whole build does', async ({ city, openCitizen }) => {
  test.setTimeout(300_000);
  const citizen = await openCitizen();
  const { page } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  await page.reload();   // from now on by the service worker
  await expect(citizen.code()).toBeVisible();
  await expect.poll(() => isWorking(page)).toBe(true);
  const [first] = await builds(page);
  expect(first).toBeDefined();

  // A new build: another page, another service worker.
  const pages = await Pages.copy();
  const before = await pages.read('app/index.html'), after = before.replace('<head>', '<head><!-- the next build -->');
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');
  const worker = (await pages.read('app/sw.js')).replaceAll(hashOf(before), hashOf(after)).replaceAll(first!.split('-').at(-1)!, '0123456789abcdef');
  expect(worker).toContain(hashOf(after));
  const asset = /\/(assets\/[^"]+\.js)/.exec(before)![1]!;
  const good = await pages.read(asset);
  await pages.write('app/index.html', after);
  // Another name for a file of the build: what has the right hash already would not be asked for.
  const renamed = asset.replace('.js', '-next.js');
  const nextWorker = worker.replaceAll(`/${asset}`, `/${renamed}`).replaceAll(hashOf(good), hashOf(`${good}\n`));
  await pages.write('app/sw.js', nextWorker);

  for (const wrong of ['<!doctype html><h1>Bad gateway</h1>', good.slice(0, good.length >> 1), '']) {
    await city.stop();
    await pages.write(renamed, wrong);
    await city.startAgain({ pages: pages.folder });
    await page.reload();
    const outcome = await page.evaluate(async () => {
      const registration = (await navigator.serviceWorker.getRegistration())!;
      await registration.update().catch(() => undefined);
      const worker = registration.installing;
      if (!worker) return 'none';
      if (worker.state === 'installing') await new Promise((resolve) => { worker.addEventListener('statechange', resolve, { once: true }); });
      return worker.state;
    });
    expect(['redundant', 'none']).toContain(outcome);
    expect(await builds(page), 'no part of it is kept').toEqual([first]);
    await city.stop();
    await page.reload();
    await expect(citizen.code(), 'offline as before').toBeVisible();
  }

  await pages.write(renamed, `${good}\n`);
  await city.startAgain({ pages: pages.folder });
  await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())!.update(); });
  await expect.poll(() => builds(page), { timeout: 30_000 }).toEqual([first, 'citycode-app-0123456789abcdef']);
  // Kept whole, then in charge: a page that opens in between is still of the first. A worker is followed when it has nothing to do, so pages come to rest.
  await expect.poll(async () => {
    await page.reload();
    await expect(citizen.code()).toBeVisible();
    return page.content();
  }, { timeout: 180_000, intervals: [1000, 3000] }).toContain('the next build');
  await expect(citizen.code()).toBeVisible();
  await rm(pages.folder, { recursive: true, force: true });
});
