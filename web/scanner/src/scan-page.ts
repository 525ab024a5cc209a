import { asking } from '@citycode/client/api';
import '@citycode/elements/cc-fault';
import type { CcScanner, VerdictDetail } from '@citycode/elements/cc-scanner';
import '@citycode/elements/cc-scanner';
import type { CcVerdict } from '@citycode/elements/cc-verdict';
import '@citycode/elements/cc-verdict';
import { LazyParts } from '@citycode/elements/lazy-parts';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { momentText, sceneLabel } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { alsoSay, t } from '@citycode/elements/words';
import { listAge, statusAge, wrongClock } from '@citycode/verifier/list-age';
import type { ReplayKeeper } from '@citycode/verifier/replay-keeper';
import type { SceneKeeper } from '@citycode/verifier/scene-keeper';
import type { StatusKeeper } from '@citycode/verifier/status-keeper';
import type { Terminal, TerminalStore } from '@citycode/verifier/terminal-store';
import type { TrustKeeper } from '@citycode/verifier/trust-keeper';
import type { ScopeSummary, Verdict, VerifyRequest } from '@citycode/wasm/types';
import { LitElement, html, nothing } from 'lit';
import { listAgeText, statusAgeText } from './list-words.js';
import { scanPageStyles } from './scan-page.styles.js';
import type { Served } from './service-page.js';

/** Words about the list's age change by the minute at most. */
const kAgeEveryMs = 15_000;

/** Each on a line of its own, so that none is torn in the middle. */
const sentences = (text: string): readonly string[] => text.match(/[^.。]+[.。]/gu)?.map((sentence) => sentence.trim()) ?? [text];

/**
 * Camera, verdict, camera. Emergency admission lies over both.
 *
 * @fires change-scene
 */
export class ScanPage extends LitElement {
  static override styles = [sharedStyles, scanPageStyles];
  static override properties = {
    terminal: { attribute: false },
    keeper: { attribute: false },
    replay: { attribute: false },
    status: { attribute: false },
    scenes: { attribute: false },
    finishing: { state: true },
    verdict: { state: true },
    emergency: { state: true },
  };

  declare terminal: Terminal;
  declare keeper: TrustKeeper;
  declare replay: ReplayKeeper;
  declare status: StatusKeeper;
  declare scenes: SceneKeeper;
  /** Stays the same while this page lives. */
  declare store: TerminalStore;
  /** A service has ended, and its page stands where the camera was. */
  declare protected finishing: boolean;
  declare protected verdict: Verdict | null;
  declare protected emergency: boolean;

  /** Not kept anywhere: who leaves the page begins anew. */
  #served: Served | null = null;
  readonly #parts = new LazyParts(this, { service: () => Promise.all([import('./service-page.js'), alsoSay(['service'])]) });
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #keeperChanged = (): void => this.requestUpdate();

  constructor() {
    super();
    this.verdict = null;
    this.emergency = false;
    this.finishing = false;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.keeper.addEventListener('change', this.#keeperChanged);
    this.status.addEventListener('change', this.#keeperChanged);
    this.scenes.addEventListener('change', this.#keeperChanged);
    this.#timer = setInterval(() => this.requestUpdate(), kAgeEveryMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.keeper.removeEventListener('change', this.#keeperChanged);
    this.status.removeEventListener('change', this.#keeperChanged);
    this.scenes.removeEventListener('change', this.#keeperChanged);
    clearInterval(this.#timer);
  }

  override render() {
    const words = t().console;
    const now = Date.now() / 1000;
    const { keeper, status } = this;
    const clock = wrongClock(keeper.summary, status.lists, [keeper.problem?.fault, status.problem?.fault], now, asking().clockAheadSeconds);
    const age = listAge(keeper.summary, this.#scope(), clock, now);
    const withdrawn = statusAge(status.lists, this.#scope(), clock, now);
    return html`
      <main>
        <h1 class="visually-hidden">${t().scanner.title}: ${sceneLabel(this.terminal.scopeName)}</h1>
        ${this.finishing ? this.#service() : html`
        <cc-scanner .request=${this.#request} ?inert=${this.verdict !== null} @cc-verdict=${this.#told}>
          <div slot="top" class="top">
            <div class="scene">
              <p class="name">${sceneLabel(this.terminal.scopeName)}</p>
              ${this.#place() ? html`<p class="small" translate="no"><bdi>${this.#place()}</bdi></p>` : nothing}
            </div>
            <button class="change" type="button" @click=${() => this.dispatchEvent(new CustomEvent('change-scene'))}>${words.change}</button>
          </div>
          <p slot="bottom" class="own small">${this.#lacksKey() ? html`<span class="lacks" role="status">${words.noKey}</span>` : words.ownDevice}</p>
        </cc-scanner>`}
        ${this.verdict ? html`<cc-verdict .verdict=${this.verdict} .clockBehindSeconds=${clock?.behindSeconds || undefined} .clockAheadSeconds=${clock?.aheadSeconds ?? 0} @cc-clear=${this.#cleared}></cc-verdict>` : nothing}
      </main>
      <footer>
        <div class="ages">
          <p class="age ${age.state}"><span class="dot" aria-hidden="true"></span><span>${listAgeText(age, clock)}${this.keeper.away ? html` · ${words.offline}` : nothing}${this.keeper.problem && this.keeper.summary ? html` · ${words.listRefused} <span class="small">(${this.keeper.problem.fault})</span>` : nothing}</span></p>
          ${this.#asksAgain()}
          ${withdrawn ? html`<p class="age ${withdrawn.state}"><span class="dot" aria-hidden="true"></span><span>${statusAgeText(withdrawn)}${this.status.problem ? html` · ${words.listRefused} <span class="small">(${this.status.problem.fault})</span>` : nothing}</span></p>` : nothing}
        </div>
        ${this.#scope()?.servesPeople ? html`<button class="change" type="button" @click=${this.#finish}>${words.serviceFinished}</button>` : nothing}
        <button class="emergency" type="button" @click=${this.#openEmergency}>${words.emergency}</button>
      </footer>
      <dialog aria-labelledby="emergency-title" @close=${() => { this.emergency = false; }}>
        ${this.emergency ? html`
          <h2 id="emergency-title">${words.emergencyTitle}</h2>
          <p class="order">${sentences(words.emergencyText).map((sentence) => html`<span class="phrased">${phrased(sentence)}</span> `)}</p>
          <p class="phrased">${phrased(words.emergencyNote)}</p>
          <button class="button" type="button" autofocus @click=${this.#closeEmergency}>${t().common.close}</button>` : nothing}
      </dialog>`;
  }

  #service() {
    const state = this.#parts.state('service');
    return state === 'here' ? html`<service-page .scenes=${this.scenes} .store=${this.store} .served=${this.#served} @close=${this.#finish}></service-page>`
      : html`<cc-fault .fault=${state === 'coming' ? null : 'env/module-not-loaded'}></cc-fault>`;
  }

  /** The page of a service that has ended comes or goes; `detail` is true when it was written down. */
  #finish(event: Event): void {
    if ((event as CustomEvent<boolean>).detail === true) this.#served = null;   // the next service is somebody else's
    this.verdict = null;
    this.finishing = !this.finishing;
  }

  /** The time in it is this page's own, read for each frame. */
  readonly #request = (): VerifyRequest => {
    const { scopeName } = this.terminal;
    const venueId = this.scenes.enrolment?.venue.id ?? this.terminal.venueId;
    const nowUnixSeconds = Math.floor(Date.now() / 1000);
    const { clockAheadSeconds } = asking();
    return { nowUnixSeconds, clockAheadSeconds, scopeName, ...(venueId && { venueId }) };
  };

  /** What could not be had is asked for again: the guard need not. */
  #asksAgain() {
    const times = [this.keeper.askAgainAtMs, this.status.askAgainAtMs, this.scenes.askAgainAtMs].filter((time) => time !== null);
    return times.length > 0 ? html`<p class="age"><span class="small">${t().common.asksAgainAt(momentText(Math.min(...times)))}</span></p>` : nothing;
  }

  #scope(): ScopeSummary | null {
    return this.keeper.summary?.scopes.find((scope) => scope.name === this.terminal.scopeName) ?? null;
  }

  #place(): string {
    const { venueId } = this.terminal;
    return this.scenes.enrolment?.venue.name ?? (venueId ? t().console.venueIs(venueId) : '');
  }

  #lacksKey(): boolean {
    return this.#scope()?.sealed === true && !this.scenes.holds(this.terminal.scopeName);
  }

  #told(event: CustomEvent<VerdictDetail>): void {
    this.verdict = event.detail.verdict;
    if (this.verdict.passDigest) this.#served = { passDigest: this.verdict.passDigest, atMs: Date.now() };
    if (this.verdict.outcome === 'valid') this.replay.accepted();
    else this.replay.judged();
  }

  #cleared(event: Event): void {
    (event.target as CcVerdict).verdict = null;
    this.verdict = null;
    this.renderRoot.querySelector<CcScanner>('cc-scanner')?.resume();
  }

  async #openEmergency(): Promise<void> {
    this.emergency = true;
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  #closeEmergency(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }
}

customElements.define('scan-page', ScanPage);
