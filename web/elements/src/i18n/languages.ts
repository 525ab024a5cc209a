import { languages, type LanguageTag } from './names.generated.js';

/** For whoever speaks none of ours, and where the words of another cannot be had. */
export const kEverybodysLanguage: LanguageTag = 'en';

export const kLanguages: readonly LanguageTag[] = languages.map(({ tag }) => tag);

const ofEach = (textOf: (language: (typeof languages)[number]) => string): Readonly<Record<LanguageTag, string>> =>
  Object.assign({}, ...languages.map((language) => ({ [language.tag]: textOf(language) }))) as Record<LanguageTag, string>;

/** Each language in its own words, so that everybody finds theirs. */
export const languageNames = ofEach(({ name }) => name);

/** On the card itself in all languages: whoever is shown it may read any of them. The catalogues' `paper.title`. */
export const paperCardNames = ofEach(({ paperCard }) => paperCard);

/** Of the tags that fit, the one with the most parts: zh-HK is zh too. */
function matchOne(tag: string): LanguageTag | null {
  const parts = tag.toLowerCase().split('-');
  let best: { readonly tag: LanguageTag; readonly parts: number } | null = null;
  for (const language of languages) {
    for (const asked of language.askedAs as readonly (readonly string[])[]) {
      const fits = asked[0] === parts[0] && asked.every((part) => parts.includes(part));
      if (fits && asked.length > (best?.parts ?? 0)) best = { tag: language.tag, parts: asked.length };
    }
  }
  return best?.tag ?? null;
}

/** The first of the person's languages that we speak; everybody's when there is none. */
export function matchLanguage(preferred: readonly string[]): LanguageTag {
  for (const tag of preferred) {
    const match = matchOne(tag);
    if (match) return match;
  }
  return kEverybodysLanguage;
}
