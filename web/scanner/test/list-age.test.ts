import { beforeAll, describe, expect, it } from 'vitest';
import type { ScopeSummary, TrustListSummary } from '@citycode/wasm';
import { dateTimeText, setLanguage } from '@citycode/elements/i18n';
import { en } from '../../elements/src/i18n/en.js';
import { listAge, statusAge, wrongClock } from '../src/list-age.js';

const DAY = 86_400;
const scope: ScopeSummary = { id: 7, name: 'transit', attributes: [], windowSeconds: 30, freshSeconds: DAY, tooOldSeconds: 7 * DAY, statusFreshSeconds: 3600, statusTooOldSeconds: DAY, sealed: false, acceptsPaper: false };
const list: TrustListSummary = { version: 1, issuedUnixSeconds: 1_764_000_000, cityName: 'Demo', rootKey: '', nextRootKey: '', anchors: '', scopes: [scope] };
const at = (age: number): ReturnType<typeof listAge> => listAge(list, scope, null, list.issuedUnixSeconds + age);

beforeAll(() => setLanguage('en'));

it.each([
  [-300, 'fresh', 'City list: up to date'],
  [0, 'fresh', 'City list: up to date'],
  [300, 'fresh', 'City list: 5 minutes old'],
  [DAY, 'fresh', 'City list: 24 hours old'],
  [DAY + 1, 'stale', 'City list: 24 hours old, connect soon'],
  [6.5 * DAY - 1, 'stale', 'City list: 6 days old, connect soon'],
  [7 * DAY - 1, 'stale', 'City list: 7 days old, connect soon'],
  [7 * DAY, 'too-old', 'City list: 7 days old, too old to decide'],
] as const)('a list %d s old is %s', (age, state, text) => {
  expect(at(age)).toEqual({ state, text });
});

it('says when there is none', () => {
  expect(listAge(null, scope, null, 0).state).toBe('missing');
});

const NOON = 20_000 * DAY + DAY / 2;
const listOf = (day: number, issuedUnixSeconds: number) =>
  ({ issuerKid: '00000000', day, version: 1, issuedUnixSeconds, expiresUnixSeconds: NOON + 2 * DAY, signed: [] });
const statusAt = (age: number) => statusAge([listOf(19_999, NOON - age), listOf(20_000, NOON)], scope, null, NOON);

it.each([
  [0, 'fresh', 'Withdrawn passes: up to date'],
  [3600, 'fresh', 'Withdrawn passes: 60 minutes old'],
  [3601, 'stale', 'Withdrawn passes: 60 minutes old, connect soon'],
  [DAY - 1, 'stale', 'Withdrawn passes: 24 hours old, connect soon'],
  [DAY, 'too-old', 'Withdrawn passes: 24 hours old, too old to decide'],
] as const)('status lists of which the oldest is %d s old are %s', (age, state, text) => {
  expect(statusAt(age)).toEqual({ state, text });
});

it('says when today or yesterday has no status list, and nothing where the scene needs none', () => {
  expect(statusAge([listOf(20_000, NOON)], scope, null, NOON)?.state).toBe('missing');
  expect(statusAge([], scope, null, NOON)?.state).toBe('missing');
  expect(statusAge([], { ...scope, statusFreshSeconds: 0, statusTooOldSeconds: 0 }, null, NOON)).toBeNull();
});

describe('a clock that is behind', () => {
  const issued = list.issuedUnixSeconds;
  const withdrawn = [{ ...listOf(20_000, issued + 60), day: Math.floor(issued / DAY) }];
  const at = (now: number) => {
    const clock = wrongClock(list, withdrawn, [], now);
    return [clock?.behindSeconds, listAge(list, scope, clock, now), statusAge(withdrawn, scope, clock, now)] as const;
  };

  it('is told by the newest list of all, and makes no list new', () => {
    const [behind, city, status] = at(issued + 60 - 3 * 3600);
    expect(behind).toBe(3 * 3600);
    expect(city).toEqual({ state: 'future', text: 'This device is behind by 3 hours.' });
    expect(status).toEqual({ state: 'dated', text: `Withdrawn passes: list of ${dateTimeText(issued + 60)}` });
  });

  it('is believed as long as the core believes it', () => {
    expect(wrongClock(list, withdrawn, [], issued + 60 - 300)).toBeNull();
    expect(wrongClock(list, withdrawn, [], issued + 60 - 301)?.text).toBe('This device is behind by 301 s.');
  });

  it('is known too where a newer list had to be refused', () => {
    const clock = wrongClock(list, [], ['trust/bad-list', 'revocation/from-future'], issued + DAY);
    expect(listAge(list, scope, clock, issued + DAY)).toEqual({ state: 'future', text: en.faults['revocation/from-future'].what });
    expect(wrongClock(list, [], ['trust/bad-list', undefined], issued + DAY)).toBeNull();
  });
});

it('says that the clock is ahead where the city’s answers showed it, beyond what is normal', () => {
  const ahead = (seconds: number) => wrongClock(list, [], [], list.issuedUnixSeconds + 60, seconds);
  expect(ahead(300)).toBeNull();
  expect(ahead(86_400)).toEqual({ behindSeconds: 0, aheadSeconds: 86_400, text: 'This device is ahead by 24 hours.' });
  expect(listAge(list, scope, ahead(86_400), list.issuedUnixSeconds + 86_400).text).toBe('This device is ahead by 24 hours.');
});
