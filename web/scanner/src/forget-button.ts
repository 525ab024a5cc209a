import { LocalizeController } from '@citycode/elements/localize-controller';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { LitElement, css, html } from 'lit';

/**
 * The way back to a new scanner. One press only asks: what it means for this one, with the harmless answer first.
 *
 * @fires forget - the person is sure
 */
export class ForgetButton extends LitElement {
  static override properties = { venue: { type: String }, asked: { state: true } };

  /** Of the place for which this scanner is enrolled; empty when it is not. */
  declare venue: string;
  declare protected asked: boolean;

  constructor() {
    super();
    this.venue = '';
    this.asked = false;
    new LocalizeController(this);
  }

  override render() {
    const words = t().console;
    if (!this.asked) return html`<button class="button" type="button" @click=${this.#ask}>${words.resetButton}</button>`;
    return html`
      <div class="sure" role="alertdialog" aria-labelledby="sure" aria-describedby="means">
        <p id="sure"><strong>${words.resetSure}</strong></p>
        <p id="means">${this.venue ? words.resetMeansEnrolled(this.venue) : words.resetMeans}</p>
        <button class="button first keep" type="button" @click=${this.#keep}>${words.resetNo}</button>
        <button class="button" type="button" @click=${this.#forget}>${words.resetYes}</button>
      </div>`;
  }

  readonly #ask = async (): Promise<void> => {
    this.asked = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.keep')?.focus();
  };

  readonly #keep = async (): Promise<void> => {
    this.asked = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.button')?.focus();
  };

  readonly #forget = (): void => { this.dispatchEvent(new CustomEvent('forget', { bubbles: true, composed: true })); };

  static override styles = [sharedStyles, css`
    :host { display: block; }
    .sure { display: flex; flex-wrap: wrap; gap: var(--cc-space-3); padding: var(--cc-space-4); border: 2px solid var(--cc-plum); border-radius: var(--cc-corner); background: var(--cc-card); }
    p { flex: 1 0 100%; }
  `];
}

customElements.define('forget-button', ForgetButton);
