import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { LitElement, css, html, nothing } from 'lit';
import { site } from './site.js';
import { WhollySeen } from './wholly-seen.js';

/** The one thing that can be done in a frame: go on in a window of the city's own. */
export class FrameOnward extends LitElement {
  static override properties = {
    text: { type: String },
    label: { type: String },
    href: { type: String },
    covered: { state: true },
  };

  /** What the press does. */
  declare text: string;
  declare label: string;
  declare href: string;
  /** The last press was not taken. */
  declare protected covered: boolean;

  readonly #seen = new WhollySeen(this, () => this.renderRoot.querySelector('section'));

  constructor() {
    super();
    this.text = '';
    this.label = '';
    this.href = '';
    this.covered = false;
    new LocalizeController(this);
  }

  override render() {
    return html`
      <section>
        <p class="phrased">${phrased(this.text)}</p>
        <a class="button first" href=${this.href} target="_blank" rel="noopener" @click=${this.#press}>${this.label}</a>
      </section>
      <p class="phrased" role="status">${this.covered ? phrased(t().frame.covered) : nothing}</p>`;
  }

  readonly #press = (event: Event): void => {
    this.covered = !this.#seen.takesPresses;
    if (this.covered) event.preventDefault();
    else site?.tell({ type: 'opened' });
  };

  static override styles = [sharedStyles, css`
    :host, section { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-2); }
    .button { width: 100%; min-height: 56px; }
  `];
}

customElements.define('frame-onward', FrameOnward);
