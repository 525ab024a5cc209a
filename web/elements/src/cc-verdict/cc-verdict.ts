import { CcVerdict } from './cc-verdict.component.js';

export { CcVerdict };

if (!customElements.get('cc-verdict')) customElements.define('cc-verdict', CcVerdict);

declare global {
  interface HTMLElementTagNameMap {
    'cc-verdict': CcVerdict;
  }
}
