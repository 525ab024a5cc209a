import { LitElement, html, nothing } from 'lit';
import type { LanguageTag } from '../i18n/names.generated.js';
import { currentLanguage, t } from '../i18n/current.js';
import { setLanguage } from '../i18n/page-language.js';
import { kLanguages, languageNames } from '../i18n/languages.js';
import { LocalizeController } from '../i18n/localize-controller.js';
import { faultText } from '../i18n/phrases.js';
import { sharedStyles } from '../styles/shared.js';
import { languageStyles } from './cc-language.styles.js';

/**
 * Switches the language of the whole page and remembers it on this device.
 *
 * @tag cc-language
 */
export class CcLanguage extends LitElement {
  static override styles = [sharedStyles, languageStyles];
  static override properties = { lacks: { state: true } };

  /** The words of the language that was chosen could not be had. */
  declare protected lacks: boolean;

  constructor() {
    super();
    this.lacks = false;
    new LocalizeController(this);
  }

  override render() {
    const current = currentLanguage();
    return html`
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path fill="none" stroke="currentColor" stroke-width="1.75" d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0c2.5 2.4 3.8 5.4 3.8 9s-1.3 6.6-3.8 9c-2.5-2.4-3.8-5.4-3.8-9S9.500 5.400 12 3ZM3.500 9.300h17M3.500 14.700h17"/>
      </svg>
      <select aria-label=${t().common.language} @change=${this.#change} @blur=${() => { this.lacks = false; }}>
        ${kLanguages.map((language) => html`
          <option value=${language} lang=${language} ?selected=${language === current}>${languageNames[language]}</option>`)}
      </select>
      <p class="lacks" role="status" ?hidden=${!this.lacks}>${this.lacks ? this.#reason() : nothing}</p>`;
  }

  #reason(): string {
    const { what, next } = faultText('env/module-not-loaded');
    return `${what} ${next}`;
  }

  async #change(event: Event): Promise<void> {
    const choice = event.target as HTMLSelectElement;
    this.lacks = false;
    await setLanguage(choice.value as LanguageTag).catch(() => {
      choice.value = currentLanguage();   // the page goes on as it was
      this.lacks = true;
    });
  }
}
