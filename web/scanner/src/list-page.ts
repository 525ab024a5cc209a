import { askCore } from '@citycode/client/core';
import '@citycode/elements/cc-code';
import '@citycode/elements/cc-fault';
import type { PictureDetail } from '@citycode/elements/cc-scanner';
import '@citycode/elements/cc-scanner';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import type { TrustKeeper } from '@citycode/verifier/trust-keeper';
import { verifierOf } from '@citycode/wasm/client/verifier';
import { kMaxTrustListBytes } from '@citycode/wasm/limits';
import type { FaultId, ListProgress } from '@citycode/wasm/types';
import { LitElement, css, html, nothing } from 'lit';

/** Large enough for a list of tens of kilobytes, small enough for a phone's camera: a symbol of version 14-M. */
const kPartBytes = 300;
/** Two and a half a second: less than the three flashes of WCAG 2.3.1, and each is seen by several frames. */
const kShowEachMs = 400;
/** More is no list. */
const kMaxFileBytes = kMaxTrustListBytes;

/**
 * The city's list without a network: from a file, from the codes that another terminal shows, and as such codes.
 *
 * @fires close
 */
export class ListPage extends LitElement {
  static override properties = {
    keeper: { attribute: false },
    view: { state: true },
    fault: { state: true },
    refused: { state: true },
    hint: { state: true },
    taken: { state: true },
    progress: { state: true },
    texts: { state: true },
    index: { state: true },
  };

  declare keeper: TrustKeeper;
  declare protected view: 'choice' | 'scan' | 'show';
  declare protected fault: FaultId | null;
  /** The fault is of a whole list, which was not taken. */
  declare protected refused: boolean;
  /** Why the last code that was seen is no part of the list. */
  declare protected hint: FaultId | null;
  declare protected taken: boolean;
  declare protected progress: ListProgress | null;
  declare protected texts: readonly string[];
  declare protected index: number;

  #timer: ReturnType<typeof setInterval> | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor() {
    super();
    this.view = 'choice';
    this.fault = null;
    this.refused = false;
    this.hint = null;
    this.taken = false;
    this.progress = null;
    this.texts = [];
    this.index = 0;
    new LocalizeController(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render() {
    const words = t().lists;
    return html`
      <main>
        <h1>${t().console.lists}</h1>
        ${this.fault ? html`
          <cc-fault about="list" .fault=${this.fault} .detail=${this.refused && this.keeper.summary ? words.earlierStays : ''}>
            ${this.view === 'scan' ? html`<button class="button first" type="button" @click=${this.#scan}>${words.beginAgain}</button>` : nothing}
          </cc-fault>` : nothing}
        ${this.taken ? html`<p class="notice" role="status">${words.taken}</p>` : nothing}
        ${this.#body()}
        <button class="button" type="button" @click=${this.view === 'choice' ? this.#close : this.#back}>${t().common.back}</button>
      </main>`;
  }

  #body() {
    const words = t().lists;
    switch (this.view) {
      case 'choice':
        return html`
          <p>${words.lead}</p>
          <label class="button">
            <input class="visually-hidden" type="file" accept=".cose,application/cose" @change=${this.#fileChosen}>
            <span>${words.fromFile}</span>
          </label>
          <button class="button" type="button" @click=${this.#scan}>${words.scan}</button>
          ${this.keeper.list ? html`
            <h2>${words.giveTitle}</h2>
            <button class="button" type="button" @click=${this.#show}>${words.show}</button>
            <a class="button" href="/v1/trust-list" download="city-list.cose">${words.save}</a>` : nothing}`;
      case 'scan':
        return html`
          <p>${words.scanLead}</p>
          <p role="status">${this.progress ? words.progress(this.progress.have, this.progress.total) : nothing}</p>
          ${this.progress ? html`<progress max=${this.progress.total} value=${this.progress.have} aria-label=${words.scan}></progress>` : nothing}
          ${this.hint && !this.fault ? html`<cc-fault .fault=${this.hint}></cc-fault>` : nothing}
          ${this.fault ? nothing : html`<cc-scanner @cc-symbols=${this.#seen}></cc-scanner>`}`;
      case 'show':
        return html`
          <p>${words.showLead}</p>
          <cc-code .text=${this.texts[this.index] ?? ''} .scene=${t().console.lists}></cc-code>
          <p class="soft">${words.part(this.index + 1, this.texts.length)}</p>`;
    }
  }

  readonly #close = (): void => { this.dispatchEvent(new CustomEvent('close')); };

  readonly #back = (): void => {
    clearInterval(this.#timer);
    this.fault = null;
    this.refused = false;
    this.view = 'choice';
  };

  readonly #scan = (): void => {
    this.fault = null;
    this.refused = false;
    this.hint = null;
    this.taken = false;
    this.progress = null;
    this.view = 'scan';
  };

  readonly #show = async (): Promise<void> => {
    const { list } = this.keeper;
    if (!list) return;
    this.taken = false;
    const split = await askCore((core) => verifierOf(core).splitList(list, 'trust-list', kPartBytes));
    this.fault = split.fault ?? null;
    if (!split.ok) return;
    this.texts = split.ok;
    this.index = 0;
    this.view = 'show';
    this.#timer = setInterval(() => { this.index = (this.index + 1) % this.texts.length; }, kShowEachMs);
  };

  readonly #seen = (event: CustomEvent<PictureDetail>): void => {
    const { symbols } = event.detail.answer;
    this.#reading = this.#reading.then(async () => {
      for (const { bytes } of symbols) await this.#join(bytes);
    });
  };

  async #join(bytes: Uint8Array): Promise<void> {
    if (this.view !== 'scan' || this.fault) return;
    const joined = await askCore((core) => verifierOf(core).joinListPart(bytes, 'trust-list', this.progress === null));
    if (joined.fault === 'code/not-city-code') return;   // something else in the picture
    if (!joined.ok) {
      this.hint = joined.fault!;   // one code among others: the next may be right
      return;
    }
    this.hint = null;
    this.progress = joined.ok;
    if (joined.ok.list) await this.#take(new Uint8Array(joined.ok.list));
  }

  async #fileChosen(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    this.taken = false;
    this.fault = null;
    this.refused = false;
    const bytes = file.size > kMaxFileBytes ? 'trust/bad-list' : await file.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => 'env/file-unreadable' as const);
    input.value = '';
    if (typeof bytes === 'string') this.fault = bytes;
    else await this.#take(bytes);
  }

  async #take(list: Uint8Array<ArrayBuffer>): Promise<void> {
    this.fault = await this.keeper.adopt(list);
    this.taken = this.fault === null;
    this.refused = !this.taken;
    if (this.taken) this.view = 'choice';
  }

  static override styles = [sharedStyles, css`
    :host { display: block; overflow: auto; }
    main { display: grid; gap: var(--cc-space-4); justify-items: start; max-width: 34rem; margin: 0 auto; padding: var(--cc-space-4) var(--cc-space-4) var(--cc-space-12); }
    h1 { font-size: var(--cc-text-title); }
    h2 { font-size: var(--cc-text-large); margin-top: var(--cc-space-4); }
    label.button { position: relative; }
    label.button:has(:focus-visible) { outline: 3px solid var(--cc-focus); outline-offset: 2px; }
    .notice { padding: var(--cc-space-3) var(--cc-space-4); border-radius: var(--cc-corner); background: var(--cc-accent-soft); font-weight: 600; }
    progress { width: 100%; accent-color: var(--cc-accent); }
    cc-scanner { width: 100%; height: min(60vh, 30rem); }
    cc-code { width: min(100%, 30rem); }
  `];
}

customElements.define('list-page', ListPage);
