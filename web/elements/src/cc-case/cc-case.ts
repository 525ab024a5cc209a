import { CcCase } from './cc-case.component.js';

export { CcCase };

if (!customElements.get('cc-case')) customElements.define('cc-case', CcCase);

declare global {
  interface HTMLElementTagNameMap {
    'cc-case': CcCase;
  }
}
