import { isAway, problemOf, type Problem } from '@citycode/client/api';
import { startCore } from '@citycode/client/core';
import { ticketInFragment } from '@citycode/client/place-link';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { LazyParts } from '@citycode/elements/lazy-parts';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { sharedStyles } from '@citycode/elements/shared-styles';
import type { LevelNumber } from '@citycode/elements/cc-rating/terms';
import { alsoSay, t } from '@citycode/elements/words';
import { stageOf, type RatingRecord } from '@citycode/holder/ratings/rating-steps';
import { StorageRefused } from '@citycode/holder/store';
import type { FaultId } from '@citycode/wasm/types';
import { LitElement, css, html, nothing } from 'lit';
import { openDesk, onNetwork, wantsLarge, type Desk } from './desk.js';
import type { Said } from './rate-form.js';
import { levelInFragment } from './ticket-link.js';
import './waiting-list.js';

type Page = 'starting' | 'checking' | 'form' | 'thanks' | 'list' | 'case' | 'broken';

/** Scan, say, done: one service at a time, and below it what waits on this phone. */
export class CityRate extends LitElement {
  static override properties = {
    page: { state: true },
    record: { state: true },
    records: { state: true },
    fault: { state: true },
    problem: { state: true },
    busy: { state: true },
    away: { state: true },
    elder: { type: Boolean, reflect: true },
  };

  declare protected page: Page;
  /** The service that is rated, or was. */
  declare protected record: RatingRecord | null;
  declare protected records: readonly RatingRecord[];
  /** Why a slip cannot be used, or nothing here works. */
  declare protected fault: FaultId | null;
  declare protected problem: Problem | null;
  declare protected busy: boolean;
  declare protected away: boolean;
  declare elder: boolean;

  readonly #parts = new LazyParts(this, {
    form: () => import('./rate-form.js'),
    case: () => Promise.all([import('./case-page.js'), alsoSay(['cases'])]),
  });
  #desk: Desk | null = null;
  #ends: (() => void)[] = [];
  /** Chosen where the link stood. */
  #level: LevelNumber | null = null;
  readonly #fragmentChanged = (): void => { void this.#takeFragment(); };

  constructor() {
    super();
    this.page = 'starting';
    this.record = null;
    this.records = [];
    this.fault = null;
    this.problem = null;
    this.busy = false;
    this.away = false;
    this.elder = false;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#fragmentChanged);
    this.#ends.push(onNetwork((isOnline) => { this.away = !isOnline; }));
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#fragmentChanged);
    for (const end of this.#ends.splice(0)) end();
  }

  override updated(): void {
    document.title = `${t().rate.title} · ${t().common.product}`;
  }

  override render() {
    const words = t();
    return html`
      <header>
        <a class="brand" href="/"><span class="mark" aria-hidden="true"></span><span>${words.common.product}</span></a>
        ${this.away ? html`<span class="badge" role="status">${words.app.offline}</span>` : nothing}
        <cc-language></cc-language>
      </header>
      <main>
        ${this.#body()}
        ${this.page === 'list' || this.page === 'thanks' ? html`
          <waiting-list .records=${this.records} ?elder=${this.elder} @rate=${this.#open} @send-now=${this.#sendNow} @read-case=${this.#openCase} @remove=${this.#remove}></waiting-list>` : nothing}
        ${this.page === 'starting' || this.page === 'broken' ? nothing : html`
          <label class="large"><input type="checkbox" .checked=${this.elder} @change=${this.#largeChanged}><span>${words.rate.large}</span></label>
          <p class="links"><a class="button quiet" href="/open/">${words.rate.figures}</a><a class="button quiet" href="/app/">${words.rate.myCode}</a></p>`}
      </main>`;
  }

  #body() {
    const words = t().rate;
    switch (this.page) {
      case 'starting':
        return html`<p role="status">${t().common.loading}</p>`;
      case 'broken':
        return html`<cc-fault .fault=${this.fault}><button class="button first" type="button" @click=${() => location.reload()}>${t().common.tryAgain}</button></cc-fault>`;
      case 'checking':
        return html`<p role="status">${words.checking}</p>`;
      case 'form': {
        const state = this.#parts.state('form');
        if (state === 'coming') return html`<p role="status">${t().common.loading}</p>`;
        if (state === 'lacking') return html`<cc-fault fault="env/module-not-loaded"></cc-fault>`;
        return html`<rate-form .record=${this.record!} .level=${this.#level} .problem=${this.problem} ?busy=${this.busy} ?elder=${this.elder} @said=${this.#said}></rate-form>`;
      }
      case 'case': {
        const state = this.#parts.state('case');
        if (state === 'coming') return html`<p role="status">${t().common.loading}</p>`;
        if (state === 'lacking') return html`<cc-fault fault="env/module-not-loaded"></cc-fault>`;
        return html`<case-page .record=${this.record!} @back=${() => { this.page = 'list'; }}></case-page>`;
      }
      case 'thanks':
        return html`
          <section class="thanks" role="status">
            <h1>${words.thanks}</h1>
            <p class="phrased">${phrased(this.#whatNow())}</p>
            ${this.record?.replySecret ? html`<p class="phrased">${phrased(words.caseText)}</p>` : nothing}
          </section>
          ${this.problem && !isAway(this.problem) ? html`<cc-fault quiet .fault=${this.problem.fault} .requestId=${this.problem.requestId} .askAgainAtMs=${this.problem.askAgainAtMs}></cc-fault>` : nothing}`;
      case 'list':
        return html`
          ${this.fault ? html`<cc-fault .fault=${this.fault}>
            <button class="button" type="button" @click=${() => { this.fault = null; }}>${t().common.close}</button></cc-fault>` : html`<h1>${words.title}</h1>`}`;
    }
  }

  #whatNow(): string {
    const words = t().rate;
    if (this.busy) return words.sending;
    if (!this.record || stageOf(this.record) === 'sent') return words.sentText;
    const isDue = (this.record.open?.sendAtMs ?? 0) <= (this.#desk?.clock.nowMs() ?? 0);
    return isDue ? words.waitsText : words.laterText;
  }

  async #start(): Promise<void> {
    const ticket = this.#readFragment();
    if (!isSecureContext) return this.#break('env/insecure-address');
    if (!globalThis.crypto?.subtle) return this.#break('env/crypto-missing');
    void startCore().catch(() => undefined);   // begins now; who needs it will say when it failed
    try {
      this.#desk = await openDesk();
    } catch (cause) {
      return this.#break(cause instanceof StorageRefused ? cause.fault : 'internal/bug');
    }
    this.elder = await wantsLarge(this.#desk.store);
    this.#desk.ratings.onChange(() => { void this.#read(); });
    await this.#read();
    if (ticket) await this.#take(ticket);
    else this.page = 'list';
    this.#ends.push(this.#desk.start());
  }

  #break(fault: FaultId): void {
    this.fault = fault;
    this.page = 'broken';
  }

  /** Takes the slip out of the address bar at once: whoever has it may use it. */
  #readFragment(): Uint8Array<ArrayBuffer> | null {
    const ticket = ticketInFragment(location.hash);
    this.#level = levelInFragment(location.hash);
    if (ticket) history.replaceState(history.state, '', location.pathname + location.search);
    return ticket;
  }

  async #takeFragment(): Promise<void> {
    const ticket = this.#readFragment();
    if (ticket && this.#desk) await this.#take(ticket);
  }

  async #take(ticket: Uint8Array<ArrayBuffer>): Promise<void> {
    this.page = 'checking';
    this.fault = null;
    this.problem = null;
    const taken = await this.#desk!.ratings.take(ticket);
    if (taken.ok) this.#show(taken.ok);
    else {
      this.fault = taken.fault!;
      this.page = 'list';
    }
    void this.#desk!.ratings.run().then((problem) => this.#asked(problem));   // the token, while there is a network
  }

  /** Who was refused a token is told before they write much. */
  async #asked(problem: Problem | null): Promise<void> {
    this.away = problem !== null && isAway(problem);
    await this.#read();
    if (this.page !== 'form' || !this.record?.refusal) return;
    this.fault = this.record.refusal;
    this.page = 'list';
  }

  #show(record: RatingRecord): void {
    this.record = record;
    this.problem = null;
    const stage = stageOf(record);
    if (stage === 'ticket' || stage === 'token') this.page = 'form';
    else {
      this.fault = record.refusal;
      this.page = stage === 'refused' ? 'list' : 'thanks';
    }
  }

  readonly #said = async (event: CustomEvent<Said>): Promise<void> => {
    if (this.busy || !this.record) return;
    this.busy = true;
    const { opinion, isNow, isCase } = event.detail;
    const kept = await this.#desk!.ratings.rate(this.record.id, opinion, { isNow, isCase });
    this.busy = false;
    if (!kept.ok) {
      this.problem = problemOf(kept.fault!);
      return;
    }
    void navigator.storage?.persist?.().catch(() => false);
    await this.#thank(kept.ok, isNow);
  };

  /** The page says what became of it at once; what is to go now goes meanwhile. */
  async #thank(record: RatingRecord, isNow: boolean): Promise<void> {
    this.record = record;
    this.problem = null;
    this.busy = isNow;
    this.page = 'thanks';
    window.scrollTo(0, 0);
    const problem = await (isNow ? this.#desk!.ratings.sendNow(record.id) : this.#desk!.ratings.run({ atOnce: true }));
    await this.#read();
    this.busy = false;
    this.problem = problem;
    this.away = problem !== null && isAway(problem);
    if (this.record?.refusal) this.#show(this.record);
  }

  readonly #open = (event: CustomEvent<{ id: string }>): void => {
    const record = this.records.find(({ id }) => id === event.detail.id);
    this.#level = null;   // of another service
    if (record) this.#show(record);
  };

  readonly #sendNow = async (event: CustomEvent<{ id: string }>): Promise<void> => {
    const record = this.records.find(({ id }) => id === event.detail.id);
    if (record && !this.busy) await this.#thank(record, true);
  };

  readonly #openCase = (event: CustomEvent<{ id: string }>): void => {
    const record = this.records.find(({ id }) => id === event.detail.id);
    if (!record?.replySecret) return;
    this.record = record;
    this.page = 'case';
    window.scrollTo(0, 0);
  };

  readonly #remove = (event: CustomEvent<{ id: string }>): void => {
    void this.#desk?.ratings.remove(event.detail.id);
    this.fault = null;
  };

  readonly #largeChanged = (event: Event): void => {
    this.elder = (event.target as HTMLInputElement).checked;
    void this.#desk?.store.saveLarge(this.elder).catch(() => undefined);
  };

  async #read(): Promise<void> {
    this.records = (await this.#desk?.ratings.list().catch(() => [])) ?? [];
    this.record = this.records.find(({ id }) => id === this.record?.id) ?? this.record;
  }

  static override styles = [sharedStyles, css`
    :host { display: block; min-height: 100vh; min-height: 100dvh; }
    header { display: flex; flex-wrap: wrap; align-items: center; gap: var(--cc-space-2); min-height: 64px; max-width: 38rem; margin: 0 auto; padding: var(--cc-space-2) var(--cc-space-4); }
    .brand { display: inline-flex; align-items: center; gap: var(--cc-space-2); min-height: var(--cc-target); margin-inline-end: auto; color: inherit; font-weight: 700; text-decoration: none; }
    .mark { flex: none; width: 22px; height: 22px; border: 5px solid var(--cc-accent); border-radius: 5px; background: linear-gradient(var(--cc-accent), var(--cc-accent)) center / 6px 6px no-repeat; }
    .badge { padding: 2px 10px; border: 1px solid var(--cc-line-strong); border-radius: 14px; font-size: var(--cc-text-small); font-weight: 600; white-space: nowrap; }
    main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-6); overflow-wrap: anywhere; width: min(100%, 38rem); margin: 0 auto; padding: var(--cc-space-2) var(--cc-space-4) var(--cc-space-12); }
    h1 { font-size: max(var(--cc-text-title), 1.25em); }
    .thanks { display: grid; gap: var(--cc-space-2); padding: var(--cc-space-4); border-radius: var(--cc-corner); background: var(--cc-accent-soft); }
    .large { display: flex; align-items: center; gap: var(--cc-space-3); min-height: var(--cc-target); cursor: pointer; }
    .large span { min-width: 0; }
    .large input { flex: none; width: 24px; height: 24px; margin: 0; accent-color: var(--cc-accent); }
    .links { display: flex; flex-wrap: wrap; gap: var(--cc-space-2); }
    .links .button { padding-inline: 0; margin-inline-end: var(--cc-space-4); text-decoration: underline; text-underline-offset: 3px; }
    :host([elder]) { font-size: 1.5rem; }
    :host([elder]) .button, :host([elder]) .large { min-height: 64px; }
  `];
}

customElements.define('city-rate', CityRate);
