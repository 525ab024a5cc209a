/** No line of a card lies over another, the photo, the code or the edge: the ink itself is measured, line by line. */
import sharp from 'sharp';
import type { PaperCardContent } from '../../../web/elements/src/cc-paper-card/card-svg.ts';
import { expect, test } from '../support/fixtures.ts';
import { wordsOf, type Catalogue } from '../support/words.ts';

const kPixelsAMm = 8;
const kHolderClasses = ['resident', 'hong-kong-macao', 'taiwan', 'passport', 'foreign-permanent-resident'] as const;
const kLanguages = ['zh-CN', 'zh-Hant', 'en', 'id'] as const;

/** As long as a pass says a name: kMaxAttributeTextBytes. */
const kMostNameBytes = 64;

function fill(sample: string): string {
  const letters = [...sample.repeat(kMostNameBytes)];
  let name = '';
  for (const letter of letters) {
    if (Buffer.byteLength(name + letter) > kMostNameBytes) break;
    name += letter;
  }
  return name;
}

/** Wide letters, one word, high and low marks, right to left, scripts without spaces. */
const kNames = {
  'Latin words': fill('Maximiliana Wolfeschlegelsteinhausenbergerdorff '), 'one Latin word': fill('WÅgMq'), 'Han': fill('欧阳鸿飞龘'), 'Hangul': fill('한국사람이름'),
  'Cyrillic': fill('Щёголевская Юрьевна '), 'Greek': fill('Παπαδοπούλου Ελένη '), 'Arabic': fill('عبد الرحمن محمد '), 'Thai': fill('กฤษฎิ์ปั้นญู้'), 'Devanagari': fill('श्रीकृष्णमूर्ति '),
  'Han and Latin': fill('买买提·Alim '),
} as const;

interface Box {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function cardOf(words: Catalogue, name: string, photo: PaperCardContent['photo']): PaperCardContent {
  const longest = kHolderClasses.map((kind) => words.holderClasses[kind]).reduce((a, b) => (b.length > a.length ? b : a));
  return {
    text: 'CITYCODE'.repeat(150), name, photo, documentKind: longest, documentNumber: words.paper.cardNumber('W***WW'), until: words.paper.cardUntil('2027-12-28'),
    title: words.paper.title, titles: kLanguages.map((language) => wordsOf(language).paper.title), use: words.paper.cardUse, lost: words.paper.cardLost,
  };
}

test('the longest of every field in every script leaves room for every other, with a photo and without', async ({ openCitizen }) => {
  test.setTimeout(180_000);
  const citizen = await openCitizen();
  const { page } = citizen;
  await citizen.openApp();
  await page.waitForFunction(() => customElements.get('cc-paper-card') !== undefined);
  const base64 = (await sharp({ create: { width: 60, height: 80, channels: 3, background: '#808080' } }).webp().toBuffer()).toString('base64');

  const cases = [
    ...Object.entries(kNames).map(([script, name]) => ({ what: script, words: wordsOf('en'), name })),
    ...kLanguages.map((language) => ({ what: language, words: wordsOf(language), name: kNames['one Latin word'] })),
  ].flatMap((one) => [{ ...one, photo: null }, { ...one, photo: { format: 'webp', base64 } }]);
  for (const { what, words, name, photo } of cases) {
    const where = `${what}${photo ? ' with a photo' : ''}`;
    const { lines, photoBox, codeBox } = await page.evaluate(inkOf, { card: cardOf(words, name, photo), pixelsAMm: kPixelsAMm });
    const boxes: Box[] = [...lines, ...(photoBox ? [photoBox] : []), codeBox];
    const overlaps = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} / ${b.text}`));
    expect(overlaps, where).toEqual([]);
    expect(boxes.filter(({ left, top, right, bottom }) => left < 2 || top < 2 || right > 146 || bottom > 103).map(({ text }) => text), `${where}: over the edge`).toEqual([]);
    const shown = lines.map(({ text }) => text).join('').replaceAll(/\s/gu, '');
    for (const field of ['name', 'documentKind', 'documentNumber', 'until', 'use', 'lost'] as const) {
      expect(shown, `${where}: ${field} is whole`).toContain(cardOf(words, name, photo)[field].replaceAll(/\s/gu, ''));
    }
    // 1.6 mm are 4.5 points: what is written beneath pictures of documents.
    expect(Math.min(...lines.map(({ sizeMm }) => sizeMm)), `${where}: readable`).toBeGreaterThanOrEqual(1.6);
  }
});

/** In the page: draws each line of the card alone, and finds its dark pixels. */
async function inkOf({ card, pixelsAMm }: { card: PaperCardContent; pixelsAMm: number }) {
  const element = document.createElement('cc-paper-card') as HTMLElement & { card: PaperCardContent; svg(): string | null };
  element.card = card;
  document.body.append(element);
  let svg: string | null = null;
  while (!(svg = element.svg())) await new Promise((resolve) => { requestAnimationFrame(resolve); });
  element.remove();
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  const width = Number(root.getAttribute('viewBox')!.split(' ')[2]), height = Number(root.getAttribute('viewBox')!.split(' ')[3]);
  const canvas = document.createElement('canvas');
  canvas.width = width * pixelsAMm;
  canvas.height = height * pixelsAMm;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;

  async function boxOf(text: Element) {
    const alone = root.cloneNode(true) as Element;
    const index = [...root.querySelectorAll('text')].indexOf(text as SVGTextElement);
    alone.querySelectorAll('text').forEach((other, i) => { if (i !== index) other.remove(); });
    alone.querySelectorAll('image, rect, path').forEach((other) => { other.remove(); });
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(alone))}`;
    await picture.decode();
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let [left, top, right, bottom] = [canvas.width, canvas.height, 0, 0];
    for (let i = 3, at = 0; i < data.length; i += 4, at++) {
      if (data[i]! < 64) continue;
      const x = at % canvas.width, y = (at / canvas.width) | 0;
      left = Math.min(left, x); right = Math.max(right, x + 1); top = Math.min(top, y); bottom = Math.max(bottom, y + 1);
    }
    return { text: text.textContent!, sizeMm: Number(text.getAttribute('font-size')), left: left / pixelsAMm, top: top / pixelsAMm, right: right / pixelsAMm, bottom: bottom / pixelsAMm };
  }
  const lines = [];
  for (const text of root.querySelectorAll('text')) lines.push(await boxOf(text));

  const image = root.querySelector('image');
  const number = (name: string): number => Number(image!.getAttribute(name));
  const photoBox = image ? { text: 'the photo', left: number('x'), top: number('y'), right: number('x') + number('width'), bottom: number('y') + number('height') } : null;
  const [x, y] = /translate\((\S+) (\S+)\)/.exec(root.querySelector('g[transform]')!.getAttribute('transform')!)!.slice(1).map(Number) as [number, number];
  return { lines, photoBox, codeBox: { text: 'the code', left: x, top: y, right: x + 73, bottom: y + 73 } };
}
