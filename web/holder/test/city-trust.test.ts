import { askThrough } from '@citycode/client/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Outcome, TrustListSummary } from '@citycode/wasm/types';
import type { TrustLoader } from '../../client/src/trust-source.js';
import { CityTrust } from '../src/city-trust.js';
import type { StoredTrust } from '../src/store.js';
import { unhurried } from '../../client/test/support/askings.js';

vi.mock('@citycode/client/core', () => ({ askCore: vi.fn() }));
vi.mock('../../client/src/core.js', () => ({ askCore: vi.fn() }));

const kNow = 1_764_000_000;

/** Stands for the core: a list is [version, its root]; anchors are "root,version". tests/wasm/lists.test.ts tests the core's rules. */
const loader: TrustLoader = async (list, anchors): Promise<Outcome<TrustListSummary>> => {
  if (anchors === 'damaged') return { fault: 'request/malformed' };
  const [root, floor] = typeof anchors === 'string' ? anchors.split(',').map(Number) : [anchors[0]!, 0];
  const [version, signer] = list as unknown as [number, number];
  if (signer !== root) return { fault: 'trust/bad-signature' };
  if (version < floor!) return { fault: 'trust/rolled-back' };
  const scopes = [{ name: 'medical', attributes: ['name', 'pseudonym'] }] as unknown as TrustListSummary['scopes'];
  return { ok: { version, issuedUnixSeconds: 0, cityName: 'Demo', rootKey: '', nextRootKey: '', anchors: `${signer},${version}`, scopes } };
};

let kept: StoredTrust | undefined;
let asked: string[];
let away: boolean;
const store = { trust: async () => kept, saveTrust: async (trust: StoredTrust) => { kept = trust; } };

beforeEach(() => {
  askThrough(unhurried());
  kept = undefined;
  asked = [];
  away = false;
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    if (away) throw new TypeError('network');
    if (path !== '/first-list.json') return new Response(Uint8Array.of(6, 1));
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
    return Response.json({ name: {}, rootKey: text(new Uint8Array(32).fill(1)), trustList: text(Uint8Array.of(5, 1)) });
  });
});
afterEach(() => vi.unstubAllGlobals());

it('begins with the list that ships with the page, goes on to the newest, and knows its scenes', async () => {
  const trust = new CityTrust(store, loader);
  expect(trust.scopes).toEqual([]);
  expect(await trust.load(kNow)).toBeNull();
  expect(asked).toEqual(['/first-list.json', '/v1/trust-list']);
  expect(kept?.anchors).toBe('1,6');
  expect(trust.scopes.map(({ name }) => name)).toEqual(['medical']);
});

it('needs no network afterwards', async () => {
  await new CityTrust(store, loader).load(kNow);
  away = true;
  expect(await new CityTrust(store, loader).load(kNow)).toBeNull();
});

it('has none without a network when there never was one', async () => {
  away = true;
  expect(await new CityTrust(store, loader).load(kNow)).toBe('trust/missing');
});

it.each([
  ['a bare root key', { rootKey: new Uint8Array(32).fill(1), list: Uint8Array.of(5, 1) }, '1,5'],
  ['anchors', { anchors: '1,5', list: Uint8Array.of(5, 1) }, '1,5'],
])('goes on with what a phone kept as %s, without a network', async (_, before, after) => {
  kept = before as unknown as StoredTrust;
  away = true;
  expect(await new CityTrust(store, loader).load(kNow)).toBeNull();
  expect(kept?.anchors).toBe(after);
});

it.each([
  ['nothing of it', {}],
  ['a list and no root', { list: Uint8Array.of(5, 1) }],
  ['damaged anchors', { anchors: 'damaged', list: Uint8Array.of(5, 1) }],
  ['a list that is not read any more', { rootKey: new Uint8Array(32).fill(1), list: Uint8Array.of(5, 9) }],
])('begins anew, silently, with %s', async (_, before) => {
  kept = before as unknown as StoredTrust;
  expect(await new CityTrust(store, loader).load(kNow)).toBeNull();
  expect(asked[0]).toBe('/first-list.json');
  expect(kept?.anchors).toBe('1,6');
});

it('keeps to the root that was pinned when only the list cannot be read', async () => {
  kept = { rootKey: new Uint8Array(32).fill(2), list: Uint8Array.of(5, 9) } as unknown as StoredTrust;
  expect(await new CityTrust(store, loader).load(kNow)).toBe('trust/bad-signature');
});
