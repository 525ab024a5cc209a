import { problemOf, type Problem } from '@citycode/client/api';
import { toBase64, toBase64Url } from '@citycode/client/bytes';
import '@citycode/elements/cc-fault';
import type { CcPaperCard } from '@citycode/elements/cc-paper-card';
import '@citycode/elements/cc-paper-card';
import { cardContent } from '@citycode/elements/cc-paper-card/card-content';
import type { PaperCardContent } from '@citycode/elements/cc-paper-card/card-svg';
import { cardNumberText, dateTimeText } from '@citycode/elements/phrases';
import { currentLanguage, t } from '@citycode/elements/words';
import type { IssuedCard, KnownCard, KnownCards } from '@citycode/holder/city-api';
import { css, html, nothing } from 'lit';
import { InnerPage } from './inner-page.js';
import { makeSmallPhoto, type SmallPhoto } from './small-photo.js';

type CardState = 'good' | 'ended' | 'revoked';

/** By the office's clock, as it was told with the list. */
const stateOf = (card: KnownCard, nowUnixSeconds: number): CardState =>
  card.withdrawnUnixSeconds !== undefined ? 'revoked' : card.expiresUnixSeconds <= nowUnixSeconds ? 'ended' : 'good';

/**
 * Cards for the day without a phone: those that the person has, each to be revoked or replaced; says what a card is, takes
 * a photo if one is wanted, shows it, prints and saves it.
 */
export class PaperPage extends InnerPage {
  static override properties = {
    photo: { state: true },
    photoRefused: { state: true },
    issued: { state: true },
    known: { state: true },
    listProblem: { state: true },
    sure: { state: true },
    replacing: { state: true },
    revoked: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  declare protected photo: SmallPhoto | null;
  declare protected photoRefused: boolean;
  declare protected issued: IssuedCard | null;
  /** What the office remembers of the person's cards; null until it was asked. */
  declare protected known: KnownCards | null;
  declare protected listProblem: Problem | null;
  /** The card that the person is asked about, the one that the next one replaces, the one that was revoked just now. */
  declare protected sure: number | null;
  declare protected replacing: number | null;
  declare protected revoked: number | null;
  declare protected busy: boolean;
  declare protected problem: Problem | null;

  #content: { of: IssuedCard; language: string; card: PaperCardContent } | null = null;

  constructor() {
    super();
    this.photo = null;
    this.photoRefused = false;
    this.issued = null;
    this.known = null;
    this.listProblem = null;
    this.sure = null;
    this.replacing = null;
    this.revoked = null;
    this.busy = false;
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list();
  }

  override render() {
    const words = t().paper;
    return html`
      <main>
        <h1 tabindex="-1">${words.title}</h1>
        ${this.issued ? this.#card() : html`${this.#cards()}${this.#question()}`}
        ${this.problem ? html`
          <cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId} .pressAgainAtMs=${this.problem.pressAgainAtMs}
                    about="own-card"></cc-fault>` : nothing}
      </main>`;
  }

  #cards() {
    const words = t().paper;
    const { known, listProblem } = this;
    return html`
      <section aria-labelledby="cards" aria-busy=${known || listProblem ? 'false' : 'true'}>
        <h2 id="cards">${words.cardsTitle}</h2>
        <p>${words.cardsBelong}</p>
        ${this.revoked !== null ? html`<p role="status"><strong>${words.withdrawn(cardNumberText(this.revoked))}</strong></p>` : nothing}
        ${listProblem ? html`
          <cc-fault .fault=${listProblem.fault} .requestId=${listProblem.requestId} .pressAgainAtMs=${listProblem.pressAgainAtMs}>
            <button class="button" type="button" @click=${this.#list}>${t().common.tryAgain}</button>
          </cc-fault>` : nothing}
        ${!known && !listProblem ? html`<p role="status">${t().common.loading}</p>` : nothing}
        ${known && known.cards.length === 0 ? html`<p>${words.cardsNone}</p>` : nothing}
        ${known && known.cards.length > 0 ? html`
          <ul class="cards">${known.cards.map((card) => html`<li>${this.#knownCard(card, stateOf(card, known.nowUnixSeconds))}</li>`)}</ul>` : nothing}
      </section>`;
  }

  #knownCard(card: KnownCard, state: CardState) {
    const words = t().paper;
    const number = cardNumberText(card.number);
    return html`
      <p><strong>${words.cardName(number)}</strong></p>
      <p class="soft">${words.cardMade(dateTimeText(card.issuedUnixSeconds))}</p>
      <p class="soft">${state === 'revoked' ? words.cardWithdrawn(dateTimeText(card.withdrawnUnixSeconds!))
        : (state === 'ended' ? words.cardEnded : words.cardUntil)(card.lastDay)}</p>
      ${state !== 'good' ? nothing : this.sure === card.number ? html`
        <div class="sure" role="alertdialog" aria-label=${words.withdrawSure(number)}>
          <p><strong>${words.withdrawSure(number)}</strong></p>
          <button class="button first" type="button" ?disabled=${this.busy} @click=${() => void this.#revoke(card.number)}>${words.withdrawYes}</button>
          <button class="button" type="button" @click=${() => { this.sure = null; }}>${t().common.cancel}</button>
        </div>` : html`
        <div class="ways">
          <button class="button" type="button" @click=${() => void this.#ask(card.number)}>${words.withdraw(number)}</button>
          <button class="button" type="button" aria-pressed=${this.replacing === card.number ? 'true' : 'false'} @click=${() => void this.#replace(card.number)}>${words.replace(number)}</button>
        </div>`}`;
  }

  #question() {
    const words = t().paper;
    return html`
      <section>
        <p>${words.lead}</p>
        <ul>${words.facts.map((fact) => html`<li>${fact}</li>`)}</ul>
      </section>
      <section>
        <h2>${words.photoTitle}</h2>
        <p>${words.photoText}</p>
        ${this.photo ? html`
          <img class="photo" alt=${words.photoAlt} src="data:image/webp;base64,${toBase64(this.photo.bytes)}">
          <p role="status">${words.photoReady(this.photo.bytes.length)}</p>
          <button class="button" type="button" @click=${() => { this.photo = null; }}>${words.photoRemove}</button>` : html`
          <label class="button file">${words.photoChoose}
            <input type="file" accept="image/*" @change=${this.#photoChosen}></label>`}
        ${this.photoRefused ? html`
          <div role="alert"><p><strong>${words.photoFailed.what}</strong></p><p>${words.photoFailed.next}</p></div>` : nothing}
      </section>
      ${this.replacing !== null ? html`
        <p class="note" id="replacing" role="status">${words.replacing(cardNumberText(this.replacing))}</p>
        <button class="button" type="button" @click=${() => { this.replacing = null; }}>${words.replaceNot}</button>` : nothing}
      <button class="button first make" type="button" ?disabled=${this.busy} @click=${this.#make}>${this.busy ? words.making : words.make}</button>`;
  }

  #card() {
    const words = t().paper;
    return html`
      <cc-paper-card .card=${this.#cardContent()} @cc-fault=${(event: CustomEvent<{ fault: Problem['fault'] }>) => { this.problem = problemOf(event.detail.fault); }}></cc-paper-card>
      <p class="note" role="status">${words.ready}</p>
      <div class="ways">
        <button class="button first" type="button" @click=${() => window.print()}>${words.print}</button>
        <button class="button" type="button" @click=${this.#savePdf}>${words.savePdf}</button>
        <button class="button" type="button" @click=${this.#saveSvg}>${words.saveSvg}</button>
      </div>`;
  }

  /** One object for one card and language, so that the card is drawn once. */
  #cardContent(): PaperCardContent {
    const issued = this.issued!;
    const language = currentLanguage();
    if (this.#content?.of === issued && this.#content.language === language) return this.#content.card;
    const card = cardContent(issued, this.photo ? { format: this.photo.format, base64: toBase64(this.photo.bytes) } : null);
    this.#content = { of: issued, language, card };
    return card;
  }

  readonly #photoChosen = async (event: Event): Promise<void> => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    this.photo = await makeSmallPhoto(file);
    this.photoRefused = this.photo === null;
  };

  readonly #make = async (): Promise<void> => {
    this.busy = true;
    this.problem = null;
    const photo = this.photo ? { format: this.photo.format, data: toBase64Url(this.photo.bytes) } : null;
    const answer = await this.wallet.paperCard(photo, this.replacing);
    this.busy = false;
    if (answer.ok) this.issued = answer.ok;
    else this.problem = answer.problem;
  };

  /** Once when the page opens and after each change; a refusal waits for the person. */
  readonly #list = async (): Promise<void> => {
    const answer = await this.wallet.cards();
    this.listProblem = answer.ok ? null : answer.problem;
    if (answer.ok) this.known = answer.ok;
  };

  async #ask(number: number): Promise<void> {
    this.sure = number;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.sure .button')?.focus();
  }

  async #revoke(number: number): Promise<void> {
    this.busy = true;
    this.problem = null;
    const answer = await this.wallet.revokeCard(number);
    this.busy = false;
    if (answer.problem) {
      this.problem = answer.problem;
      return;
    }
    this.sure = null;
    this.revoked = number;
    if (this.replacing === number) this.replacing = null;
    await this.#list();
  }

  async #replace(number: number): Promise<void> {
    this.replacing = number;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.make')?.focus();
  }

  readonly #saveSvg = (): void => {
    const svg = this.#element()?.svg();
    if (svg) save(new Blob([svg], { type: 'image/svg+xml' }), 'citycode-card.svg');
  };

  readonly #savePdf = async (): Promise<void> => {
    const pdf = await this.#element()?.pdf();
    if (pdf?.ok) save(new Blob([pdf.ok], { type: 'application/pdf' }), 'citycode-card.pdf');
    else this.problem = problemOf(pdf?.fault ?? 'internal/bug');
  };

  #element(): CcPaperCard | null {
    return this.renderRoot.querySelector('cc-paper-card');
  }

  static override styles = [InnerPage.styles, css`
    ul { display: grid; gap: var(--cc-space-2); margin: 0; padding-inline-start: 1.2em; list-style: disc; }
    cc-paper-card { border-radius: var(--cc-corner); overflow: hidden; box-shadow: 0 2px 12px rgb(0 0 0 / 18%); }
    .cards { list-style: none; padding: 0; width: 100%; gap: 0; }
    .cards li { display: grid; gap: var(--cc-space-1); padding: var(--cc-space-3) 0; border-top: 1px solid var(--cc-line); }
    .sure { display: flex; flex-wrap: wrap; gap: var(--cc-space-2); align-items: center; }
    .sure p { width: 100%; }
    .photo { width: 72px; height: 96px; object-fit: cover; border: 1px solid var(--cc-line-strong); }
    .file { position: relative; overflow: hidden; }
    .file input { position: absolute; inset: 0; opacity: 0; cursor: pointer; }
    .file:focus-within { outline: 3px solid var(--cc-accent); outline-offset: 2px; }
    .ways { display: flex; flex-wrap: wrap; gap: var(--cc-space-2); }
    @media print {
      main { display: block; width: auto; padding: 0; }
      h1, .note, .ways, cc-fault { display: none; }
      cc-paper-card { box-shadow: none; border-radius: 0; }
    }
  `];
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

customElements.define('paper-page', PaperPage);
