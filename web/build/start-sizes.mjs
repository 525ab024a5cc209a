/**
 * How much JavaScript each page loads before it shows its first screen, and whether that is within the page's budget. A page's
 * package.json says what belongs to that screen:
 *
 *   "citycode": { "firstScreen": { "shows": ["src/…"], "asksCore": true, "maxBrotliBytes": 45000 } }
 *
 * Counted are what the page and what it shows import, and the words of one language (the longest). The module is not counted,
 * nor its worker and its loader, which stand beside it in the table where the page asks the core; nor what comes when somebody
 * opens more.
 */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A part of a language's words, by its key in Vite's manifest. */
const partOfLanguage = /\/i18n\/([\w-]+)\/(\w+)\.ts$/;

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

/** The parts that a page asks for: `boot('page', ['part'], …)`; where a page starts in several ways, a list for each. */
async function partLists(main) {
  const lists = [...(await readFile(main, 'utf8')).matchAll(/\bboot\('[\w-]+', \[([^\]]*)\]/g)].map(([, list]) => list.match(/\w+/g) ?? []);
  if (lists.length === 0) throw new Error(`${main} asks for no words: boot('page', ['part'], …)`);
  return lists.map((list) => new Set(['common', ...list]));
}

/** The words of these parts that these chunks can load, language by language. */
function wordsOf(manifest, keys, parts) {
  const words = new Map();
  for (const key of keys) {
    for (const next of manifest[key].dynamicImports ?? []) {
      const [, tag, part] = partOfLanguage.exec(next) ?? [];
      if (parts.has(part)) words.set(tag, new Set([...(words.get(tag) ?? []), ...withImports(manifest, [next])]));
    }
  }
  if (words.size === 0) throw new Error(`the build has no words of ${[...parts].join(', ')}`);
  return [...words.values()];
}

export async function startSizes({ pages, manifest, out, source, coreFiles }) {
  const bytesOf = async (file) => (await readFile(join(out, `${file}.br`)).catch(() => readFile(join(out, file)))).length;
  const sum = async (files) => (await Promise.all([...files].map(bytesOf))).reduce((total, bytes) => total + bytes, 0);
  const filesOf = (keys) => new Set([...keys].map((key) => manifest[key].file));
  return Promise.all(pages.map(async ({ folder }) => {
    const { firstScreen } = JSON.parse(await readFile(join(source, folder, 'package.json'), 'utf8')).citycode;
    const keys = withImports(manifest, [`${folder}/index.html`, ...firstScreen.shows.map((path) => `${folder}/${path}`)]);
    const own = filesOf(keys);
    const lists = await partLists(join(source, folder, 'src/main.ts'));
    const languages = await Promise.all(lists.flatMap((parts) => wordsOf(manifest, keys, parts)).map((words) =>
      sum([...filesOf(words)].filter((file) => !own.has(file)))));
    const parts = { page: await sum(own), words: Math.max(0, ...languages), core: firstScreen.asksCore ? await sum(coreFiles) : 0 };
    return { folder, ...parts, total: parts.page + parts.words, files: own.size, most: firstScreen.maxBrotliBytes };
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
