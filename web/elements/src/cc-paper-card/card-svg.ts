/** The paper card as an SVG of ISO A6, in millimetres: code, name, validity, what it is for, what to do when it is lost. */
import type { DrawnSvg } from '@citycode/wasm/types';
import { kCardHeightMm, kCardWidthMm, kCodeMm, kPhotoMm, layOut, type CardLine, type CardWords } from './card-layout.js';
import { kFontFamily, type Measure } from './card-text.js';

export { kCardHeightMm, kCardWidthMm, kCodeMm };

/** `name` in the holder's own script; `titles` in every language, for whoever looks at the card. */
export interface PaperCardContent extends CardWords {
  /** What the code says. */
  readonly text: string;
  readonly photo: { readonly format: string; readonly base64: string } | null;
}

const kInk = '#171a20';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeXml = (text: string): string => text.replace(/[&<>"]/gu, (found) => escapes[found]!);

/** With its width: a viewer with other fonts draws it as wide as it was measured. */
const lineElement = ({ text, sizeMm, bold, left, baseline, widthMm }: CardLine): string =>
  `<text x="${left}" y="${baseline.toFixed(2)}" font-size="${sizeMm.toFixed(3)}"${bold ? ' font-weight="700"' : ''}`
  + ` textLength="${widthMm.toFixed(3)}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`;

const photoElement = (photo: NonNullable<PaperCardContent['photo']>): string =>
  `<image x="${kPhotoMm.left}" y="${kPhotoMm.top}" width="${kPhotoMm.width}" height="${kPhotoMm.height}" preserveAspectRatio="xMidYMid slice"`
  + ` href="data:image/${photo.format};base64,${photo.base64}"/>`;

function codeElement({ sideModules, path }: DrawnSvg): string {
  const scale = kCodeMm.side / sideModules;
  return `<g transform="translate(${kCodeMm.left} ${kCodeMm.top}) scale(${scale.toFixed(5)})" shape-rendering="crispEdges"><path d="${path}" fill="#000"/></g>`;
}

/** A whole SVG file. Without `drawn` everything but the code: what a PDF lays beneath a code of its own. */
export function cardSvg(card: PaperCardContent, drawn: DrawnSvg | null, measure: Measure): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${kCardWidthMm}mm" height="${kCardHeightMm}mm" viewBox="0 0 ${kCardWidthMm} ${kCardHeightMm}">`
    + `<rect width="${kCardWidthMm}" height="${kCardHeightMm}" fill="#fff"/>`
    + `<rect x="1" y="1" width="${kCardWidthMm - 2}" height="${kCardHeightMm - 2}" rx="3" fill="none" stroke="#9a9a94" stroke-width="0.25" stroke-dasharray="1.5 1.5"/>`
    + `<g fill="${kInk}" font-family="${escapeXml(kFontFamily)}">${layOut(card, card.photo !== null, measure).map(lineElement).join('')}</g>`
    + `${card.photo ? photoElement(card.photo) : ''}${drawn ? codeElement(drawn) : ''}</svg>`;
}
