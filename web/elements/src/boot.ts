/** Starts a page: the person's language first, then the page itself. */
import type { Part } from './i18n/catalogue.js';
import { startLanguage } from './i18n/page-language.js';
import { languages } from './i18n/names.generated.js';

/**
 * `tag` is the page's one element, defined by what `load` imports; `parts` are the words that it needs, its audience last. `_later` are
 * those that a part of it asks for when it is opened (alsoSay): the build keeps them with the page's files.
 */
export async function boot(tag: string, parts: readonly Part[], load: () => Promise<unknown>, _later: readonly Part[] = []): Promise<void> {
  try {
    await Promise.all([startLanguage(parts), load()]);
    document.body.append(document.createElement(tag));
  } catch {
    const note = document.createElement('main');
    note.setAttribute('role', 'alert');
    for (const { tag: language, notLoaded } of languages) {   // the catalogues are out of reach
      const line = document.createElement('p');
      line.lang = language;
      line.textContent = notLoaded;
      note.append(line);
    }
    document.body.append(note);
  }
}
