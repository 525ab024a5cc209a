import { asking, askJson, isAway, problemOf, type Problem } from '@citycode/client/api';
import { loadCore, startCore } from '@citycode/client/core';
import { pressed } from '@citycode/client/pressed';
import { kDemoFragment } from '@citycode/client/scanner-address';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { codeInFragment } from '@citycode/elements/enrolment-link';
import { LazyParts } from '@citycode/elements/lazy-parts';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { faultText, localName } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { alsoSay, t } from '@citycode/elements/words';
import { pageDevice } from '@citycode/verifier/page-device';
import { ReplayKeeper } from '@citycode/verifier/replay-keeper';
import { SceneKeeper } from '@citycode/verifier/scene-keeper';
import { StatusKeeper } from '@citycode/verifier/status-keeper';
import { TerminalStore, type Terminal } from '@citycode/verifier/terminal-store';
import { TrustKeeper } from '@citycode/verifier/trust-keeper';
import type { FaultId } from '@citycode/wasm/types';
import { LitElement, css, html, nothing } from 'lit';

const kPages = {
  setup: () => import('./setup-page.js'),
  scan: () => import('./scan-page.js'),
  list: () => Promise.all([import('./list-page.js'), alsoSay(['lists'])]),
};

/** What stands on no page, only where none can be shown. */
const kParts = { ...kPages, forget: () => import('./forget-button.js') };

/** The staff scanner: set up once, then scan. */
export class CityScanner extends LitElement {
  static override properties = {
    page: { type: String, reflect: true },
    terminal: { state: true },
    enrolling: { state: true },
    lacks: { state: true },
  };

  /** Reflected for styling. */
  declare page: 'starting' | 'setup' | 'scan' | 'list';
  declare protected terminal: Terminal | null;
  declare protected enrolling: boolean;
  /** Why nothing can begin: the core or the storage does not answer, or not yet. */
  declare protected lacks: FaultId | null;

  readonly #pages = new LazyParts(this, kParts);
  #store: TerminalStore | null = null;
  #starts = 0;
  #keeper: TrustKeeper | null = null;
  #replay: ReplayKeeper | null = null;
  #status: StatusKeeper | null = null;
  #statusStarting: Promise<void> | null = null;
  #scenes: SceneKeeper | null = null;
  /** What a link has brought and the city has not answered yet. */
  #offered = '';
  readonly #fragmentChanged = (): void => { void this.#takeFragment().then((failed) => this.#open(failed)); };

  constructor() {
    super();
    this.page = 'starting';
    this.terminal = null;
    this.enrolling = false;
    this.lacks = null;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#fragmentChanged);
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#fragmentChanged);
  }

  override updated(): void {
    document.title = `${t().scanner.title} · ${t().common.product}`;
  }

  override render() {
    const shown = this.#shownPage();
    const state = shown && this.#pages.state(shown);
    if (shown === 'scan' && state === 'here') {
      return html`<scan-page .terminal=${this.terminal} .keeper=${this.#keeper} .status=${this.#status} .scenes=${this.#scenes} .replay=${this.#replay} .store=${this.#store}
                             @change-scene=${this.#changeScene}></scan-page>`;
    }
    return html`
      <header>
        <a class="brand" href="/"><span class="mark" aria-hidden="true"></span><span><bdi>${this.#keeper?.summary ? localName(this.#keeper.cityName) || this.#keeper.summary.cityName : t().common.product}</bdi></span></a>
        <span class="tools">
          ${this.page === 'setup' ? html`<button class="button quiet" type="button" @click=${this.#openList}>${t().console.lists}</button>` : nothing}
          <cc-language></cc-language>
        </span>
      </header>
      ${shown === null ? this.#wait() : state === 'here' ? this.#draw(shown) : html`
        <main>
          ${state === 'coming' ? html`<p role="status">${t().common.loading}</p>` : html`
            <cc-fault fault="env/module-not-loaded">
              <button class="button first" type="button" @click=${() => location.reload()}>${t().common.tryAgain}</button>
            </cc-fault>`}
        </main>`}`;
  }

  /** The page whose turn it is, when it has what it needs. */
  #shownPage(): keyof typeof kPages | null {
    if (this.page === 'scan' && this.terminal && this.#keeper && this.#status && this.#scenes) return 'scan';
    if (this.page === 'list' && this.#keeper) return 'list';
    return this.page === 'setup' && this.#keeper?.summary && isSecureContext && !this.lacks ? 'setup' : null;
  }

  #draw(page: keyof typeof kPages) {
    return page === 'list'
      ? html`<list-page .keeper=${this.#keeper} @close=${this.#closeList}></list-page>`
      : html`<setup-page .summary=${this.#keeper?.summary} .terminal=${this.terminal} .enrolment=${this.#scenes?.enrolment ?? null} .problem=${this.#scenes?.problem ?? null}
                                ?enrolling=${this.enrolling} @enrol=${this.#enrol} @chosen=${this.#chosen} @forget=${this.#forget}></setup-page>`;
  }

  /** While nothing can be shown: what is being done, or why nothing comes. */
  #wait() {
    const ours = this.lacks ? problemOf(this.lacks) : this.#keeper?.problem;
    const problem = isSecureContext ? ours : problemOf('env/insecure-address');
    return html`
      <main>
        <h1>${t().scanner.title}</h1>
        ${problem && this.page !== 'starting' ? html`
          <cc-fault .fault=${problem.fault === 'env/offline' ? 'trust/missing' : problem.fault} .requestId=${problem.requestId} .about=${this.lacks ? null : 'list'}
                    .detail=${problem.fault === 'env/offline' ? faultText('env/offline').what : ''} .askAgainAtMs=${this.#keeper?.askAgainAtMs ?? null}>
            <button class="button first" type="button" @click=${this.#again}>${t().common.tryAgain}</button>
            ${!isAway(problem) && this.#store && this.#pages.state('forget') === 'here' ? html`<forget-button .venue=${this.#scenes?.enrolment?.venue.name ?? ''} @forget=${this.#forget}></forget-button>` : nothing}
          </cc-fault>` : html`<p role="status">${this.enrolling ? t().console.enrolling : t().console.fetchingList}</p>`}
      </main>`;
  }

  async #start(): Promise<void> {
    this.page = 'starting';
    const start = ++this.#starts;
    if (isSecureContext && !(await this.#hasCore())) return;
    if (start !== this.#starts) return;   // begun anew meanwhile
    this.#store = await TerminalStore.open().catch(() => null);
    if (!this.#store) {
      this.lacks = 'env/storage-silent';
      this.page = 'setup';
      return;
    }
    this.terminal = (await this.#store.terminal()) ?? null;
    this.#keeper = new TrustKeeper(this.#store, pageDevice);
    this.#keeper.addEventListener('change', () => {
      this.requestUpdate();
      if (this.#keeper?.summary) void this.#startStatus();   // the first list may come by itself, later than this page
    });
    this.#replay = new ReplayKeeper(this.#store, pageDevice);
    await Promise.all([this.#keeper.start(), this.#replay.start()]);   // no scan before it is known what was seen
    if (this.#keeper.summary) await this.#startStatus();
    this.#scenes = new SceneKeeper(this.#store, pageDevice);
    this.#scenes.addEventListener('change', () => this.requestUpdate());
    await this.#scenes.start();
    this.#open(await this.#takeFragment());
  }

  /**
   * Nothing begins before the core is there: a replay memory that it could not be given would be missing from the first
   * scan. What comes late is taken without a touch.
   */
  async #hasCore(): Promise<boolean> {
    this.lacks = await startCore().then(() => null, () => 'env/module-not-loaded' as const);
    if (!this.lacks) return true;
    this.page = 'setup';
    void loadCore().then(() => { if (this.lacks === 'env/module-not-loaded') void this.#start(); }, () => undefined);
    return false;
  }

  /** Status lists are read with the issuers of a trust list: they come after it, and again whenever it was asked for. */
  #startStatus(): Promise<void> {
    this.#statusStarting ??= this.#beginStatus(this.#keeper!);
    return this.#statusStarting;
  }

  async #beginStatus(keeper: TrustKeeper): Promise<void> {
    const status = new StatusKeeper(this.#store!, pageDevice);
    await status.start();
    this.#status = status;
    this.requestUpdate();
    keeper.addEventListener('change', () => { if (!keeper.away) void status.look(); });
  }

  /** A code stands in the address for one moment only. True when one was there and brought nothing. */
  async #takeFragment(): Promise<boolean> {
    const { hash } = location;
    if (codeInFragment(hash) !== null || kDemoFragment.test(hash)) {
      this.#offered = hash;
      history.replaceState(null, '', location.pathname);
    }
    if (!this.#offered || !this.#scenes) return false;
    this.enrolling = true;
    const problem = await this.#useOffered(this.#scenes);
    this.#scenes.problem = problem;
    if (!problem || !isAway(problem)) this.#offered = '';   // else the next try uses it
    this.enrolling = false;
    return problem !== null;
  }

  async #useOffered(scenes: SceneKeeper): Promise<Problem | null> {
    const offered = codeInFragment(this.#offered);
    if (offered !== null) {
      const code = await import('@citycode/elements/enrolment-code').catch(() => null);
      if (!code) return problemOf('env/module-not-loaded');
      const read = code.readTyped(offered);
      return read.kind === 'code' ? scenes.enrol(read.code) : problemOf('enrol/unknown-code');
    }
    const venue = kDemoFragment.exec(this.#offered)?.[1];
    if (scenes.enrolment && (!venue || scenes.enrolment.venue.id === venue)) return null;
    const made = await askJson<{ enrolmentCode: string }>('/v1/demo/terminal-codes', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(venue ? { venue } : {}),
    }, { atOnce: true });
    return made.ok ? scenes.enrol(made.ok.enrolmentCode) : made.problem;
  }

  #open(enrolmentFailed = false): void {
    const scopeName = this.terminal?.scopeName ?? '';
    const known = this.#keeper?.summary?.scopes.some(({ name }) => name === scopeName) ?? false;
    const enrolment = this.#scenes?.enrolment;
    // A scanner that moved to another venue is asked again what it checks there.
    const ours = !enrolment || (enrolment.scopes.includes(scopeName) && enrolment.venue.id === this.terminal?.venueId);
    this.page = known && ours && !enrolmentFailed ? 'scan' : 'setup';
  }

  readonly #enrol = async (event: CustomEvent<{ code: string }>): Promise<void> => {
    if (this.enrolling) return;
    this.enrolling = true;
    await this.#scenes?.enrol(event.detail.code);
    this.enrolling = false;
  };

  readonly #again = async (): Promise<void> => {
    if (this.lacks) return this.#start();
    this.page = 'starting';
    if (this.#keeper) await pressed(asking().parts, this.#keeper.look({ atOnce: true }));
    if (this.#keeper?.summary) await this.#startStatus();
    this.#open(await this.#takeFragment());
  };

  readonly #chosen = async (event: CustomEvent<Terminal>): Promise<void> => {
    this.terminal = event.detail;
    this.page = 'scan';
    await this.#store?.saveTerminal(event.detail);
  };

  readonly #changeScene = (): void => {
    this.page = 'setup';
  };

  readonly #openList = (): void => { this.page = 'list'; };
  readonly #closeList = (): void => { this.page = 'setup'; };

  readonly #forget = async (): Promise<void> => {
    this.#keeper?.stop();
    this.#replay?.stop();
    this.#status?.stop();
    this.#scenes?.stop();
    try {
      await this.#store?.forget();
    } catch {
      this.lacks = 'env/storage-silent';
      this.page = 'setup';
      return;
    }
    location.reload();   // a new page, a new core: nothing of the old list is left in memory
  };

  static override styles = [sharedStyles, css`
    :host { display: block; }
    :host([page='setup']) { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); height: 100vh; height: 100dvh; }
    @media (max-height: 28rem) { :host([page='setup']) { height: auto; } }
    header { width: 100%; display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--cc-space-2); min-height: 64px; max-width: 60rem; margin: 0 auto; padding: 0 var(--cc-space-4); }
    .brand { flex: 1 1 5rem; min-width: 0; line-height: 1.2; display: inline-flex; align-items: center; gap: var(--cc-space-2); min-height: var(--cc-target); color: inherit; font-weight: 700; text-decoration: none; }
    .tools { display: inline-flex; flex-wrap: wrap; align-items: center; gap: var(--cc-space-2); }
    .mark { flex: none; width: 22px; height: 22px; border: 5px solid var(--cc-accent); border-radius: 5px; background: linear-gradient(var(--cc-accent), var(--cc-accent)) center / 6px 6px no-repeat; }
    @media (max-width: 420px) {
      header { gap: var(--cc-space-1); }
      :host([page='setup']) .mark { display: none; }
      .tools { gap: 0; }
    }
    main { display: grid; gap: var(--cc-space-4); max-width: 34rem; margin: 0 auto; padding: var(--cc-space-6) var(--cc-space-4); }
    h1 { font-size: var(--cc-text-title); }
  `];
}

customElements.define('city-scanner', CityScanner);
