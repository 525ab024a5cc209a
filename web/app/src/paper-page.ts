import {
  LANGUAGES, currentLanguage, holderClassText, paperCardNames, problemOf, t, toBase64, toBase64Url,
  type CcPaperCard, type PaperCardContent, type Problem,
} from '@citycode/elements';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-paper-card';
import { css, html, nothing } from 'lit';
import { InnerPage } from './inner-page.js';
import { makeSmallPhoto, type SmallPhoto } from './small-photo.js';
import type { IssuedCard } from './wallet/city-api.js';

/** A card for the day without a phone: says what it is, takes a photo if one is wanted, shows it, prints and saves it. */
export class PaperPage extends InnerPage {
  static override properties = {
    photo: { state: true },
    photoRefused: { state: true },
    issued: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  declare protected photo: SmallPhoto | null;
  declare protected photoRefused: boolean;
  declare protected issued: IssuedCard | null;
  declare protected busy: boolean;
  declare protected problem: Problem | null;

  #content: { of: IssuedCard; language: string; card: PaperCardContent } | null = null;

  constructor() {
    super();
    this.photo = null;
    this.photoRefused = false;
    this.issued = null;
    this.busy = false;
    this.problem = null;
  }

  override render() {
    const words = t().paper;
    return html`
      <main>
        <h1 tabindex="-1">${words.title}</h1>
        ${this.issued ? this.#card() : this.#question()}
        ${this.problem ? html`
          <cc-fault .fault=${this.problem.fault} .requestId=${this.problem.requestId} .pressAgainAtMs=${this.problem.pressAgainAtMs}
                    .text=${this.problem.fault === 'issue/quota-reached' ? words.quota : null}></cc-fault>` : nothing}
      </main>`;
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
      <button class="button first" type="button" ?disabled=${this.busy} @click=${this.#make}>${this.busy ? words.making : words.make}</button>`;
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
    const words = t().paper;
    const day = new Date(issued.expiresUnixSeconds * 1000).toISOString().slice(0, 10);   // ISO 8601 reads the same everywhere
    const card: PaperCardContent = {
      text: issued.text,
      name: issued.name,
      documentKind: holderClassText(issued.holderClass),
      documentNumber: words.cardNumber(issued.documentNumberMasked),
      until: words.cardUntil(day),
      title: words.title,
      titles: LANGUAGES.map((tag) => paperCardNames[tag]),
      use: words.cardUse,
      lost: words.cardLost,
      photo: this.photo ? { format: this.photo.format, base64: toBase64(this.photo.bytes) } : null,
    };
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
    const answer = await this.wallet.paperCard(photo);
    this.busy = false;
    if (answer.ok) this.issued = answer.ok;
    else this.problem = answer.problem;
  };

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
