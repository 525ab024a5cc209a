// The peer reads RGBA (ImageData) or picture files. A PGM file is luminance as it is: the shorter way, so it gets that.
import { kHeight, kWidth } from './film.mjs';

const header = new TextEncoder().encode(`P5\n${kWidth} ${kHeight}\n255\n`);

export function pgmOf(luma) {
  const pgm = new Uint8Array(header.length + luma.length);
  pgm.set(header);
  pgm.set(luma, header.length);
  return pgm;
}
