/** The pages' own words, so that a locator says which label is meant and not how it is spelt today. */
import type { Catalogue, LanguageTag } from '../../../web/elements/src/i18n/catalogue.ts';
import { en } from '../../../web/elements/src/i18n/en.ts';
import { id } from '../../../web/elements/src/i18n/id.ts';
import { zhCn } from '../../../web/elements/src/i18n/zh-cn.ts';
import { zhHant } from '../../../web/elements/src/i18n/zh-hant.ts';

export type { Catalogue, LanguageTag };

export const catalogues: Readonly<Record<LanguageTag, Catalogue>> = { 'zh-CN': zhCn, 'zh-Hant': zhHant, en, id };

export function wordsOf(language: LanguageTag): Catalogue {
  return catalogues[language];
}
