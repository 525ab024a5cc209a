/** A page's language: found, remembered, changed. */
import type { Part } from './catalogue.js';
import { sayIn, spokenParts } from './current.js';
import { kEverybodysLanguage, kLanguages, matchLanguage } from './languages.js';
import type { LanguageTag } from './names.generated.js';

const kStorageKey = 'citycode-language';

function remembered(): LanguageTag | null {
  try {
    const tag = localStorage.getItem(kStorageKey);
    return kLanguages.find((language) => language === tag) ?? null;
  } catch {
    return null;   // storage refused: ask the browser's languages each time
  }
}

/** Finds the person's language and loads its words: `common` and these parts, the page's audience last. */
export async function startLanguage(wanted: readonly Part[]): Promise<void> {
  const own = remembered() ?? matchLanguage(navigator.languages ?? [navigator.language]);
  await load(own, wanted).catch((cause: unknown) => {
    if (own === kEverybodysLanguage) throw cause;
    return load(kEverybodysLanguage, wanted);   // without a network some languages are there, this one always (web/offline): better than no code
  });
}

/** Changes the language and remembers it on this device, once its words are here: a page must not start in one that it could not have. */
export async function setLanguage(tag: LanguageTag, wanted = spokenParts()): Promise<void> {
  await load(tag, wanted);
  try {
    localStorage.setItem(kStorageKey, tag);
  } catch {
    // Not remembered, but still changed.
  }
}

/** A page in a frame follows the page around it: what somebody else's page says is not remembered. */
export async function speakFor(tag: LanguageTag): Promise<void> {
  await load(tag, spokenParts());
}

async function load(tag: LanguageTag, wanted: readonly Part[]): Promise<void> {
  await sayIn(tag, wanted);
  if (typeof document !== 'undefined') document.documentElement.lang = tag;
}
