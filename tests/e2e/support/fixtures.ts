/** What every journey begins with: a city that runs, a phone that shows, a scanner with a film before its camera. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Browser, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { launchWithCamera, launchWithoutCamera } from './browser.ts';
import { Citizen } from './citizen.ts';
import { CityServer } from '../../support/city-server.ts';
import { wrapClock } from './clock.ts';
import { writeFilm, type Scene } from './film.ts';
import { Scanner } from './scanner.ts';
import { Watch } from './watch.ts';
import type { LanguageTag } from '../../support/words.ts';

export { expect };

export interface DeviceOptions {
  readonly language?: LanguageTag;
  readonly colours?: 'light' | 'dark';
  readonly sizePx?: { readonly width: number; readonly height: number };
  /** 'film': the fake camera, allowed. 'refused': it is there and not allowed. 'none': there is no camera. */
  readonly camera?: 'film' | 'refused' | 'none';
  readonly origin?: string;
  /** A browser, or a private window, in which pages keep no files of their own. */
  readonly keepsNoFiles?: boolean;
}

export const kPhoneSizePx = { width: 390, height: 844 };
export const kDesktopSizePx = { width: 1280, height: 800 };

export interface Studio {
  /** What the camera sees from its next start on. */
  show(...pictures: readonly Buffer[]): Promise<void>;
  showScene(scene: Scene): Promise<void>;
}

interface Journey {
  city: CityServer;
  film: Studio;
  openContext: (options?: DeviceOptions) => Promise<BrowserContext>;
  openCitizen: (options?: DeviceOptions) => Promise<Citizen>;
  openScanner: (options?: DeviceOptions) => Promise<Scanner>;
  watches: Watch[];
}

interface Machine {
  filmPath: string;
  withCamera: Browser;
  withoutCamera: Browser;
}

function contextOptions({ language = 'en', colours = 'light', sizePx = kPhoneSizePx, camera = 'film', keepsNoFiles = false }: DeviceOptions): BrowserContextOptions {
  return {
    locale: language,
    colorScheme: colours,
    viewport: sizePx,
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
    permissions: camera === 'film' ? ['camera'] : [],
    serviceWorkers: keepsNoFiles ? 'block' : 'allow',
  };
}

export const test = base.extend<Journey, Machine>({
  filmPath: [async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'citycode-film-'));
    const path = join(folder, 'film.mjpeg');
    await writeFilm(path, []);
    await use(path);
    await rm(folder, { recursive: true, force: true });
  }, { scope: 'worker' }],

  withCamera: [async ({ filmPath }, use) => {
    const browser = await launchWithCamera(filmPath);
    await use(browser);
    await browser.close();
  }, { scope: 'worker' }],

  withoutCamera: [async ({}, use) => {
    const browser = await launchWithoutCamera();
    await use(browser);
    await browser.close();
  }, { scope: 'worker' }],

  city: async ({}, use) => {
    const city = await CityServer.start();
    await use(city);
    await city.end();
  },

  film: async ({ filmPath }, use) => {
    await use({
      show: (...pictures) => writeFilm(filmPath, pictures.map((alone) => ({ alone }))),
      showScene: (scene) => writeFilm(filmPath, [scene]),
    });
  },

  // A test that says nothing about it still fails when a page breaks its policy or asks a stranger.
  watches: async ({}, use) => {
    const watches: Watch[] = [];
    await use(watches);
    expect(watches.flatMap((watch) => watch.complaints)).toEqual([]);
  },

  openContext: async ({ city, withCamera, withoutCamera, watches }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const browser = options.camera === 'none' ? withoutCamera : withCamera;
      const context = await browser.newContext(contextOptions(options));
      contexts.push(context);
      watches.push(new Watch(context, () => options.origin ?? city.origin));
      await wrapClock(context);
      return context;
    });
    for (const context of contexts) await context.close();
  },

  openCitizen: async ({ city, openContext }, use) => {
    await use(async (options = {}) => new Citizen(await (await openContext(options)).newPage(), city, options.language ?? 'en'));
  },

  openScanner: async ({ city, openContext }, use) => {
    await use(async (options = {}) => new Scanner(await (await openContext(options)).newPage(), city, options.language ?? 'en'));
  },
});
