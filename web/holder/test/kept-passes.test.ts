import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { askThrough } from '@citycode/client/api';
import { toBase64Url } from '@citycode/client/bytes';
import { KeyMaker, makeWrappingKey } from '@citycode/client/keys';
import type { ScopeSummary, TrustListSummary } from '@citycode/wasm/types';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CityApi, type IssuedBatch, type Signer, type WantedPass } from '../src/city-api.js';
import { forgetRatings, IndexedRatingStore } from '../src/ratings/indexed-rating-store.js';
import { newRecord } from '../src/ratings/rating-steps.js';
import { shownPass } from '../src/ratings/page-parts.js';
import { WalletStore } from '../src/indexed-store.js';
import type { Device } from '../src/store.js';
import { Wallet } from '../src/wallet.js';
import { unhurried } from '../../client/test/support/askings.js';
import { slip } from './ratings/support.js';

const scope = (name: string, servesPeople: boolean): ScopeSummary => ({
  id: 1, name, attributes: [], windowSeconds: 60, freshSeconds: 1, tooOldSeconds: 2, statusFreshSeconds: 0, statusTooOldSeconds: 0, acceptsPaper: false, sealed: false, servesPeople,
});
const list: TrustListSummary = { version: 1, issuedUnixSeconds: 0, cityName: 'Demo', rootKey: '', nextRootKey: '', anchors: 'a', scopes: [scope('medical', true), scope('transit', false)] };
vi.mock('@citycode/client/core', () => ({ askCore: vi.fn(async () => ({ ok: list })) }));

const kDay = 86_400;
const device: Device = { deviceId: 'd', holder: { displayName: '王小明', holderClass: 'resident' }, scopes: ['medical', 'transit'], passesPerScope: 4 };

let nowMs: number;
let store: WalletStore;
let wallet: Wallet;
let lists: number;

class FakeCity extends CityApi {
  override async enrol() { return { ok: device }; }
  override async revokeThis() { return { ok: {} }; }
  override async passes(_signer: Signer, keys: readonly (WantedPass & { key: string })[]): Promise<{ ok: IssuedBatch }> {
    const now = Math.floor(nowMs / 1000);
    return { ok: { nowUnixSeconds: now, passes: keys.map(({ key, ...want }) => ({ ...want, key, pass: toBase64Url(new TextEncoder().encode(key)), attributes: [], notBeforeUnixSeconds: now - 120, expiresUnixSeconds: now + kDay })) } };
  }
}

const digestOf = (pass: Uint8Array): string => createHash('sha256').update(pass).digest('hex');
const isKept = async (digest: string): Promise<boolean> => (await shownPass(digest)) !== null;
const show = async (where: string, venue: string | null = null): Promise<string> => digestOf((await wallet.take(where, venue)).ok!.record.pass);

beforeEach(async () => {
  askThrough(unhurried());
  indexedDB.deleteDatabase('citycode-wallet');
  indexedDB.deleteDatabase('citycode-ratings');
  nowMs = 1_764_000_000_000;
  lists = 0;
  vi.stubGlobal('fetch', async (path: string) => {
    lists += 1;
    return path === '/first-list.json' ? Response.json({ name: {}, rootKey: 'AA', trustList: 'AA' }) : new Response(new Uint8Array(1));
  });
  store = await WalletStore.open();
  const wrapping = await makeWrappingKey();
  wallet = new Wallet({ store, now: () => nowMs, forgetsRatings: async () => forgetRatings, api: new FakeCity(() => nowMs, 'http://localhost'), keys: new KeyMaker(async () => wrapping, async (seed) => ({ publicKey: seed.slice(), signature: new Uint8Array(64) }), false) });
  await wallet.load();
  await wallet.enrol('7K2M-9QXT-4HRB');
  await wallet.replenish();
});

describe('a pass that was shown where people are served', () => {
  it('is found by its digest for 15 days, with its key, and never shown again', async () => {
    await wallet.loadTrust();
    const first = await show('medical');
    const second = await show('medical');
    expect(second).not.toBe(first);
    expect(await isKept(first)).toBe(true);
    nowMs += 15 * kDay * 1000 - 1000;
    await wallet.replenish();
    expect(await isKept(first)).toBe(true);
    const shown = [await show('medical'), await show('medical')];
    expect(shown).not.toContain(first);
    nowMs += 2000;
    await wallet.replenish();
    expect(await isKept(first)).toBe(false);
  });

  it('is one of a venue too, after the person has left', async () => {
    await wallet.loadTrust();
    await wallet.visit({ venue: 'first-hospital', scopes: ['medical'] });
    await wallet.replenish();
    const shown = await show('medical', 'first-hospital');
    await wallet.visit(null);
    expect(await isKept(shown)).toBe(true);
    expect((await store.passes()).filter(({ venue }) => venue !== undefined), 'those that nobody saw are gone').toHaveLength(1);
    expect((await wallet.take('medical', 'first-hospital')).fault).toBe('env/no-passes-left');
  });

  it('goes at once at a gate, once the phone has heard where people are served', async () => {
    const before = await show('transit');
    await show('transit');
    expect(await isKept(before), 'nobody has said yet').toBe(true);
    await wallet.keepServing();
    await wallet.replenish();
    expect(await isKept(before)).toBe(false);
    const after = await show('transit');
    await show('transit');
    expect(await isKept(after)).toBe(false);
  });

  it('is heard of once a week, and after a reload as before', async () => {
    await wallet.keepServing();
    const asked = lists;
    nowMs += 6 * kDay * 1000;
    await wallet.keepServing();
    expect(lists).toBe(asked);
    nowMs += 2 * kDay * 1000;
    await wallet.keepServing();
    expect(lists).toBeGreaterThan(asked);
    expect((await store.serving())!.scopes).toEqual(['medical']);
  });

  it('counts nowhere as one that is left', async () => {
    await wallet.loadTrust();
    for (let i = 0; i < 4; i++) await show('medical');
    expect((await wallet.stock()).counts.get('medical')).toBe(0);
    expect((await wallet.stock()).untilUnixSeconds).toBe(nowMs / 1000 + kDay);
  });

  it('is unknown to a phone that has none of it', async () => {
    expect(await shownPass('ab'.repeat(32))).toBeNull();
    expect(await shownPass('no digest')).toBeNull();
  });
});

it('removing the code removes slips and ratings too', async () => {
  const ratings = await IndexedRatingStore.open();
  await ratings.add(newRecord(new Uint8Array(3), slip(), { input: new Uint8Array(32), blind: new Uint8Array(64) }));
  expect(await wallet.remove()).toBeNull();
  expect(await ratings.all()).toEqual([]);
  ratings.close();
});
