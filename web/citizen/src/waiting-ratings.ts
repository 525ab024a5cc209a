import { LocalizeController } from '@citycode/elements/localize-controller';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { countWaiting } from '@citycode/holder/ratings/waiting';
import { LitElement, css, html, nothing } from 'lit';

/** One quiet line below the code where services wait to be rated; nothing where none does. Looks again when the page is seen again. */
export class WaitingRatings extends LitElement {
  static override properties = { count: { state: true } };

  declare protected count: number;

  readonly #look = (): void => {
    if (document.visibilityState === 'visible') void countWaiting(Date.now()).then((count) => { this.count = count; });
  };

  constructor() {
    super();
    this.count = 0;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#look);
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#look);
  }

  override render() {
    return this.count > 0 ? html`<a class="button quiet" href="/rate/">${t().app.ratingsWait(this.count)}</a>` : nothing;
  }

  static override styles = [sharedStyles, css`
    .button { justify-self: center; text-align: center; text-decoration: underline; text-underline-offset: 3px; }
    :host([elder]) .button { min-height: 64px; }
  `];
}

customElements.define('waiting-ratings', WaitingRatings);
