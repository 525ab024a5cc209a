import { beforeAll, describe, expect, it } from 'vitest';
import { faultIds } from '@citycode/wasm/faults';
import type { Verdict } from '@citycode/wasm/types';
import { spokenVerdict, verdictFigure, verdictText } from '../src/cc-verdict/wording.js';
import { clockBehindSeconds } from '@citycode/client/clock-behind';
import { kLanguages } from '../src/i18n/languages.js';
import { attributeValueText, clockDetail, durationText, placeAddress } from '../src/i18n/phrases.js';
import { speak, wordsOf } from './support/words.js';

const en = wordsOf('en');

const kNow = 1_764_000_000;
const verdict = (change: Partial<Verdict>): Verdict => ({
  outcome: 'invalid', fault: null, scope: 'identity', attributes: {}, kind: 'rolling', photo: null, passDigest: null, expiresUnixSeconds: 0, shownSecondsAgo: null,
  seenSecondsAgo: null, trustAgeSeconds: null, trustFreshness: 'fresh', statusAgeSeconds: 60, statusFreshness: 'fresh', checks: [], ...change,
});

beforeAll(() => speak('en'));

describe('the figure beside a verdict', () => {
  it.each([
    [{ fault: 'time/shown-too-long-ago', shownSecondsAgo: 95 }, 'This code was made 95 s ago.'],
    [{ fault: 'time/shown-in-future', shownSecondsAgo: -95 }, 'The clocks differ by 95 s.'],
    [{ fault: 'time/clock-behind-list', trustAgeSeconds: -7200 }, 'This device is behind by 2 hours.'],
    [{ fault: 'time/expired', expiresUnixSeconds: kNow - 600 }, 'It expired 10 minutes ago.'],
    [{ fault: 'replay/seen', seenSecondsAgo: 4 }, 'Last shown here 4 s ago.'],
    [{ fault: 'code/not-city-code' }, ''],
  ] as const)('%j', (change, expected) => {
    expect(verdictFigure(verdict(change), kNow)).toBe(expected);
  });

  it('names the page’s own figure of how far its clock is behind', () => {
    const behind = verdict({ fault: 'time/clock-behind-list', trustAgeSeconds: -7200, statusAgeSeconds: -7300 });
    expect(verdictFigure(behind, kNow)).toBe('This device is behind by 2 hours.');
    expect(verdictFigure(behind, kNow, 3 * 3600 - 40)).toBe('This device is behind by 3 hours.');
  });

  it('names by how much the clock is ahead where the city’s answers showed it', () => {
    expect(verdictFigure(verdict({ fault: 'time/clock-ahead' }), kNow, 0, 86_399)).toBe('This device is ahead by 24 hours.');
    expect(verdictFigure(verdict({ fault: 'time/clock-ahead' }), kNow)).toBe('');
  });

  it('tells the desk when a valid pass was here before', () => {
    expect(verdictFigure(verdict({ outcome: 'valid', seenSecondsAgo: 240 }), kNow)).toBe('Last shown here 240 s ago.');
  });
});

it('never reads a refusal out as if it were valid', () => {
  expect(spokenVerdict(verdict({ fault: 'revocation/revoked' }))).toBe('Not valid. This pass was withdrawn');
  expect(spokenVerdict(verdict({ outcome: 'undecided', fault: 'trust/too-old' }))).toMatch(/^Cannot decide\./);
  expect(verdictText(verdict({ outcome: 'invalid', fault: null })).what).toBe('Something is wrong on our side.');
});

it('counts in the unit that people compare', () => {
  expect([0, 1, 120, 599, 600, 3 * 3600, 50 * 3600].map((seconds) => durationText(seconds))).toEqual(['1 s', '1 s', '120 s', '599 s', '10 minutes', '3 hours', '2 days']);
});

it.each([
  [599.4, '599 s'], [599.5, '10 minutes'],
  [629, '10 minutes'], [630, '11 minutes'],
  [7169, '119 minutes'], [7170, '2 hours'],
  [2.5 * 3600 - 1, '2 hours'], [2.5 * 3600, '3 hours'], [3 * 3600 - 1, '3 hours'], [3 * 3600 + 1, '3 hours'],
  [47.5 * 3600 - 1, '47 hours'], [47.5 * 3600, '2 days'],
  [2.5 * 86_400 - 1, '2 days'], [2.5 * 86_400, '3 days'],
] as const)('rounds %d s to the nearest unit: %s, and a time before as one after', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
  expect(durationText(-seconds)).toBe(text);
});

it.each([
  [[-300, 5], 0], [[-301, 5], 301], [[0, -3 * 3600, -400], 3 * 3600], [[null, null], 0], [[null, -900], 900], [[], 0],
] as const)('lists of the ages %j show a clock that is %d s behind', (ages, behind) => {
  expect(clockBehindSeconds(ages)).toBe(behind);
});

it('says which way a clock is off, where that is known', () => {
  expect(clockDetail({ clockDifferenceSeconds: 3600 })).toBe(en.common.clockAhead('60 minutes'));
  expect(clockDetail({ clockDifferenceSeconds: -90 })).toBe(en.common.clockBehind('90 s'));
  expect([clockDetail({ clockDifferenceSeconds: null }), clockDetail(null)]).toEqual(['', '']);
});

it('shows numbers of the wire as words, and unknown ones as they are', () => {
  expect(attributeValueText('document-type', 4)).toBe('Passport');
  expect(attributeValueText('fare-type', 2)).toBe('Senior');
  expect(attributeValueText('fare-type', 99)).toBe('99');
  expect(attributeValueText('over-18', true)).toBe('Yes');
});

describe('a paper card', () => {
  const paper = (parts: Partial<Verdict>): Verdict => verdict({ kind: 'paper', ...parts });

  it('asks to compare the face, with the photo or without', () => {
    expect(verdictText(paper({ outcome: 'valid', photo: { format: 'webp', base64: 'AA==' } }))).toEqual({ what: en.verdict.paper, next: en.verdict.paperCompare });
    expect(verdictText(paper({ outcome: 'valid' })).next).toBe(en.verdict.paperCompareDocument);
    expect(spokenVerdict(paper({ outcome: 'valid' }))).toContain(en.verdict.paper);
  });

  it('sends nobody to a phone', () => {
    expect(verdictText(paper({ fault: 'scope/wrong-scene' }))).toEqual(en.about.card!['scope/wrong-scene']);
    expect(verdictText(paper({ fault: 'time/expired' }))).toEqual(en.about.card!['time/expired']);
    expect(verdictText(paper({ fault: 'paper/bad-compression' }))).toEqual(en.faults['paper/bad-compression']);
  });
});

describe('what is said of a card', () => {
  const sendsToACard: readonly RegExp[] = [/card or paper|open their code|new passes|on the phone/u, /证件或纸质码|证件、纸质码|打开城市码|新的凭证/u, /證件或紙本碼|證件、紙本碼|開啟城市碼/u, /kartu atau kertas|membuka kode|pas baru/u];

  it.each(kLanguages)('never sends anybody to a phone or to another card: %s', async (language) => {
    await speak(language);
    // What the check of a card can say (docs/format.md, "The paper code").
    const faults = faultIds.filter((fault) => /^(cbor|cose|paper|trust|signature|revocation|time\/(expired|not-yet|pass-too))/u.test(fault) && !/weak-key|holder|other-issuer|delta|rolled|future|bad-(list|signature)|parts/u.test(fault));
    expect(faults.length).toBeGreaterThan(25);
    for (const fault of faults) {
      const { what, next } = verdictText(verdict({ kind: 'paper', fault }));
      for (const pattern of sendsToACard) expect(`${what} ${next}`, fault).not.toMatch(pattern);
    }
    await speak('en');
  });

  it('says of a phone’s withdrawn pass what it said', () => {
    expect(verdictText(verdict({ fault: 'revocation/revoked' }))).toEqual(en.faults['revocation/revoked']);
  });
});

it('tells of somebody who was just let in from somebody who shows the code later', () => {
  const again = (seenSecondsAgo: number | null) => verdictText(verdict({ fault: 'replay/reused', seenSecondsAgo }));
  expect(again(12)).toEqual({ what: en.faults['replay/reused']!.what, next: en.verdict.seenJustNow });
  expect(again(61)).toEqual(en.faults['replay/reused']);
  expect(again(null)).toEqual(en.faults['replay/reused']);
});

it('says a person’s number of a place in groups that can be read out', () => {
  expect(attributeValueText('pseudonym', '4f2a91c077de0123456789ab')).toBe('4F2A 91C0 77DE');
});

it('shows one of the two addresses that a city wrote, by the reader’s script', async () => {
  expect(placeAddress('1 Garden Road · 花园路1号')).toBe('1 Garden Road');
  expect(placeAddress('1 Garden Road')).toBe('1 Garden Road');
  expect(placeAddress('花园路1号')).toBe('花园路1号');
  await speak('zh-Hant');
  expect(placeAddress('1 Garden Road · 花园路1号')).toBe('花园路1号');
  expect(placeAddress('1 Garden Road · Tower 2')).toBe('1 Garden Road · Tower 2');
  await speak('en');
});
