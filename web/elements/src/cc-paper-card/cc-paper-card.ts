import { CcPaperCard } from './cc-paper-card.component.js';

export { CcPaperCard };

if (!customElements.get('cc-paper-card')) customElements.define('cc-paper-card', CcPaperCard);

declare global {
  interface HTMLElementTagNameMap {
    'cc-paper-card': CcPaperCard;
  }
}
