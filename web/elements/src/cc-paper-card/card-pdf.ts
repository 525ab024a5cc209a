/**
 * The paper card as a PDF (ISO 32000-1) of one page: the code as a vector drawing over a picture of everything else. The
 * picture is drawn by the browser with its own fonts, because a PDF that says a Chinese name as text must carry a font of
 * megabytes.
 */
import type { DrawnSvg } from '@citycode/wasm/types';
import { kCardHeightMm, kCardWidthMm, kCodeMm } from './card-svg.js';

export interface Underlay {
  readonly jpeg: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

const kPointsAMm = 72 / 25.4;
const points = (mm: number): string => (mm * kPointsAMm).toFixed(3);

export interface Run {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The dark runs of a drawn symbol, in modules: what `svgPath` in core/src/sight/symbol.cpp wrote, read back. */
export function runsOf(path: string): readonly Run[] {
  let x = 0, y = 0;
  return [...path.matchAll(/m(-?\d+) (-?\d+)h(\d+)v1h-\d+z/giu)].map(([, dx, dy, width]) => {
    x += Number(dx);
    y += Number(dy);
    return { x, y, width: Number(width) };
  });
}

function pageContent({ sideModules, path }: DrawnSvg): string {
  const scale = (kCodeMm.side / sideModules) * kPointsAMm;
  const top = kCardHeightMm - kCodeMm.top;   // a page's y goes up
  const runs = runsOf(path).map(({ x, y, width }) => `${x} ${y} ${width} 1 re`).join('\n');
  return `q ${points(kCardWidthMm)} 0 0 ${points(kCardHeightMm)} 0 0 cm /Card Do Q\n`
    + `q ${scale.toFixed(6)} 0 0 ${(-scale).toFixed(6)} ${points(kCodeMm.left)} ${points(top)} cm 0 g\n${runs}\nf Q\n`;
}

/** Puts objects one after another and remembers where each begins. */
class PdfFile {
  readonly #parts: Uint8Array[] = [];
  readonly #offsets: number[] = [];
  #size = 0;

  constructor() {
    this.#put('%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n');
  }

  add(head: string, stream?: Uint8Array): void {
    this.#offsets.push(this.#size);
    this.#put(`${this.#offsets.length} 0 obj\n`);
    if (!stream) {
      this.#put(`<< ${head} >>\nendobj\n`);
      return;
    }
    this.#put(`<< ${head} /Length ${stream.length} >>\nstream\n`);
    this.#putBytes(stream);
    this.#put('\nendstream\nendobj\n');
  }

  end(root: number): Uint8Array<ArrayBuffer> {
    const at = this.#size;
    const count = this.#offsets.length + 1;
    const rows = this.#offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    this.#put(`xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root ${root} 0 R >>\nstartxref\n${at}\n%%EOF\n`);
    const file = new Uint8Array(this.#size);
    let to = 0;
    for (const part of this.#parts) {
      file.set(part, to);
      to += part.length;
    }
    return file;
  }

  #put(text: string): void {
    this.#putBytes(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  }

  #putBytes(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#size += bytes.length;
  }
}

export function cardPdf(drawn: DrawnSvg, { jpeg, widthPx, heightPx }: Underlay): Uint8Array<ArrayBuffer> {
  const file = new PdfFile();
  file.add('/Type /Catalog /Pages 2 0 R');
  file.add('/Type /Pages /Kids [3 0 R] /Count 1');
  file.add(`/Type /Page /Parent 2 0 R /MediaBox [0 0 ${points(kCardWidthMm)} ${points(kCardHeightMm)}]`
    + ' /Resources << /XObject << /Card 5 0 R >> >> /Contents 4 0 R');
  file.add('', new TextEncoder().encode(pageContent(drawn)));
  file.add(`/Type /XObject /Subtype /Image /Width ${widthPx} /Height ${heightPx} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`, jpeg);
  return file.end(1);
}
