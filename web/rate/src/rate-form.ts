import type { Problem } from '@citycode/client/api';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-rating';
import type { CcRating } from '@citycode/elements/cc-rating';
import { kNoOpinion, opensCase, sentText, type Opinion } from '@citycode/elements/cc-rating/opinion';
import type { LevelNumber } from '@citycode/elements/cc-rating/terms';
import { speak } from '@citycode/elements/cc-verdict/announce';
import { currentLanguage, t } from '@citycode/elements/words';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { dateTimeText, localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import type { SaidOpinion } from '@citycode/holder/ratings/rating-core';
import type { RatingRecord } from '@citycode/holder/ratings/rating-steps';
import { LitElement, css, html, nothing } from 'lit';

export interface Said {
  readonly opinion: SaidOpinion;
  readonly isNow: boolean;
  readonly isCase: boolean;
}

/**
 * One service: what it was, how it was, and when that is sent.
 *
 * @fires said - `detail` is a Said
 */
export class RateForm extends LitElement {
  static override properties = {
    record: { attribute: false },
    problem: { attribute: false },
    busy: { type: Boolean },
    elder: { type: Boolean, reflect: true },
  };

  declare record: RatingRecord;
  /** Chosen before this form was opened; the person can choose anew. */
  level: LevelNumber | null = null;
  /** Why what was said could not be kept. */
  declare problem: Problem | null;
  declare busy: boolean;
  declare elder: boolean;

  constructor() {
    super();
    this.problem = null;
    this.busy = false;
    this.elder = false;
    new LocalizeController(this);
  }

  override firstUpdated(): void {
    if (this.level) this.renderRoot.querySelector<CcRating>('cc-rating')!.opinion = { ...kNoOpinion, level: this.level };
  }

  override render() {
    const words = t().rate;
    const { officeName, itemName, endedUnixSeconds, expiresUnixSeconds, way } = this.record;
    return html`
      <form novalidate @submit=${(event: Event) => event.preventDefault()}>
        <div class="service">
          <h1 translate="no"><bdi>${localName(itemName)}</bdi></h1>
          <p class="office" translate="no"><bdi>${localName(officeName)}</bdi></p>
          <p class="soft small">${words.ended(dateTimeText(endedUnixSeconds))} ${words.until(dateTimeText(expiresUnixSeconds))}</p>
        </div>
        <p class="phrased">${phrased(words.nobody)}</p>
        ${this.elder ? html`<button class="button" type="button" @click=${this.#readAloud}>${words.readAloud}</button>` : nothing}
        <cc-rating required name="rating" .way=${way} ?elder=${this.elder} @change=${this.#watch}></cc-rating>
        <number-warning></number-warning>
        ${this.problem ? html`<cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId}></cc-fault>` : nothing}
        <div class="send">
          <p class="soft phrased" id="later">${phrased(words.tellsLater)}</p>
          <button class="button first" type="button" aria-describedby="later" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.#send(false)}>
            ${this.busy ? words.sending : words.sendLater}</button>
          <p class="soft phrased" id="now">${phrased(words.tellsNow)}</p>
          <button class="button" type="button" aria-describedby="now" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.#send(true)}>${words.sendNow}</button>
        </div>
      </form>`;
  }

  #send(isNow: boolean): void {
    const rating = this.renderRoot.querySelector<CcRating>('cc-rating')!;
    if (this.busy || !rating.reportValidity()) return;
    const { level, indicators, reasons, text }: Opinion = rating.opinion;
    if (level === null) return;
    const detail: Said = { opinion: { level, indicators, reasons, text: sentText(text) }, isNow, isCase: opensCase(level) };
    this.dispatchEvent(new CustomEvent('said', { detail }));
  }

  /** Comes with the first thing that is said; where it cannot be had, what was asked of everybody stands above the text all the same. */
  readonly #watch = (): void => { void import('./number-warning.js').catch(() => undefined); };

  readonly #readAloud = (): void => {
    const words = t();
    speak([localName(this.record.itemName), localName(this.record.officeName), words.rating.levelTitle,
      ...Object.values(words.rating.levels).reverse(), words.rate.nobody].join('. '), currentLanguage());
  };

  static override styles = [sharedStyles, css`
    form { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-4); }
    .service { display: grid; gap: var(--cc-space-1); }
    h1 { font-size: max(var(--cc-text-title), 1.25em); }
    .office { font-size: 1.125em; font-weight: 600; }
    .send { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-2); }
    .send .button { width: 100%; }
    .send #now { margin-top: var(--cc-space-2); }
    :host([elder]) .button { min-height: 64px; }
  `];
}

customElements.define('rate-form', RateForm);
