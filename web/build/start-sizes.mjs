/**
 * How much JavaScript each page loads by itself before anybody touches anything, and how much with the core's module, and whether both
 * are within the page's budgets. A page's package.json says what its first screen may be, and in whose worker it asks the core:
 *
 *   "citycode": { "firstScreen": {
 *     "shows": [["src/…", "src/…"], ["src/…"]], "worker": "holder", "maxBrotliBytes": 45000, "maxBrotliBytesWithModule": 110000
 *   } }
 *
 * Counted are what the page and one of its first screens import, the words of one language in the way in that has most, and where
 * the page asks the core its worker and the module's loader: of each choice what takes most. The module itself, the .wasm, counts in the
 * second sum alone. Not counted is what comes when somebody opens more, and what a service worker fetches beside the page: its own file, and what it keeps.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waysIn, wordsIn } from './words.mjs';

/** A chunk and what it imports statically, by their keys in Vite's manifest. */
function withImports(manifest, keys) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    if (!manifest[key]) throw new Error(`'${key}' is not in the build: a package.json names it for its first screen`);
    seen.add(key);
    for (const next of manifest[key].imports ?? []) visit(next);
  };
  keys.forEach(visit);
  return seen;
}

/** The words that these chunks load for a page with these parts, language by language. */
function wordsOf(manifest, keys, parts) {
  const found = new Map();
  for (const key of keys) {
    for (const next of manifest[key].dynamicImports ?? []) {
      const { language, part } = wordsIn(next) ?? {};
      if (!parts.includes(part)) continue;
      found.set(language, new Set([...(found.get(language) ?? []), ...withImports(manifest, [next])]));
    }
  }
  return [...found.values()];
}

/** `core` has for each role the scripts that its core comes with, the worker and the loader, and the module. */
export async function startSizes({ pages, manifest, out, source, core }) {
  const bytesOf = async (file) => (await readFile(join(out, `${file}.br`)).catch(() => readFile(join(out, file)))).length;
  const sum = async (files) => (await Promise.all([...files].map(bytesOf))).reduce((total, bytes) => total + bytes, 0);
  const filesOf = (keys) => new Set([...keys].map((key) => manifest[key].file));

  const screenOf = async (folder, shown, ways) => {
    const keys = withImports(manifest, [`${folder}/index.html`, ...shown.map((path) => `${folder}/${path}`)]);
    const own = filesOf(keys);
    const languages = await Promise.all(ways.flatMap((parts) => wordsOf(manifest, keys, parts)).map((loaded) => sum([...filesOf(loaded)].filter((file) => !own.has(file)))));
    if (languages.length === 0) throw new Error(`web/${folder}: no words were found among what its first screen can load: see web/build/start-sizes.mjs`);
    return { page: await sum(own), words: Math.max(...languages), files: own.size };
  };

  return Promise.all(pages.map(async ({ folder }) => {
    const { firstScreen } = JSON.parse(await readFile(join(source, folder, 'package.json'), 'utf8')).citycode;
    const ways = waysIn(await readFile(join(source, folder, 'src/main.ts'), 'utf8'));
    const { scripts, modules } = core[firstScreen.worker] ?? { scripts: [], modules: [] };
    const screens = await Promise.all(firstScreen.shows.map((shown) => screenOf(folder, shown, ways)));
    const largest = screens.reduce((most, screen) => (screen.page + screen.words > most.page + most.words ? screen : most));
    const ofCore = await sum(scripts), module = await sum(modules);
    const total = largest.page + largest.words + ofCore;
    const { maxBrotliBytes: most, maxBrotliBytesWithModule: mostWithModule = most } = firstScreen;   // a page without a core has one budget
    return { folder, ...largest, core: ofCore, total, most, withModule: total + module, mostWithModule };
  }));
}

/** A table for people; throws when a page is over its budget. */
export function checked(sizes) {
  const line = (cells) => cells.map((cell, i) => String(cell)[i === 0 ? 'padEnd' : 'padStart'](i === 0 ? 14 : 9)).join('');
  const table = [
    line(['first screen', 'page', 'words', 'core', 'together', 'budget', 'w.module', 'budget']),
    ...sizes.map(({ folder, page, words, core, total, most, withModule, mostWithModule }) => line([folder, page, words, core, total, most, withModule, mostWithModule])),
  ].join('\n');
  const over = sizes.flatMap(({ folder, total, most, withModule, mostWithModule }) => [
    ...(total > most ? [`web/${folder}: the first screen loads ${total} bytes of brotli JavaScript, ${total - most} more than its package.json allows`] : []),
    ...(withModule > mostWithModule ? [`web/${folder}: with the module the first screen loads ${withModule} bytes of brotli, ${withModule - mostWithModule} more than its package.json allows`] : []),
  ]);
  if (over.length > 0) throw new Error(`${over.join('\n')}\n${table}`);
  return table;
}
