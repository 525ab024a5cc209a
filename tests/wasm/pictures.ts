// Luminance pictures made of drawn codes: turned, inverted, placed, blurred. Randomness comes from a printed seed.
import type { CityCore } from '@citycode/wasm';
import type { DrawnPixels, ErrorCorrection, FrameShape } from '@citycode/wasm/types';

export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly luma: Uint8Array;
}

/** mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** CITYCODE_SEED repeats a run. */
export function printedSeed(what: string): number {
  const seed = Number(process.env['CITYCODE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${what}: seed ${seed}`);
  return seed;
}

export function draw(core: CityCore, text: string, level: ErrorCorrection = 'M', pixelsPerModule = 4): DrawnPixels {
  const outcome = core.holder.drawPixels(text, level, pixelsPerModule);
  if (!outcome.ok) throw new Error(`not drawn: ${outcome.fault}`);
  return outcome.ok;
}

export function lumaOf({ sidePx, rgba }: DrawnPixels): Picture {
  const luma = new Uint8Array(sidePx * sidePx);
  for (let i = 0; i < luma.length; i++) luma[i] = rgba[i * 4]!;
  return { widthPx: sidePx, heightPx: sidePx, luma };
}

export function turned({ widthPx, heightPx, luma }: Picture): Picture {
  const out = new Uint8Array(luma.length);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) out[x * heightPx + (heightPx - 1 - y)] = luma[y * widthPx + x]!;
  return { widthPx: heightPx, heightPx: widthPx, luma: out };
}

export const inverted = (picture: Picture): Picture => ({ ...picture, luma: picture.luma.map((value) => 255 - value) });

export function placedOn(widthPx: number, heightPx: number, shade: number, picture: Picture, left: number, top: number): Picture {
  const luma = new Uint8Array(widthPx * heightPx).fill(shade);
  for (let y = 0; y < picture.heightPx; y++)
    luma.set(picture.luma.subarray(y * picture.widthPx, (y + 1) * picture.widthPx), (y + top) * widthPx + left);
  return { widthPx, heightPx, luma };
}

/** A copy with another picture in it; what lies beyond the edge is cut off. */
export function withPlaced(ground: Picture, picture: Picture, left: number, top: number): Picture {
  const luma = ground.luma.slice();
  for (let y = Math.max(0, -top); y < Math.min(picture.heightPx, ground.heightPx - top); y++)
    for (let x = Math.max(0, -left); x < Math.min(picture.widthPx, ground.widthPx - left); x++)
      luma[(y + top) * ground.widthPx + x + left] = picture.luma[y * picture.widthPx + x]!;
  return { ...ground, luma };
}

/** A copy with another picture in it, its middle at that place and turned clockwise; each pixel is the mean of four samples. */
export function withTurned(ground: Picture, picture: Picture, centreX: number, centreY: number, degrees: number): Picture {
  const luma = ground.luma.slice();
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const reach = Math.ceil(Math.hypot(picture.widthPx, picture.heightPx) / 2);
  for (let y = Math.max(0, Math.floor(centreY - reach)); y < Math.min(ground.heightPx, centreY + reach); y++)
    for (let x = Math.max(0, Math.floor(centreX - reach)); x < Math.min(ground.widthPx, centreX + reach); x++) {
      let sum = 0;
      for (const [dx, dy] of [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]] as const) {
        const [fromX, fromY] = [x + dx - centreX, y + dy - centreY];
        const u = Math.floor(fromX * cos + fromY * sin + picture.widthPx / 2);
        const v = Math.floor(fromY * cos - fromX * sin + picture.heightPx / 2);
        const inside = u >= 0 && v >= 0 && u < picture.widthPx && v < picture.heightPx;
        sum += inside ? picture.luma[v * picture.widthPx + u]! : ground.luma[y * ground.widthPx + x]!;
      }
      luma[y * ground.widthPx + x] = sum / 4;
    }
  return { ...ground, luma };
}

export const shapeOf = ({ widthPx, heightPx }: Picture, more: Partial<FrameShape> = {}): FrameShape => ({
  widthPx, heightPx, format: 'luma', ...more,
});

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The texts of all symbols found. */
export function textsIn(core: CityCore, picture: Picture, more: Partial<FrameShape> = {}): string[] {
  const outcome = core.reader.scanFrame(picture.luma, shapeOf(picture, more));
  if (!outcome.ok) throw new Error(`refused: ${outcome.fault}`);
  return outcome.ok.map(({ bytes }) => textOf(bytes));
}
