import '@citycode/elements/cc-code';
import '@citycode/elements/cc-fault';
import { speak } from '@citycode/elements/cc-verdict/announce';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { named } from '@citycode/elements/named';
import { phrased } from '@citycode/elements/phrased';
import { attributeLabel, durationText, faultText, localName, momentText, sceneLabel } from '@citycode/elements/phrases';
import { orderScenes } from '@citycode/elements/scene-order';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { currentLanguage, t } from '@citycode/elements/words';
import { isWorthSaying } from '@citycode/holder/clock';
import type { Network } from '@citycode/holder/network';
import { lacksPasses, OpenScene } from '@citycode/holder/open-scene';
import type { Place } from '@citycode/holder/place';
import type { PassContents, ShownCode } from '@citycode/holder/presenter';
import type { Wallet } from '@citycode/holder/wallet';
import type { FaultId } from '@citycode/wasm/types';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { codePageStyles } from './code-page.styles.js';
import { holdScreen, releaseScreen } from './screen.js';

/** The code and its passes first: then what may wait. */
const kWaitingMs = 2000;

/**
 * The code itself: a white card, the scene above it, what the place will see below, the scenes as chips.
 *
 * @fires more - the person wants everything else
 * @fires leave-place - codes shall be for the scene again  @fires place-ended - the record is over
 */
export class CodePage extends LitElement {
  static override styles = [sharedStyles, codePageStyles];
  static override properties = {
    wallet: { attribute: false },
    network: { attribute: false },
    place: { attribute: false },
    elder: { type: Boolean, reflect: true },
    covered: { attribute: false },
    full: { state: true },
    choosing: { state: true },
  };

  declare wallet: Wallet;
  declare network: Network;
  /** The venue that codes are for; null for the scene alone. */
  declare place: Place | null;
  declare elder: boolean;
  /** Another page lies over this one: the code is not seen. */
  declare covered: boolean;
  declare protected full: boolean;
  declare protected choosing: boolean;

  #scene: OpenScene | null = null;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #endHearing: (() => void)[] = [];
  readonly #fullscreenChanged = (): void => {
    if (!document.fullscreenElement && this.full && matchMedia('(pointer: coarse)').matches) this.#closeFull();
  };

  constructor() {
    super();
    this.place = null;
    this.elder = false;
    this.covered = false;
    this.full = false;
    this.choosing = false;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const scene = this.#scene = new OpenScene({
      wallet: this.wallet, network: this.network, order: orderScenes, isCovered: () => this.covered, changed: () => this.#changed(),
      placeEnded: () => this.dispatchEvent(new CustomEvent('place-ended')),
    });
    this.#endHearing = [this.network.on('change', () => this.requestUpdate()), this.network.on('passes', () => scene.passesCame())];
    document.addEventListener('fullscreenchange', this.#fullscreenChanged);
    scene.openFirst(this.place);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('place') && this.hasUpdated) this.#scene?.openFirst(this.place);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.#endHearing.splice(0)) end();
    document.removeEventListener('fullscreenchange', this.#fullscreenChanged);
    this.#scene?.stop();
    clearTimeout(this.#waiting);
    void releaseScreen();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('covered')) this.#scene?.look();
    if (changed.has('full')) {
      const dialog = this.renderRoot.querySelector<HTMLDialogElement>('dialog.full');
      if (this.full && dialog && !dialog.open) dialog.showModal();
    }
  }

  override render() {
    const words = t().app;
    return html`
      <main>
        ${this.#notices()}
        ${this.place ? this.#forPlace(this.place) : nothing}
        ${this.choosing ? this.#places() : html`
          <section class="card" aria-labelledby="scene">
            <h1 id="scene">${sceneLabel(this.scope)}</h1>
            ${this.fault ? this.#faultInstead() : html`
              <button class="hold" type="button" aria-label="${t().code.imageName(sceneLabel(this.scope))}. ${words.fullScreen}" @click=${this.#openFull}>
                ${this.full ? html`<span class="placeholder"></span>` : this.#code(!this.elder)}
              </button>
              <p class="see phrased">${phrased(this.#willSee())}</p>
              ${this.shown ? html`<p class="lives" aria-hidden="true" translate="no">${words.lives(momentText(this.shown.slotUnixSeconds * 1000))}</p>` : nothing}`}
          </section>
          ${this.elder ? this.#elderButtons() : this.#chips()}`}
        <waiting-ratings ?elder=${this.elder}></waiting-ratings>
        ${this.full ? this.#fullView() : nothing}
      </main>`;
  }

  #code(ring: boolean) {
    return html`<cc-code ?ring=${ring} .text=${this.shown?.text ?? ''} .scene=${sceneLabel(this.scope)}
                         @cc-fault=${(event: CustomEvent<{ fault: FaultId }>) => this.#drawFailed(event.detail.fault)}></cc-code>`;
  }

  #willSee(): string {
    const words = t().app;
    if (!this.shown) return ' ';
    const names = this.shown.contents.names.map(attributeLabel);
    return names.length ? words.willSee(names.join(t().common.listSeparator)) : words.willSeeNothing;
  }

  #notices() {
    const words = t().app;
    const { clockDifference, away, askAgainAtMs } = this.network;
    // Whose code is on the screen need not know that the office could not be asked.
    const problem = this.network.problem ?? (this.fault ? this.network.cityProblem : null);
    const clock = isWorthSaying(clockDifference)
      ? { what: (clockDifference > 0 ? t().common.clockAhead : t().common.clockBehind)(durationText(clockDifference)), next: words.clockNext } : null;
    const refused = problem && !['issue/quota-reached', 'request/clock-differs'].includes(problem.fault) ? problem : null;
    return html`
      ${clock ? html`<cc-fault fault="env/clock-differs" .text=${clock}></cc-fault>` : nothing}
      ${refused ? html`<cc-fault quiet .fault=${refused.fault} .requestId=${refused.requestId} .askAgainAtMs=${askAgainAtMs}>
          ${refused.fault === 'issue/unknown-device' ? html`<button class="button" type="button" @click=${this.#more}>${words.more}</button>` : nothing}
        </cc-fault>` : nothing}
      ${this.shown?.reused && !this.fault ? html`
        <p class="notice phrased" role="status">${phrased(away ? words.reusedOffline : words.reusedOnline)}</p>` : nothing}`;
  }

  #forPlace(place: Place) {
    const words = t().places;
    return html`
      <p class="notice" role="status">
        ${named(words.onlyFor, localName(place.venue.name))}
        <button class="button quiet" type="button" @click=${this.#leave}>${words.leave}</button>
      </p>`;
  }

  #faultInstead() {
    const words = t().app;
    const { away, askAgainAtMs } = this.network;
    const lacks = lacksPasses(this.fault);
    return html`
      <cc-fault .fault=${this.fault} .detail=${away && lacks ? faultText('env/offline').what : ''} .askAgainAtMs=${lacks ? askAgainAtMs : null}>
        <button class="button first" type="button" aria-disabled=${this.network.fetching ? 'true' : 'false'} @click=${this.#tryAgain}>
          ${lacks ? (this.network.fetching ? words.fetchingPasses : words.fetchNow) : t().common.tryAgain}
        </button>
      </cc-fault>`;
  }

  #chips() {
    const words = t().app;
    return html`
      <nav class="chips" aria-label=${words.scenes}>
        ${this.#scene!.scopes.map((scope) => html`
          <button type="button" aria-pressed=${scope === this.scope ? 'true' : 'false'} @click=${() => this.#scene!.open(scope)}>
            ${sceneLabel(scope)}
          </button>`)}
      </nav>`;
  }

  #elderButtons() {
    const words = t().app;
    return html`
      <nav class="elder" aria-label=${words.elderMode}>
        <button class="button first" type="button" @click=${() => this.#say(words.elderPlace, () => { this.choosing = true; })}>${words.elderPlace}</button>
        <button class="button" type="button" @click=${() => this.#say(words.spoken(sceneLabel(this.scope), this.wallet.device?.holder.displayName ?? ''))}>${words.elderSpeak}</button>
        <button class="button" type="button" @click=${() => this.#say(words.elderMore, this.#more)}>${words.elderMore}</button>
      </nav>`;
  }

  #places() {
    const words = t().app;
    return html`
      <section class="places" aria-labelledby="places">
        <h1 id="places">${words.choosePlace}</h1>
        ${this.#scene!.scopes.map((scope) => html`
          <button class="button" type="button" aria-pressed=${scope === this.scope ? 'true' : 'false'}
                  @click=${() => this.#say(sceneLabel(scope), () => { this.choosing = false; this.#scene!.open(scope); })}>${sceneLabel(scope)}</button>`)}
        <button class="button quiet" type="button" @click=${() => { this.choosing = false; }}>${t().common.back}</button>
      </section>`;
  }

  #fullView() {
    const words = t().app;
    return html`
      <dialog class="full" aria-label=${words.fullScreen} @close=${this.#closeFull} @click=${this.#closeFull}>
        ${this.#code(false)}
        <div class="words">
          <div class="gives-way"><h2 class="phrased">${phrased(sceneLabel(this.scope))}</h2></div>
          <div class="gives-way hint"><p class="phrased">${phrased(words.brightness)}</p></div>
          <button class="button" type="button" @click=${this.#closeFull}>${t().common.close}</button>
        </div>
      </dialog>`;
  }

  /** What the place sees now, for the page one level down. */
  get current(): { scope: string; contents: PassContents } | null {
    return this.shown ? { scope: this.scope, contents: this.shown.contents } : null;
  }

  get scope(): string { return this.#scene?.scope ?? ''; }
  get shown(): ShownCode | null { return this.#scene?.shown ?? null; }
  get fault(): FaultId | null { return this.#scene?.fault ?? null; }

  #changed(): void {
    if (this.shown) this.#waiting ??= setTimeout(() => { void import('./waiting-ratings.js').catch(() => undefined); }, kWaitingMs);   // another start has it
    this.requestUpdate();
  }

  #drawFailed(fault: FaultId): void {
    this.#scene!.fault = fault;
    this.requestUpdate();
  }

  async #tryAgain(): Promise<void> {
    await this.network.press();
    this.#scene?.again();
  }

  #openFull(): void {
    if (!this.shown) return;
    this.full = true;
    void holdScreen();
  }

  #closeFull(): void {
    if (!this.full) return;
    this.renderRoot.querySelector<HTMLDialogElement>('dialog.full')?.close();
    this.full = false;
    void releaseScreen();
  }

  #say(sentence: string, then?: () => void): void {
    speak(sentence, currentLanguage());
    then?.();
  }

  readonly #leave = (): void => {
    this.dispatchEvent(new CustomEvent('leave-place'));
  };

  readonly #more = (): void => {
    this.dispatchEvent(new CustomEvent('more'));
  };
}

customElements.define('code-page', CodePage);
