/** The three engines that people's browsers are made of. */
import { kChromium, kQuietSwitches } from '../../support/chromium.ts';
import { PuppeteerEngine } from './puppeteer-engine.ts';
import type { Engine } from './tab.ts';
import { WebKitEngine } from './webkit-engine.ts';

export const kEngines: readonly (() => Engine)[] = [
  () => new PuppeteerEngine('Chromium', 'CITYCODE_CHROMIUM', { browser: 'chrome', executablePath: kChromium, args: kQuietSwitches }),
  () => new PuppeteerEngine('Firefox', 'CITYCODE_FIREFOX', { browser: 'firefox', executablePath: process.env['CITYCODE_FIREFOX'] ?? '/usr/bin/firefox-esr' }),
  () => new WebKitEngine(),
];
