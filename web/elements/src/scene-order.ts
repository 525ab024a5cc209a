import { sceneNames } from './i18n/names.generated.js';

const EVERYDAY: readonly string[] = sceneNames;

/** Everyday scenes first. A scene that a city adds later comes after these, in its own order. */
export function orderScenes(scopes: readonly string[]): string[] {
  const rank = (scope: string): number => (EVERYDAY.includes(scope) ? EVERYDAY.indexOf(scope) : EVERYDAY.length);
  return [...scopes].sort((a, b) => rank(a) - rank(b));
}
