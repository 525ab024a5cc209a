import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cardInFile } from '../src/cc-paper-card/card-content.js';
import { cardPdf, runsOf } from '../src/cc-paper-card/card-pdf.js';
import { layOut } from '../src/cc-paper-card/card-layout.js';
import { kCardHeightMm, kCardWidthMm, cardSvg, escapeXml, type PaperCardContent } from '../src/cc-paper-card/card-svg.js';
import { estimate } from '../src/cc-paper-card/card-text.js';
import { letters } from '../src/letters.js';
import { cardNumberText } from '../src/i18n/phrases.js';

const card: PaperCardContent = {
  text: 'NCF', name: '王小明', documentKind: '居民身份证', documentNumber: '证件号 3***15', until: '有效至 2027-07-14', cardName: '卡号 0481 5162', title: '纸质码',
  titles: ['纸质码', 'Paper card'], use: 'Show it at a desk', lost: 'Lost? Tell the office', photo: null,
};
// Two rows of a symbol of three modules with its quiet zone: as core/src/sight/symbol.cpp writes them.
const drawn = { sideModules: 11, version: 1, path: 'M4 4h3v1h-3zm0 1h1v1h-1zm2 0h1v1h-1z' };

const noWords = { title: 't', titles: ['t'], documentKind: 'k', documentNumber: 'n', until: 'u', cardName: 'c', use: 'u', lost: 'l' };
const linesOf = (name: string, hasPhoto = false) => layOut({ ...noWords, name }, hasPhoto, estimate).slice(2, -6).map(({ text }) => text);

describe('a line of the card', () => {
  it('breaks Latin words at spaces and Chinese anywhere but before a closing mark, and loses nothing', () => {
    expect(linesOf('Maximiliana Wilhelmina Konstantinopel')).toEqual(['Maximiliana', 'Wilhelmina', 'Konstantinopel']);
    const han = '王小明和他的朋友，住在城里的东边和西边';
    expect(linesOf(han, true).length).toBeGreaterThan(1);
    expect(linesOf(han, true).join('')).toBe(han);
    expect(linesOf(han, true).some((line) => line.startsWith('，'))).toBe(false);
  });

  it('cuts a word that is longer than a line between letters, and loses nothing', () => {
    const name = 'Hohenberg-Schwarzenfeld-zu-Lindenau';
    const lines = linesOf(name, true);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('')).toBe(name);
    expect(letters('a\u0301b👩‍🚒')).toEqual(['a\u0301', 'b', '👩‍🚒']);
  });

  it('marks what cannot stand on a card at all', () => {
    const lines = linesOf('W'.repeat(2000), true);
    expect(lines.at(-1)).toMatch(/…$/);
    expect(lines).toHaveLength(4);
  });
});

describe('the card as SVG', () => {
  it('is A6, with the code and every text', () => {
    const svg = cardSvg(card, drawn, estimate);
    expect(svg).toContain(`viewBox="0 0 ${kCardWidthMm} ${kCardHeightMm}"`);
    for (const text of [card.name, card.documentNumber, card.until, card.cardName, card.use, card.lost]) expect(svg).toContain(text);
    expect(svg).toContain(drawn.path);
    expect(cardSvg(card, null, estimate)).not.toContain('<path');
  });

  it('takes a name as text, whatever it holds', () => {
    expect(escapeXml('<a href="x">&')).toBe('&lt;a href=&quot;x&quot;&gt;&amp;');
    expect(cardSvg({ ...card, name: '<script>alert(1)</script>' }, drawn, estimate)).not.toContain('<script');
  });
});

describe('the facts of a card in a file', () => {
  const facts = { text: 'NCF', number: 4815162, name: '陈桂英', documentNumberMasked: '9***20', holderClass: 'resident', lastDay: '2027-05-24' };
  const read = (...parts: BlobPart[]) => cardInFile(new Blob(parts));
  const written = (value: unknown) => `${JSON.stringify(value)}\n`;

  it('are read as the counter wrote them', async () => {
    expect(await read(written({ ...facts, expiresUnixSeconds: 1 }))).toMatchObject(facts);
    expect(cardNumberText(facts.number)).toBe('0481 5162');
    expect(cardNumberText(0)).toBe('0000 0000');
  });

  it('are none where a part is missing, of another kind or not there', async () => {
    const texts = ['', '\n', 'NCF', written(facts).slice(0, -5), written(null), written([]), written({ ...facts, number: '1' }), written({ ...facts, number: -1 }),
      written({ ...facts, lastDay: undefined }), written({ ...facts, name: 'n'.repeat(8000) })];
    for (const text of texts) expect(await read(text), text.slice(0, 40)).toBeNull();
    expect(await read(new Uint8Array([0xff, 0xd8, 0xff]))).toBeNull();
    const gone = { size: 9, arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) } as unknown as Blob;
    expect(await cardInFile(gone), 'deleted between choosing and reading').toBeNull();
  });
});

describe('the card as PDF', () => {
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, ...deflateSync('not a picture, and full of bytes'), 0xff, 0xd9]);
  const pdf = cardPdf(drawn, { jpeg, widthPx: 1748, heightPx: 1240 });
  const text = Buffer.from(pdf).toString('latin1');

  it('reads the dark runs back from the drawing', () => {
    expect(runsOf(drawn.path)).toEqual([{ x: 4, y: 4, width: 3 }, { x: 4, y: 5, width: 1 }, { x: 6, y: 5, width: 1 }]);
  });

  it('draws every run as a vector, on a page of A6', () => {
    expect(text.match(/\d+ \d+ \d+ 1 re/g)).toEqual(['4 4 3 1 re', '4 5 1 1 re', '6 5 1 1 re']);
    expect(text).toContain('/MediaBox [0 0 419.528 297.638]');
  });

  it('names the place and length of every object', () => {
    const table = text.slice(Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]));
    expect(table.startsWith('xref\n0 6\n')).toBe(true);
    const offsets = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map((row) => Number(row[1]));
    expect(offsets).toHaveLength(5);
    offsets.forEach((offset, i) => expect(text.slice(offset).startsWith(`${i + 1} 0 obj\n`)).toBe(true));
    for (const [, length, body] of text.matchAll(/\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream\n/g)) expect(body).toHaveLength(Number(length));
    expect(text).toContain(Buffer.from(jpeg).toString('latin1'));
  });
});
