/** The language of this program: as chosen here, else the chat app's own. */
import { currentLanguage, sayIn } from '@citycode/elements/words';
import { kEverybodysLanguage, kLanguages, matchLanguage } from '@citycode/elements/languages';

const kKey = 'citycode-language';

/** Of everything that this program says; who reads it last. */
const kParts = ['signin', 'rating', 'chat', 'holder'] as const;

type Tag = (typeof kLanguages)[number];

function chosen(): Tag | undefined {
  try {
    const tag: unknown = wx.getStorageSync(kKey);
    return kLanguages.find((language) => language === tag);
  } catch (_) {
    return undefined;
  }
}

/** Also where the program itself is too old to run: it says so in the person's language. */
const appLanguage = (): string => (wx.canIUse('getAppBaseInfo') ? wx.getAppBaseInfo() : wx.getSystemInfoSync()).language;

let isSpoken = false;

/** Before that nothing can be drawn. */
export const hasWords = (): boolean => isSpoken;

export async function startLanguage(): Promise<void> {
  const own = chosen() ?? matchLanguage([appLanguage().replace(/_/g, '-')]);
  await sayIn(own, kParts).catch(() => sayIn(kEverybodysLanguage, kParts));
  isSpoken = true;
}

export async function setLanguage(tag: Tag): Promise<void> {
  await sayIn(tag, kParts);
  try {
    wx.setStorageSync(kKey, tag);
  } catch (_) {
    // Not remembered, but changed.
  }
}

export { currentLanguage };
