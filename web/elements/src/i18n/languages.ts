import type { LanguageTag } from './catalogue.js';

export const LANGUAGES: readonly LanguageTag[] = ['zh-CN', 'zh-Hant', 'en', 'id'];

/** Each language in its own words, so that everybody finds theirs. */
export const languageNames: Readonly<Record<LanguageTag, string>> = {
  'zh-CN': '简体中文',
  'zh-Hant': '繁體中文',
  'en': 'English',
  'id': 'Indonesia',
};

/** On the card itself in all languages: whoever is shown it may read any of them. The catalogues' `paper.title`. */
export const paperCardNames: Readonly<Record<LanguageTag, string>> = {
  'zh-CN': '纸质码',
  'zh-Hant': '紙本碼',
  'en': 'Paper card',
  'id': 'Kartu kertas',
};

function matchOne(tag: string): LanguageTag | null {
  const lower = tag.toLowerCase();
  if (lower.startsWith('zh')) return /hant|-tw|-hk|-mo/.test(lower) ? 'zh-Hant' : 'zh-CN';
  if (/^(yue|nan|hak)\b/.test(lower)) return 'zh-Hant';
  if (/^(id|in)\b/.test(lower)) return 'id';   // "in" is what old Android calls Indonesian
  if (/^en\b/.test(lower)) return 'en';
  return null;
}

/** The first of the person's languages that we speak; English when there is none. */
export function matchLanguage(preferred: readonly string[]): LanguageTag {
  for (const tag of preferred) {
    const match = matchOne(tag);
    if (match) return match;
  }
  return 'en';
}
