import '../cc-code/cc-code.js';
import '../cc-fault/cc-fault.js';
import { CcSignIn } from './cc-sign-in.component.js';

export { CcSignIn };

if (!customElements.get('cc-sign-in')) customElements.define('cc-sign-in', CcSignIn);

declare global {
  interface HTMLElementTagNameMap {
    'cc-sign-in': CcSignIn;
  }
}
