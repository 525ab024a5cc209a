import { askCity, asking, askJson, problemOf, type How, type Problem } from '@citycode/client/api';
import { toBase64Url } from '@citycode/client/bytes';
import { startCore } from '@citycode/client/core';
import { pressed } from '@citycode/client/pressed';
import { Rounds } from '@citycode/client/rounds';
import '@citycode/elements/cc-code';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import '@citycode/elements/cc-sign-in';
import type { SignInDetail } from '@citycode/elements/cc-sign-in/component';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { attributeLabel, attributeValueText } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import type { Attributes } from '@citycode/wasm/types';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { portalStyles } from './demo-portal.styles.js';

const kCaseBytes = 16;

/** What the demo portal's own server tells its page of whoever signed in. */
interface SignedIn {
  readonly attributes: Attributes;
  /** SHA-256 of the pass that answered, base64url: only the phone that has its key can rate. */
  readonly pass: string;
}

/** What somebody who signed in may still do: send one tax return, which is the same one however often it is pressed. */
interface Visit {
  readonly caseId: string;
  readonly pass: string;
}

/**
 * The demo's site that asks: whoever answers on their phone is in, and the site has seen what they left ticked. Whoever is in can send a tax
 * return, and then has the link with which that service is rated.
 */
export class DemoPortal extends LitElement {
  static override styles = [sharedStyles, portalStyles];
  static override properties = {
    step: { state: true },
    problem: { state: true },
    seen: { state: true },
    busy: { state: true },
    rateLink: { state: true },
  };

  declare protected step: 'starting' | 'closed' | 'begin' | 'in' | 'sent';
  declare protected problem: Problem | null;
  declare protected seen: Attributes;
  declare protected busy: boolean;
  /** Path and fragment, on this site: the demo's city is its host too. */
  declare protected rateLink: string;

  #visit: Visit | null = null;
  /** Until the site is ready. */
  #rounds: Rounds | null = null;

  constructor() {
    super();
    this.step = 'starting';
    this.problem = null;
    this.seen = {};
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
          <cc-fault .fault=${this.problem?.fault ?? null} .requestId=${this.problem?.requestId ?? ''} .askAgainAtMs=${this.problem?.askAgainAtMs ?? null}>
            <button class="button first" type="button" @click=${this.#startPressed}>${t().common.tryAgain}</button>
          </cc-fault>`;
      case 'begin':
        return html`
          <h1>${words.heading}</h1>
          <p>${words.lead}</p>
          <cc-sign-in src="/v1/demo/sign-ins" @cc-sign-in=${this.#decide}></cc-sign-in>`;
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

  readonly #decide = ({ detail }: CustomEvent<SignInDetail>): void => {
    if (detail.state !== 'signed-in') return;   // the element says why
    const { attributes, pass } = detail.result as SignedIn;
    this.seen = attributes;
    this.#visit = { caseId: toBase64Url(crypto.getRandomValues(new Uint8Array(kCaseBytes))), pass };
    this.step = 'in';
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

  readonly #startPressed = async (): Promise<void> => {
    if (this.step === 'starting') return;
    this.step = 'starting';
    await pressed(asking().parts, this.#start({ atOnce: true }));
  };

  /** What was said stays until there is something else to say. */
  async #start(how: How = {}): Promise<void> {
    const city = await askCity(how);
    const problem = city.problem ?? (city.ok.demo ? null : problemOf('request/not-found'));
    if (!problem) await startCore().catch(() => undefined);   // the first code says when it failed
    this.problem = problem;
    this.step = problem ? 'closed' : 'begin';
    this.#rounds?.looked(problem);
  }
}

customElements.define('demo-portal', DemoPortal);
