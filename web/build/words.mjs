/** Which files of a build are words, by their keys in Vite's manifest, and which of them a page loads. */

/** Of a language the part of one audience. A folder in i18n is a language, whichever there are. */
const file = /(?:^|\/)i18n\/([a-z-]+)\/([a-z-]+)\.ts$/;

/** The language and the part, or null for what is no words. */
export function wordsIn(key) {
  const [, language, part] = file.exec(key) ?? [];
  return language ? { language, part } : null;
}

/** The parts that something which is opened later asks for: the last list of a boot(). No first screen waits for them. */
export function laterIn(main) {
  return [...main.matchAll(/\bboot\('[\w-]+', \[[^\]]*\], \(\) => import\('[^']+'\), \[([^\]]*)\]/g)].flatMap(([, names]) => [...names.matchAll(/'([\w-]+)'/g)].map(([, name]) => name));
}

/** The parts that a page's main.ts starts with, for each of the ways in which it may start, and what every page has. */
export function waysIn(main) {
  const ways = [...main.matchAll(/\bboot\('[\w-]+', \[([^\]]*)\]/g)].map(([, names]) => ['common', ...[...names.matchAll(/'([\w-]+)'/g)].map(([, name]) => name)]);
  return ways.length > 0 ? ways : [['common']];
}
