/** The page's language: found, remembered, changed. One for the whole page. */
import type { Catalogue, LanguageTag } from './catalogue.js';
import { LANGUAGES, matchLanguage } from './languages.js';

const STORAGE_KEY = 'citycode-language';

const loaders: Readonly<Record<LanguageTag, () => Promise<Catalogue>>> = {
  'zh-CN': async () => (await import('./zh-cn.js')).zhCn,
  'zh-Hant': async () => (await import('./zh-hant.js')).zhHant,
  'en': async () => (await import('./en.js')).en,
  'id': async () => (await import('./id.js')).id,
};

let catalogue: Catalogue | null = null;
const listeners = new Set<() => void>();

/** The words of the current language. Call it only after `startLanguage()` has resolved. */
export function t(): Catalogue {
  if (!catalogue) throw new Error('startLanguage() must resolve before anything is drawn');
  return catalogue;
}

/** Every language's words, in the order of LANGUAGES: for what is printed once and read by everybody. */
export function allWords(): Promise<readonly Catalogue[]> {
  return Promise.all(LANGUAGES.map((language) => loaders[language]()));
}

export function currentLanguage(): LanguageTag {
  return t().language;
}

export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function remembered(): LanguageTag | null {
  try {
    const tag = localStorage.getItem(STORAGE_KEY);
    return LANGUAGES.find((language) => language === tag) ?? null;
  } catch {
    return null;   // storage refused: ask the browser's languages each time
  }
}

/** Finds the person's language and loads its words. */
export async function startLanguage(): Promise<void> {
  await load(remembered() ?? matchLanguage(navigator.languages ?? [navigator.language]));
}

/** Changes the language and remembers it on this device. */
export async function setLanguage(language: LanguageTag): Promise<void> {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Not remembered, but still changed.
  }
  await load(language);
}

async function load(language: LanguageTag): Promise<void> {
  catalogue = await loaders[language]();
  if (typeof document !== 'undefined') document.documentElement.lang = language;
  for (const listener of listeners) listener();
}
