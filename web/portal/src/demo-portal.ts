import { askCity, asking, askJson, problemOf, type How, type Problem } from '@citycode/client/api';
import { bytesOfHex, fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import { startCore } from '@citycode/client/core';
import { pressed } from '@citycode/client/pressed';
import { Rounds } from '@citycode/client/rounds';
import '@citycode/elements/cc-code';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import type { CcScanner, VerdictDetail } from '@citycode/elements/cc-scanner';
import '@citycode/elements/cc-scanner';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { attributeLabel, attributeValueText, durationText } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { currentLanguage, t } from '@citycode/elements/words';
import { pageDevice } from '@citycode/verifier/page-device';
import { SceneKeeper } from '@citycode/verifier/scene-keeper';
import { StatusKeeper } from '@citycode/verifier/status-keeper';
import { TerminalStore } from '@citycode/verifier/terminal-store';
import { TrustKeeper } from '@citycode/verifier/trust-keeper';
import type { Attributes, FaultId, VerifyRequest } from '@citycode/wasm/types';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { portalStyles } from './demo-portal.styles.js';

/** A portal checks answers as a venue's terminal does, and keeps its keys beside those of a scanner in this browser. */
const kDatabase = 'citycode-demo-portal';
const kAudience = 'portal:tax-office';
const kTickMs = 1000;
const kCaseBytes = 16;

/** What the portal's own server signed (docs/api.md). */
interface Asked {
  readonly link: string;
  readonly scene: string;
  readonly audience: string;
  readonly nonce: string;
  readonly purpose: string;
  readonly expiresUnixSeconds: number;
}

/** What somebody who signed in may still do: send one tax return, which is the same one however often it is pressed. */
interface Visit {
  readonly caseId: string;
  /** SHA-256 of the pass that answered, base64url: only the phone that has its key can rate. */
  readonly pass: string | null;
}

function visitOf(passDigestHex: string | null): Visit {
  const digest = passDigestHex === null ? null : bytesOfHex(passDigestHex);
  return { caseId: toBase64Url(crypto.getRandomValues(new Uint8Array(kCaseBytes))), pass: digest && toBase64Url(digest) };
}

const nowUnixSeconds = (): number => Math.floor(Date.now() / 1000);

/**
 * The demo's site that asks: one question, signed by the portal's key, as a symbol and a link; then the camera, which
 * says yes to the answer of this question and to no other code. A question is forgotten when it was answered and when
 * its time is over, and with it the nonce: nothing can answer it any more. Whoever is in can send a tax return, and then
 * has the link with which that service is rated.
 */
export class DemoPortal extends LitElement {
  static override styles = [sharedStyles, portalStyles];
  static override properties = {
    step: { state: true },
    asked: { state: true },
    problem: { state: true },
    refusal: { state: true },
    seen: { state: true },
    secondsLeft: { state: true },
    busy: { state: true },
    rateLink: { state: true },
  };

  declare protected step: 'starting' | 'closed' | 'begin' | 'asked' | 'ended' | 'in' | 'sent';
  declare protected asked: Asked | null;
  declare protected problem: Problem | null;
  /** Why the last code was no answer. */
  declare protected refusal: FaultId | null;
  declare protected seen: Attributes;
  declare protected secondsLeft: number;
  declare protected busy: boolean;
  /** Path and fragment, on this site: the demo's city is its host too. */
  declare protected rateLink: string;

  #timer: ReturnType<typeof setInterval> | undefined;
  /** What was had already is not asked for again when the next step was refused. */
  #isDemo = false;
  #trust: TrustKeeper | null = null;
  #status: StatusKeeper | null = null;
  #scenes: SceneKeeper | null = null;
  #visit: Visit | null = null;
  /** A terminal code that was given and not used yet. */
  #code = '';
  /** Until the site is ready. */
  #rounds: Rounds | null = null;

  constructor() {
    super();
    this.step = 'starting';
    this.asked = null;
    this.problem = null;
    this.refusal = null;
    this.seen = {};
    this.secondsLeft = 0;
    this.busy = false;
    this.rateLink = '';
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#rounds = new Rounds(() => this.#start(), null, asking().parts);
    this.#rounds.start();
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#rounds?.stop();
    for (const keeper of [this.#trust, this.#status, this.#scenes]) keeper?.stop();
    this.#trust = this.#status = this.#scenes = null;
    this.#forget();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('step') && (this.step === 'in' || this.step === 'sent')) this.renderRoot.querySelector('h1')?.focus({ preventScroll: true });
    document.title = `${t().portal.title} · ${t().common.product}`;
  }

  override render() {
    const words = t().portal;
    return html`
      <header>
        <a class="brand" href="/portal/">${words.title}</a>
        <cc-language></cc-language>
      </header>
      <main>
        ${this.#body()}
        <p class="soft small">${t().common.demo}</p>
      </main>`;
  }

  #body() {
    const words = t().portal;
    switch (this.step) {
      case 'starting':
        return html`<p role="status">${t().common.loading}</p>`;
      case 'closed':
        return html`
          <cc-fault .fault=${this.problem?.fault ?? null} about="list" .requestId=${this.problem?.requestId ?? ''} .askAgainAtMs=${this.problem?.askAgainAtMs ?? null}>
            <button class="button first" type="button" @click=${this.#startPressed}>${t().common.tryAgain}</button>
          </cc-fault>`;
      case 'begin':
      case 'ended':
        return html`
          <h1>${words.heading}</h1>
          <p>${words.lead}</p>
          ${this.step === 'ended' ? html`<cc-fault fault="time/expired" .text=${words.ended}></cc-fault>` : nothing}
          ${this.problem ? html`<cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId} .pressAgainAtMs=${this.problem.pressAgainAtMs}></cc-fault>` : nothing}
          <p><button class="button first" type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${this.#ask}>${this.step === 'ended' ? words.again : words.signIn}</button></p>`;
      case 'asked':
        return this.asked ? this.#question(this.asked) : nothing;
      case 'in':
        return html`
          <h1 tabindex="-1">${words.signedIn}</h1>
          <p>${words.seen}</p>
          <dl>${Object.entries(this.seen).map(([name, value]) => html`<div><dt>${attributeLabel(name)}</dt><dd translate="no"><bdi>${attributeValueText(name, value)}</bdi></dd></div>`)}</dl>
          ${this.problem ? html`<cc-fault .fault=${this.problem.fault} .text=${words.notSent} .requestId=${this.problem.requestId} .pressAgainAtMs=${this.problem.pressAgainAtMs}></cc-fault>` : nothing}
          <p><button class="button first" type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${this.#send}>${this.busy ? words.sending : words.send}</button></p>
          <p><button class="button" type="button" @click=${this.#leave}>${words.signOut}</button></p>`;
      case 'sent':
        return html`
          <h1 tabindex="-1">${words.arrived}</h1>
          <p class="phrased">${phrased(words.rateText)}</p>
          <cc-code .text=${location.origin + this.rateLink} .scene=${words.rateImage} level="L"></cc-code>
          <p><a class="button" href=${this.rateLink} target="_blank" rel="noopener">${words.rate}</a></p>
          <p><button class="button" type="button" @click=${this.#leave}>${words.signOut}</button></p>`;
    }
  }

  #question(asked: Asked) {
    const words = t().portal;
    const link = location.origin + asked.link;
    return html`
      <h1>${asked.purpose}</h1>
      <p class="soft">${words.left(durationText(this.secondsLeft))}</p>
      <div class="two">
        <section aria-labelledby="scan">
          <h2 id="scan">${words.scanTitle}</h2>
          <p>${words.scanText}</p>
          <p class="origin" translate="no">${location.origin}</p>
          <cc-code .text=${link} .scene=${words.title} level="L"></cc-code>
          <p><a class="button" href=${link} target="_blank" rel="noopener">${words.openHere}</a></p>
        </section>
        <section aria-labelledby="answer">
          <h2 id="answer">${words.answerTitle}</h2>
          <p>${words.answerText}</p>
          <cc-scanner .request=${this.#request} @cc-verdict=${this.#decide}>
            ${this.refusal ? html`
              <div class="refusal" slot="top">
                <cc-fault .fault=${this.refusal} about="answer">
                  <button class="button first" type="button" @click=${this.#lookAgain}>${words.lookAgain}</button>
                </cc-fault>
              </div>` : nothing}
          </cc-scanner>
        </section>
      </div>`;
  }

  /** Asked anew for each frame. Without a question nothing is an answer: then the nonce is one that nobody has. */
  readonly #request = (): VerifyRequest => ({
    nowUnixSeconds: nowUnixSeconds(),
    scopeName: this.asked?.scene ?? '',
    venueId: this.asked?.audience ?? kAudience,
    nonce: fromBase64Url(this.asked?.nonce ?? '') ?? new Uint8Array(),
  });

  readonly #decide = (event: CustomEvent<VerdictDetail>): void => {
    const { verdict } = event.detail;
    if (!this.asked || this.#endIfOver()) return;
    if (verdict.outcome !== 'valid') {
      this.refusal = verdict.fault;
      return;
    }
    this.seen = verdict.attributes;
    this.#visit = visitOf(verdict.passDigest);
    this.#forget();
    this.step = 'in';
  };

  readonly #lookAgain = (): void => {
    this.refusal = null;
    this.renderRoot.querySelector<CcScanner>('cc-scanner')?.resume();
  };

  readonly #leave = (): void => {
    this.seen = {};
    this.rateLink = '';
    this.problem = null;
    this.#visit = null;
    this.step = 'begin';
  };

  readonly #send = async (): Promise<void> => {
    const visit = this.#visit;
    if (this.busy || !visit) return;
    this.busy = true;
    this.problem = null;
    const sent = await askJson<{ link: string }>('/v1/demo/portal-services', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ case: visit.caseId, pass: visit.pass }),
    }, { atOnce: true });
    this.busy = false;
    if (this.#visit !== visit) return;   // signed out meanwhile
    if (!sent.ok) {
      this.problem = sent.problem;
      return;
    }
    this.seen = {};
    this.rateLink = sent.ok.link;
    this.step = 'sent';
  };

  readonly #ask = async (): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    const made = await askJson<Asked>('/v1/demo/portal-requests', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ language: currentLanguage() }),
    }, { atOnce: true });
    this.busy = false;
    if (!made.ok) {
      this.problem = made.problem;
      return;
    }
    this.asked = made.ok;
    this.refusal = null;
    this.step = 'asked';
    this.#timer = setInterval(() => this.#endIfOver(), kTickMs);
    this.#endIfOver();
  };

  /** True when the question's time is over. */
  #endIfOver(): boolean {
    this.secondsLeft = Math.max(0, (this.asked?.expiresUnixSeconds ?? 0) - nowUnixSeconds());
    if (this.secondsLeft > 0) return false;
    this.#forget();
    this.step = 'ended';
    return true;
  }

  #forget(): void {
    clearInterval(this.#timer);
    this.asked = null;
    this.refusal = null;
  }

  readonly #startPressed = async (): Promise<void> => {
    if (this.step === 'starting') return;
    this.step = 'starting';
    await pressed(asking().parts, this.#start({ atOnce: true }));
  };

  /** What was said stays until there is something else to say. */
  async #start(how: How = {}): Promise<void> {
    const problem = await this.#prepare(how);
    this.problem = problem;
    this.step = problem ? 'closed' : 'begin';
    this.#rounds?.looked(problem);
  }

  /** What a terminal needs: the city's list, the lists of withdrawn passes, the keys of its one sealed scene. */
  async #prepare(how: How): Promise<Problem | null> {
    const city = this.#isDemo ? null : await askCity(how);
    if (city?.problem) return city.problem;
    if (city && !city.ok.demo) return problemOf('request/not-found');
    this.#isDemo = true;
    await startCore().catch(() => undefined);   // the first question says when it failed
    const store = await TerminalStore.open(kDatabase).catch(() => null);
    if (!store) return problemOf('env/storage-silent');
    const trust = await this.#startTrust(store, how);
    if (!trust.summary) return trust.problem ?? problemOf('trust/missing');
    const scenes = this.#scenes ?? await this.#startScenes(store, trust);
    return scenes.enrolment ? null : this.#enrol(scenes, how);
  }

  async #startTrust(store: TerminalStore, how: How): Promise<TrustKeeper> {
    if (this.#trust?.summary) return this.#trust;
    if (this.#trust) {
      await this.#trust.look(how);
      return this.#trust;
    }
    this.#trust = new TrustKeeper(store, pageDevice);
    await this.#trust.start();
    return this.#trust;
  }

  async #startScenes(store: TerminalStore, trust: TrustKeeper): Promise<SceneKeeper> {
    const status = this.#status = new StatusKeeper(store, pageDevice);
    await status.start();
    trust.addEventListener('change', () => { if (!trust.away) void status.look(); });
    const scenes = this.#scenes = new SceneKeeper(store, pageDevice);
    await scenes.start();
    return scenes;
  }

  async #enrol(scenes: SceneKeeper, how: How): Promise<Problem | null> {
    if (!this.#code) {
      const made = await askJson<{ enrolmentCode: string }>('/v1/demo/terminal-codes', {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ venue: kAudience }),
      }, how);
      if (!made.ok) return made.problem;
      this.#code = made.ok.enrolmentCode;
    }
    const problem = await scenes.enrol(this.#code);
    if (!problem || problem.fault.startsWith('enrol/')) this.#code = '';   // used, or good for nothing
    return problem;
  }
}

customElements.define('demo-portal', DemoPortal);
