import type { FaultId } from '@citycode/wasm/types';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { currentLanguage, t } from '../i18n/current.js';
import { LocalizeController } from '../i18n/localize-controller.js';
import { durationText } from '../i18n/phrases.js';
import { sharedStyles } from '../styles/shared.js';
import { signInStyles } from './cc-sign-in.styles.js';
import { keepSession, look, start, takeReturned, takeSession, type Seen, type SignInState, type Started } from './sign-in-server.js';

/** A living code is of one second. */
const kPollMs = 1000;
/** Of turns that are left out while the page's own server does not answer: 1, 2, 4, … */
const kMostLeftOut = 8;

export interface SignInDetail {
  readonly state: Exclude<SignInState, 'waiting' | 'opened'>;
  /** What the page's own server tells of whoever signed in; else null. */
  readonly result: unknown;
}

type Step = 'begin' | 'starting' | 'coming-back' | SignInState;

/**
 * A sign-in by city code on a portal's page: the living code, or the way by the app on this device, and what became of it.
 *
 * @tag cc-sign-in
 * @fires {CustomEvent<SignInDetail>} cc-sign-in - it ended: `detail.state` says how, `detail.result` is what the server tells its page
 */
export class CcSignIn extends LitElement {
  static override styles = [sharedStyles, signInStyles];
  static readonly formAssociated = true;
  static override properties = {
    src: { type: String, reflect: true },
    step: { state: true },
    address: { state: true },
    secondsLeft: { state: true },
    fault: { state: true },
    away: { state: true },
  };

  /** Where the page's own server starts a sign-in, and tells under `…/state` how it stands. */
  declare src: string;
  declare protected step: Step;
  declare protected address: string;
  declare protected secondsLeft: number;
  /** Why it failed; null where this browser did not ask. */
  declare protected fault: FaultId | null;
  /** The page's own server could not be asked. */
  declare protected away: boolean;

  readonly #internals: ElementInternals;
  #started: Started | null = null;
  #returned: string | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isAsking = false;
  #leaveOut = { next: 1, now: 0 };
  /** A page that nobody sees shows no code. */
  readonly #look = (): void => { if (!document.hidden && this.#leaveOut.now-- <= 0) void this.#poll(); };
  readonly #seen = (): void => {
    this.#leaveOut.now = 0;
    this.#look();
  };

  constructor() {
    super();
    this.src = '';
    this.step = 'begin';
    this.address = '';
    this.secondsLeft = 0;
    this.fault = null;
    this.away = false;
    this.#internals = this.attachInternals();
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#seen);   // a page that slept over the end
    if (this.#started) this.#keepLooking();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#seen);
    clearInterval(this.#timer);
  }

  override firstUpdated(): void {
    const returned = takeReturned();
    if (returned === null) return;
    const session = takeSession(this.src);
    if (session === null) {
      this.step = 'failed';
      return;
    }
    this.#returned = returned;
    this.#started = { session, address: '', expiresUnixSeconds: 0 };
    this.step = 'coming-back';
    this.#keepLooking();
  }

  override updated(changed: PropertyValues): void {
    const isNews = changed.has('step') && changed.get('step') !== undefined && this.step !== 'begin' && this.step !== 'starting';
    if (isNews) this.renderRoot.querySelector<HTMLElement>('[tabindex]')?.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    const words = t().signIn;
    switch (this.step) {
      case 'begin':
      case 'starting':
        return html`${this.#problem()}${this.#buttons(words.begin)}`;
      case 'waiting':
        return html`
          <h2 tabindex="-1">${words.scan}</h2>
          <p>${words.address}</p>
          <p class="origin" translate="no">${location.origin}</p>
          <cc-code class="code" .text=${new URL(this.address, document.baseURI).href} .scene=${words.image} level="L"></cc-code>
          <p>${t().asked.left(durationText(this.secondsLeft))}</p>
          ${this.#problem()}
          <button class="button" type="button" @click=${() => this.#start(true)}>${words.thisDevice}</button>`;
      case 'opened':
        return html`<h2 tabindex="-1">${words.opened}</h2><p>${words.openedText}</p>${this.#problem()}`;
      case 'coming-back':
        return html`<h2 tabindex="-1">${words.comingBack}</h2>${this.#problem()}`;
      case 'signed-in':
        return html`<h2 tabindex="-1">${words.done}</h2>`;
      case 'refused':
        return html`<cc-fault tabindex="-1" .text=${words.refused}></cc-fault>${this.#buttons(words.again)}`;
      case 'expired':
        return html`<cc-fault tabindex="-1" fault="time/expired" .text=${words.expired}></cc-fault>${this.#buttons(words.again)}`;
      case 'failed':
        return html`<cc-fault tabindex="-1" .fault=${this.fault} .text=${this.fault ? null : words.otherBrowser}></cc-fault>${this.#buttons(words.again)}`;
    }
  }

  /** Begins anew, without what was before. */
  formResetCallback(): void {
    this.#forget();
    this.#internals.setFormValue(null);
    this.step = 'begin';
  }

  #buttons(first: string) {
    const words = t().signIn;
    const isBusy = this.step === 'starting' ? 'true' : 'false';
    const isPhone = matchMedia('(pointer: coarse)').matches;   // then the app is here, most likely
    return html`
      <button class="button first" type="button" aria-disabled=${isBusy} @click=${() => this.#start(isPhone)}>${first}</button>
      <button class="button" type="button" aria-disabled=${isBusy} @click=${() => this.#start(!isPhone)}>${isPhone ? words.otherDevice : words.thisDevice}</button>`;
  }

  #problem() {
    return this.away ? html`<cc-fault quiet fault="env/offline"></cc-fault>` : nothing;
  }

  async #start(returns: boolean): Promise<void> {
    if (this.step === 'starting') return;
    this.#forget();
    this.#internals.setFormValue(null);
    this.step = 'starting';
    const { src } = this;
    const started = await start(src, currentLanguage(), returns);
    if (this.src !== src || this.step !== 'starting') return;
    this.away = started === null;
    if (!started || returns) this.step = 'begin';   // a browser that keeps this page shows it so when the person comes back
    if (!started) return;
    if (returns) {
      keepSession(src, started.session);
      location.assign(new URL(started.address, document.baseURI).href);
      return;
    }
    this.#started = started;
    this.address = started.address;
    this.step = 'waiting';
    this.#keepLooking();
  }

  /** At once, and each second from now on. */
  #keepLooking(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(this.#look, kPollMs);
    this.#look();
  }

  async #poll(): Promise<void> {
    const started = this.#started;
    if (!started || this.#isAsking) return;
    this.secondsLeft = Math.max(0, Math.ceil(started.expiresUnixSeconds - Date.now() / 1000));
    this.#isAsking = true;
    const seen = await look(this.src, started.session, this.#returned);
    this.#isAsking = false;
    if (this.#started !== started) return;
    this.away = seen === null;
    this.#leaveOut = seen ? { next: 1, now: 0 } : { next: Math.min(2 * this.#leaveOut.next, kMostLeftOut), now: this.#leaveOut.next };
    if (seen) this.#take(seen);
  }

  #take(seen: Seen): void {
    const { state } = seen;
    if (state === 'waiting') {
      this.address = seen.address ?? this.address;
      return;
    }
    if (state === 'opened') {
      if (this.step === 'waiting') this.step = 'opened';
      return;
    }
    if (state === 'signed-in') this.#internals.setFormValue(this.#started!.session);
    this.#forget();
    this.fault = state === 'failed' ? seen.fault ?? 'portal/answer-broken' : null;
    this.step = state;
    this.dispatchEvent(new CustomEvent<SignInDetail>('cc-sign-in', { detail: { state, result: seen.result ?? null }, bubbles: true, composed: true }));
  }

  #forget(): void {
    clearInterval(this.#timer);
    this.#started = null;
    this.#returned = null;
    this.address = '';
    this.fault = null;
  }
}
