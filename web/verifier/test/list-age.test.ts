import { describe, expect, it } from 'vitest';
import type { ScopeSummary, TrustListSummary } from '@citycode/wasm/types';
import { listAge, statusAge, wrongClock } from '../src/list-age.js';

const kDay = 86_400;
const scope: ScopeSummary = { id: 7, name: 'transit', attributes: [], windowSeconds: 30, freshSeconds: kDay, tooOldSeconds: 7 * kDay, statusFreshSeconds: 3600, statusTooOldSeconds: kDay, sealed: false, acceptsPaper: false, servesPeople: false };
const list: TrustListSummary = { version: 1, issuedUnixSeconds: 1_764_000_000, cityName: 'Demo', rootKey: '', nextRootKey: '', anchors: '', scopes: [scope] };

it.each([
  [-300, 'fresh'], [0, 'fresh'], [kDay, 'fresh'], [kDay + 1, 'stale'], [7 * kDay - 1, 'stale'], [7 * kDay, 'too-old'],
] as const)('a list %d s old is %s', (age, state) => {
  expect(listAge(list, scope, null, list.issuedUnixSeconds + age)).toEqual({ state, ageSeconds: Math.max(0, age) });
});

it('says when there is no list, and calls none old before it knows the scene', () => {
  expect(listAge(null, scope, null, 0)).toEqual({ state: 'missing' });
  expect(listAge(list, null, null, list.issuedUnixSeconds + 100 * kDay).state).toBe('fresh');
});

const kNoon = 20_000 * kDay + kDay / 2;
const listOf = (day: number, issuedUnixSeconds: number) =>
  ({ issuerKid: '00000000', day, version: 1, issuedUnixSeconds, expiresUnixSeconds: kNoon + 2 * kDay, signed: [] });

it.each([
  [0, 'fresh'], [3600, 'fresh'], [3601, 'stale'], [kDay - 1, 'stale'], [kDay, 'too-old'],
] as const)('status lists of which the oldest is %d s old are %s', (age, state) => {
  expect(statusAge([listOf(19_999, kNoon - age), listOf(20_000, kNoon)], scope, null, kNoon)).toEqual({ state, ageSeconds: age });
});

it('says when today or yesterday has no status list, and nothing where the scene needs none', () => {
  expect(statusAge([listOf(20_000, kNoon)], scope, null, kNoon)?.state).toBe('missing');
  expect(statusAge([], scope, null, kNoon)?.state).toBe('missing');
  expect(statusAge([], { ...scope, statusFreshSeconds: 0, statusTooOldSeconds: 0 }, null, kNoon)).toBeNull();
});

describe('a clock that is behind', () => {
  const issued = list.issuedUnixSeconds;
  const withdrawn = [{ ...listOf(20_000, issued + 60), day: Math.floor(issued / kDay) }];

  it('is told by the newest list of all, and makes no list new', () => {
    const now = issued + 60 - 3 * 3600;
    const clock = wrongClock(list, withdrawn, [], now);
    expect(clock).toEqual({ behindSeconds: 3 * 3600, aheadSeconds: 0, refusal: null });
    expect(listAge(list, scope, clock, now)).toEqual({ state: 'future' });
    expect(statusAge(withdrawn, scope, clock, now)).toEqual({ state: 'dated', issuedUnixSeconds: issued + 60 });
  });

  it('is believed as long as the core believes it', () => {
    expect(wrongClock(list, withdrawn, [], issued + 60 - 300)).toBeNull();
    expect(wrongClock(list, withdrawn, [], issued + 60 - 301)?.behindSeconds).toBe(301);
  });

  it('is known too where a newer list had to be refused', () => {
    const clock = wrongClock(list, [], ['trust/bad-list', 'revocation/from-future'], issued + kDay);
    expect(clock).toEqual({ behindSeconds: 0, aheadSeconds: 0, refusal: 'revocation/from-future' });
    expect(listAge(list, scope, clock, issued + kDay)).toEqual({ state: 'future' });
    expect(wrongClock(list, [], ['trust/bad-list', undefined], issued + kDay)).toBeNull();
  });
});

it('knows that the clock is ahead where the city’s answers showed it, beyond what is normal', () => {
  const ahead = (seconds: number) => wrongClock(list, [], [], list.issuedUnixSeconds + 60, seconds);
  expect(ahead(300)).toBeNull();
  expect(ahead(301)).toEqual({ behindSeconds: 0, aheadSeconds: 301, refusal: null });
  expect(listAge(list, scope, ahead(kDay), list.issuedUnixSeconds + kDay)).toEqual({ state: 'future' });
});
