import type { Problem } from '@citycode/client/api';
import { scannerAddress } from '@citycode/client/scanner-address';
import '@citycode/elements/cc-fault';
import { attributeLabel, attributeValueText, dateTimeText, holderClassText, sceneLabel } from '@citycode/elements/phrases';
import { orderScenes } from '@citycode/elements/scene-order';
import { t } from '@citycode/elements/words';
import type { PassContents } from '@citycode/holder/presenter';
import type { Wallet } from '@citycode/holder/wallet';
import { css, html, nothing } from 'lit';
import { InnerPage } from './inner-page.js';

/**
 * One level down from the code: whose it is, what the place will see, the passes, the large mode, the way out.
 *
 * @fires back @fires removed @fires paper
 */
export class MorePage extends InnerPage {
  static override properties = {
    seen: { attribute: false },
    elder: { type: Boolean },
    demo: { type: Boolean },
    stock: { state: true },
    sure: { state: true },
    withCards: { state: true },
    removeProblem: { attribute: false },
  };

  /** Of the pass that is on the screen, or of the last one. */
  declare seen: { scope: string; contents: PassContents } | null;
  declare elder: boolean;
  /** The city is a demo, whose scanner needs no code from an office. */
  declare demo: boolean;
  declare protected stock: Awaited<ReturnType<Wallet['stock']>> | null;
  declare protected sure: boolean;
  declare protected withCards: boolean;
  /** Why nothing was removed. */
  declare removeProblem: Problem | null;

  constructor() {
    super();
    this.seen = null;
    this.elder = false;
    this.demo = false;
    this.stock = null;
    this.sure = false;
    this.withCards = false;
    this.removeProblem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.wallet.stock().then((stock) => { this.stock = stock; }, () => undefined);
  }

  override render() {
    const words = t().app;
    const holder = this.wallet.device?.holder;
    return html`
      <main>
        <h1 tabindex="-1">${words.more}</h1>
        <section>
          <p class="soft">${words.holder}</p>
          <p class="name" translate="no"><bdi>${holder?.displayName ?? ''}</bdi></p>
          <p>${holder ? holderClassText(holder.holderClass) : ''}${holder?.ageGroup === 'child' ? ` · ${t().ageGroups.child}` : ''}</p>
          ${holder?.ageGroup === 'child' ? html`<p class="soft">${words.childNote}</p>` : nothing}
        </section>
        ${this.#values()}
        <section>
          <label class="switch">
            <span><strong>${words.elderMode}</strong><br><span class="soft">${words.elderModeHint}</span></span>
            <input type="checkbox" role="switch" .checked=${this.elder} @change=${this.#elderChanged}>
          </label>
        </section>
        ${this.#passes()}
        <section>
          <h2>${t().paper.title}</h2>
          <p>${t().paper.lead}</p>
          <button class="button" type="button" @click=${() => this.dispatchEvent(new CustomEvent('paper'))}>${t().paper.title}</button>
        </section>
        <section>
          <h2>${words.removeTitle}</h2>
          <p>${words.removeText}</p>
          ${this.sure ? html`
            <div class="sure" role="alertdialog" aria-label=${words.removeSure}>
              <p><strong>${words.removeSure}</strong></p>
              <p>${words.removeCards}</p>
              <label class="cards"><input type="checkbox" .checked=${this.withCards} @change=${(event: Event) => { this.withCards = (event.target as HTMLInputElement).checked; }}>
                ${words.removeCardsToo}</label>
              ${this.removeProblem ? html`
                <cc-fault .fault=${this.removeProblem.fault} .requestId=${this.removeProblem.requestId} .pressAgainAtMs=${this.removeProblem.pressAgainAtMs}></cc-fault>` : nothing}
              <button class="button first" type="button" @click=${this.#remove}>${words.removeYes}</button>
              <button class="button" type="button" @click=${() => { this.sure = false; }}>${t().common.cancel}</button>
            </div>` : html`<button class="button" type="button" @click=${this.#ask}>${words.removeButton}</button>`}
        </section>
        <p><a class="button quiet" href="/rate/">${words.rateLink}</a></p>
        <p><a class="button quiet" href=${scannerAddress(this.demo)}>${words.scannerLink}</a></p>
      </main>`;
  }

  #values() {
    const words = t().app;
    if (!this.seen) return nothing;
    const { names, values } = this.seen.contents;
    return html`
      <section>
        <h2>${words.valuesTitle}: ${sceneLabel(this.seen.scope)}</h2>
        ${values ? html`
          <dl>${Object.entries(values).map(([name, value]) => html`
            <div><dt>${attributeLabel(name)}</dt><dd><bdi>${attributeValueText(name, value)}</bdi></dd></div>`)}</dl>` : html`
          <p>${names.map(attributeLabel).join(t().common.listSeparator)}</p>
          <p class="soft">${words.valuesSealed}</p>`}
        <p class="soft">${words.valuesLead}</p>
      </section>`;
  }

  #passes() {
    const words = t().app;
    const { stock } = this;
    return html`
      <section>
        <h2>${words.passesTitle}</h2>
        ${stock?.untilUnixSeconds ? html`<p>${words.passesUntil(dateTimeText(stock.untilUnixSeconds))}</p>` : nothing}
        ${stock ? html`
          <details>
            <summary>${words.passesLeft([...stock.counts.values()].reduce((sum, n) => sum + n, 0))}</summary>
            <dl>${orderScenes([...stock.counts.keys()]).map((scope) => html`
              <div><dt>${sceneLabel(scope)}</dt><dd>${stock.counts.get(scope)}</dd></div>`)}</dl>
          </details>` : nothing}
      </section>`;
  }

  #elderChanged(event: Event): void {
    this.dispatchEvent(new CustomEvent('elder', { detail: { on: (event.target as HTMLInputElement).checked } }));
  }

  async #ask(): Promise<void> {
    this.sure = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.sure .button')?.focus();
  }

  #remove(): void {
    this.dispatchEvent(new CustomEvent('removed', { detail: { withCards: this.withCards } }));
  }

  static override styles = [InnerPage.styles, css`
    .name { font-size: max(1.5rem, 1.125em); font-weight: 700; line-height: 1.2; }
    dl { display: grid; width: 100%; }
    dl div { display: flex; justify-content: space-between; gap: var(--cc-space-4); padding: var(--cc-space-2) 0; border-bottom: 1px solid var(--cc-line); }
    dl div:last-child { border-bottom: 0; }
    dt { color: var(--cc-ink-soft); }
    dd { font-weight: 600; text-align: end; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    details { width: 100%; }
    summary { display: flex; align-items: center; min-height: var(--cc-target); cursor: pointer; font-weight: 600; color: var(--cc-accent); text-decoration: underline; text-underline-offset: 3px; }
    .switch { display: flex; justify-content: space-between; align-items: center; gap: var(--cc-space-4); width: 100%; min-height: var(--cc-target); cursor: pointer; }
    .switch input {
      flex: none;
      appearance: none;
      position: relative;
      width: 56px;
      height: 32px;
      margin: 0;
      border: 2px solid var(--cc-line-strong);
      border-radius: 16px;
      background: var(--cc-paper);
      cursor: pointer;
      transition: background-color var(--cc-motion);
    }
    .switch input::after {
      content: '';
      position: absolute;
      top: 4px;
      left: 4px;
      width: 20px;
      height: 20px;
      border-radius: 50%;
      background: var(--cc-line-strong);
      transition: transform var(--cc-motion);
    }
    .switch input:checked { border-color: var(--cc-accent); background: var(--cc-accent); }
    .switch input:checked::after { background: var(--cc-on-accent); transform: translateX(24px); }
    .sure { display: flex; flex-wrap: wrap; gap: var(--cc-space-2); align-items: center; }
    .sure p { width: 100%; }
    .cards { display: flex; gap: var(--cc-space-2); align-items: center; width: 100%; min-height: var(--cc-target); cursor: pointer; }
    .cards input { width: 24px; height: 24px; }
  `];
}

customElements.define('more-page', MorePage);
