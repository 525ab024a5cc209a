/** Debian's Chromium, with or without a fake camera. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { kChromium, kQuietSwitches } from '../../support/chromium.ts';

/**
 * Chromium draws parts of its own window as pages, in every context: a fifth of the journeys' processor time (docs/adr/0041).
 * The last --disable-features counts, so what Playwright 1.65 itself disables stands here too (its chromiumSwitches.ts).
 */
const kDisabledFeatures = ['PreloadTopChromeWebUI', 'PreloadTopChromeWebUILessNavigations', 'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup',
  'InitialWebUI', 'WebUIReloadButton', 'WebUIToolbar',
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'];

const kQuiet = [...kQuietSwitches, `--disable-features=${kDisabledFeatures.join(',')}`];

/** Whether a page may use the camera is each context's own matter: `permissions: ['camera']`. */
export function launchWithCamera(filmPath: string): Promise<Browser> {
  return chromium.launch({
    executablePath: kChromium,
    args: [...kQuiet, '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${filmPath}`],
  });
}

/** A name in a house's own network: to a browser no secure address, as localhost is. */
export const kPlainHost = 'scanner.test';

/** This machine has no camera, and none is invented. */
export function launchWithoutCamera(): Promise<Browser> {
  return chromium.launch({ executablePath: kChromium, args: [...kQuiet, `--host-resolver-rules=MAP ${kPlainHost} 127.0.0.1`] });
}

/** As some people set theirs: what a frame of another site would keep, this browser refuses. `folder` is its own. */
export async function openRefusingOthersStorage(folder: string): Promise<BrowserContext> {
  await mkdir(join(folder, 'Default'), { recursive: true });
  await writeFile(join(folder, 'Default/Preferences'), JSON.stringify({ profile: { block_third_party_cookies: true, cookie_controls_mode: 1 } }));
  return chromium.launchPersistentContext(folder, { executablePath: kChromium, args: [...kQuiet, '--use-fake-device-for-media-stream'], permissions: ['camera'] });
}
