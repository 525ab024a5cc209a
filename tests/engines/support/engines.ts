/** The three engines that people's browsers are made of. */
import type { LaunchOptions } from 'puppeteer-core';
import { kChromium, kQuietSwitches } from '../../support/chromium.ts';
import { PuppeteerEngine } from './puppeteer-engine.ts';
import type { Engine } from './tab.ts';
import { WebKitEngine } from './webkit-engine.ts';

const chromium = (more: LaunchOptions = {}): Engine => new PuppeteerEngine('Chromium', 'CITYCODE_CHROMIUM', { browser: 'chrome', executablePath: kChromium, args: kQuietSwitches, ...more });
const firefox = (more: LaunchOptions = {}): Engine =>
  new PuppeteerEngine('Firefox', 'CITYCODE_FIREFOX', { browser: 'firefox', executablePath: process.env['CITYCODE_FIREFOX'] ?? '/usr/bin/firefox-esr', ...more });

/** Two whose people go on where a certificate is not known. */
export const kUnafraid = { phone: () => chromium({ acceptInsecureCerts: true }), gate: () => firefox({ acceptInsecureCerts: true }) } as const;

export const kEngines: readonly (() => Engine)[] = [
  () => chromium(),
  () => firefox(),
  () => new WebKitEngine(),
];
