import { CcRating } from './cc-rating.component.js';

export { CcRating };

if (!customElements.get('cc-rating')) customElements.define('cc-rating', CcRating);

declare global {
  interface HTMLElementTagNameMap {
    'cc-rating': CcRating;
  }
}
