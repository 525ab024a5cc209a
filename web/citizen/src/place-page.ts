import '@citycode/elements/cc-fault';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { localName, placeAddress, sceneLabel } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import type { Place } from '@citycode/holder/place';
import type { FaultId } from '@citycode/wasm/types';
import { LitElement, css, html, nothing } from 'lit';

/**
 * Whose sheet it is, before anything is shown to them: a venue's name and address.
 *
 * @fires agree  @fires decline
 */
export class PlacePage extends LitElement {
  static override properties = { place: { attribute: false }, fault: { type: String }, busy: { type: Boolean } };

  declare place: Place | null;
  declare fault: FaultId | null;
  /** The person agreed, and passes are being fetched. */
  declare busy: boolean;

  constructor() {
    super();
    this.place = null;
    this.fault = null;
    this.busy = false;
    new LocalizeController(this);
  }

  override render() {
    const words = t().places;
    const { place } = this;
    return html`
      <main>
        ${this.fault ? html`<cc-fault about="place" .fault=${this.fault}></cc-fault>` : nothing}
        ${!place && !this.fault ? html`<p role="status">${words.checking}</p>` : nothing}
        ${place ? html`
          <h1 class="phrased">${phrased(words.venueTitle)}</h1>
          <p class="name" translate="no"><bdi>${localName(place.venue.name)}</bdi></p>
          ${place.venue.address ? html`<p translate="no"><bdi>${placeAddress(place.venue.address)}</bdi></p>` : nothing}
          <p class="soft">${t().common.venueChecks(place.venue.scopes.map(sceneLabel).join(t().common.listSeparator))}</p>
          <button class="button first" type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.dispatchEvent(new CustomEvent('agree'))}>
            ${this.busy ? t().app.fetchingPasses : words.venueAgree}
          </button>` : nothing}
        <button class="button" type="button" @click=${() => this.dispatchEvent(new CustomEvent('decline'))}>${place ? words.decline : t().common.back}</button>
      </main>`;
  }

  static override styles = [sharedStyles, css`
    main { display: grid; gap: var(--cc-space-4); justify-items: start; max-width: 34rem; margin: 0 auto; padding: var(--cc-space-6) var(--cc-space-4); }
    h1 { font-size: var(--cc-text-title); }
    .name { font-size: 1.375rem; font-weight: 700; overflow-wrap: anywhere; }
  `];
}

customElements.define('place-page', PlacePage);
