import { startCore } from '@citycode/client/core';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import '@citycode/elements/cc-paper-card';
import { cardContent, cardInFile, type PaperCardFacts } from '@citycode/elements/cc-paper-card/card-content';
import type { PaperCardContent } from '@citycode/elements/cc-paper-card/card-svg';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { currentLanguage, t } from '@citycode/elements/words';
import { LitElement, css, html, nothing } from 'lit';

/**
 * What the counter prints for somebody, from the file that citycode-server make-card and replace-card wrote: /sheet/#card. The
 * page reads the file by itself; no server sees it, and the address names nobody.
 */
export class CardSheet extends LitElement {
  static override properties = { facts: { state: true }, refused: { state: true } };

  declare protected facts: PaperCardFacts | null;
  declare protected refused: boolean;

  #content: { language: string; card: PaperCardContent } | null = null;

  constructor() {
    super();
    this.facts = null;
    this.refused = false;
    new LocalizeController(this);
    void startCore().catch(() => undefined);   // the drawing says when it failed
  }

  override updated(): void {
    document.title = `${t().paper.title} · ${t().common.product}`;
  }

  override render() {
    const words = t().paper;
    return html`
      <header>
        <a class="brand" href="/">${t().common.product}</a>
        <cc-language></cc-language>
      </header>
      <main>
        <h1>${words.title}</h1>
        ${this.facts ? html`
          <p class="lead">${words.counterLead}</p>
          <p class="ways"><button class="button first" type="button" @click=${() => print()}>${words.print}</button></p>
          <cc-paper-card .card=${this.#card(this.facts)}></cc-paper-card>` : nothing}
        ${this.facts ? nothing : html`
          <p class="lead">${words.counterFile}</p>
          <p class="ways"><label class="button first">
            <input class="visually-hidden" type="file" accept=".json,application/json" @change=${this.#fileChosen}>
            <span>${words.counterChoose}</span>
          </label></p>`}
        ${this.refused ? html`<cc-fault .text=${words.counterBad}></cc-fault>` : nothing}
      </main>`;
  }

  readonly #fileChosen = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    input.value = '';   // the same file may be chosen again once it is mended
    this.facts = await cardInFile(file);
    this.refused = !this.facts;
  };

  /** One object for one language, so that the card is drawn once. */
  #card(facts: PaperCardFacts): PaperCardContent {
    const language = currentLanguage();
    if (this.#content?.language !== language) this.#content = { language, card: cardContent(facts, null) };
    return this.#content.card;
  }

  static override styles = [sharedStyles, css`
    :host { display: block; }
    header, main { max-width: 44rem; margin: 0 auto; padding-inline: var(--cc-space-4); }
    header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--cc-space-2); min-height: 64px; }
    .brand { display: inline-flex; align-items: center; min-height: var(--cc-target); color: inherit; font-weight: 700; text-decoration: none; }
    main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-4); padding-block: var(--cc-space-4) var(--cc-space-12); }
    h1 { font-size: var(--cc-text-title); }
    cc-paper-card { border-radius: var(--cc-corner); overflow: hidden; box-shadow: 0 2px 12px rgb(0 0 0 / 18%); }
    @media print {
      header, h1, .lead, .ways, cc-fault { display: none; }
      main { display: block; max-width: none; padding: 0; }
      cc-paper-card { box-shadow: none; border-radius: 0; }
    }
  `];
}

customElements.define('card-sheet', CardSheet);
