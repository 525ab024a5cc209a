import { CcFault } from './cc-fault.component.js';

export { CcFault };

if (!customElements.get('cc-fault')) customElements.define('cc-fault', CcFault);

declare global {
  interface HTMLElementTagNameMap {
    'cc-fault': CcFault;
  }
}
