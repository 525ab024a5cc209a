import 'fake-indexeddb/auto';
import { askThrough } from '@citycode/client/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome, TrustListSummary } from '@citycode/wasm/types';
import { TerminalStore } from '../src/terminal-store.js';
import { TrustKeeper } from '../src/trust-keeper.js';
import type { TrustLoader } from '../../client/src/trust-source.js';
import { deviceWith } from './support/device.js';
import { unhurried } from '../../client/test/support/askings.js';

vi.mock('@citycode/wasm/client', () => ({}));

/**
 * Stands for the core: a list is [version, its root, the root that it announces or 0]; anchors are "root,next,version".
 * tests/wasm/lists.test.ts holds the core itself to these rules.
 */
const loader: TrustLoader = vi.fn(async (list, anchors): Promise<Outcome<TrustListSummary>> => {
  if (anchors === 'damaged') return { fault: 'request/malformed' };
  const [root, next, floor] = typeof anchors === 'string' ? anchors.split(',').map(Number) : [anchors[0]!, 0, 0];
  const [version, signer, announced = 0] = list as unknown as [number, number, number];
  if (signer !== root && signer !== next) return { fault: 'trust/bad-signature' };
  if (version < floor!) return { fault: 'trust/rolled-back' };
  const hex = (key: number): string => (key ? key.toString(16).padStart(2, '0').repeat(32) : '');
  return { ok: { version, issuedUnixSeconds: 1000 + version, cityName: 'Demo', rootKey: hex(signer), nextRootKey: hex(announced), anchors: `${signer},${announced},${version}`, scopes: [] } };
});

let offered: { version: number; root?: number; next?: number } | 'away';
/** What `?root=` answers, by the root asked for. */
let former: Record<string, Uint8Array<ArrayBuffer>>;
let asked: string[];
const keyText = (key: number): string => Buffer.from(new Uint8Array(32).fill(key)).toString('base64url');

beforeEach(() => {
  askThrough(unhurried());
  indexedDB.deleteDatabase('citycode-terminal');
  offered = { version: 5 };
  former = {};
  asked = [];
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal('fetch', async (path: string, init: { headers?: Record<string, string> }) => {
    asked.push(path);
    if (offered === 'away') throw new TypeError('network');
    const { version, root = 1, next = 0 } = offered;
    const list = Uint8Array.of(version, root, next);
    if (path === '/first-list.json') return Response.json({ name: { en: 'Demo City' }, rootKey: keyText(root), trustList: Buffer.from(list).toString('base64url') });
    if (path.startsWith('/v1/trust-list?root=')) {
      const bridge = former[path.slice('/v1/trust-list?root='.length)];
      return bridge ? new Response(bridge) : Response.json({ fault: 'request/not-found' }, { status: 404 });
    }
    const etag = `"${version}"`;
    if (init.headers?.['If-None-Match'] === etag) return new Response(null, { status: 304 });
    return new Response(list, { headers: { ETag: etag } });
  });
});
afterEach(() => vi.unstubAllGlobals());

async function started(): Promise<TrustKeeper> {
  const keeper = new TrustKeeper(await TerminalStore.open(), deviceWith({ loadTrustList: loader }));
  await keeper.start();
  await keeper.look();
  keeper.stop();
  return keeper;
}

describe('the trust list of a terminal', () => {
  it('ships with the page at the first start, and its root is pinned', async () => {
    const keeper = await started();
    expect(keeper.summary?.version).toBe(5);
    expect((await (await TerminalStore.open()).trust())?.anchors).toBe('1,0,5');
    expect(asked[0]).toBe('/first-list.json');
    expect(keeper.cityName).toEqual({ en: 'Demo City' });
  });

  it('is there without a network afterwards, and that is no problem', async () => {
    await started();
    offered = 'away';
    const keeper = await started();
    expect(keeper.summary?.version).toBe(5);
    expect(keeper.away).toBe(true);
    expect(keeper.problem).toBeNull();
  });

  it('is a problem without a network when there never was one', async () => {
    offered = 'away';
    expect((await started()).problem?.fault).toBe('env/offline');
  });

  it('goes forward', async () => {
    await started();
    offered = { version: 6 };
    expect((await started()).summary?.version).toBe(6);
  });

  it('never goes back, and says that an older one was offered', async () => {
    await started();
    offered = { version: 4 };
    const keeper = await started();
    expect(keeper.summary?.version).toBe(5);
    expect(keeper.problem?.fault).toBe('trust/rolled-back');
  });

  it('does not ask for the first list again: a server with another root changes nothing', async () => {
    await started();
    asked = [];
    offered = { version: 9, root: 2 };
    const keeper = await started();
    expect(asked).not.toContain('/first-list.json');
    expect(keeper.problem?.fault).toBe('trust/bad-signature');
    expect((await (await TerminalStore.open()).trust())?.anchors).toBe('1,0,5');
  });

  it('follows a root that was announced', async () => {
    offered = { version: 5, next: 2 };
    await started();
    offered = { version: 6, root: 2 };
    const keeper = await started();
    expect(keeper.problem).toBeNull();
    expect((await (await TerminalStore.open()).trust())?.anchors).toBe('2,0,6');
    expect(asked.some((path) => path.includes('?root='))).toBe(false);
  });

  it('catches up with two roots that it never heard announced', async () => {
    await started();
    former = { [keyText(1)]: Uint8Array.of(6, 1, 2), [keyText(2)]: Uint8Array.of(8, 2, 3) };
    offered = { version: 9, root: 3 };
    const keeper = await started();
    expect(keeper.problem).toBeNull();
    expect(keeper.summary?.version).toBe(9);
  });

  it('comes from a file or codes by the same rules', async () => {
    const keeper = await started();
    expect(await keeper.adopt(Uint8Array.of(4, 1, 0))).toBe('trust/rolled-back');
    expect(await keeper.adopt(Uint8Array.of(7, 2, 0))).toBe('trust/bad-signature');
    expect(keeper.summary?.version).toBe(5);
    expect(await keeper.adopt(Uint8Array.of(7, 1, 0))).toBeNull();
    expect(keeper.summary?.version).toBe(7);
    expect((await (await TerminalStore.open()).trust())?.anchors).toBe('1,0,7');
  });

  describe('kept by an earlier version of this page', () => {
    const former = async (trust: Record<string, unknown>): Promise<unknown> => (await TerminalStore.open()).saveTrust(trust as never);
    const whole = { rootKey: new Uint8Array(32).fill(1), list: Uint8Array.of(5, 1, 0), etag: '"5"', cityName: { en: 'Demo City' }, floor: { version: 5, issuedUnixSeconds: 1005 } };

    it('goes on under the root that it had pinned, also without a network', async () => {
      await former(whole);
      offered = 'away';
      const keeper = await started();
      expect(keeper.summary?.version).toBe(5);
      expect(keeper.problem).toBeNull();
      expect(keeper.cityName).toEqual({ en: 'Demo City' });
      expect((await (await TerminalStore.open()).trust())?.anchors).toBe('1,0,5');
      expect(asked).not.toContain('/first-list.json');
    });

    it('does not go back', async () => {
      await former(whole);
      offered = { version: 4 };
      expect((await started()).problem?.fault).toBe('trust/rolled-back');
    });

    it('begins with the first list when it cannot be read any more, and says nothing of it', async () => {
      await former({ ...whole, list: Uint8Array.of(5, 9, 0) });   // as nobody of today would write it
      const keeper = await started();
      expect(keeper.summary?.version).toBe(5);
      expect(keeper.problem).toBeNull();
      expect(asked[0]).toBe('/first-list.json');
    });

    it('still believes no other root', async () => {
      await former({ ...whole, list: Uint8Array.of(5, 9, 0) });
      offered = { version: 7, root: 2 };
      const keeper = await started();
      expect(keeper.summary).toBeNull();
      expect(keeper.problem?.fault).toBe('trust/bad-signature');
    });

    it.each([[{}], [{ list: Uint8Array.of(5, 1, 0) }], [{ ...whole, rootKey: new Uint8Array(31) }], [{ ...whole, anchors: 'damaged' }]])(
      'begins anew when no root can be read in it: %j', async (kept) => {
        await former(kept);
        const keeper = await started();
        expect(keeper.summary?.version).toBe(5);
        expect(keeper.problem).toBeNull();
        expect((await (await TerminalStore.open()).trust())?.anchors).toBe('1,0,5');
      });
  });

  it('is not taken from a file before any root is known', async () => {
    offered = 'away';
    expect(await (await started()).adopt(Uint8Array.of(7, 1, 0))).toBe('trust/missing');
  });
});

it('remembers the terminal’s scene, and forgets it when told', async () => {
  const store = await TerminalStore.open();
  await store.saveTerminal({ scopeName: 'transit', venueId: 'line-2' });
  expect(await (await TerminalStore.open()).terminal()).toEqual({ scopeName: 'transit', venueId: 'line-2' });
  await store.forget();
  expect(await (await TerminalStore.open()).terminal()).toBeUndefined();
});
