import { toBase64 } from '@citycode/client/bytes';
import { askCore } from '@citycode/client/core';
import type { DrawnSvg, FaultId, Outcome } from '@citycode/wasm/types';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { t } from '../i18n/current.js';
import { LocalizeController } from '../i18n/localize-controller.js';
import { cardPdf } from './card-pdf.js';
import { kCardHeightMm, kCardWidthMm, cardSvg, type PaperCardContent } from './card-svg.js';
import { measureByCanvas } from './card-text.js';

/** A picture of text that a printer of 300 dots an inch can show. */
const kPixelsAMm = 300 / 25.4;
/** What browsers take where none is asked for. */
const kJpegQuality = 0.92;

const asAddress = (svg: string): string => `data:image/svg+xml;base64,${toBase64(new TextEncoder().encode(svg))}`;

/**
 * A paper card as it will be printed: one picture, of vectors, that the page prints as it is.
 *
 * @tag cc-paper-card
 * @fires cc-fault - the code could not be drawn; `detail.fault` says why
 */
export class CcPaperCard extends LitElement {
  static override properties = {
    card: { attribute: false },
    drawn: { state: true },
  };

  declare card: PaperCardContent | null;
  declare protected drawn: DrawnSvg | null;

  constructor() {
    super();
    this.card = null;
    this.drawn = null;
    new LocalizeController(this);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('card')) void this.#draw();
  }

  override render() {
    const svg = this.svg();
    if (!svg) return nothing;
    return html`<img alt=${t().paper.cardImage(this.card!.name)} src=${asAddress(svg)}>`;
  }

  /** The card as a file, or null while it is not drawn yet. */
  svg(): string | null {
    return this.card && this.drawn ? cardSvg(this.card, this.drawn, measureByCanvas()) : null;
  }

  async pdf(): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
    const { card, drawn } = this;
    if (!card || !drawn) return { fault: 'internal/bug' };
    try {
      const picture = new Image();
      picture.src = asAddress(cardSvg(card, null, measureByCanvas()));
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(kCardWidthMm * kPixelsAMm);
      canvas.height = Math.round(kCardHeightMm * kPixelsAMm);
      canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, 'image/jpeg', kJpegQuality); });
      if (!blob) return { fault: 'internal/bug' };
      const jpeg = new Uint8Array(await blob.arrayBuffer());
      return { ok: cardPdf(drawn, { jpeg, widthPx: canvas.width, heightPx: canvas.height }) };
    } catch {
      return { fault: 'internal/bug' };
    }
  }

  async #draw(): Promise<void> {
    const { card } = this;
    this.drawn = null;
    if (!card) return;
    const outcome = await askCore((core) => core.drawSvg(card.text, 'M'));
    if (card !== this.card) return;
    if (outcome.ok) this.drawn = outcome.ok;
    else this.dispatchEvent(new CustomEvent<{ fault: FaultId }>('cc-fault', { detail: { fault: outcome.fault! }, bubbles: true, composed: true }));
  }

  static override styles = css`
    :host { display: block; }
    img { display: block; width: 100%; height: auto; aspect-ratio: 148 / 105; background: #fff; }
    @media print {
      img { width: 148mm; height: 105mm; }
    }
  `;
}
