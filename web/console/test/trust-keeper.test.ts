import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome, TrustListSummary } from '@citycode/wasm';
import { TerminalStore } from '../src/terminal-store.js';
import { TrustKeeper, type TrustLoader } from '../src/trust-keeper.js';

vi.mock('@citycode/elements/core', () => ({ askCore: vi.fn() }));

const ROOT = new Uint8Array(32).fill(1);
const ROOT_TEXT = Buffer.from(ROOT).toString('base64url');

/** The list's bytes are its version; the loader refuses what the core would refuse. */
const loader: TrustLoader = vi.fn(async (list, rootKey, floor): Promise<Outcome<TrustListSummary>> => {
  const version = list[0]!;
  if (rootKey[0] !== 1) return { fault: 'trust/bad-signature' };
  if (version < (floor?.version ?? 0)) return { fault: 'trust/rolled-back' };
  return { ok: { version, issuedUnixSeconds: 1000 + version, cityName: 'Demo', scopes: [] } };
});

let offered: { version: number; rootKey: string } | 'away';
let asked: string[];

beforeEach(() => {
  indexedDB.deleteDatabase('citycode-terminal');
  offered = { version: 5, rootKey: ROOT_TEXT };
  asked = [];
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal('fetch', async (path: string, init: { headers?: Record<string, string> }) => {
    asked.push(path);
    if (offered === 'away') throw new TypeError('network');
    if (path === '/v1/city') return Response.json({ name: { en: 'Demo City' }, rootKey: offered.rootKey, demo: true, nowUnixSeconds: 0, trustListVersion: offered.version });
    const etag = `"${offered.version}"`;
    if (init.headers?.['If-None-Match'] === etag) return new Response(null, { status: 304 });
    return new Response(Uint8Array.of(offered.version), { headers: { ETag: etag } });
  });
});
afterEach(() => vi.unstubAllGlobals());

async function started(): Promise<TrustKeeper> {
  const keeper = new TrustKeeper(await TerminalStore.open(), loader);
  await keeper.start();
  await keeper.look();
  keeper.stop();
  return keeper;
}

describe('the trust list of a terminal', () => {
  it('is fetched at the first start, with the root key pinned', async () => {
    const keeper = await started();
    expect(keeper.summary?.version).toBe(5);
    expect((await (await TerminalStore.open()).trust())?.floor).toEqual({ version: 5, issuedUnixSeconds: 1005 });
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
    offered = { version: 6, rootKey: ROOT_TEXT };
    expect((await started()).summary?.version).toBe(6);
  });

  it('never goes back, and says that an older one was offered', async () => {
    await started();
    offered = { version: 4, rootKey: ROOT_TEXT };
    const keeper = await started();
    expect(keeper.summary?.version).toBe(5);
    expect(keeper.problem?.fault).toBe('trust/rolled-back');
  });

  it('does not ask for the root key again: a server with another one changes nothing', async () => {
    await started();
    asked = [];
    offered = { version: 9, rootKey: Buffer.from(new Uint8Array(32).fill(2)).toString('base64url') };
    await started();
    expect(asked).not.toContain('/v1/city');
    expect((await (await TerminalStore.open()).trust())?.rootKey).toEqual(ROOT);
  });
});

it('remembers the terminal’s scene, and forgets it when told', async () => {
  const store = await TerminalStore.open();
  await store.saveTerminal({ scopeName: 'transit', venueId: 'line-2' });
  expect(await (await TerminalStore.open()).terminal()).toEqual({ scopeName: 'transit', venueId: 'line-2' });
  await store.forget();
  expect(await (await TerminalStore.open()).terminal()).toBeUndefined();
});
