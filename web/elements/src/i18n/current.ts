/** The language that is spoken: one for the whole page. Which one that is, the page says (page-language.ts), or another host. */
import { merged, type Catalogue, type Part, type Parts } from './catalogue.js';
import { kEverybodysLanguage, kLanguages } from './languages.js';
import type { LanguageTag } from './names.generated.js';

let parts: readonly Part[] = [];
let catalogue: Catalogue | null = null;
let language: LanguageTag = kEverybodysLanguage;
const listeners = new Set<(language: LanguageTag) => void>();

/** The words of the current language. Call it only after `startLanguage()` has resolved. */
export function t(): Catalogue {
  if (!catalogue) throw new Error('startLanguage() must resolve before anything is drawn');
  return catalogue;
}

/** One file, and for a page one chunk. A language needs no line here: its folder is its tag, in small letters. */
async function partOf<P extends keyof Parts>(tag: LanguageTag, part: P): Promise<Parts[P]> {
  const { words } = await import(`./${tag.toLowerCase()}/${part}.ts`) as { readonly words: Parts[P] };
  return words;
}

/** A language's words, of these parts; the last one's faults are those that are said. */
export async function wordsOf(tag: LanguageTag, wanted: readonly Part[]): Promise<Catalogue> {
  return merged(tag, await Promise.all((['common', ...wanted] as const).map((part) => partOf(tag, part))));
}

/** Every language's words, in the order of kLanguages: for what is printed once and read by everybody. */
export function allWords(wanted: readonly Part[]): Promise<readonly Catalogue[]> {
  return Promise.all(kLanguages.map((tag) => wordsOf(tag, wanted)));
}

export function currentLanguage(): LanguageTag {
  return language;
}

/** What the page says, beside `common`; its audience last. */
export function spokenParts(): readonly Part[] {
  return parts;
}

/** Calls back whenever a language's words are here, the first one's too. */
export function onLanguageChange(listener: (language: LanguageTag) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * What is opened later may need words that the page does not start with (boot's `later`): from now on the page has them too, and
 * its audience stays the last. Rejects when they cannot be had; then nothing has changed.
 */
export async function alsoSay(more: readonly Part[]): Promise<void> {
  const lacking = more.filter((part) => !parts.includes(part));
  if (lacking.length === 0) return;
  const wanted = [...lacking, ...parts];
  catalogue = await wordsOf(language, wanted);
  parts = wanted;
}

/** The words alone, for elements on a page that has a language of its own: nothing is remembered, and the page is not told. */
export async function sayIn(tag: LanguageTag, wanted: readonly Part[]): Promise<void> {
  catalogue = await wordsOf(tag, wanted);
  parts = wanted;
  language = tag;
  for (const listener of listeners) listener(tag);
}
