import { describe, expect, it } from 'vitest';
import type { ScanAnswer, Verdict } from '@citycode/wasm/types';
import { wholeModuleSidePx } from '../src/cc-code/module-size.js';
import { ForeignCodeFilter } from '../src/cc-scanner/foreign-code-filter.js';
import { named } from '../src/named.js';
import { orderScenes } from '../src/scene-order.js';

describe('a symbol on the screen', () => {
  it.each([[320, 73, 2], [324.5, 73, 1.5], [1000, 65, 3], [390, 81, 2.625]])('%d px, %d modules, ratio %d: whole device pixels a module', (available, modules, ratio) => {
    const side = wholeModuleSidePx(available, modules, ratio);
    expect((side * ratio) / modules).toBeCloseTo(Math.round((side * ratio) / modules), 9);
    expect(side).toBeLessThanOrEqual(available);
    expect(side + modules / ratio).toBeGreaterThan(available);
  });

  it('is never smaller than one device pixel a module', () => {
    expect(wholeModuleSidePx(10, 73, 1)).toBe(73);
  });
});

describe('a sentence about a name', () => {
  it.each([[(name: string) => `Only for ${name}.`, 'Only for ', '.'], [(name: string) => `${name} fehlt`, '', ' fehlt']])(
    'keeps the name apart from the words around it', (sentence, before, after) => {
      const [first, [about]] = named(sentence, 'a ? b').values as [string, [{ strings: readonly string[]; values: readonly unknown[] }]];
      expect(first).toBe(before);
      expect(about.strings.join('|')).toBe('<bdi>|</bdi>|');
      expect(about.values).toEqual(['a ? b', after]);
    });
});

describe('a code that is not ours', () => {
  const verdict = (fault: Verdict['fault']): Verdict => ({
    outcome: fault ? 'invalid' : 'valid', fault, scope: '', attributes: {}, kind: 'rolling', photo: null, passDigest: null, expiresUnixSeconds: 0, shownSecondsAgo: null,
    seenSecondsAgo: null, trustAgeSeconds: null, trustFreshness: 'fresh', statusAgeSeconds: 60, statusFreshness: 'fresh', checks: [],
  });
  const answer = (text: string): ScanAnswer => ({
    symbols: [{ bytes: new TextEncoder().encode(text), version: 3, corners: [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }, { x: 0, y: 1 }] }], verdict: null,
  });

  it('waits until it is held steadily', () => {
    const filter = new ForeignCodeFilter();
    expect([1, 2, 3, 4].map(() => filter.shouldWait(answer('https://example.org'), verdict('code/not-city-code')))).toEqual([true, true, true, false]);
  });
  it('begins anew with another one, and after a while without any', () => {
    const filter = new ForeignCodeFilter();
    for (let i = 0; i < 3; i++) filter.shouldWait(answer('a'), verdict('code/not-city-code'));
    expect(filter.shouldWait(answer('b'), verdict('code/not-city-code'))).toBe(true);
    for (let i = 0; i < 20; i++) filter.emptyFrame();
    expect([1, 2, 3, 4].map(() => filter.shouldWait(answer('b'), verdict('code/not-city-code')))).toEqual([true, true, true, false]);
  });
  it('never makes ours wait', () => {
    expect(new ForeignCodeFilter().shouldWait(answer('CC1:'), verdict(null))).toBe(false);
    expect(new ForeignCodeFilter().shouldWait(answer('CC1:'), verdict('signature/holder-mismatch'))).toBe(false);
    expect(new ForeignCodeFilter().shouldWait(answer('NCFOXN TSMAHO'), verdict('trust/unknown-issuer'))).toBe(false);
    expect(new ForeignCodeFilter().shouldWait(answer('NCFOXN TSMAHO'), verdict('paper/bad-compression'))).toBe(false);
  });
});

it('puts everyday scenes first and unknown ones last', () => {
  expect(orderScenes(['future', 'court', 'identity', 'transit'])).toEqual(['transit', 'identity', 'court', 'future']);
});
