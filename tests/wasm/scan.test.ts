import { loadCoreForNode } from '@citycode/wasm/node';
import type { CityCore } from '@citycode/wasm';
import type { PartPx } from '@citycode/wasm/types';
import { beforeAll, describe, expect, it } from 'vitest';
import { passInside, vector, vectors } from './city.js';
import { draw, inverted, lumaOf, placedOn, printedSeed, randomFrom, shapeOf, textOf, textsIn, turned, withPlaced, withTurned, type Picture } from './pictures.js';

const text = vector('valid/fresh').input.text;
/** Of another pass: somebody else's. */
const other = vectors.map(({ id, input }) => (id.startsWith('valid/') ? input.text : '')).find((candidate) =>
  candidate.startsWith('CC1:') && !Buffer.from(passInside(candidate)).equals(passInside(text)))!;
const nobody: Picture = { widthPx: 0, heightPx: 0, luma: new Uint8Array() };
const kQuietModules = 4;   // ISO/IEC 18004

interface Held { readonly text: string; readonly x: number; readonly y: number; readonly pixelsPerModule: number; readonly degrees: number }

/** The symbol's upright box, without the quiet zone. */
function boxOf(core: CityCore, { text, x, y, pixelsPerModule, degrees }: Held): PartPx {
  const half = (draw(core, text, 'M', pixelsPerModule).sidePx - 2 * kQuietModules * pixelsPerModule) / 2;
  const reach = half * (Math.abs(Math.cos((degrees * Math.PI) / 180)) + Math.abs(Math.sin((degrees * Math.PI) / 180)));
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

const roomWith = (core: CityCore, held: readonly Held[]): Picture => held.reduce(
  (room, { text, x, y, pixelsPerModule, degrees }) => withTurned(room, lumaOf(draw(core, text, 'M', pixelsPerModule)), x, y, degrees),
  placedOn(1280, 720, 110, nobody, 0, 0));

/** The text that counts, null when none does, or the fault. */
function whatCounts(core: CityCore, picture: Picture, part: PartPx | undefined, takenMs: number, effort: 'frame' | 'picture' = 'frame'): string | null {
  const outcome = core.reader.scanFrame(picture.luma, shapeOf(picture, { maxSymbols: 16, takenMs, effort, ...(part && { part }) }));
  return outcome.ok ? (outcome.ok[0] ? textOf(outcome.ok[0].bytes) : null) : outcome.fault;
}

describe.each(['simd', 'baseline'] as const)('scanFrame, %s build', (variant) => {
  let core: CityCore;
  beforeAll(async () => { core = await loadCoreForNode(variant); });

  it.each([3, 4, 5, 7, 10])('reads a code of %i px a module at every right angle', (pixelsPerModule) => {
    let picture: Picture = lumaOf(draw(core, text, 'M', pixelsPerModule));
    for (let quarter = 0; quarter < 4; quarter++) {
      expect(textsIn(core, picture)).toEqual([text]);
      picture = turned(picture);
    }
  });

  it.each(['L', 'M', 'Q', 'H'] as const)('reads error correction level %s', (level) => {
    expect(textsIn(core, lumaOf(draw(core, text, level)))).toEqual([text]);
  });

  it('reads RGBA pixels as they are drawn', () => {
    const pixels = draw(core, text);
    const found = core.reader.scanFrame(pixels.rgba, { widthPx: pixels.sidePx, heightPx: pixels.sidePx, format: 'rgba' }).ok!;
    expect(found.map(({ bytes }) => textOf(bytes))).toEqual([text]);
  });

  it('reads dark modules on a transparent background, and pixels whose fourth byte says nothing', () => {
    const { sidePx, rgba } = draw(core, text);
    const transparent = Uint8ClampedArray.from(rgba, (value, i) => (rgba[i - (i % 4)]! > 128 ? 0 : i % 4 === 3 ? 255 : value));   // as a canvas gives it
    const unsaid = Uint8ClampedArray.from(rgba, (value, i) => (i % 4 === 3 ? (i * 7) % 256 : value));
    const textsOf = (pixels: Uint8ClampedArray, format: 'rgba' | 'rgbx'): string[] =>
      core.reader.scanFrame(pixels, { widthPx: sidePx, heightPx: sidePx, format, effort: 'picture' }).ok!.map(({ bytes }) => textOf(bytes));
    expect(textsOf(transparent, 'rgba')).toEqual([text]);
    expect(textsOf(transparent, 'rgbx')).toEqual([]);
    expect(textsOf(unsaid, 'rgbx')).toEqual([text]);
  });

  it('reads an inverted code in a still picture', () => {
    expect(textsIn(core, inverted(lumaOf(draw(core, text))), { effort: 'picture' })).toEqual([text]);
  });

  it('says where the symbol is, clockwise from its top left, and its version', () => {
    const picture = placedOn(1000, 700, 180, lumaOf(draw(core, 'A', 'M', 10)), 300, 200);
    const [symbol] = core.reader.scanFrame(picture.luma, shapeOf(picture)).ok!;
    const [left, top, side] = [300 + 40, 200 + 40, 210];
    const places = [[left, top], [left + side, top], [left + side, top + side], [left, top + side]];
    symbol!.corners.forEach(({ x, y }, i) => {
      expect(Math.abs(x - places[i]![0]!)).toBeLessThan(10);
      expect(Math.abs(y - places[i]![1]!)).toBeLessThan(10);
    });
    expect(symbol!.version).toBe(1);
  });

  it('follows a code that drifts, and finds one that jumped', () => {
    const symbol = lumaOf(draw(core, text, 'M', 6));
    for (const [left, top] of [[100, 100], [110, 104], [125, 99], [700, 150], [702, 150]] as const)
      expect(textsIn(core, placedOn(1280, 720, 128, symbol, left, top))).toEqual([text]);
  });

  it('reads the next code at the same place, not the last one again', () => {
    const place = (what: string): Picture => placedOn(800, 600, 128, lumaOf(draw(core, what, 'M', 6)), 50, 50);
    expect(textsIn(core, place('FIRST'))).toEqual(['FIRST']);
    expect(textsIn(core, place('SECOND'))).toEqual(['SECOND']);
    expect(textsIn(core, placedOn(800, 600, 128, { widthPx: 0, heightPx: 0, luma: new Uint8Array() }, 0, 0))).toEqual([]);
  });

  it('reads rows with gaps between them', () => {
    const { widthPx, heightPx, luma } = lumaOf(draw(core, text));
    const strideBytes = widthPx + 17;
    const gapped = new Uint8Array(strideBytes * heightPx).fill(99);
    for (let y = 0; y < heightPx; y++) gapped.set(luma.subarray(y * widthPx, (y + 1) * widthPx), y * strideBytes);
    const found = core.reader.scanFrame(gapped, { widthPx, heightPx, strideBytes, format: 'luma' }).ok!;
    expect(found.map(({ bytes }) => textOf(bytes))).toEqual([text]);
  });

  it('reads several symbols, and never more than asked', () => {
    const one = lumaOf(draw(core, 'ONE', 'M', 5));
    const two = lumaOf(draw(core, 'TWO', 'M', 5));
    const both = placedOn(600, 300, 255, one, 20, 20);
    for (let y = 0; y < two.heightPx; y++) both.luma.set(two.luma.subarray(y * two.widthPx, (y + 1) * two.widthPx), (y + 40) * 600 + 300);
    expect(textsIn(core, both, { maxSymbols: 4 }).sort()).toEqual(['ONE', 'TWO']);
    expect(textsIn(core, both, { maxSymbols: 1 })).toHaveLength(1);
  });

  it('reads nothing in grey, in noise and in one pixel', () => {
    const random = randomFrom(printedSeed('noise'));
    const noise = { widthPx: 320, heightPx: 240, luma: Uint8Array.from({ length: 320 * 240 }, () => random() * 256) };
    expect(textsIn(core, noise, { effort: 'picture', maxSymbols: 16 })).toEqual([]);
    expect(textsIn(core, { widthPx: 320, heightPx: 240, luma: new Uint8Array(320 * 240).fill(128) })).toEqual([]);
    expect(textsIn(core, { widthPx: 1, heightPx: 1, luma: new Uint8Array(1) })).toEqual([]);
    expect(textsIn(core, { widthPx: 8192, heightPx: 1, luma: new Uint8Array(8192) }, { effort: 'picture' })).toEqual([]);
  });

  // A phone held upright shows the middle of a camera's picture that lies.
  const middle: PartPx = { left: 437, top: 0, right: 843, bottom: 720 };
  const child: Held = { text, x: 640, y: 360, pixelsPerModule: 5, degrees: 0 };
  const adult: Held = { text: other, x: 220, y: 200, pixelsPerModule: 3, degrees: 0 };

  it('counts the code that is seen, and not a smaller one beside what is seen', () => {
    const room = roomWith(core, [child, adult]);
    for (let frame = 0; frame < 12; frame++) expect(whatCounts(core, room, middle, frame * 33)).toBe(text);
    expect(whatCounts(core, roomWith(core, [adult]), middle, 1000)).toBeNull();
    // As large, and half of it seen: then it is somebody's code, and nobody knows whose turn it is.
    expect(whatCounts(core, roomWith(core, [child, { ...adult, x: 330, y: 140 }]), { ...middle, left: 330 }, 2000)).toBe('image/two-codes');
  });

  // Turned by half a right angle, 3 px a module are at the limit of what one look reads.
  it.each([[0, 0, 3], [15, 0, 3], [0, 90, 3], [180, 200, 3], [45, 10, 5]])('sees two persons’ codes as none, turned by %i and %i degrees', (first, second, least) => {
    for (const [left, right] of [[least, 4], [4, least], [4, 4]] as const) {
      const room = roomWith(core, [
        { text, x: 320, y: 360, pixelsPerModule: left, degrees: first }, { text: other, x: 920, y: 360, pixelsPerModule: right, degrees: second },
      ]);
      expect(whatCounts(core, room, undefined, NaN)).toBe('image/two-codes');
      expect(whatCounts(core, room, undefined, NaN, 'picture')).toBe('image/two-codes');
      expect(whatCounts(core, room, { left: 0, top: 0, right: 640, bottom: 720 }, NaN)).toBe(text);
      expect(whatCounts(core, room, { left: 640, top: 0, right: 1280, bottom: 720 }, NaN)).toBe(other);
    }
  });

  it('sees the same code twice, and two slots of it, as one', () => {
    const { text: later, shownBefore: [earlier = ''] } = vector('valid/later-slot').input;
    expect(passInside(later)).toEqual(passInside(earlier));
    for (const [first, second, counts] of [[text, text, text], [earlier, later, later], [later, earlier, later]] as const)
      expect(whatCounts(core, roomWith(core, [
        { text: first, x: 320, y: 360, pixelsPerModule: 4, degrees: 0 }, { text: second, x: 920, y: 360, pixelsPerModule: 4, degrees: 0 },
      ]), undefined, NaN)).toBe(counts);
  });

  it('counts a paper card as a code, and a poster as none', () => {
    const beside = (what: string): string | null => {
      const [code, neighbour] = [text, what].map((each) => lumaOf(draw(core, each, 'M', 4))) as [Picture, Picture];
      return whatCounts(core, withPlaced(withPlaced(placedOn(1280, 720, 110, nobody, 0, 0), code, 10, 10), neighbour, 640, 10), undefined, NaN);
    };
    expect(beside(vector('valid/paper').input.text)).toBe('image/two-codes');
    expect(beside('https://example.org/poster')).toBe(text);
    expect(beside('x'.repeat(500))).toBe(text);
  });

  it('says nothing of a poster while a code that is cut is in view', () => {
    const cut: Held = { ...child, x: middle.left, degrees: 0 };
    const poster: Held = { text: 'https://example.org/poster', x: 760, y: 600, pixelsPerModule: 4, degrees: 0 };
    expect(whatCounts(core, roomWith(core, [poster]), middle, NaN)).toBe(poster.text);
    expect(whatCounts(core, roomWith(core, [cut, poster]), middle, NaN)).toBeNull();
  });

  it('lets nothing decide that is not wholly in the part, wherever it lies', () => {
    const random = randomFrom(printedSeed('parts'));
    const between = (least: number, most: number): number => least + random() * (most - least);
    const kUnsurePx = 10;   // corners are right to a few pixels
    let [decided, beyond] = [0, 0];
    for (let round = 0; round < 36; round++) {
      // Anywhere, near the code's edges, or wholly around a code: by chance alone there may be none that can decide.
      const kind = (['anywhere', 'near', 'around'] as const)[round % 3]!;
      const [x, y] = kind === 'around' ? [between(400, 880), between(300, 420)] : [between(0, 1280), between(0, 720)];
      const held: Held = { text: random() < 0.5 ? text : other, x, y, pixelsPerModule: 3 + Math.floor(between(0, kind === 'around' ? 2 : 4)), degrees: between(0, 360) };
      const box = boxOf(core, held);
      const byPx = kind === 'around' ? 0 : 40;
      const around = (edge: number, most: number): number => Math.max(0, Math.min(most, Math.floor(edge + between(-byPx, byPx))));
      const nearby = { left: around(box.left - 30, 1200), top: around(box.top - 30, 640), right: around(box.right + 30, 1280), bottom: around(box.bottom + 30, 720) };
      const [someLeft, someTop] = [Math.floor(between(0, 900)), Math.floor(between(0, 400))];
      const part = kind !== 'anywhere' && nearby.right > nearby.left && nearby.bottom > nearby.top ? nearby
        : { left: someLeft, top: someTop, right: Math.floor(between(someLeft + 40, 1281)), bottom: Math.floor(between(someTop + 40, 721)) };
      // Where the picture itself ends nothing is cut.
      const edges = { left: part.left === 0 ? -Infinity : part.left, top: part.top === 0 ? -Infinity : part.top, right: part.right === 1280 ? Infinity : part.right, bottom: part.bottom === 720 ? Infinity : part.bottom };
      const lies = (by: number): boolean => box.left >= edges.left - by && box.right <= edges.right + by && box.top >= edges.top - by && box.bottom <= edges.bottom + by;
      const room = roomWith(core, [held]);
      const answers = [0, 1].map((frame) => whatCounts(core, room, part, round * 1000 + frame * 33));
      if (!lies(kUnsurePx)) { expect(answers, JSON.stringify({ held, part })).toEqual([null, null]); beyond++; }
      else if (lies(-kUnsurePx) && answers[0] === held.text) decided++;
    }
    expect(beyond).toBeGreaterThan(5);
    expect(decided).toBeGreaterThan(0);
  });

  it('refuses parts that are none', () => {
    const refusal = ([left, top, right, bottom]: readonly [number, number, number, number]): unknown =>
      core.reader.scanFrame(new Uint8Array(100), { widthPx: 10, heightPx: 10, format: 'luma', part: { left, top, right, bottom } }).fault;
    for (const edges of [[0, 0, 0, 0], [0, 0, 11, 10], [0, 0, 10, 11], [-1, 0, 10, 10], [5, 0, 5, 10], [5, 0, 4, 10], [0, 0.5, 10, 10], [NaN, 0, 10, 10], [0, 0, 2 ** 32 + 1, 10]] as const)
      expect(refusal(edges)).toBe('request/malformed');
    expect(refusal([0, 0, 10, 10])).toBeUndefined();
  });

  it('refuses sizes that make no sense before it touches a pixel', () => {
    const luma = new Uint8Array(100);
    const refusal = (widthPx: number, heightPx: number, more = {}): unknown =>
      core.reader.scanFrame(luma, { widthPx, heightPx, format: 'luma', ...more }).fault;
    for (const [width, height] of [[0, 10], [10, 0], [-1, 10], [11, 10], [NaN, 1], [1.5, 2], [2 ** 31, 1], [8193, 1]] as const)
      expect(refusal(width, height)).toBe('image/bad-size');
    expect(refusal(10, 10, { strideBytes: 9 })).toBe('image/bad-size');
    expect(refusal(10, 10, { format: 'rgba' })).toBe('image/bad-size');
    expect(refusal(5, 5, { maxSymbols: 0 })).toBe('request/malformed');
    expect(refusal(5, 5, { maxSymbols: 17 })).toBe('request/malformed');
  });
});
