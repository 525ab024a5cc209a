import { asking, problemOf, type Problem } from '@citycode/client/api';
import { startCore } from '@citycode/client/core';
import '@citycode/elements/cc-fault';
import type { CcScanner, VerdictDetail } from '@citycode/elements/cc-scanner';
import '@citycode/elements/cc-scanner';
import '@citycode/elements/cc-verdict';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { sceneLabel } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { pageDevice } from '@citycode/verifier/page-device';
import { ReplayKeeper } from '@citycode/verifier/replay-keeper';
import { StatusKeeper } from '@citycode/verifier/status-keeper';
import { TerminalStore } from '@citycode/verifier/terminal-store';
import { TrustKeeper } from '@citycode/verifier/trust-keeper';
import type { Verdict, VerifyRequest } from '@citycode/wasm/types';
import { LitElement, css, html, nothing } from 'lit';
import { frameStyles } from './frame.styles.js';
import { site } from './site.js';
import { sceneIn } from './vocabulary.js';

/** Not the scanner's: on a site of the city's own family of names a frame has the same storage as the city's pages. */
const kDatabase = 'citycode-frame';

interface Keepers {
  readonly trust: TrustKeeper;
  readonly status: StatusKeeper;
  readonly replay: ReplayKeeper;
}

/** Camera, verdict, camera, as of a scanner that nobody enrolled. What a verdict says is shown here and told to nobody. */
export class FrameVerify extends LitElement {
  static override properties = {
    ready: { state: true },
    problem: { state: true },
    verdict: { state: true },
  };

  declare protected ready: boolean;
  declare protected problem: Problem | null;
  declare protected verdict: Verdict | null;

  readonly #scene = sceneIn(location.hash);
  #keepers: Keepers | null = null;

  constructor() {
    super();
    this.ready = false;
    this.problem = null;
    this.verdict = null;
    new LocalizeController(this);
  }

  override firstUpdated(): void {
    void this.#start();
  }

  override render() {
    const words = t();
    return html`
      <main>
        <h1>${this.ready ? sceneLabel(this.#scene) : words.scanner.title}</h1>
        <p class="soft phrased">${phrased(words.frame.verifyText)}</p>
        ${this.problem ? html`
          <cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId}>
            <button class="button" type="button" @click=${this.#start}>${words.common.tryAgain}</button></cc-fault>` : nothing}
        ${this.ready ? html`
          <div class="stage">
            <cc-scanner .request=${this.#request} ?inert=${this.verdict !== null} @cc-verdict=${this.#told}></cc-scanner>
            ${this.verdict ? html`<cc-verdict .verdict=${this.verdict} @cc-clear=${this.#cleared}></cc-verdict>` : nothing}
          </div>` : this.problem ? nothing : html`<p role="status">${words.common.loading}</p>`}
      </main>`;
  }

  readonly #start = async (): Promise<void> => {
    this.problem = null;
    this.problem = await this.#begin().catch(() => problemOf('env/module-not-loaded'));
    this.ready = this.problem === null;
    if (this.problem) site?.refuse(this.problem.fault);
  };

  /** Resolves to why it cannot begin. */
  async #begin(): Promise<Problem | null> {
    await startCore();
    const { trust, status, replay } = this.#keepers ??= await this.#open();
    await Promise.all([trust.start(), replay.start()]);   // no scan before it is known what was seen
    if (!trust.summary) return trust.problem ?? problemOf('trust/missing');
    if (!trust.summary.scopes.some(({ name }) => name === this.#scene)) return problemOf('scope/unknown');
    await status.start();
    return null;
  }

  /** Where the browser keeps nothing for a frame, what was seen is known until the page is left. */
  async #open(): Promise<Keepers> {
    const store = await TerminalStore.open(kDatabase).catch(() => new TerminalStore(null));
    return { trust: new TrustKeeper(store, pageDevice), status: new StatusKeeper(store, pageDevice), replay: new ReplayKeeper(store, pageDevice) };
  }

  readonly #request = (): VerifyRequest =>
    ({ nowUnixSeconds: Math.floor(Date.now() / 1000), clockAheadSeconds: asking().clockAheadSeconds, scopeName: this.#scene });

  #told({ detail: { verdict } }: CustomEvent<VerdictDetail>): void {
    this.verdict = verdict;
    if (verdict.outcome === 'valid') this.#keepers!.replay.accepted();
    else this.#keepers!.replay.judged();
    site?.tell({ type: 'checked', outcome: verdict.outcome, scene: this.#scene });
  }

  #cleared(): void {
    this.verdict = null;
    this.renderRoot.querySelector<CcScanner>('cc-scanner')?.resume();
  }

  static override styles = [sharedStyles, frameStyles, css`
    .stage { position: relative; height: max(37.5rem, 600px); }
    cc-scanner, cc-verdict { position: absolute; inset: 0; }
  `];
}

customElements.define('frame-verify', FrameVerify);
