/** Starts a page: the person's language first, then the page itself. */
import { startLanguage } from './i18n/current.js';

/** Said when not even the words could be fetched; the catalogues are then out of reach. */
const COULD_NOT_LOAD: readonly (readonly [string, string])[] = [
  ['en', 'This page did not load completely. Check your connection and reload it.'],
  ['zh-CN', '页面没有完整加载。请检查网络并刷新。'],
  ['zh-Hant', '頁面沒有完整載入。請檢查網路並重新整理。'],
  ['id', 'Halaman ini tidak termuat lengkap. Periksa sambungan Anda dan muat ulang.'],
];

/** `tag` is the page's one element, defined by what `load` imports. */
export async function boot(tag: string, load: () => Promise<unknown>): Promise<void> {
  try {
    await Promise.all([startLanguage(), load()]);
    document.body.append(document.createElement(tag));
  } catch {
    const note = document.createElement('main');
    note.setAttribute('role', 'alert');
    for (const [language, sentence] of COULD_NOT_LOAD) {
      const line = document.createElement('p');
      line.lang = language;
      line.textContent = sentence;
      note.append(line);
    }
    document.body.append(note);
  }
}
