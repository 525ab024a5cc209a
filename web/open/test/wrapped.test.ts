import { expect, it } from 'vitest';
import { wrapped } from '../src/wrapped.js';

const fits = (most: number) => (line: string): boolean => line.length <= most;

it('breaks between words, and never within one', () => {
  expect(wrapped(['Tax return', 'On site, with a code · 2026'], fits(12))).toEqual(['Tax return', 'On site,', 'with a code', '· 2026']);
  expect(wrapped(['Kewarganegaraan'], fits(5))).toEqual(['Kewarganegaraan']);
});

it('breaks between Chinese signs', () => {
  expect(wrapped(['现场，出示城市码'], fits(4))).toEqual(['现场，出', '示城市码']);
});

it('leaves alone what fits', () => {
  expect(wrapped(['Tax return', 'Online'], fits(40))).toEqual(['Tax return', 'Online']);
  expect(wrapped([], fits(4))).toEqual([]);
});
