import 'fake-indexeddb/auto';
import { askThrough } from '@citycode/client/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toBase64Url } from '@citycode/client/bytes';
import { KeyMaker } from '@citycode/client/keys';
import type { SceneKey } from '@citycode/wasm/types';
import { SceneKeeper } from '../src/scene-keeper.js';
import { TerminalStore } from '../src/terminal-store.js';
import { unhurried } from '../../client/test/support/askings.js';
import { deviceWith } from './support/device.js';

vi.mock('@citycode/client/core', () => ({ askCore: vi.fn() }));

const kDay = 86_400_000;
const kStartMs = 20_000 * kDay + 3_600_000;
const kCode = '7K2M-9QXT-4HRB';

let nowMs: number;
let held: readonly SceneKey[];
let asked: string[];
let answers: Record<string, () => Response>;
let wrapping: Promise<CryptoKey>;

const enrolment = { terminalId: 'T', venue: { id: 'court-1', name: 'First Court' }, scopes: ['court', 'transit'] };
const secretOf = (day: number): Uint8Array => new Uint8Array(32).fill(day % 251 + 1);
const keysNow = (): unknown[] => [-1, 0, 1].map((offset) => {
  const utcDay = Math.floor(nowMs / kDay) + offset;
  return { scope: 'court', scopeId: 13, utcDay, secret: toBase64Url(secretOf(utcDay)) };
});
const refusal = (fault: string, status: number): Response => Response.json({ fault, requestId: 'r' }, { status });

async function open(): Promise<{ keeper: SceneKeeper; store: TerminalStore }> {
  const store = await TerminalStore.open();
  // fake-indexeddb cannot clone a CryptoKey: the wrapping key is this test's, and the seeds are the wrapped kind.
  vi.spyOn(store, 'wrappingKey').mockImplementation(() => wrapping);
  const keeper = new SceneKeeper(
    store, deviceWith({ holdSceneKeys: async (keys) => { held = keys; return { ok: true }; } }, { now: () => nowMs, origin: 'http://localhost' }),
    (wrappingKey) => new KeyMaker(wrappingKey, async (seed) => ({ publicKey: seed.slice(), signature: new Uint8Array(64) }), false));
  await keeper.start();
  return { keeper, store };
}

beforeEach(() => {
  askThrough(unhurried());
  indexedDB.deleteDatabase('citycode-terminal');
  wrapping = crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  nowMs = kStartMs;
  held = [];
  asked = [];
  answers = {
    '/v1/terminals': () => Response.json(enrolment, { status: 201 }),
    '/v1/scene-keys': () => Response.json({ ...enrolment, keys: keysNow(), nowUnixSeconds: Math.floor(nowMs / 1000) }),
  };
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal('fetch', async (path: string, init: { body: Uint8Array; headers: Record<string, string> }) => {
    asked.push(`${path} ${new TextDecoder().decode(init.body)}`);
    expect(init.headers['Signature']).toMatch(/^cc=:/);
    const answer = answers[path];
    if (!answer) throw new TypeError('network');
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('a terminal', () => {
  it('enrols once and holds the keys of three days', async () => {
    const { keeper } = await open();
    expect(keeper.holds('court')).toBe(false);
    expect(await keeper.enrol(kCode)).toBeNull();
    expect(keeper.enrolment).toEqual(enrolment);
    expect(held.map(({ scopeId, utcDay }) => [scopeId, utcDay])).toEqual([[13, 19_999], [13, 20_000], [13, 20_001]]);
    expect(held[1]!.secret).toEqual(secretOf(20_000));
    expect(keeper.holds('court')).toBe(true);
    expect(keeper.holds('transit')).toBe(false);
    keeper.stop();
  });

  it('opens with its keys when there is no network, over midnight too, and lets old ones go', async () => {
    const first = await open();
    await first.keeper.enrol(kCode);
    first.keeper.stop();
    answers = {};
    nowMs += kDay;
    const { keeper, store } = await open();
    expect(keeper.holds('court')).toBe(true);
    expect(held.map(({ utcDay }) => utcDay)).toEqual([20_000, 20_001]);
    expect(keeper.problem).toBeNull();
    expect(await store.sceneKeys()).toBeDefined();
    keeper.stop();
    nowMs += 2 * kDay;
    const later = await open();
    expect(later.keeper.holds('court')).toBe(false);
    expect(held).toEqual([]);
    later.keeper.stop();
  });

  it('keeps its keys as ciphertext only', async () => {
    const { keeper, store } = await open();
    await keeper.enrol(kCode);
    const kept = (await store.sceneKeys())!;
    const text = Buffer.from(kept.sealed).toString('latin1');
    for (const day of [19_999, 20_000, 20_001]) expect(text).not.toContain(toBase64Url(secretOf(day)));
    keeper.stop();
  });

  it('asks again with the same key after a lost answer', async () => {
    const enrols = answers['/v1/terminals']!;
    delete answers['/v1/terminals'];
    const { keeper } = await open();
    expect((await keeper.enrol(kCode))?.fault).toBe('env/offline');
    answers['/v1/terminals'] = enrols;
    expect(await keeper.enrol(kCode)).toBeNull();
    const keys = asked.filter((line) => line.startsWith('/v1/terminals')).map((line) => (JSON.parse(line.slice('/v1/terminals '.length)) as { terminalKey: string }).terminalKey);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    keeper.stop();
  });

  it('says why a code is refused and stays what it was', async () => {
    answers['/v1/terminals'] = () => refusal('enrol/used-code', 409);
    const { keeper } = await open();
    expect((await keeper.enrol(kCode))?.fault).toBe('enrol/used-code');
    expect(keeper.enrolment).toBeNull();
    expect(held).toEqual([]);
    keeper.stop();
  });

  it('drops keys and enrolment when the city no longer knows it', async () => {
    const first = await open();
    await first.keeper.enrol(kCode);
    first.keeper.stop();
    answers['/v1/scene-keys'] = () => refusal('issue/unknown-device', 401);
    const { keeper, store } = await open();
    await keeper.look();
    expect(keeper.enrolment).toBeNull();
    expect(keeper.problem?.fault).toBe('issue/unknown-device');
    expect(held).toEqual([]);
    expect(await store.sceneKeys()).toBeUndefined();
    keeper.stop();
  });

  it('fetches when tomorrow is missing and not again within the hour', async () => {
    const { keeper } = await open();
    await keeper.enrol(kCode);
    const fetches = (): number => asked.filter((line) => line.startsWith('/v1/scene-keys')).length;
    expect(fetches()).toBe(1);
    await keeper.look();
    expect(fetches()).toBe(1);
    nowMs += kDay;
    await keeper.look();
    expect(fetches()).toBe(2);
    expect(held.map(({ utcDay }) => utcDay)).toEqual([20_000, 20_001, 20_002]);
    keeper.stop();
  });
});
