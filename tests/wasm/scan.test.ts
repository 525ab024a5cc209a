import { loadCoreForNode } from '@citycode/wasm/node';
import type { CityCore } from '@citycode/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { vector } from './city.js';
import { draw, inverted, lumaOf, placedOn, printedSeed, randomFrom, shapeOf, textOf, textsIn, turned, type Picture } from './pictures.js';

const text = vector('valid/fresh').input.text;

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
    const found = core.scanFrame(pixels.rgba, { widthPx: pixels.sidePx, heightPx: pixels.sidePx, format: 'rgba' }).ok!;
    expect(found.map(({ bytes }) => textOf(bytes))).toEqual([text]);
  });

  it('reads an inverted code in a still picture', () => {
    expect(textsIn(core, inverted(lumaOf(draw(core, text))), { effort: 'picture' })).toEqual([text]);
  });

  it('says where the symbol is, clockwise from its top left, and its version', () => {
    const picture = placedOn(1000, 700, 180, lumaOf(draw(core, 'A', 'M', 10)), 300, 200);
    const [symbol] = core.scanFrame(picture.luma, shapeOf(picture)).ok!;
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
    const found = core.scanFrame(gapped, { widthPx, heightPx, strideBytes, format: 'luma' }).ok!;
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

  it('refuses sizes that make no sense before it touches a pixel', () => {
    const luma = new Uint8Array(100);
    const refusal = (widthPx: number, heightPx: number, more = {}): unknown =>
      core.scanFrame(luma, { widthPx, heightPx, format: 'luma', ...more }).fault;
    for (const [width, height] of [[0, 10], [10, 0], [-1, 10], [11, 10], [NaN, 1], [1.5, 2], [2 ** 31, 1], [8193, 1]] as const)
      expect(refusal(width, height)).toBe('image/bad-size');
    expect(refusal(10, 10, { strideBytes: 9 })).toBe('image/bad-size');
    expect(refusal(10, 10, { format: 'rgba' })).toBe('image/bad-size');
    expect(refusal(5, 5, { maxSymbols: 0 })).toBe('request/malformed');
    expect(refusal(5, 5, { maxSymbols: 17 })).toBe('request/malformed');
  });
});
