import { CcScanner } from './cc-scanner.component.js';

export { CcScanner };
export type { PictureDetail, VerdictDetail } from './cc-scanner.component.js';

if (!customElements.get('cc-scanner')) customElements.define('cc-scanner', CcScanner);

declare global {
  interface HTMLElementTagNameMap {
    'cc-scanner': CcScanner;
  }
}
