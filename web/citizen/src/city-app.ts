import { problemOf, type Answer, type Problem } from '@citycode/client/api';
import { startCore } from '@citycode/client/core';
import { placeInFragment, type ScannedPlace } from '@citycode/client/place-link';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { codeInFragment } from '@citycode/elements/enrolment-link';
import { LazyParts } from '@citycode/elements/lazy-parts';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { named } from '@citycode/elements/named';
import { localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { alsoSay, t } from '@citycode/elements/words';
import { StorageRefused } from '@citycode/holder/store';
import type { OpenedRequest, Opening } from '@citycode/holder/sign-in';
import { Network } from '@citycode/holder/network';
import { openWallet, type HolderWorld } from '@citycode/holder/page-wallet';
import { needOf, readPlace, type Place } from '@citycode/holder/place';
import { Wallet } from '@citycode/holder/wallet';
import type { FaultId } from '@citycode/wasm/types';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import './code-page.js';
import type { CodePage } from './code-page.js';
import type { MorePage } from './more-page.js';

const phone = (): HolderWorld => ({ storage: () => indexedDB, now: () => Date.now(), origin: location.origin });

type Page = 'starting' | 'broken' | 'enrol' | 'replace' | 'place' | 'sign-in' | 'code' | 'more' | 'paper';

/** All but the code itself, which is what a phone is opened for. */
const kPages = {
  enrol: () => import('./enrol-page.js'),
  place: () => import('./place-page.js'),
  'sign-in': () => Promise.all([import('./sign-in-page.js'), alsoSay(['signin'])]),
  more: () => import('./more-page.js'),
  paper: () => import('./paper-page.js'),
};

/** The first code and its passes come first; what was said of a service has waited for hours. */
const kQuietMs = 20_000;

type Opened = { read: (code: string, wallet: Wallet) => Promise<Answer<OpenedRequest>> } | null;

/** The relay is asked in the moment in which the living code is seen. Null where what it needs cannot be had. */
async function openRequest(code: string): Promise<Opened> {
  const signIn = await import('@citycode/holder/sign-in').catch(() => null);
  if (!signIn) return null;
  const opening: Opening = signIn.openRequest(code);
  return { read: (named, wallet) => signIn.readRequest(named, opening, wallet, Math.floor(Date.now() / 1000)) };
}

/** The citizen's app: which page is on, and what happens between pages. */
export class CityApp extends LitElement {
  static override properties = {
    page: { state: true },
    problem: { state: true },
    busy: { state: true },
    offered: { state: true },
    removed: { state: true },
    elder: { type: Boolean, reflect: true },
    seen: { state: true },
    offeredPlace: { state: true },
    placeFault: { state: true },
    place: { state: true },
    asked: { state: true },
    askedProblem: { state: true },
  };

  declare protected page: Page;
  declare protected problem: Problem | null;
  declare protected busy: '' | 'enrolling' | 'fetching' | 'removing';
  /** An enrolment code that came with a link. */
  declare protected offered: string;
  declare protected removed: boolean;
  declare elder: boolean;
  declare protected seen: MorePage['seen'];
  /** What was scanned, while the person decides; then the place that codes are bound to. */
  declare protected offeredPlace: Place | null;
  declare protected placeFault: FaultId | null;
  declare protected place: Place | null;
  /** What a site asks, until it is answered or left; and why it cannot be answered. */
  declare protected asked: OpenedRequest | null;
  declare protected askedProblem: Problem | null;

  #wallet: Wallet | null = null;
  readonly #pages = new LazyParts(this, kPages);
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #endSending: (() => void) | null = null;
  readonly #network = new Network(() => this.#wallet);
  readonly #fragmentChanged = (): void => { void this.#takeFragment(); };
  readonly #wentBack = (): void => {
    if (this.page === 'paper') this.page = 'more';
    else if (this.page === 'more') this.page = 'code';
    else if (this.page === 'place' || this.page === 'sign-in') this.#closePlace();
  };

  constructor() {
    super();
    this.page = 'starting';
    this.problem = null;
    this.busy = '';
    this.offered = '';
    this.removed = false;
    this.elder = false;
    this.seen = null;
    this.offeredPlace = null;
    this.placeFault = null;
    this.place = null;
    this.asked = null;
    this.askedProblem = null;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#fragmentChanged);
    window.addEventListener('popstate', this.#wentBack);
    this.#network.on('change', () => this.requestUpdate());
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#fragmentChanged);
    window.removeEventListener('popstate', this.#wentBack);
    this.#network.stop();
    clearTimeout(this.#quiet);
    this.#endSending?.();
  }

  override updated(): void {
    document.title = `${t().app.title} · ${t().common.product}`;
  }

  override render() {
    const words = t();
    const isInner = this.page === 'more' || this.page === 'paper';
    return html`
      <header class=${isInner ? 'inner' : ''}>
        ${isInner
          ? html`<button class="button quiet" type="button" @click=${() => history.back()}>‹ ${words.common.back}</button>`
          : html`<a class="brand" href="/"><span class="mark" aria-hidden="true"></span><span class="word ${this.#network.away ? 'away' : ''}">${words.common.product}</span></a>`}
        ${this.#network.away && this.page !== 'starting' ? html`<span class="badge" role="status">${words.app.offline}</span>` : nothing}
        <span class="space"></span>
        <cc-language></cc-language>
        ${this.page === 'code' && !this.elder ? html`
          <button class="button quiet more" type="button" @click=${this.#openMore}>${words.app.more}</button>` : nothing}
      </header>
      ${this.#body()}`;
  }

  #loading() {
    return html`<main class="plain"><p role="status">${t().common.loading}</p></main>`;
  }

  #reload(fault: FaultId | null) {
    return html`<main class="plain">
      <cc-fault .fault=${fault}>
        <button class="button first" type="button" @click=${() => location.reload()}>${t().common.tryAgain}</button>
      </cc-fault></main>`;
  }

  #when(page: keyof typeof kPages, draw: () => TemplateResult): TemplateResult {
    const state = this.#pages.state(page);
    return state === 'here' ? draw() : state === 'coming' ? this.#loading() : this.#reload('env/module-not-loaded');
  }

  #body() {
    const words = t();
    switch (this.page) {
      case 'starting':
        return this.#loading();
      case 'broken':
        return this.#reload(this.problem?.fault ?? null);
      case 'enrol':
        return this.#when('enrol', () => html`<enrol-page .code=${this.offered} .problem=${this.problem} .busy=${this.busy} ?demo=${this.#network.demo}
                                ?removed=${this.removed} .asks=${this.#asking()} @enrol=${(event: CustomEvent<{ code: string }>) => void this.#enrol(event.detail.code)}></enrol-page>`);
      case 'replace':
        return html`<main class="plain">
          <h1>${words.app.replaceTitle}</h1>
          <p>${named(words.app.replaceText, this.#wallet?.device?.holder.displayName ?? '')}</p>
          <button class="button first" type="button" @click=${this.#replace}>${words.app.replaceYes}</button>
          <button class="button" type="button" @click=${this.#keep}>${words.app.replaceNo}</button></main>`;
      case 'place':
        return this.#when('place', () => html`
          <place-page .place=${this.offeredPlace} .fault=${this.placeFault} ?busy=${this.busy !== ''} @agree=${this.#usePlace} @decline=${this.#declinePlace}></place-page>`);
      case 'sign-in':
        return this.#when('sign-in', () => html`
          <sign-in-page .wallet=${this.#wallet!} .opened=${this.asked} .problem=${this.askedProblem} @enrol-first=${() => { this.page = 'enrol'; }} @leave-sign-in=${this.#declinePlace}></sign-in-page>`);
      case 'code':
      case 'more':
      case 'paper':
        // The code stays behind the other page, so that coming back does not cost a pass.
        return html`
          <code-page .wallet=${this.#wallet!} .network=${this.#network} .place=${this.place} ?elder=${this.elder} ?hidden=${this.page !== 'code'} .covered=${this.page !== 'code'}
                     @leave-place=${this.#leavePlace} @place-ended=${this.#placeEnded} @more=${this.#openMore}></code-page>
          ${this.page === 'more' ? this.#when('more', () => html`
            <more-page .wallet=${this.#wallet!} .seen=${this.seen} ?elder=${this.elder} ?demo=${this.#network.demo} .removeProblem=${this.problem}
                       @elder=${this.#elderChanged} @removed=${this.#remove} @paper=${this.#openPaper}></more-page>`) : nothing}
          ${this.page === 'paper' ? this.#when('paper', () => html`<paper-page .wallet=${this.#wallet!}></paper-page>`) : nothing}`;
    }
  }

  /** Who waits until this phone has a code. */
  #asking(): string {
    return this.asked ? localName(this.asked.ask.name) : this.place ? localName(this.place.venue.name) : '';
  }

  async #start(): Promise<void> {
    const scanned = placeInFragment(location.hash);
    const opening = scanned?.kind === 'portal' ? openRequest(scanned.code) : null;
    const offered = this.#readFragment();
    if (!isSecureContext) return this.#break(problemOf('env/insecure-address'));
    if (!globalThis.crypto?.subtle) return this.#break(problemOf('env/crypto-missing'));
    void startCore().catch(() => undefined);   // begins now; who needs it will say when it failed
    try {
      this.#wallet = await openWallet(phone());
    } catch (cause) {
      return this.#break(problemOf(cause instanceof StorageRefused ? cause.fault : 'internal/bug'));
    }
    this.elder = this.#elderWanted();
    this.page = this.#wallet.device ? 'code' : 'enrol';
    this.#network.start();
    this.#quiet = setTimeout(() => { void this.#sendRatings(); }, kQuietMs);
    if (offered) await this.#offer(offered);
    else if (scanned) await this.#offerScanned(scanned, opening);
  }

  /** What it needs comes then; where it cannot be had, another start has it. */
  async #sendRatings(): Promise<void> {
    const hook = await import('./rating-hook.js').catch(() => null);
    this.#endSending ??= await hook?.sendRatings(this.#wallet) ?? null;
  }

  #break(problem: Problem): void {
    this.problem = problem;
    this.page = 'broken';
  }

  #elderWanted(): boolean {
    return this.#wallet?.settings.elderMode ?? this.#wallet?.device?.holder.ageGroup === 'elder';
  }

  /** Takes the code out of the address bar at once: nobody should find it in a history or a screenshot. */
  #readFragment(): string | null {
    const code = codeInFragment(location.hash);
    if (code !== null || placeInFragment(location.hash)) history.replaceState(history.state, '', location.pathname + location.search);
    return code;
  }

  async #takeFragment(): Promise<void> {
    const scanned = placeInFragment(location.hash);
    const code = this.#readFragment();
    if (code && this.#wallet) await this.#offer(code);
    else if (scanned && this.#wallet) await this.#offerScanned(scanned, scanned.kind === 'portal' ? openRequest(scanned.code) : null);
  }

  async #offerScanned(scanned: ScannedPlace, opening: Promise<Opened> | null): Promise<void> {
    if (scanned.kind === 'venue') await this.#offerPlace(scanned.bytes);
    else await this.#offerRequest(scanned.code, opening!);
  }

  async #offerRequest(code: string, opening: Promise<Opened>): Promise<void> {
    this.asked = null;
    this.askedProblem = null;
    if (this.page !== 'sign-in') history.pushState({ page: 'place' }, '');   // Back answers nothing, and stays here
    this.page = 'sign-in';
    const opened = await opening;
    const read = opened ? await opened.read(code, this.#wallet!) : { problem: problemOf('env/module-not-loaded') };
    if (read.ok) this.asked = read.ok;
    else this.askedProblem = read.problem;
  }

  async #offerPlace(record: Uint8Array): Promise<void> {
    if (!this.#wallet) return;
    this.offeredPlace = null;
    this.placeFault = null;
    if (this.page !== 'place') history.pushState({ page: 'place' }, '');   // Back shows nothing, and stays here
    this.page = 'place';
    const read = await readPlace(record, this.#wallet, Math.floor(Date.now() / 1000));
    if (read.ok) this.offeredPlace = read.ok;
    else this.placeFault = read.fault!;
  }

  readonly #usePlace = async (): Promise<void> => {
    const place = this.offeredPlace;
    if (!place || this.busy) return;
    this.busy = 'fetching';
    await this.#wallet?.visit(needOf(place)).catch(() => undefined);   // without them the code page says what is missing
    if (this.#wallet?.device) await this.#network.fetchPasses({ atOnce: true });
    this.busy = '';
    this.place = place;
    this.#declinePlace();
  };

  readonly #declinePlace = (): void => {
    if ((history.state as { page?: string } | null)?.page === 'place') history.back();
    else this.#closePlace();
  };

  #closePlace(): void {
    this.offeredPlace = null;
    this.placeFault = null;
    this.asked = null;
    this.page = this.#wallet?.device ? 'code' : 'enrol';
  }

  readonly #leavePlace = (): void => {
    this.place = null;
    void this.#wallet?.visit(null).catch(() => undefined);   // they expire within the day
  };

  readonly #placeEnded = (): void => {
    this.#leavePlace();
    this.offeredPlace = null;
    this.placeFault = 'time/expired';
    this.page = 'place';
  };

  async #offer(code: string): Promise<void> {
    this.offered = code;
    this.problem = null;
    if (this.#wallet?.device) {
      this.page = 'replace';
      return;
    }
    this.page = 'enrol';
    const read = await import('@citycode/elements/enrolment-code').then(({ readTyped }) => readTyped(code), () => null);   // where it cannot be had the page says so
    if (read?.kind === 'code') await this.#enrol(read.code);
  }

  async #enrol(code: string): Promise<void> {
    const wallet = this.#wallet;
    if (!wallet || this.busy) return;
    this.offered = code;
    this.problem = null;
    this.removed = false;
    this.busy = 'enrolling';
    this.problem = await wallet.enrol(code);
    if (!this.problem) {
      this.busy = 'fetching';
      await this.#network.fetchPasses({ atOnce: true });
      this.offered = '';
      this.elder = this.#elderWanted();
      this.page = this.asked ? 'sign-in' : 'code';
      void navigator.storage?.persist?.().catch(() => false);
    }
    this.busy = '';
  }

  readonly #replace = async (): Promise<void> => {
    const code = this.offered;
    await this.#forget();
    await this.#offer(code);
  };

  readonly #keep = (): void => {
    this.offered = '';
    this.page = 'code';
  };

  readonly #openMore = (): void => {
    this.seen = this.renderRoot.querySelector<CodePage>('code-page')?.current ?? null;
    history.pushState({ page: 'more' }, '');
    this.problem = null;
    this.page = 'more';
  };

  readonly #openPaper = (): void => {
    history.pushState({ page: 'paper' }, '');
    this.page = 'paper';
  };

  readonly #elderChanged = (event: CustomEvent<{ on: boolean }>): void => {
    this.elder = event.detail.on;
    void this.#wallet?.change({ elderMode: this.elder });
  };

  readonly #remove = async (event: CustomEvent<{ withCards: boolean }>): Promise<void> => {
    if (this.busy) return;
    this.busy = 'removing';
    this.problem = await this.#forget(event.detail);
    this.busy = '';
    if (this.problem) return;   // the cards were to go too, and the city could not be told: everything is as it was
    this.removed = true;
    this.page = 'enrol';
    history.replaceState(null, '');
  };

  async #forget(which: { withCards: boolean } = { withCards: false }): Promise<Problem | null> {
    try {
      const problem = await this.#wallet?.remove(which);
      if (problem) return problem;
      this.#wallet = await openWallet(phone());
    } catch (cause) {
      this.#break(problemOf(cause instanceof StorageRefused ? cause.fault : 'internal/bug'));
    }
    this.elder = false;
    this.seen = null;
    this.place = null;
    this.asked = null;
    return null;
  }

  static override styles = [sharedStyles, css`
    :host { display: block; min-height: 100vh; min-height: 100dvh; }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--cc-space-2);
      min-height: 64px;
      max-width: 72rem;   /* as wide as the code with its scenes beside it */
      margin: 0 auto;
      padding: var(--cc-space-2) var(--cc-space-4);
    }
    header.inner { max-width: 38rem; }   /* as wide as the cards under it */
    header.inner .quiet { margin-inline-start: calc(-1 * var(--cc-space-3)); }
    @media print {
      header { display: none; }
    }
    .space { flex: 1; }
    cc-language { min-width: 0; }
    .brand { display: inline-flex; align-items: center; gap: var(--cc-space-2); min-height: var(--cc-target); color: inherit; font-weight: 700; text-decoration: none; white-space: nowrap; }
    .mark { flex: none; width: 22px; height: 22px; border: 5px solid var(--cc-accent); border-radius: 5px; background: linear-gradient(var(--cc-accent), var(--cc-accent)) center / 6px 6px no-repeat; }
    .badge { padding: 2px 10px; border: 1px solid var(--cc-line-strong); border-radius: 14px; font-size: var(--cc-text-small); font-weight: 600; white-space: nowrap; }
    .plain { display: grid; gap: var(--cc-space-4); max-width: 34rem; margin: 0 auto; padding: var(--cc-space-6) var(--cc-space-4); }
    .plain h1 { font-size: var(--cc-text-title); }
    :host([elder]) { font-size: 1.5rem; }
    :host([elder]) .button { min-height: 64px; }
    @media (max-width: 350px) {
      .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    }
    @media (max-width: 420px) {
      header { gap: var(--cc-space-1); padding-inline: var(--cc-space-3); }
      .word.away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    }
  `];
}

customElements.define('city-app', CityApp);
