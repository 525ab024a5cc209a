/** The pages' own words, so that a locator says which label is meant and not how it is spelt today. */
import type { Catalogue, Part } from '../../web/elements/src/i18n/catalogue.ts';
import { allWords } from '../../web/elements/src/i18n/current.ts';
import type { LanguageTag } from '../../web/elements/src/i18n/names.generated.ts';

export type { Catalogue, LanguageTag };

type ByLanguage = Readonly<Record<LanguageTag, Catalogue>>;

/** All parts; the last one's faults are those that are said. */
async function every(parts: readonly Part[]): Promise<ByLanguage> {
  return Object.fromEntries((await allWords(parts)).map((words) => [words.language, words])) as unknown as ByLanguage;
}

export const catalogues = await every(['holder', 'sites', 'signin', 'operator', 'rating', 'service', 'cases', 'frame', 'chat', 'terminal', 'lists', 'staff']);
const ofHolders = await every(['staff', 'sites', 'operator', 'rating', 'cases', 'frame', 'chat', 'signin', 'holder']);

/** With the faults of those who check others. */
export function wordsOf(language: LanguageTag): Catalogue {
  return catalogues[language];
}

/** With the faults of a phone's own pages. */
export function holderWordsOf(language: LanguageTag): Catalogue {
  return ofHolders[language];
}
