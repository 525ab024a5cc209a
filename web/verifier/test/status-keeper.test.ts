import 'fake-indexeddb/auto';
import { askThrough } from '@citycode/client/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome, StatusListSummary } from '@citycode/wasm/types';
import type { DeviceCore } from '../src/device.js';
import { StatusKeeper } from '../src/status-keeper.js';
import { TerminalStore } from '../src/terminal-store.js';
import { unhurried } from '../../client/test/support/askings.js';
import { deviceWith } from './support/device.js';

vi.mock('@citycode/client/core', () => ({ askCore: vi.fn() }));

const kNow = 20_000 * 86_400;
const kKid = 'ab12cd34';

/** What was signed is [day, version, base version or 0]; the loader is a core that holds one version a day. */
let held: Map<number, number>;
const loader: DeviceCore['loadStatusList'] = async (list): Promise<Outcome<StatusListSummary>> => {
  const [day, version, base] = [20_000 + list[0]! - 1, list[1]!, list[2]!];
  if (version === 99) return { fault: 'revocation/bad-signature' };
  if (version < (held.get(day) ?? 0)) return { fault: 'revocation/rolled-back' };
  if (base && base !== held.get(day)) return { fault: 'revocation/delta-not-for-this-list' };
  held.set(day, version);
  return { ok: { form: base ? 'delta' : 'full', issuerKey: '', day, version, issuedUnixSeconds: kNow + version, expiresUnixSeconds: (day + 2) * 86_400, revoked: 0 } };
};

let version: number | 'away';
let deltas: boolean;
let asked: string[];

beforeEach(() => {
  askThrough(unhurried());
  indexedDB.deleteDatabase('citycode-terminal');
  [held, version, deltas, asked] = [new Map(), 5, true, []];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    if (version === 'away') throw new TypeError('network');
    const entry = (day: number) => ({ issuerKid: kKid, day, version, issuedUnixSeconds: kNow + (version as number) });
    if (path === '/v1/status-lists') return Response.json({ lists: [entry(19_999), entry(20_000), { issuerKid: '../x', day: 1 }, null] });
    const [, day, base] = /^\/v1\/status-lists\/ab12cd34\/(\d+)(?:\/delta\/(\d+))?$/u.exec(path) ?? [];
    if (base && !deltas) return Response.json({ fault: 'request/not-found' }, { status: 404 });
    return new Response(Uint8Array.of(Number(day) - 19_999, version, Number(base ?? 0)));
  });
});
afterEach(() => vi.unstubAllGlobals());

async function started(): Promise<StatusKeeper> {
  const keeper = new StatusKeeper(await TerminalStore.open(), deviceWith({ loadStatusList: loader }, { now: () => kNow * 1000 }));
  await keeper.start();
  await keeper.look();
  return keeper;
}
const versions = (keeper: StatusKeeper): number[] => keeper.lists.map((list) => list.version);

describe('the status lists of a terminal', () => {
  it('are fetched whole at the first start, and no odd address is asked for', async () => {
    expect(versions(await started())).toEqual([5, 5]);
    expect(asked.filter((path) => path.includes('delta') || path.includes('..'))).toEqual([]);
  });

  it('bring the server’s time to the core, with this device’s own', async () => {
    const told: [number, number][] = [];
    const index = vi.fn(async () => Response.json({ lists: [], nowUnixSeconds: kNow + 7 }));
    vi.stubGlobal('fetch', index);
    const tell: DeviceCore['confirmTime'] = async (server, now) => { told.push([server, now]); return { ok: true }; };
    const keeper = new StatusKeeper(await TerminalStore.open(), deviceWith({ loadStatusList: loader, confirmTime: tell }, { now: () => kNow * 1000 }));
    await keeper.start();
    expect(told).toEqual([[kNow + 7, kNow]]);
    index.mockImplementation(async () => Response.json({ lists: [], nowUnixSeconds: 'noon' }));
    await keeper.look();
    expect(told).toHaveLength(1);
    keeper.stop();
  });

  it('are there without a network afterwards', async () => {
    await started();
    held = new Map();
    version = 'away';
    const keeper = await started();
    expect(versions(keeper)).toEqual([5, 5]);
    expect([...held.values()], 'the core was given them').toEqual([5, 5]);
    expect(keeper.problem).toBeNull();
  });

  it('go forward by deltas, which a new start plays again', async () => {
    await started();
    version = 6;
    asked = [];
    const keeper = await started();
    expect(versions(keeper)).toEqual([6, 6]);
    expect(asked).toContain(`/v1/status-lists/${kKid}/20000/delta/5`);
    expect(asked).not.toContain(`/v1/status-lists/${kKid}/20000`);
    held = new Map();
    version = 'away';
    expect(versions(await started())).toEqual([6, 6]);
    expect([...held.values()]).toEqual([6, 6]);
  });

  it('are fetched whole where no delta is kept', async () => {
    await started();
    version = 40;
    deltas = false;
    const keeper = await started();
    expect(versions(keeper)).toEqual([40, 40]);
    expect(keeper.lists.every((list) => list.signed.length === 1)).toBe(true);
  });

  it('are not asked for again while nothing is new', async () => {
    const keeper = await started();
    asked = [];
    await keeper.look();
    expect(asked).toEqual(['/v1/status-lists']);
  });

  it('stay when what is offered is refused, and that is said', async () => {
    await started();
    version = 99;
    const keeper = await started();
    expect(versions(keeper)).toEqual([5, 5]);
    expect(keeper.problem?.fault).toBe('revocation/bad-signature');
  });

  it('are forgotten when their day is over', async () => {
    const keeper = new StatusKeeper(await TerminalStore.open(), deviceWith({ loadStatusList: loader }, { now: () => (kNow + 86_400) * 1000 }));
    await keeper.start();
    expect(keeper.lists.map((list) => list.day)).toEqual([20_000]);
  });
});
