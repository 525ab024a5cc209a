/** Versions of the chat app's base library, and what each fills in of newer ECMAScript: its vendor's list, miniprogram-compat. */
import { getPolyfillInfo } from 'miniprogram-compat';

/** The first with encrypted storage; what the phone has unless a test says another. */
export const kBaseLibrary = '2.21.3';

export function isAtLeast(version: string, other: string): boolean {
  return version.localeCompare(other, 'en', { numeric: true }) >= 0;
}

/** Names as core-js has them, `array.flat`. What an older one filled in, a newer one may leave to the engines, which have it since. */
export function filledIn(version: string): ReadonlySet<string> {
  const versions = isAtLeast(version, kBaseLibrary) ? [kBaseLibrary, version] : [version];
  const modules = versions.flatMap((one) => getPolyfillInfo(one)?.coreJsModules ?? []);
  return new Set(modules.map((module) => module.slice(module.indexOf('.') + 1)));
}
