// Photographs: of a fixed sample of each folder at least so many are read, and nothing is read where no code is. What
// counts as read is written in tests/bench/lib/photo-set.mjs; scripts/bench photos takes all pictures and other readers.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCoreForNode } from '@citycode/wasm/node';
import type { CityCore } from '@citycode/wasm';
import type { FoundSymbol } from '@citycode/wasm/types';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../shared/qr-images/', import.meta.url));
const isThere = existsSync(root);
if (!isThere) console.warn(`photos: SKIPPED, because ${root} is missing: no photograph was read.`);

const kPicture = /\.(jpe?g|png|webp)$/;
/** Pictures beyond this take seconds each in a busy machine; scripts/bench photos takes them all. */
const kMostPixels = 4_000_000;

interface Point { readonly x: number; readonly y: number }

interface Photo {
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgba: Uint8Array;
  /** Where symbols are, if the folder says so; else what one says; neither: there is none. */
  readonly quads: readonly (readonly Point[])[];
  readonly text: string | null;
}

function cornersIn(file: string): Point[][] {
  const numbers = readFileSync(file, 'utf8').split('\n').filter((line) => line && !/^(#|SETS)/.test(line)).join(' ').trim().split(/\s+/).map(Number);
  const quads: Point[][] = [];
  for (let i = 0; i + 8 <= numbers.length; i += 8) quads.push([0, 2, 4, 6].map((at) => ({ x: numbers[i + at]!, y: numbers[i + at + 1]! })));
  return quads;
}

/** The first pictures of a folder by name, those of a size that a test can wait for. */
async function sampleOf(folder: string, most: number): Promise<Photo[]> {
  const photos: Photo[] = [];
  for (const name of readdirSync(join(root, folder)).sort()) {
    if (!kPicture.test(name) || photos.length === most) continue;
    const path = join(root, folder, name);
    const { width, height } = await sharp(path).metadata();
    if (width * height > kMostPixels) continue;
    const { data, info } = await sharp(path).toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const truth = path.replace(kPicture, '.txt');
    photos.push({
      name, widthPx: info.width, heightPx: info.height, rgba: data,
      quads: folder.startsWith('boofcv/') ? cornersIn(truth) : [],
      text: !folder.startsWith('boofcv/') && existsSync(truth) ? readFileSync(truth, 'utf8') : null,
    });
  }
  return photos;
}

function isInside({ x, y }: Point, quad: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, j = 3; i < 4; j = i++) {
    const a = quad[i]!;
    const b = quad[j]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

// Readers guess character sets differently, and the truth's files escape quotes: what is certain is the ASCII in it.
const asciiOf = (text: string): string => text.replace(/[^\x21-\x5b\x5d-\x7e]/g, '');

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('shift_jis').decode(bytes);
  }
}

function isReal(photo: Photo, { corners, bytes }: FoundSymbol): boolean {
  if (photo.text !== null) return asciiOf(textOf(bytes)) === asciiOf(photo.text);
  const middle = { x: corners.reduce((sum, { x }) => sum + x, 0) / 4, y: corners.reduce((sum, { y }) => sum + y, 0) / 4 };
  return photo.quads.some((quad) => isInside(middle, quad));
}

function turned({ widthPx, heightPx, rgba, ...rest }: Photo): Photo {
  const from = new Uint32Array(rgba.buffer.slice(rgba.byteOffset, rgba.byteOffset + rgba.length));
  const to = new Uint32Array(from.length);
  for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) to[x * heightPx + heightPx - 1 - y] = from[y * widthPx + x]!;
  return { ...rest, widthPx: heightPx, heightPx: widthPx, rgba: new Uint8Array(to.buffer) };
}

/** Folder, at least so many read, of so many. */
const kFolders: readonly (readonly [string, number, number])[] = [
  ['boofcv/blurred', 3, 4], ['boofcv/bright_spots', 1, 2], ['boofcv/brightness', 2, 2], ['boofcv/close', 2, 2], ['boofcv/curved', 3, 4],
  ['boofcv/damaged', 3, 4], ['boofcv/glare', 4, 4], ['boofcv/high_version', 4, 4], ['boofcv/monitor', 1, 1],
  ['boofcv/nominal', 4, 4], ['boofcv/noncompliant', 3, 3], ['boofcv/pathological', 3, 6], ['boofcv/perspective', 2, 4],
  ['boofcv/rotations', 4, 4], ['boofcv/shadows', 3, 4],
];

/** ZXing-C++'s own minima, at each right angle, for the whole folders. */
const kZxingFolders: readonly (readonly [string, number])[] = [
  ['zxing/qrcode-1', 8], ['zxing/qrcode-2', 53], ['zxing/qrcode-3', 18], ['zxing/qrcode-4', 15],
];

describe.skipIf(!isThere)('photographs', () => {
  let core: CityCore;
  beforeAll(async () => { core = await loadCoreForNode(); });
  const read = (photo: Photo): readonly FoundSymbol[] =>
    core.reader.scanFrame(photo.rgba, { widthPx: photo.widthPx, heightPx: photo.heightPx, format: 'rgba', effort: 'picture' }).ok!;

  it.each(kFolders)('%s: at least %i of %i are read, each where a symbol is', async (folder, least, of) => {
    const photos = await sampleOf(folder, of);
    const answers = photos.map((photo) => read(photo).map((symbol) => isReal(photo, symbol)));
    expect(answers.flat()).not.toContain(false);
    expect(answers.filter((real) => real.length > 0).length).toBeGreaterThanOrEqual(Math.min(least, photos.length));
  });

  it.each(kZxingFolders)('%s: at least %i are read at every right angle', async (folder, least) => {
    const counts = [0, 0, 0, 0];
    for (let photo of await sampleOf(folder, Infinity))
      for (let quarter = 0; quarter < 4; quarter++, photo = turned(photo)) {
        const found = read(photo);
        if (photo.text !== null && found.some((symbol) => isReal(photo, symbol))) counts[quarter]!++;
      }
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(least);
  });

  it('reads nothing where no code is, at every right angle', async () => {
    for (let photo of await sampleOf('zxing/falsepositives-1', Infinity))
      for (let quarter = 0; quarter < 4; quarter++, photo = turned(photo)) expect(read(photo), photo.name).toEqual([]);
  });
});
