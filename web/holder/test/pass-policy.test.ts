import { describe, expect, it } from 'vitest';
import type { StoredKey } from '@citycode/client/stored-key';
import { choosePass as choosePassWhere, freshCount, keptOver, kKeptAfterShownSeconds, missingPasses, renewalOf, retired, showable, type Choice } from '../src/pass-policy.js';
import type { PassRecord } from '../src/store.js';

const kNow = 1_764_000_000;
const kDay = 86_400;
/** Where nobody is served, unless a test says so. */
const choosePass = (passes: readonly PassRecord[], now: number, serves = false): Choice => choosePassWhere(passes, now, () => serves);
const key = { kind: 'wrapped', publicKey: new Uint8Array(), iv: new Uint8Array(), sealedSeed: new Uint8Array() } satisfies StoredKey;
const pass = (id: string, change: Partial<PassRecord> = {}): PassRecord => ({
  id, scope: 'transit', key, pass: new Uint8Array(), attributes: [], notBeforeUnixSeconds: kNow - 120, expiresUnixSeconds: kNow + kDay, usedAtUnixSeconds: null, ...change,
});

describe('the pass to show', () => {
  it('is a fresh one, the one that ends first', () => {
    const { pass: chosen, reused, put } = choosePass([pass('late'), pass('soon', { expiresUnixSeconds: kNow + 60 })], kNow);
    expect(chosen).toMatchObject({ id: 'soon', usedAtUnixSeconds: kNow });
    expect(reused).toBe(false);
    expect(put.map(({ id }) => id)).toEqual(['soon']);
  });

  it('is the last shown one when no fresh one is left, and says so', () => {
    const chosen = choosePass([pass('a', { usedAtUnixSeconds: kNow - 500 }), pass('b', { usedAtUnixSeconds: kNow - 5 })], kNow);
    expect(chosen).toMatchObject({ pass: { id: 'b' }, reused: true, put: [], remove: ['a'] });
  });

  it('is none one second after the end, and one second before the beginning', () => {
    expect(choosePass([pass('a', { expiresUnixSeconds: kNow })], kNow)).toMatchObject({ pass: null, allExpired: true, notYet: false });
    expect(choosePass([pass('a', { expiresUnixSeconds: kNow + 1 })], kNow).pass?.id).toBe('a');
    expect(choosePass([pass('a', { notBeforeUnixSeconds: kNow + 1 })], kNow)).toMatchObject({ pass: null, allExpired: false, notYet: true });
    expect(choosePass([pass('a', { notBeforeUnixSeconds: kNow })], kNow).pass?.id).toBe('a');
    expect(choosePass([], kNow)).toMatchObject({ pass: null, allExpired: false, notYet: false, remove: [] });
  });

  it('leaves no shown pass behind but the last', () => {
    expect(choosePass([pass('fresh'), pass('old', { usedAtUnixSeconds: kNow - 5 }), pass('gone', { expiresUnixSeconds: kNow - 1 })], kNow).remove.sort()).toEqual(['gone', 'old']);
  });
});

describe('the passes to fetch', () => {
  const scopes = ['transit', 'identity'];
  const four = (scope: string, change: Partial<PassRecord> = {}): PassRecord[] => [1, 2, 3, 4].map((n) => pass(`${scope}${n}`, { scope, ...change }));

  it('are a whole batch on a new phone', () => {
    expect([...missingPasses([], scopes, 4, kNow)]).toEqual([['transit', 4], ['identity', 4]]);
  });

  it('are none while more than half are left everywhere', () => {
    expect(missingPasses([...four('transit').slice(1), ...four('identity')], scopes, 4, kNow).size).toBe(0);
  });

  it('fill every scene up once one is half empty', () => {
    const left = [...four('transit').slice(2), ...four('identity').slice(1)];
    expect([...missingPasses(left, scopes, 4, kNow)]).toEqual([['transit', 2], ['identity', 1]]);
  });

  it('replace those that end within six hours', () => {
    const sixHours = 6 * 3600;
    expect(missingPasses([...four('transit', { expiresUnixSeconds: kNow + sixHours }), ...four('identity')], scopes, 4, kNow).get('transit')).toBe(4);
    expect(missingPasses([...four('transit', { expiresUnixSeconds: kNow + sixHours + 1 }), ...four('identity')], scopes, 4, kNow).size).toBe(0);
  });

  // docs/format.md: passes begin on the full hour that was reached 120 s before they were asked for, and live 24 hours.
  it.each([-120, 0, 120])('leave no moment without a pass, by a clock that is %i s off', (clockOff) => {
    const kHour = 3600;
    const issue = (asked: number, nth: number): PassRecord => {
      const begin = Math.floor((asked - 120) / kHour) * kHour;
      return pass(`${asked}-${nth}`, { notBeforeUnixSeconds: begin, expiresUnixSeconds: begin + 24 * kHour });
    };
    const first = Math.floor(kNow / kHour) * kHour;
    for (let every = 5 * kHour; every <= 6 * kHour; every += 600) {   // how often the app is opened, at every minute of the hour
      let kept: PassRecord[] = [];
      for (let minute = 0; minute < 3 * 24 * 60; minute += 1) {
        const now = first + minute * 60, shownBy = now + clockOff;
        if ((minute * 60) % every === 0) {
          const count = missingPasses(kept, ['transit'], 4, shownBy).get('transit') ?? 0;
          kept = [...kept.filter((each) => each.expiresUnixSeconds > shownBy), ...Array.from({ length: count }, (_, nth) => issue(now, nth))];
        }
        expect(choosePass(kept, shownBy).pass, `minute ${minute}, opened every ${every} s`).not.toBeNull();
      }
    }
  });

  it('are renewed at the batch’s own moment, between twelve and six hours before the end', () => {
    const kHour = 3600;
    const lives = { notBeforeUnixSeconds: kNow, expiresUnixSeconds: kNow + 24 * kHour };
    expect(renewalOf(lives, 0)).toBe(kNow + 18 * kHour);
    expect(renewalOf(lives, 0.5)).toBe(kNow + 15 * kHour);
    expect(renewalOf(lives, 1 - 1e-9)).toBeGreaterThanOrEqual(kNow + 12 * kHour);
    const drawn = four('transit', { expiresUnixSeconds: kNow + kDay, renewAtUnixSeconds: kNow + 100 });
    const rest = four('identity', { expiresUnixSeconds: kNow + 2 * kDay });
    expect(missingPasses([...drawn, ...rest], scopes, 4, kNow + 99).size).toBe(0);
    expect(missingPasses([...drawn, ...rest], scopes, 4, kNow + 100).get('transit')).toBe(4);
  });

  it('of a scene whose passes live shortly are kept for half of what they are of use', () => {
    const kHour = 3600;
    expect(renewalOf({ notBeforeUnixSeconds: kNow, expiresUnixSeconds: kNow + 10 * kHour }, 1 - 1e-9)).toBeGreaterThanOrEqual(kNow + 2 * kHour);
    expect(renewalOf({ notBeforeUnixSeconds: kNow, expiresUnixSeconds: kNow + 5 * kHour }, 0.9), 'as before').toBe(kNow - kHour);
  });

  it('do not count shown ones', () => {
    expect(freshCount([pass('a'), pass('b', { usedAtUnixSeconds: kNow })], 'transit', kNow)).toBe(1);
  });
});

describe('a pass that was shown where people are served', () => {
  const shownAt = kNow - 500;
  const shown = (id: string, change: Partial<PassRecord> = {}): PassRecord => pass(id, { usedAtUnixSeconds: shownAt, ...change });

  it('is kept for 14 days of a slip and a day, and never shown again', () => {
    const { put, remove, pass: chosen } = choosePass([pass('fresh'), shown('old')], kNow, true);
    expect(chosen?.id).toBe('fresh');
    expect(remove).toEqual([]);
    expect(put.map(({ id, keptUntilUnixSeconds }) => [id, keptUntilUnixSeconds])).toEqual([['fresh', undefined], ['old', kNow + 15 * kDay]]);
    const kept = put[1]!;
    expect(choosePass([kept], kNow, true)).toMatchObject({ pass: null, allExpired: false, put: [], remove: [] });
    expect(showable([kept])).toEqual([]);
  });

  it('is kept from its end on, when the phone was not opened for a while', () => {
    const ended = shown('ended', { expiresUnixSeconds: kNow - 3 * kDay });
    expect(retired([ended], () => true, kNow).put[0]!.keptUntilUnixSeconds).toBe(kNow + 12 * kDay);
    expect(retired([shown('long-ago', { expiresUnixSeconds: kNow - kKeptAfterShownSeconds })], () => true, kNow)).toEqual({ put: [], remove: ['long-ago'] });
  });

  it('goes at once where nobody is served, and so does one that nobody saw', () => {
    expect(retired([shown('gate')], (scope) => scope !== 'transit', kNow)).toEqual({ put: [], remove: ['gate'] });
    expect(retired([pass('unseen')], () => true, kNow)).toEqual({ put: [], remove: ['unseen'] });
  });

  it('goes one second after its time and not one before, and when the city says that nobody is served there', () => {
    const kept = (keptUntilUnixSeconds: number): PassRecord => shown('kept', { keptUntilUnixSeconds });
    expect(keptOver([kept(kNow)], () => true, kNow)).toEqual({ put: [], remove: ['kept'] });
    expect(keptOver([kept(kNow + 1)], () => true, kNow)).toEqual({ put: [], remove: [] });
    expect(keptOver([kept(kNow + kDay)], () => false, kNow).remove).toEqual(['kept']);
    expect(keptOver([pass('fresh'), shown('last')], () => false, kNow)).toEqual({ put: [], remove: [] });
  });

  it('is kept no longer because a clock was a year ahead', () => {
    expect(keptOver([shown('kept', { keptUntilUnixSeconds: kNow + 365 * kDay })], () => true, kNow).put[0]!.keptUntilUnixSeconds).toBe(kNow + kKeptAfterShownSeconds);
  });
});
