import { LocalizeController, localName, problemOf, sharedStyles, startCore, t } from '@citycode/elements';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { LitElement, css, html, nothing } from 'lit';
import './list-page.js';
import './scan-page.js';
import './setup-page.js';
import { TerminalStore, type Terminal } from './terminal-store.js';
import { TrustKeeper } from './trust-keeper.js';

/** The staff scanner: set up once, then scan. */
export class CityConsole extends LitElement {
  static override properties = {
    page: { type: String, reflect: true },
    terminal: { state: true },
  };

  /** Reflected for styling. */
  declare page: 'starting' | 'setup' | 'scan' | 'list';
  declare protected terminal: Terminal | null;

  #store: TerminalStore | null = null;
  #keeper: TrustKeeper | null = null;

  constructor() {
    super();
    this.page = 'starting';
    this.terminal = null;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
  }

  override updated(): void {
    document.title = `${t().console.title} · ${t().common.product}`;
  }

  override render() {
    if (this.page === 'scan' && this.terminal && this.#keeper) {
      return html`<scan-page .terminal=${this.terminal} .keeper=${this.#keeper} @change-scene=${this.#changeScene}></scan-page>`;
    }
    return html`
      <header>
        <a class="brand" href="/"><span class="mark" aria-hidden="true"></span><span>${this.#keeper?.summary ? localName(this.#keeper.cityName) || this.#keeper.summary.cityName : t().common.product}</span></a>
        <span class="tools">
          ${this.page === 'setup' ? html`<button class="button quiet" type="button" @click=${this.#openList}>${t().lists.title}</button>` : nothing}
          <cc-language></cc-language>
        </span>
      </header>
      ${this.#body()}`;
  }

  #body() {
    if (this.page === 'list' && this.#keeper) return html`<list-page .keeper=${this.#keeper} @close=${this.#closeList}></list-page>`;
    const summary = this.#keeper?.summary;
    if (this.page === 'setup' && summary && isSecureContext) {
      return html`<setup-page .summary=${summary} .terminal=${this.terminal} @chosen=${this.#chosen} @forget=${this.#forget}></setup-page>`;
    }
    const problem = isSecureContext ? this.#keeper?.problem : problemOf('env/insecure-address');
    return html`
      <main>
        <h1>${t().console.title}</h1>
        ${problem && this.page !== 'starting' ? html`
          <cc-fault .fault=${problem.fault === 'env/offline' ? 'trust/missing' : problem.fault} .requestId=${problem.requestId}
                    .detail=${problem.fault === 'env/offline' ? t().faults['env/offline'].what : ''}>
            <button class="button first" type="button" @click=${this.#again}>${t().common.tryAgain}</button>
            ${problem.fault !== 'env/offline' && this.#store ? html`<button class="button" type="button" @click=${this.#forget}>${t().console.resetButton}</button>` : nothing}
          </cc-fault>` : html`<p role="status">${t().console.fetchingList}</p>`}
      </main>`;
  }

  async #start(): Promise<void> {
    this.page = 'starting';
    void startCore().catch(() => undefined);   // begins now; the first question says when it failed
    this.#store = await TerminalStore.open();
    this.terminal = (await this.#store.terminal()) ?? null;
    this.#keeper = new TrustKeeper(this.#store);
    this.#keeper.addEventListener('change', () => this.requestUpdate());
    await this.#keeper.start();
    this.#open();
  }

  #open(): void {
    const known = this.#keeper?.summary?.scopes.some((scope) => scope.name === this.terminal?.scopeName);
    this.page = this.terminal && known ? 'scan' : 'setup';
  }

  readonly #again = async (): Promise<void> => {
    this.page = 'starting';
    await this.#keeper?.look();
    this.#open();
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
    await this.#store?.forget();
    location.reload();   // a new page, a new core: nothing of the old list is left in memory
  };

  static override styles = [sharedStyles, css`
    :host { display: block; }
    :host([page='setup']) { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); height: 100vh; height: 100dvh; }
    @media (max-height: 28rem) { :host([page='setup']) { height: auto; } }
    header { width: 100%; display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--cc-space-2); min-height: 64px; max-width: 52rem; margin: 0 auto; padding: 0 var(--cc-space-4); }
    .brand { display: inline-flex; align-items: center; gap: var(--cc-space-2); min-height: var(--cc-target); color: inherit; font-weight: 700; text-decoration: none; }
    .tools { display: inline-flex; flex-wrap: wrap; align-items: center; gap: var(--cc-space-2); }
    .mark { flex: none; width: 22px; height: 22px; border: 5px solid var(--cc-accent); border-radius: 5px; background: linear-gradient(var(--cc-accent), var(--cc-accent)) center / 6px 6px no-repeat; }
    main { display: grid; gap: var(--cc-space-4); max-width: 34rem; margin: 0 auto; padding: var(--cc-space-6) var(--cc-space-4); }
    h1 { font-size: var(--cc-text-title); }
  `];
}

customElements.define('city-console', CityConsole);
