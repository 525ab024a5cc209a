import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '../src/bytes.js';
import { scannerAddress } from '../src/scanner-address.js';

describe('base64url', () => {
  it('comes back as it went, for every length', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
    }
  });
  it('refuses padding and the other alphabet', () => {
    for (const text of ['AA==', 'a+b/', 'a b']) expect(fromBase64Url(text)).toBeNull();
  });
});

it('opens a scanner that enrols itself in a demo city alone', () => {
  expect(scannerAddress(true)).toBe('/console/#demo');
  expect(scannerAddress(true, 'city-library')).toBe('/console/#demo=city-library');
  expect(scannerAddress(false)).toBe('/console/');
});
