import { beforeAll, expect, it } from 'vitest';
import { dateTimeText } from '@citycode/elements/phrases';
import { speak, wordsOf } from '../../elements/test/support/words.js';
import { clockText, listAgeText, statusAgeText } from '../src/list-words.js';

const en = wordsOf('en');
const kDay = 86_400;

beforeAll(() => speak('en'));

it.each([
  [0, 'fresh', 'City list: up to date'],
  [119, 'fresh', 'City list: up to date'],
  [300, 'fresh', 'City list: 5 minutes old'],
  [kDay, 'fresh', 'City list: 24 hours old'],
  [kDay + 1, 'stale', 'City list: 24 hours old, connect soon'],
  [6.5 * kDay - 1, 'stale', 'City list: 6 days old, connect soon'],
  [7 * kDay - 1, 'stale', 'City list: 7 days old, connect soon'],
  [7 * kDay, 'too-old', 'City list: 7 days old, too old to decide'],
] as const)('a list %d s old that is %s', (ageSeconds, state, text) => {
  expect(listAgeText({ state, ageSeconds }, null)).toBe(text);
});

it.each([
  [0, 'fresh', 'Withdrawn passes: up to date'],
  [3600, 'fresh', 'Withdrawn passes: 60 minutes old'],
  [3601, 'stale', 'Withdrawn passes: 60 minutes old, connect soon'],
  [kDay - 1, 'stale', 'Withdrawn passes: 24 hours old, connect soon'],
  [kDay, 'too-old', 'Withdrawn passes: 24 hours old, too old to decide'],
] as const)('status lists %d s old that are %s', (ageSeconds, state, text) => {
  expect(statusAgeText({ state, ageSeconds })).toBe(text);
});

it('says what is missing', () => {
  expect(listAgeText({ state: 'missing' }, null)).toBe(en.console.listMissing);
  expect(statusAgeText({ state: 'missing' })).toBe(en.console.statusMissing);
});

const clock = { behindSeconds: 0, aheadSeconds: 0, refusal: null };

it.each([
  [{ ...clock, behindSeconds: 3 * 3600 }, 'This device is behind by 3 hours.'],
  [{ ...clock, behindSeconds: 301 }, 'This device is behind by 301 s.'],
  [{ ...clock, aheadSeconds: kDay }, 'This device is ahead by 24 hours.'],
  [{ ...clock, refusal: 'revocation/from-future' as const }, en.faults['revocation/from-future']!.what],
])('says of a wrong clock what is known of it, in the place of an age: %j', (wrong, text) => {
  expect(clockText(wrong)).toBe(text);
  expect(listAgeText({ state: 'future' }, wrong)).toBe(text);
});

it('names the date of a list that has no age', () => {
  expect(statusAgeText({ state: 'dated', issuedUnixSeconds: 1_764_000_060 })).toBe(`Withdrawn passes: list of ${dateTimeText(1_764_000_060)}`);
});
