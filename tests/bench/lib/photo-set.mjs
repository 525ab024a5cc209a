// The photographs of ../shared/qr-images and what is really in them.
//
// zxing/qrcode-N: a .txt with the text of the symbol beside each picture. zxing/falsepositives-N: no symbol at all.
// boofcv/*: a .txt with the corners of each symbol, no text. There a content counts as what was really there when a reader that
// says where it read it said so of a place that lies on a symbol of the truth (its middle inside, its area between a third
// and three times), or when two readers that share no code (ours and zxing-wasm do) agree on it. Any other answer is a false read.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

export const photoRoot = fileURLToPath(new URL('../../../../shared/qr-images/', import.meta.url));
export const photosAreThere = () => existsSync(photoRoot);

const kPicture = /\.(jpe?g|png|webp)$/;

/** Corners in the truth's file: four lines of "x y", or after a line SETS one line of eight numbers for each symbol. */
function cornersIn(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const numbers = lines.filter((line) => line !== 'SETS').join(' ').trim().split(/\s+/).map(Number);
  const quads = [];
  for (let i = 0; i + 8 <= numbers.length; i += 8)
    quads.push([0, 2, 4, 6].map((at) => ({ x: numbers[i + at], y: numbers[i + at + 1] })));
  return quads;
}

/** [{folder, name, path, kind: 'places' | 'text' | 'none', quads, text}] in the order of the names. */
export function listPhotos() {
  const photos = [];
  for (const group of readdirSync(photoRoot).sort())
    for (const folder of readdirSync(join(photoRoot, group)).sort())
      for (const name of readdirSync(join(photoRoot, group, folder)).sort()) {
        if (!kPicture.test(name)) continue;
        const path = join(photoRoot, group, folder, name);
        const truth = path.replace(kPicture, '.txt');
        const kind = group === 'boofcv' ? 'places' : existsSync(truth) ? 'text' : 'none';
        photos.push({
          folder: `${group}/${folder}`, name, path, kind,
          quads: kind === 'places' ? cornersIn(truth) : [], text: kind === 'text' ? readFileSync(truth, 'utf8') : '',
        });
      }
  return photos;
}

/** RGBA as a canvas would give it; the picture as it is stored, because the truth's corners are in it so. */
export async function pixelsOf(photo) {
  const { data, info } = await sharp(photo.path).toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const clamped = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  return { data: clamped, width: info.width, height: info.height, colorSpace: 'srgb' };
}

/** A quarter turn clockwise. */
export function turned({ data, width, height }) {
  const from = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const to = new Uint32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) to[x * height + height - 1 - y] = from[y * width + x];
  return { data: new Uint8ClampedArray(to.buffer), width: height, height: width, colorSpace: 'srgb' };
}

const areaOf = (quad) => Math.abs(quad.reduce((sum, { x, y }, i) => {
  const next = quad[(i + 1) % 4];
  return sum + x * next.y - next.x * y;
}, 0)) / 2;

function isInside({ x, y }, quad) {
  let inside = false;
  for (let i = 0, j = 3; i < 4; j = i++)
    if (quad[i].y > y !== quad[j].y > y && x < ((quad[j].x - quad[i].x) * (y - quad[i].y)) / (quad[j].y - quad[i].y) + quad[i].x) inside = !inside;
  return inside;
}

function liesOn(corners, quads) {
  const middle = { x: corners.reduce((sum, { x }) => sum + x, 0) / 4, y: corners.reduce((sum, { y }) => sum + y, 0) / 4 };
  const area = areaOf(corners);
  return quads.some((quad) => isInside(middle, quad) && area > areaOf(quad) / 3 && area < areaOf(quad) * 3);
}

// Readers guess character sets differently, and the truth's files escape quotes: what all of them agree on is the ASCII in it.
const asciiOf = (text) => text.replace(/[^\x21-\x5b\x5d-\x7e]/g, '');
const isSame = (a, b) => a === b || (asciiOf(a).length > 3 && asciiOf(a) === asciiOf(b)) || (asciiOf(a) === '' && asciiOf(b) === '');

/**
 * `answers`: {reader: [{text, corners?}]}; `families`: {reader: name of the code it is made of}. Says for each reader whether
 * it read the picture and how many of its answers were never there.
 */
export function judge(photo, answers, families) {
  const all = Object.entries(answers).flatMap(([reader, found]) => found.map((symbol) => ({ reader, ...symbol })));
  const isReal = ({ reader, text }) => {
    if (photo.kind === 'none') return false;
    if (photo.kind === 'text') return isSame(text, photo.text);
    return all.some((other) => other.text === text && ((other.corners && liesOn(other.corners, photo.quads)) || families[other.reader] !== families[reader]));
  };
  return Object.fromEntries(Object.entries(answers).map(([reader, found]) => {
    const real = found.map((symbol) => isReal({ reader, ...symbol }));
    return [reader, { read: real.includes(true), falseReads: real.filter((is) => !is).length }];
  }));
}
