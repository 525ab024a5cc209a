import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-rating';
import type { CcRating } from '@citycode/elements/cc-rating';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import type { FaultId, ServiceTicket } from '@citycode/wasm/types';
import { LitElement, html } from 'lit';
import { frameStyles } from './frame.styles.js';
import './onward.js';
import { site } from './site.js';
import { ratePage, readSlip, slipIn } from './ticket.js';

/** One service and five levels. Nothing is sent from here: the city's own page has what was chosen, and asks. */
export class FrameRate extends LitElement {
  static override properties = {
    ticket: { state: true },
    fault: { state: true },
    level: { state: true },
  };

  declare protected ticket: ServiceTicket | null;
  /** Why nothing can be said of the slip. */
  declare protected fault: FaultId | null;
  declare protected level: number | null;

  readonly #slip = slipIn(location.hash);

  constructor() {
    super();
    this.ticket = null;
    this.fault = null;
    this.level = null;
    new LocalizeController(this);
  }

  override firstUpdated(): void {
    void this.#read();
  }

  override render() {
    const words = t().frame;
    return html`
      <main>
        <h1>${t().rate.title}</h1>
        ${this.fault ? html`<cc-fault .fault=${this.fault}></cc-fault>` : this.ticket ? this.#service(this.ticket) : html`<p role="status">${t().rate.checking}</p>`}
        <frame-onward .href=${ratePage(this.#slip, this.level)} .text=${words.rateText} .label=${words.rateOpen}></frame-onward>
      </main>`;
  }

  #service({ itemName, officeName }: ServiceTicket) {
    return html`
      <p translate="no"><strong><bdi>${localName(itemName)}</bdi></strong> · <bdi>${localName(officeName)}</bdi></p>
      <cc-rating brief name="rating" @change=${(event: Event) => { this.level = (event.target as CcRating).opinion.level; }}></cc-rating>`;
  }

  async #read(): Promise<void> {
    const read = await readSlip(this.#slip);
    this.ticket = read.ok ?? null;
    this.fault = read.fault ?? null;
    if (read.fault) site?.refuse(read.fault);
  }

  static override styles = [sharedStyles, frameStyles];
}

customElements.define('frame-rate', FrameRate);
