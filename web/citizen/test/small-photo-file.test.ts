import { describe, expect, it } from 'vitest';
import { pictureOnly } from '../src/small-photo.js';

const text = (value: string): number[] => [...new TextEncoder().encode(value)];
const chunk = (name: string, bytes: readonly number[]): number[] =>
  [...text(name), bytes.length, 0, 0, 0, ...bytes, ...(bytes.length % 2 ? [0] : [])];
const webp = (...chunks: readonly number[][]): Uint8Array => {
  const inside = [...text('WEBP'), ...chunks.flat()];
  return Uint8Array.from([...text('RIFF'), inside.length, 0, 0, 0, ...inside]);
};

describe('a WebP file on its way into a code', () => {
  it('keeps the picture and loses colour profile and metadata', () => {
    const picture = chunk('VP8 ', [1, 2, 3]);
    expect(pictureOnly(webp(chunk('VP8X', [0, 0]), chunk('ICCP', [9, 9, 9]), picture, chunk('EXIF', [7])))).toEqual(webp(picture));
    expect(pictureOnly(webp(picture))).toEqual(webp(picture));
  });

  it('is refused when it is cut, holds no picture or is something else', () => {
    const whole = webp(chunk('VP8 ', [1, 2, 3, 4]));
    for (let length = 0; length < whole.length; length++) expect(pictureOnly(whole.subarray(0, length))).toBeNull();
    expect(pictureOnly(webp(chunk('ICCP', [1, 2])))).toBeNull();
    expect(pictureOnly(Uint8Array.from(text('<svg onload="alert(1)"></svg>')))).toBeNull();
  });
});
