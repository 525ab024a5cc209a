import { isAway, type Problem } from '@citycode/client/api';
import '@citycode/elements/cc-code';
import '@citycode/elements/cc-fault';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { dateTimeText, durationText, localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { ServiceDesk, type FinishedService, type Office } from '@citycode/verifier/service-desk';
import type { SceneKeeper } from '@citycode/verifier/scene-keeper';
import type { TerminalStore } from '@citycode/verifier/terminal-store';
import { LitElement, html, nothing } from 'lit';
import { servicePageStyles } from './service-page.styles.js';

/** Whose service may end: the code that was found valid last. */
export interface Served {
  readonly passDigest: string;
  readonly atMs: number;
}

/**
 * A service has ended: which it was, and the code with which the person rates it.
 *
 * @fires close - back to the camera; `detail` is true when the service was written down
 */
export class ServicePage extends LitElement {
  static override styles = [sharedStyles, servicePageStyles];
  static override properties = {
    scenes: { attribute: false },
    store: { attribute: false },
    served: { attribute: false },
    office: { state: true },
    item: { state: true },
    finished: { state: true },
    isSlip: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  declare scenes: SceneKeeper;
  declare store: TerminalStore;
  /** Null: nobody's code was scanned, or another service ended for them already. */
  declare served: Served | null;
  declare protected office: Office | null;
  declare protected item: string;
  declare protected finished: FinishedService | null;
  declare protected isSlip: boolean;
  declare protected problem: Problem | null;
  declare protected busy: boolean;

  #desk: ServiceDesk | null = null;

  constructor() {
    super();
    this.served = null;
    this.office = null;
    this.item = '';
    this.finished = null;
    this.isSlip = false;
    this.problem = null;
    this.busy = false;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#desk = new ServiceDesk(this.scenes, this.store);
    if (this.scenes.enrolment) void this.#ask();
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
  }

  override render() {
    const words = t().service;
    return html`
      <section>
        <h2 tabindex="-1">${words.title}</h2>
        ${this.finished ? this.#code(this.finished) : this.scenes.enrolment ? this.#choice() : html`<cc-fault .text=${words.notEnrolled}></cc-fault>`}
        <button class="button close" type="button" @click=${this.#close}>${this.finished ? words.done : t().common.cancel}</button>
      </section>`;
  }

  #choice() {
    const words = t().service;
    return html`
      ${this.office ? html`
        <fieldset>
          <legend>${words.which}</legend>
          ${this.office.items.map(({ id, name }) => html`
            <label class="item ${id === this.item ? 'chosen' : ''}">
              <input type="radio" name="item" value=${id} .checked=${id === this.item} @change=${() => { this.item = id; }}>
              <span><bdi>${localName(name)}</bdi></span>
            </label>`)}
        </fieldset>
        <p class="soft">${this.served ? words.forPerson(durationText((Date.now() - this.served.atMs) / 1000, 60)) : words.forNobody}</p>` : nothing}
      ${this.#trouble()}
      ${this.office ? html`
        ${this.served ? html`<button class="button first" type="button" aria-disabled=${this.#isWaiting() ? 'true' : 'false'} @click=${() => this.#finish(false)}>${this.busy ? words.working : words.finish}</button>` : nothing}
        <button class="button" type="button" aria-disabled=${this.#isWaiting() ? 'true' : 'false'} @click=${() => this.#finish(true)}>${this.busy && !this.served ? words.working : words.slip}</button>` : html`
        ${this.busy ? html`<p role="status">${words.working}</p>` : html`<button class="button first" type="button" @click=${() => this.#ask()}>${t().common.tryAgain}</button>`}`}`;
  }

  #trouble() {
    const { problem } = this;
    if (!problem) return nothing;
    return isAway(problem)
      ? html`<cc-fault .text=${t().service.offline} .pressAgainAtMs=${problem.pressAgainAtMs}></cc-fault>`
      : html`<cc-fault .fault=${problem.fault} .requestId=${problem.requestId} .pressAgainAtMs=${problem.pressAgainAtMs}></cc-fault>`;
  }

  #code({ link, expiresUnixSeconds }: FinishedService) {
    const words = t().service;
    const item = this.office?.items.find(({ id }) => id === this.item);
    return html`
      <p class="scan phrased">${phrased(words.scanThis)}</p>
      <cc-code level="L" .scene=${words.imageName} .text=${location.origin + link}></cc-code>
      <p class="what"><bdi>${localName(item?.name)}</bdi> · <bdi>${localName(this.office?.name)}</bdi></p>
      <p class="phrased">${phrased(this.isSlip ? words.slipText : words.boundText)}</p>
      <p class="soft small">${words.until(dateTimeText(expiresUnixSeconds))}</p>
      ${this.isSlip ? html`<button class="button print" type="button" @click=${() => window.print()}>${words.print}</button>` : nothing}`;
  }

  #isWaiting(): boolean {
    return this.busy || this.item === '';
  }

  async #ask(): Promise<void> {
    this.busy = true;
    this.problem = null;
    const answer = await this.#desk!.office({ atOnce: true });
    this.busy = false;
    if (!answer.ok) {
      this.problem = answer.problem;
      return;
    }
    this.office = answer.ok;
    this.item = await this.#desk!.chosen(answer.ok.items);
  }

  async #finish(isSlip: boolean): Promise<void> {
    if (this.#isWaiting()) return;
    this.busy = true;
    this.problem = null;
    await this.#desk!.choose(this.item);
    const answer = await this.#desk!.finish(this.item, isSlip ? null : this.served!.passDigest);
    this.busy = false;
    this.problem = answer.problem ?? null;
    if (!answer.ok) return;
    this.isSlip = isSlip;
    this.finished = answer.ok;
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('close', { detail: this.finished !== null }));
  };
}

customElements.define('service-page', ServicePage);
