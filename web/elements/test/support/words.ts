/** All words of each language, as tests ask for them: every part, with the faults of those who check others. */
import type { Catalogue, Part } from '../../src/i18n/catalogue.js';
import { allWords } from '../../src/i18n/current.js';
import { setLanguage } from '../../src/i18n/page-language.js';
import type { LanguageTag } from '../../src/i18n/names.generated.js';

export const kEveryPart: readonly Part[] = ['holder', 'sites', 'signin', 'operator', 'rating', 'service', 'cases', 'frame', 'chat', 'terminal', 'lists', 'staff'];

export const catalogues: readonly Catalogue[] = await allWords(kEveryPart);

export const wordsOf = (language: LanguageTag): Catalogue => catalogues.find((words) => words.language === language)!;

/** The page's words from now on. */
export const speak = (language: LanguageTag): Promise<void> => setLanguage(language, kEveryPart);
