import { CcCode } from './cc-code.component.js';

export { CcCode };

if (!customElements.get('cc-code')) customElements.define('cc-code', CcCode);

declare global {
  interface HTMLElementTagNameMap {
    'cc-code': CcCode;
  }
}
