import type { Problem } from '@citycode/client/api';
import '@citycode/elements/cc-fault';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { named } from '@citycode/elements/named';
import { phrased } from '@citycode/elements/phrased';
import { attributeLabel, durationText, localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import type { OpenedRequest } from '@citycode/holder/sign-in';
import type { Wallet } from '@citycode/holder/wallet';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';

const kTickMs = 1000;

/**
 * A site asks: its name and address, large, and what it wants to see. Nothing leaves this phone before the person says so, and then only
 * what is ticked.
 *
 * @fires enrol-first - the person agreed, and this phone has no code yet  @fires leave-sign-in - there is nothing more to do here
 */
export class SignInPage extends LitElement {
  static override properties = {
    wallet: { attribute: false },
    opened: { attribute: false },
    problem: { attribute: false },
    ticked: { state: true },
    step: { state: true },
    sendProblem: { state: true },
    secondsLeft: { state: true },
  };

  declare wallet: Wallet;
  /** Null while the relay and the core are asked. */
  declare opened: OpenedRequest | null;
  /** Why there is nothing to answer. */
  declare problem: Problem | null;
  declare protected ticked: ReadonlySet<string>;
  declare protected step: 'asked' | 'sending' | 'signed-in' | 'refused' | 'over';
  declare protected sendProblem: Problem | null;
  declare protected secondsLeft: number;

  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.opened = null;
    this.problem = null;
    this.ticked = new Set();
    this.step = 'asked';
    this.sendProblem = null;
    this.secondsLeft = 0;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(this.#look, kTickMs);
    document.addEventListener('visibilitychange', this.#look);   // a page that slept over the end
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#look);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('opened')) return;
    this.ticked = new Set();
    this.step = 'asked';
    this.sendProblem = null;
    this.#look();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('step') && this.step !== 'asked' && this.step !== 'sending') this.renderRoot.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  override render() {
    return html`<main>${this.problem ? html`<cc-fault about="place" .fault=${this.problem.fault} .requestId=${this.problem.requestId}></cc-fault>${this.#back()}`
      : !this.opened ? html`<p role="status">${t().places.checking}</p>`
      : this.step === 'over' ? html`<cc-fault fault="portal/unknown"></cc-fault>${this.#back()}`
      : this.step === 'signed-in' || this.step === 'refused' ? this.#end(this.opened, this.step === 'signed-in')
      : this.#question(this.opened)}</main>`;
  }

  #question({ ask }: OpenedRequest) {
    const words = t().asked;
    const isSending = this.step === 'sending';
    return html`
      <h1 class="phrased">${phrased(words.title)}</h1>
      <p class="name" translate="no"><bdi>${localName(ask.name)}</bdi></p>
      <p class="origin" translate="no"><bdi>${ask.origin}</bdi></p>
      <p class="phrased">${phrased(ask.returnAddress ? words.here : words.there)} <strong>${phrased(words.sentToYou)}</strong></p>
      <blockquote><bdi>${ask.purpose}</bdi></blockquote>
      ${ask.required.length ? html`
        <section aria-labelledby="required">
          <h2 id="required">${words.siteNeeds}</h2>
          <ul>${ask.required.map((name) => html`<li>${attributeLabel(name)}</li>`)}</ul>
        </section>` : nothing}
      ${ask.optional.length ? html`
        <fieldset>
          <legend>${words.siteMaySee}</legend>
          ${ask.optional.map((name) => html`
            <label><input type="checkbox" name=${name} .checked=${this.ticked.has(name)} ?disabled=${isSending} @change=${this.#tick}> ${attributeLabel(name)}</label>`)}
        </fieldset>` : nothing}
      <p class="soft">${words.left(durationText(this.secondsLeft))}</p>
      ${this.sendProblem ? html`<cc-fault .fault=${this.sendProblem.fault} .requestId=${this.sendProblem.requestId} .pressAgainAtMs=${this.sendProblem.pressAgainAtMs}></cc-fault>` : nothing}
      <button class="button first" type="button" aria-disabled=${isSending ? 'true' : 'false'} @click=${this.#agree}>${isSending ? words.answering : words.agree}</button>
      <button class="button" type="button" aria-disabled=${isSending ? 'true' : 'false'} @click=${this.#refuse}>${t().places.decline}</button>`;
  }

  #end({ ask }: OpenedRequest, isSignedIn: boolean) {
    const words = t().asked;
    return html`
      <h1 class="phrased" tabindex="-1">${phrased(isSignedIn ? words.answered : words.refused)}</h1>
      <p>${named(isSignedIn ? words.answeredText : words.refusedText, localName(ask.name))}</p>
      ${this.#back()}`;
  }

  #back() {
    return html`<button class="button" type="button" @click=${() => this.#leave()}>${t().common.back}</button>`;
  }

  readonly #tick = (event: Event): void => {
    const { name, checked } = event.target as HTMLInputElement;
    const ticked = new Set(this.ticked);
    if (checked) ticked.add(name);
    else ticked.delete(name);
    this.ticked = ticked;
  };

  readonly #agree = async (): Promise<void> => {
    if (!this.opened || this.step === 'sending') return;
    if (!this.wallet.device) {
      this.dispatchEvent(new CustomEvent('enrol-first'));
      return;
    }
    const { required, optional } = this.opened.ask;
    await this.#send([...required, ...optional.filter((name) => this.ticked.has(name))]);
  };

  readonly #refuse = async (): Promise<void> => {
    if (this.step !== 'sending') await this.#send(null);
  };

  async #send(given: readonly string[] | null): Promise<void> {
    const { opened } = this;
    if (!opened) return;
    this.step = 'sending';
    this.sendProblem = null;
    const { answerRequest } = await import('@citycode/holder/sign-in');
    const sent = await answerRequest(opened, given, this.wallet);
    if (this.opened !== opened || this.step !== 'sending') return;   // another question came, or its time went by
    if (sent.ok === undefined) {
      this.step = sent.problem.fault === 'portal/unknown' ? 'over' : 'asked';
      this.sendProblem = sent.problem;
      return;
    }
    this.step = given ? 'signed-in' : 'refused';
    if (sent.ok) location.assign(sent.ok);
  }

  readonly #look = (): void => {
    if (!this.opened || this.step !== 'asked' && this.step !== 'sending') return;
    this.secondsLeft = Math.max(0, Math.ceil(this.opened.ask.expiresUnixSeconds - Date.now() / 1000));
    if (this.secondsLeft === 0) this.step = 'over';
  };

  #leave(): void {
    this.dispatchEvent(new CustomEvent('leave-sign-in'));
  }

  static override styles = [sharedStyles, css`
    main { display: grid; gap: var(--cc-space-4); justify-items: start; max-width: 34rem; margin: 0 auto; padding: var(--cc-space-6) var(--cc-space-4); }
    h1 { font-size: var(--cc-text-title); }
    h2, legend { margin: 0; padding: 0; font-size: 1rem; font-weight: 700; }
    .name { font-size: 1.375rem; font-weight: 700; overflow-wrap: anywhere; }
    .origin { font: 600 1.375rem/1.3 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
    blockquote { margin: 0; padding-inline-start: var(--cc-space-4); border-inline-start: 4px solid var(--cc-line-strong); overflow-wrap: anywhere; }
    ul { margin: var(--cc-space-2) 0 0; padding-inline-start: 1.25em; }
    fieldset { margin: 0; padding: 0; border: 0; }
    label { display: flex; gap: var(--cc-space-3); align-items: center; min-height: var(--cc-target); }
    input { inline-size: 1.5rem; block-size: 1.5rem; margin: 0; flex: none; accent-color: var(--cc-accent); }
  `];
}

customElements.define('sign-in-page', SignInPage);
