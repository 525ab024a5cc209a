import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { dateTimeText, faultText, localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { stageOf, type RatingRecord } from '@citycode/holder/ratings/rating-steps';
import { LitElement, css, html, nothing } from 'lit';

/** What this phone keeps of services, each with what can be done. @fires rate @fires send-now @fires read-case @fires remove - `detail.id` */
export class WaitingList extends LitElement {
  static override properties = { records: { attribute: false }, elder: { type: Boolean, reflect: true } };

  declare records: readonly RatingRecord[];
  declare elder: boolean;

  constructor() {
    super();
    this.records = [];
    this.elder = false;
    new LocalizeController(this);
  }

  override render() {
    const words = t().rate;
    return html`
      <h2>${words.listTitle}</h2>
      ${this.records.length === 0 ? html`<p class="phrased">${phrased(words.listEmpty)}</p>` : html`
        <ul>${this.records.map((record) => html`
          <li>
            <p class="name" translate="no"><bdi>${localName(record.itemName)}</bdi></p>
            <p class="soft" translate="no"><bdi>${localName(record.officeName)}</bdi></p>
            <p class="phrased state">${phrased(this.#state(record))}</p>
            <div class="ways">${this.#ways(record)}</div>
          </li>`)}</ul>`}`;
  }

  #state(record: RatingRecord): string {
    const words = t().rate;
    switch (stageOf(record)) {
      case 'refused': {
        const { what, next } = faultText(record.refusal!);
        return `${what} ${next}`;
      }
      case 'sent':
        return words.sent;
      case 'rated':
        return record.open!.written && record.open!.sendAtMs! > Date.now() ? words.sentBefore(dateTimeText(record.open!.ratedAtMs! / 1000 + 86_400)) : words.sentSoon;
      default:
        return `${words.notRated}. ${words.until(dateTimeText(record.expiresUnixSeconds))}`;
    }
  }

  #ways(record: RatingRecord) {
    const words = t().rate;
    const name = localName(record.itemName);
    const stage = stageOf(record);
    const button = (kind: string, text: string, label: string, first = false) => html`
      <button class="button ${first ? 'first' : ''}" type="button" aria-label=${label}
              @click=${() => this.dispatchEvent(new CustomEvent(kind, { detail: { id: record.id } }))}>${text}</button>`;
    return html`
      ${stage === 'ticket' || stage === 'token' ? button('rate', words.title, words.rateOf(name), true) : nothing}
      ${record.replySecret && stage === 'sent' ? button('read-case', words.readCase, words.readCaseOf(name), true) : nothing}
      ${stage === 'rated' ? button('send-now', words.sendNow, words.sendNowOf(name)) : nothing}
      ${stage === 'rated' ? nothing : button('remove', words.remove, words.removeOf(name))}`;
  }

  static override styles = [sharedStyles, css`
    :host { display: grid; gap: var(--cc-space-3); }
    h2 { font-size: 1.25em; }
    ul { display: grid; gap: var(--cc-space-3); }
    li { display: grid; gap: var(--cc-space-1); padding: var(--cc-space-4); border-radius: var(--cc-corner); background: var(--cc-card); }
    .name { font-weight: 700; font-size: 1.125em; }
    .state { margin-top: var(--cc-space-1); }
    .ways { display: flex; flex-wrap: wrap; gap: var(--cc-space-2); margin-top: var(--cc-space-2); }
    :host([elder]) .button { min-height: 64px; }
  `];
}

customElements.define('waiting-list', WaitingList);
