/** The paper card as an SVG of ISO A6, in millimetres: code, name, validity, what it is for, what to do when it is lost. */
import type { DrawnSvg } from '@citycode/wasm';

export interface PaperCardContent {
  /** What the code says. */
  readonly text: string;
  /** In the holder's own script. */
  readonly name: string;
  readonly documentKind: string;
  readonly documentNumber: string;
  readonly until: string;
  /** The card's own number, by which it is withdrawn. */
  readonly cardName: string;
  readonly title: string;
  /** The title in every language, for whoever looks at the card. */
  readonly titles: readonly string[];
  readonly use: string;
  readonly lost: string;
  readonly photo: { readonly format: string; readonly base64: string } | null;
}

export const CARD_WIDTH_MM = 148;    // ISO 216, A6 on its side
export const CARD_HEIGHT_MM = 105;
/** With version 25 (125 modules with the quiet zone) a module is 0.58 mm: a phone reads it at arm's length. */
export const CODE_MM = { left: 4, top: 21, side: 73 } as const;

const COLUMN_MM = { left: 82, width: 60 } as const;
const PHOTO_MM = { width: 18, height: 24 } as const;
const INK = '#171a20';
const FONTS = 'system-ui, &quot;Noto Sans CJK SC&quot;, &quot;PingFang SC&quot;, &quot;Microsoft YaHei&quot;, sans-serif';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeXml = (text: string): string => text.replace(/[&<>"]/gu, (found) => escapes[found]!);

/** East Asian characters are as wide as they are high, capitals two thirds, the rest a little over half. */
const widthEm = (character: string): number =>
  /[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\u{20000}-\u{3FFFF}]/u.test(character) ? 1 : /[A-Z0-9MW@%]/u.test(character) ? 0.68 : 0.55;

const textEm = (text: string): number => [...text].reduce((sum, character) => sum + widthEm(character), 0);

/** Where a line may break: after a space, and beside every East Asian character. */
const pieces = (text: string): readonly string[] =>
  text.match(/[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFF60\u{20000}-\u{3FFFF}][。，：；？、）]*|[^\s\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFF60\u{20000}-\u{3FFFF}]+\s*|\s+/gu) ?? [];

/** Lines that are at most `widthMm` wide at a size of `sizeMm`; a word that is longer than a line is cut. */
export function wrap(text: string, sizeMm: number, widthMm: number): readonly string[] {
  const room = widthMm / sizeMm;
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line && textEm(line + piece.trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    for (const character of piece) {
      if (line && textEm(line + character.trimEnd()) > room) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines;
}

interface Paragraph {
  readonly text: string;
  readonly sizeMm: number;
  readonly bold?: boolean;
  readonly gapMm: number;
  readonly widthMm?: number;
}

function paragraphs(list: readonly Paragraph[], left: number, top: number): string {
  let y = top;
  return list.map(({ text, sizeMm, bold, gapMm, widthMm = COLUMN_MM.width }) => {
    y += gapMm;
    return wrap(text, sizeMm, widthMm).map((line) => {
      y += sizeMm * 1.3;
      return `<text x="${left}" y="${y.toFixed(2)}" font-size="${sizeMm}"${bold ? ' font-weight="700"' : ''}>${escapeXml(line)}</text>`;
    }).join('');
  }).join('');
}

function photoElement(photo: NonNullable<PaperCardContent['photo']>): string {
  const left = COLUMN_MM.left + COLUMN_MM.width - PHOTO_MM.width;
  return `<image x="${left}" y="${CODE_MM.top}" width="${PHOTO_MM.width}" height="${PHOTO_MM.height}" preserveAspectRatio="xMidYMid slice" href="data:image/${photo.format};base64,${photo.base64}"/>`;
}

function codeElement({ sideModules, path }: DrawnSvg): string {
  const scale = CODE_MM.side / sideModules;
  return `<g transform="translate(${CODE_MM.left} ${CODE_MM.top}) scale(${scale.toFixed(5)})" shape-rendering="crispEdges"><path d="${path}" fill="#000"/></g>`;
}

/** A whole SVG file. Without `drawn` everything but the code: what a PDF lays beneath a code of its own. */
export function cardSvg(card: PaperCardContent, drawn: DrawnSvg | null): string {
  const beside = card.photo ? COLUMN_MM.width - PHOTO_MM.width - 3 : COLUMN_MM.width;
  const who = paragraphs([
    { text: card.name, sizeMm: 5.2, bold: true, gapMm: 0, widthMm: beside },
    { text: card.documentKind, sizeMm: 3.3, gapMm: 1.5, widthMm: beside },
    { text: card.documentNumber, sizeMm: 3.3, gapMm: 0.4, widthMm: beside },
  ], COLUMN_MM.left, CODE_MM.top);
  const what = paragraphs([
    { text: card.until, sizeMm: 4, bold: true, gapMm: 0 },
    { text: card.cardName, sizeMm: 3, gapMm: 0.4 },
    { text: card.use, sizeMm: 3, gapMm: 2.5 },
    { text: card.lost, sizeMm: 3, gapMm: 2.5 },
  ], COLUMN_MM.left, CODE_MM.top + 32);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_WIDTH_MM}mm" height="${CARD_HEIGHT_MM}mm" viewBox="0 0 ${CARD_WIDTH_MM} ${CARD_HEIGHT_MM}">`
    + `<rect width="${CARD_WIDTH_MM}" height="${CARD_HEIGHT_MM}" fill="#fff"/>`
    + `<rect x="1" y="1" width="${CARD_WIDTH_MM - 2}" height="${CARD_HEIGHT_MM - 2}" rx="3" fill="none" stroke="#9a9a94" stroke-width="0.25" stroke-dasharray="1.5 1.5"/>`
    + `<g fill="${INK}" font-family="${FONTS}">`
    + `<text x="6" y="11.5" font-size="7" font-weight="700">${escapeXml(card.title)}</text>`
    + `<text x="6" y="17" font-size="3">${escapeXml(card.titles.join(' · '))}</text>`
    + `${who}${what}</g>`
    + `${card.photo ? photoElement(card.photo) : ''}${drawn ? codeElement(drawn) : ''}</svg>`;
}
