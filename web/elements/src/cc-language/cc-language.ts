import { CcLanguage } from './cc-language.component.js';

export { CcLanguage };

if (!customElements.get('cc-language')) customElements.define('cc-language', CcLanguage);

declare global {
  interface HTMLElementTagNameMap {
    'cc-language': CcLanguage;
  }
}
