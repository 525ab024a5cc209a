import { sceneNames } from './i18n/names.generated.js';

const kEveryday: readonly string[] = sceneNames;

/** Everyday scenes first. A scene that a city adds later comes after these, in its own order. */
export function orderScenes(scopes: readonly string[]): string[] {
  const rank = (scope: string): number => (kEveryday.includes(scope) ? kEveryday.indexOf(scope) : kEveryday.length);
  return [...scopes].sort((a, b) => rank(a) - rank(b));
}
