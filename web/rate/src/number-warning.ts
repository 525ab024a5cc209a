import { askCore } from '@citycode/client/core';
import type { CcRating } from '@citycode/elements/cc-rating';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { ratingsOf } from '@citycode/wasm/client/ratings';
import { LitElement, css, html, nothing } from 'lit';

/** Behind the form of a rating: while a number of somebody's is in its text, what is asked of everybody is said once more. The rule is the core's. */
export class NumberWarning extends LitElement {
  static override properties = { isDue: { state: true } };

  declare protected isDue: boolean;

  #rating: CcRating | null = null;
  readonly #look = (): void => { void this.#lookAt(this.#rating!.opinion.text); };

  constructor() {
    super();
    this.isDue = false;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#rating = this.previousElementSibling as CcRating;
    this.#rating.addEventListener('change', this.#look);
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#rating?.removeEventListener('change', this.#look);
  }

  override render() {
    return html`<p class="phrased" role="status">${this.isDue ? phrased(t().rating.textWarning) : nothing}</p>`;
  }

  async #lookAt(text: string): Promise<void> {
    const screened = await askCore((core) => ratingsOf(core).screenText(text));
    if (this.#rating!.opinion.text === text) this.isDue = screened.ok !== undefined && screened.ok !== text;
  }

  static override styles = [sharedStyles, css`
    p { font-weight: 700; }
  `];
}

customElements.define('number-warning', NumberWarning);
