import { beforeAll, expect, it, vi } from 'vitest';
import type { ScopeSummary, TrustListSummary } from '@citycode/wasm';

vi.mock('@citycode/elements', async () => ({
  ...(await import('../../elements/src/i18n/index.js')),
}));

import { setLanguage } from '@citycode/elements';
import { listAge, statusAge } from '../src/list-age.js';

const DAY = 86_400;
const scope: ScopeSummary = { id: 7, name: 'transit', attributes: [], windowSeconds: 30, freshSeconds: DAY, tooOldSeconds: 7 * DAY, statusFreshSeconds: 3600, statusTooOldSeconds: DAY, sealed: false, acceptsPaper: false };
const list: TrustListSummary = { version: 1, issuedUnixSeconds: 1_764_000_000, cityName: 'Demo', rootKey: '', nextRootKey: '', anchors: '', scopes: [scope] };
const at = (age: number): ReturnType<typeof listAge> => listAge(list, scope, list.issuedUnixSeconds + age);

beforeAll(() => setLanguage('en'));

it.each([
  [-1, 'future', 'This device is behind by 1 s.'],
  [0, 'fresh', 'City list: new'],
  [300, 'fresh', 'City list: 5 minutes old'],
  [DAY, 'fresh', 'City list: 24 hours old'],
  [DAY + 1, 'stale', 'City list: 24 hours old, connect soon'],
  [7 * DAY - 1, 'stale', 'City list: 6 days old, connect soon'],
  [7 * DAY, 'too-old', 'City list: 7 days old, too old to decide'],
] as const)('a list %d s old is %s', (age, state, text) => {
  expect(at(age)).toEqual({ state, text });
});

it('says when there is none', () => {
  expect(listAge(null, scope, 0).state).toBe('missing');
});

const NOON = 20_000 * DAY + DAY / 2;
const listOf = (day: number, issuedUnixSeconds: number) =>
  ({ issuerKid: '00000000', day, version: 1, issuedUnixSeconds, expiresUnixSeconds: NOON + 2 * DAY, signed: [] });
const statusAt = (age: number) => statusAge([listOf(19_999, NOON - age), listOf(20_000, NOON)], scope, NOON);

it.each([
  [0, 'fresh', 'Withdrawn passes: new'],
  [3600, 'fresh', 'Withdrawn passes: 60 minutes old'],
  [3601, 'stale', 'Withdrawn passes: 60 minutes old, connect soon'],
  [DAY - 1, 'stale', 'Withdrawn passes: 23 hours old, connect soon'],
  [DAY, 'too-old', 'Withdrawn passes: 24 hours old, too old to decide'],
] as const)('status lists of which the oldest is %d s old are %s', (age, state, text) => {
  expect(statusAt(age)).toEqual({ state, text });
});

it('says when today or yesterday has no status list, and nothing where the scene needs none', () => {
  expect(statusAge([listOf(20_000, NOON)], scope, NOON)?.state).toBe('missing');
  expect(statusAge([], scope, NOON)?.state).toBe('missing');
  expect(statusAge([], { ...scope, statusFreshSeconds: 0, statusTooOldSeconds: 0 }, NOON)).toBeNull();
});
