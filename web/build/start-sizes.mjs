/**
 * How much JavaScript each page loads before it shows its first screen, and whether that is within the page's budget. A page's
 * package.json says what belongs to that screen:
 *
 *   "citycode": { "firstScreen": { "shows": ["src/…"], "asksCore": true, "maxBrotliBytes": 45000 } }
 *
 * Counted are what the page and what it shows import, and the words of one language (the longest) in the way in that has most.
 * The module is not counted, nor its worker and its loader, which stand beside it in the table where the page asks the core;
 * nor what comes when somebody opens more.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Words: a language's one file, or one of its parts. */
const words = /\/(zh-cn|zh-hant|en|id)(?:\/([a-z-]+))?\.ts$/;

/** The parts that a page's main.ts starts with, for each of the ways in which it may start, and what every page has. */
function waysIn(main) {
  const ways = [...main.matchAll(/\bboot\('[\w-]+', \[([^\]]*)\]/g)].map(([, names]) => ['common', ...[...names.matchAll(/'([\w-]+)'/g)].map(([, name]) => name)]);
  return ways.length > 0 ? ways : [['common']];
}

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
      const [, tag, part] = words.exec(next) ?? [];
      if (!tag || (part && !parts.includes(part))) continue;
      found.set(tag, new Set([...(found.get(tag) ?? []), ...withImports(manifest, [next])]));
    }
  }
  return [...found.values()];
}

export async function startSizes({ pages, manifest, out, source, coreFiles }) {
  const bytesOf = async (file) => (await readFile(join(out, `${file}.br`)).catch(() => readFile(join(out, file)))).length;
  const sum = async (files) => (await Promise.all([...files].map(bytesOf))).reduce((total, bytes) => total + bytes, 0);
  const filesOf = (keys) => new Set([...keys].map((key) => manifest[key].file));
  return Promise.all(pages.map(async ({ folder }) => {
    const { firstScreen } = JSON.parse(await readFile(join(source, folder, 'package.json'), 'utf8')).citycode;
    const ways = waysIn(await readFile(join(source, folder, 'src/main.ts'), 'utf8'));
    const keys = withImports(manifest, [`${folder}/index.html`, ...firstScreen.shows.map((path) => `${folder}/${path}`)]);
    const own = filesOf(keys);
    const languages = await Promise.all(ways.flatMap((parts) => wordsOf(manifest, keys, parts)).map((loaded) => sum([...filesOf(loaded)].filter((file) => !own.has(file)))));
    if (languages.length === 0) throw new Error(`web/${folder}: no words were found among what its first screen can load: see web/build/start-sizes.mjs`);
    const sizes = { page: await sum(own), words: Math.max(...languages), core: firstScreen.asksCore ? await sum(coreFiles) : 0 };
    return { folder, ...sizes, total: sizes.page + sizes.words, files: own.size, most: firstScreen.maxBrotliBytes };
  }));
}

/** A table for people; throws when a page is over its budget. */
export function checked(sizes) {
  const line = (cells) => cells.map((cell, i) => String(cell)[i === 0 ? 'padEnd' : 'padStart'](i === 0 ? 14 : 9)).join('');
  const table = [line(['first screen', 'page', 'words', 'together', 'budget', 'core']), ...sizes.map(({ folder, page, words, core, total, most }) => line([folder, page, words, total, most, core]))].join('\n');
  const over = sizes.filter(({ total, most }) => total > most).map(({ folder, total, most }) =>
    `web/${folder}: the first screen loads ${total} bytes of brotli JavaScript, ${total - most} more than its package.json allows`);
  if (over.length > 0) throw new Error(`${over.join('\n')}\n${table}`);
  return table;
}
