/**
 * Where every line of a card stands: measured, so that no line lies over another, the photo or the code. What is long
 * grows smaller, the name first; what would grow too small to read is cut with a mark.
 */
import { letters } from '../letters.js';
import { pieces, type Measure } from './card-text.js';

export const kCardWidthMm = 148;    // ISO 216, A6 on its side
export const kCardHeightMm = 105;
/** With version 25 (125 modules with the quiet zone) a module is 0.58 mm: a phone reads it at arm's length. */
export const kCodeMm = { left: 4, top: 21, side: 73 } as const;
const kColumnMm = { left: 82, width: 60, bottom: 101 } as const;
export const kPhotoMm = { left: kColumnMm.left + kColumnMm.width - 18, top: kCodeMm.top, width: 18, height: 24 } as const;
const kBesidePhotoMm = 2.5;
const kHeadWidthMm = kCardWidthMm - 12;
/** Where what the card is for begins, however short the name is: cards look alike. */
const kWhatTopMm = kCodeMm.top + 32;
const kGapMm = 2.5;

export interface CardLine {
  readonly text: string;
  readonly sizeMm: number;
  readonly bold: boolean;
  readonly left: number;
  readonly baseline: number;
  readonly widthMm: number;
}

export interface CardWords {
  readonly title: string;
  readonly titles: readonly string[];
  readonly name: string;
  readonly documentKind: string;
  readonly documentNumber: string;
  readonly until: string;
  /** The card's own number, by which it is withdrawn. */
  readonly cardName: string;
  readonly use: string;
  readonly lost: string;
}

interface Paragraph {
  readonly text: string;
  readonly sizeMm: number;
  readonly bold?: boolean;
  readonly gapMm: number;
  readonly mostLines?: number;
}

/** What a name is made smaller by, and everything, one after the other: 3 mm × 0.75 are 6.4 points, as on a document. */
const kSteps: readonly { readonly name: number; readonly rest: number; readonly mostNameLines?: number }[] = [
  { name: 1, rest: 1 }, { name: 0.85, rest: 1 }, { name: 0.7, rest: 1 }, { name: 0.7, rest: 0.9 }, { name: 0.6, rest: 0.9 }, { name: 0.6, rest: 0.82 },
  { name: 0.55, rest: 0.75 }, { name: 0.55, rest: 0.75, mostNameLines: 4 },
];

/** A line of at most `roomMm`, and what is left. A word that is longer than a line is cut between letters. */
function takeLine(text: string, roomMm: number, widthOf: (text: string) => number): readonly [string, string] {
  let line = '';
  for (const piece of pieces(text)) {
    if (widthOf((line + piece).trimEnd()) <= roomMm) {
      line += piece;
      continue;
    }
    if (!line.trim()) {
      for (const letter of letters(piece)) {
        if (line && widthOf(line + letter) > roomMm) break;
        line += letter;
      }
    }
    break;
  }
  return [line.trimEnd(), text.slice(line.length).trimStart()];
}

/** The same line with a mark that it was cut. */
function marked(line: string, roomMm: number, widthOf: (text: string) => number): string {
  const kept = [...letters(line)];
  while (kept.length && widthOf(`${kept.join('')}…`) > roomMm) kept.pop();
  return `${kept.join('').trimEnd()}…`;
}

class Column {
  readonly lines: CardLine[] = [];

  constructor(private y: number, private readonly measure: Measure, private readonly hasPhoto: boolean) {}

  get bottom(): number {
    return this.y;
  }

  /** Nothing above it any more. */
  beginAt(y: number): void {
    this.y = Math.max(this.y, y);
  }

  add({ text, sizeMm, bold = false, gapMm, mostLines = Infinity }: Paragraph): void {
    const widthOf = (part: string): number => this.measure(part, sizeMm, bold).widthMm;
    this.y += gapMm;
    let rest = text.trim();
    for (let count = 1; rest; count++) {
      const room = this.#roomAt(this.y);
      let [line, left] = takeLine(rest, room, widthOf);
      if (left && count === mostLines) [line, left] = [marked(line, room, widthOf), ''];
      const { widthMm, ascentMm, descentMm } = this.measure(line, sizeMm, bold);
      this.lines.push({ text: line, sizeMm, bold, left: kColumnMm.left, baseline: this.y + Math.max(ascentMm, 0.95 * sizeMm), widthMm });
      this.y += Math.max(ascentMm, 0.95 * sizeMm) + Math.max(descentMm + 0.1 * sizeMm, 0.35 * sizeMm);
      rest = left;
    }
  }

  #roomAt(y: number): number {
    const beside = this.hasPhoto && y < kPhotoMm.top + kPhotoMm.height;
    return beside ? kColumnMm.width - kPhotoMm.width - kBesidePhotoMm : kColumnMm.width;
  }
}

function columnOf(card: CardWords, hasPhoto: boolean, measure: Measure, { name, rest, mostNameLines }: (typeof kSteps)[number]): Column {
  const column = new Column(kCodeMm.top, measure, hasPhoto);
  column.add({ text: card.name, sizeMm: 5.2 * name, bold: true, gapMm: 0, ...(mostNameLines && { mostLines: mostNameLines }) });
  column.add({ text: card.documentKind, sizeMm: 3.3 * rest, gapMm: 1.2 });
  column.add({ text: card.documentNumber, sizeMm: 3.3 * rest, gapMm: 0.4 });
  column.beginAt(column.bottom + kGapMm);
  if (hasPhoto) column.beginAt(kPhotoMm.top + kPhotoMm.height + kGapMm);
  if (name === 1) column.beginAt(kWhatTopMm);
  column.add({ text: card.until, sizeMm: 4 * rest, bold: true, gapMm: 0 });
  column.add({ text: card.cardName, sizeMm: 3 * rest, gapMm: 0.4 });
  column.add({ text: card.use, sizeMm: 3 * rest, gapMm: kGapMm * rest });
  column.add({ text: card.lost, sizeMm: 3 * rest, gapMm: kGapMm * rest });
  return column;
}

/** One line, smaller where it is too long. */
function headLine(text: string, sizeMm: number, bold: boolean, baseline: number, measure: Measure): CardLine {
  const fitting = Math.min(sizeMm, sizeMm * kHeadWidthMm / measure(text, sizeMm, bold).widthMm);
  return { text, sizeMm: fitting, bold, left: 6, baseline, widthMm: measure(text, fitting, bold).widthMm };
}

export function layOut(card: CardWords, hasPhoto: boolean, measure: Measure): readonly CardLine[] {
  let column = columnOf(card, hasPhoto, measure, kSteps[0]!);
  for (const step of kSteps.slice(1)) {
    if (column.bottom <= kColumnMm.bottom) break;
    column = columnOf(card, hasPhoto, measure, step);
  }
  return [headLine(card.title, 7, true, 11.5, measure), headLine(card.titles.join(' · '), 3, false, 17, measure), ...column.lines];
}
