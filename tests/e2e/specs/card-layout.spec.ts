/** No line of a card lies over another, the photo, the code or the edge: the ink itself is measured, line by line. */
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { PaperCardContent } from '../../../web/elements/src/cc-paper-card/card-svg.ts';
import { kLanguages } from '../../../web/elements/src/i18n/languages.ts';
import { expect, test } from '../support/fixtures.ts';
import { wordsOf, type Catalogue } from '../../support/words.ts';

const kPixelsAMm = 5;
const kHolderClasses = ['resident', 'hong-kong-macao', 'taiwan', 'passport', 'foreign-permanent-resident'] as const;

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
    text: 'CITYCODE'.repeat(150), name, photo, documentKind: longest, documentNumber: words.paper.cardNumber('W***WW'), until: words.paper.cardUntil('2027-12-28'), cardName: words.paper.cardName('9999 9999'),
    title: words.paper.title, titles: kLanguages.map((language) => wordsOf(language).paper.title), use: words.paper.cardUse, lost: words.paper.cardLost,
  };
}

test('the longest of every field in every script leaves room for every other, with a photo and without', async ({ city, openContext }) => {
  test.setTimeout(180_000);
  const page = await (await openContext()).newPage();
  await page.goto(`${city.origin}/sheet/#card`);   // a page that draws cards
  await page.waitForFunction(() => customElements.get('cc-paper-card') !== undefined);
  const base64 = (await sharp({ create: { width: 60, height: 80, channels: 3, background: '#808080' } }).webp().toBuffer()).toString('base64');

  const cases = [
    ...Object.entries(kNames).map(([script, name]) => ({ what: script, words: wordsOf('en'), name })),
    ...kLanguages.map((language) => ({ what: language, words: wordsOf(language), name: kNames['one Latin word'] })),
  ].flatMap((one) => [{ ...one, photo: null }, { ...one, photo: { format: 'webp', base64 } }]);
  for (const { what, words, name, photo } of cases) {
    const where = `${what}${photo ? ' with a photo' : ''}`;
    const { lines, photoBox, codeBox } = await inkOf(page, cardOf(words, name, photo));
    const boxes: Box[] = [...lines, ...(photoBox ? [photoBox] : []), codeBox];
    const overlaps = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} / ${b.text}`));
    expect(overlaps, where).toEqual([]);
    expect(boxes.filter(({ left, top, right, bottom }) => left < 2 || top < 2 || right > 146 || bottom > 103).map(({ text }) => text), `${where}: over the edge`).toEqual([]);
    const shown = lines.map(({ text }) => text).join('').replaceAll(/\s/gu, '');
    for (const field of ['name', 'documentKind', 'documentNumber', 'until', 'cardName', 'use', 'lost'] as const) {
      expect(shown, `${where}: ${field} is whole`).toContain(cardOf(words, name, photo)[field].replaceAll(/\s/gu, ''));
    }
    // 1.6 mm are 4.5 points: what is written beneath pictures of documents.
    expect(Math.min(...lines.map(({ sizeMm }) => sizeMm)), `${where}: readable`).toBeGreaterThanOrEqual(1.6);
  }
});

/** The card as the page makes it. The page's policy lets nobody take markup apart there: that is done here. */
const svgOf = (page: Page, card: PaperCardContent): Promise<string> => page.evaluate(async (content) => {
  const element = document.createElement('cc-paper-card') as HTMLElement & { card: PaperCardContent; svg(): string | null };
  element.card = content;
  document.body.append(element);
  let svg: string | null = null;
  while (!(svg = element.svg())) await new Promise((resolve) => { requestAnimationFrame(resolve); });
  element.remove();
  return svg;
}, card);

const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const attribute = (element: string, name: string): number => Number(new RegExp(` ${name}="([^"]+)"`).exec(element)![1]);

/** The boxes of everything on it: of a line, where its dark pixels lie when it is drawn alone. */
async function inkOf(page: Page, card: PaperCardContent): Promise<{ lines: (Box & { readonly sizeMm: number })[]; photoBox: Box | null; codeBox: Box }> {
  const svg = await svgOf(page, card);
  const [head] = /^<svg[^>]*>/.exec(svg)!, [group] = /<g fill[^>]*>/.exec(svg)!;
  const texts = [...svg.matchAll(/<text[^>]*>[^<]*<\/text>/g)].map(([text]) => text);
  const inks = await page.evaluate(drawn, { pictures: texts.map((text) => `${head}${group}${text}</g></svg>`), pixelsAMm: kPixelsAMm });
  const lines = texts.map((text, i) => ({ text: unescaped(/>([^<]*)</.exec(text)![1]!), sizeMm: attribute(text, 'font-size'), ...inks[i]! }));
  const image = /<image[^>]*>/.exec(svg)?.[0];
  const photoBox = image ? boxAt('the photo', attribute(image, 'x'), attribute(image, 'y'), attribute(image, 'width'), attribute(image, 'height')) : null;
  const [x, y] = /translate\((\S+) (\S+)\)/.exec(svg)!.slice(1).map(Number) as [number, number];
  return { lines, photoBox, codeBox: boxAt('the code', x, y, 73, 73) };
}

const boxAt = (text: string, left: number, top: number, width: number, height: number): Box => ({ text, left, top, right: left + width, bottom: top + height });

/** In the page: the box of the dark pixels of each picture, in millimetres. */
async function drawn({ pictures, pixelsAMm }: { pictures: readonly string[]; pixelsAMm: number }) {
  const canvas = document.createElement('canvas');
  canvas.width = 148 * pixelsAMm;
  canvas.height = 105 * pixelsAMm;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const boxes = [];
  for (const svg of pictures) {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await picture.decode();
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let [left, top, right, bottom] = [canvas.width, canvas.height, 0, 0];
    for (let i = 3, at = 0; i < data.length; i += 4, at++) {
      if (data[i]! < 64) continue;
      const x = at % canvas.width, y = (at / canvas.width) | 0;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
    boxes.push({ left: left / pixelsAMm, top: top / pixelsAMm, right: right / pixelsAMm, bottom: bottom / pixelsAMm });
  }
  return boxes;
}
