/** The languages of this service's pages, and which one a person reads. */

export const kLanguages = ['zh-CN', 'zh-Hant', 'en', 'id'] as const;
export type Language = (typeof kLanguages)[number];
export type InLanguages = Readonly<Partial<Record<Language, string>>>;

const kOwnNames: Readonly<Record<Language, string>> = { 'zh-CN': '简体中文', 'zh-Hant': '繁體中文', en: 'English', id: 'Bahasa Indonesia' };
export const ownNameOf = (language: Language): string => kOwnNames[language];

function languageOf(tag: string): Language | null {
  const small = tag.trim().toLowerCase();
  if (/^zh-(hant|tw|hk|mo)\b/u.test(small)) return 'zh-Hant';
  if (/^zh\b/u.test(small)) return 'zh-CN';
  if (/^en\b/u.test(small)) return 'en';
  return /^id\b/u.test(small) ? 'id' : null;
}

/** `wished`: tags, the most wished first: what the person chose, what the portal asked for (`ui_locales`). */
export function chosenLanguage(wished: readonly string[], acceptLanguage: string | undefined): Language {
  const accepted = (acceptLanguage ?? '').split(',').map((part) => {
    const [tag, weight] = part.split(';q=');
    return { tag: tag!, weight: weight === undefined ? 1 : Number(weight) || 0 };
  }).sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
  for (const tag of [...wished, ...accepted]) {
    const language = languageOf(tag);
    if (language) return language;
  }
  return 'en';
}

/** A name in a language, or in the one that it has. */
export const said = (name: InLanguages, language: Language): string => name[language] ?? name.en ?? Object.values(name)[0] ?? '';
