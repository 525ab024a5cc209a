/** The paper card as an SVG of ISO A6, in millimetres: code, name, validity, what it is for, what to do when it is lost. */
import type { DrawnSvg } from '@citycode/wasm/types';
import { CARD_HEIGHT_MM, CARD_WIDTH_MM, CODE_MM, PHOTO_MM, layOut, type CardLine, type CardWords } from './card-layout.js';
import { FONT_FAMILY, type Measure } from './card-text.js';

export { CARD_HEIGHT_MM, CARD_WIDTH_MM, CODE_MM };

/** `name` in the holder's own script; `titles` in every language, for whoever looks at the card. */
export interface PaperCardContent extends CardWords {
  /** What the code says. */
  readonly text: string;
  readonly photo: { readonly format: string; readonly base64: string } | null;
}

const INK = '#171a20';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeXml = (text: string): string => text.replace(/[&<>"]/gu, (found) => escapes[found]!);

/** With its width: a viewer with other fonts draws it as wide as it was measured. */
const lineElement = ({ text, sizeMm, bold, left, baseline, widthMm }: CardLine): string =>
  `<text x="${left}" y="${baseline.toFixed(2)}" font-size="${sizeMm.toFixed(3)}"${bold ? ' font-weight="700"' : ''}`
  + ` textLength="${widthMm.toFixed(3)}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`;

const photoElement = (photo: NonNullable<PaperCardContent['photo']>): string =>
  `<image x="${PHOTO_MM.left}" y="${PHOTO_MM.top}" width="${PHOTO_MM.width}" height="${PHOTO_MM.height}" preserveAspectRatio="xMidYMid slice"`
  + ` href="data:image/${photo.format};base64,${photo.base64}"/>`;

function codeElement({ sideModules, path }: DrawnSvg): string {
  const scale = CODE_MM.side / sideModules;
  return `<g transform="translate(${CODE_MM.left} ${CODE_MM.top}) scale(${scale.toFixed(5)})" shape-rendering="crispEdges"><path d="${path}" fill="#000"/></g>`;
}

/** A whole SVG file. Without `drawn` everything but the code: what a PDF lays beneath a code of its own. */
export function cardSvg(card: PaperCardContent, drawn: DrawnSvg | null, measure: Measure): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_WIDTH_MM}mm" height="${CARD_HEIGHT_MM}mm" viewBox="0 0 ${CARD_WIDTH_MM} ${CARD_HEIGHT_MM}">`
    + `<rect width="${CARD_WIDTH_MM}" height="${CARD_HEIGHT_MM}" fill="#fff"/>`
    + `<rect x="1" y="1" width="${CARD_WIDTH_MM - 2}" height="${CARD_HEIGHT_MM - 2}" rx="3" fill="none" stroke="#9a9a94" stroke-width="0.25" stroke-dasharray="1.5 1.5"/>`
    + `<g fill="${INK}" font-family="${escapeXml(FONT_FAMILY)}">${layOut(card, card.photo !== null, measure).map(lineElement).join('')}</g>`
    + `${card.photo ? photoElement(card.photo) : ''}${drawn ? codeElement(drawn) : ''}</svg>`;
}
