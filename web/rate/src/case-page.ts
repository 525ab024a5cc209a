import type { Answer, Problem } from '@citycode/client/api';
import type { CcCase } from '@citycode/elements/cc-case';
import '@citycode/elements/cc-case';
import type { CaseSeen, Written } from '@citycode/elements/cc-case/types';
import '@citycode/elements/cc-fault';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { CaseApi, type CaseKey } from '@citycode/holder/ratings/case-api';
import type { RatingRecord } from '@citycode/holder/ratings/rating-steps';
import { LitElement, css, html, nothing } from 'lit';

/** What the office says to a bad rating, read and answered by whoever gave it, who stays unknown. @fires back */
export class CasePage extends LitElement {
  static override properties = {
    record: { attribute: false },
    seen: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  /** With its reply secret. */
  declare record: RatingRecord;
  declare protected seen: CaseSeen | null;
  declare protected problem: Problem | null;
  declare protected busy: boolean;

  readonly #api = new CaseApi<CaseSeen>();

  constructor() {
    super();
    this.seen = null;
    this.problem = null;
    this.busy = false;
    new LocalizeController(this);
  }

  override firstUpdated(): void {
    void this.#read();
  }

  override render() {
    const words = t().cases;
    const { itemName, officeName } = this.record;
    return html`
      <p><button class="button quiet" type="button" @click=${() => this.dispatchEvent(new Event('back'))}>${words.back}</button></p>
      <h1>${words.mine}</h1>
      <p translate="no"><bdi>${localName(itemName)}</bdi> · <bdi>${localName(officeName)}</bdi></p>
      <p class="soft">${words.lookOut}</p>
      ${this.problem ? html`<cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId} .pressAgainAtMs=${this.problem.pressAgainAtMs}>
        ${this.seen ? nothing : html`<button class="button" type="button" @click=${() => this.#read()}>${t().common.tryAgain}</button>`}</cc-fault>` : nothing}
      ${this.seen ? html`<cc-case side="rater" .case=${this.seen} ?busy=${this.busy} @write=${this.#write} @close=${() => this.#do((key) => this.#api.close(key))}></cc-case>`
        : this.problem ? nothing : html`<p role="status">${t().common.loading}</p>`}`;
  }

  #read(): Promise<boolean> {
    return this.#do((key) => this.#api.read(key));
  }

  readonly #write = async (event: CustomEvent<Written>): Promise<void> => {
    const { number, text, decides } = event.detail;
    const isDone = await this.#do((key) => this.#api.answer(key, { number, text, contradicts: decides }));
    if (isDone) this.renderRoot.querySelector<CcCase>('cc-case')?.clear();
    else if (this.problem?.fault === 'case/changed') this.seen = (await this.#api.read(this.#key())).ok ?? this.seen;   // what the office wrote
  };

  #key(): CaseKey {
    return { officeId: this.record.officeId, secret: this.record.replySecret! };
  }

  async #do(act: (key: CaseKey) => Promise<Answer<CaseSeen>>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const answer = await act(this.#key());
    this.busy = false;
    this.problem = answer.problem ?? null;
    if (answer.ok) this.seen = answer.ok;
    return answer.ok !== undefined;
  }

  static override styles = [sharedStyles, css`
    :host { display: grid; gap: var(--cc-space-3); }
    h1 { font-size: max(var(--cc-text-title), 1.25em); }
  `];
}

customElements.define('case-page', CasePage);
