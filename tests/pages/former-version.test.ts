/**
 * A phone and a scanner that the former version of the pages installed: former/*.json holds what it wrote, store by store, and
 * not a line of this version's code wrote it. They go on as they were: nobody enrols again, no pass, key or memory is lost.
 */
import { IDBFactory } from 'fake-indexeddb';
import { createPrivateKey, createPublicKey, sign as nodeSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TrustListSummary } from '@citycode/wasm/types';
import { Device, World } from '../../web/client/test/support/world.js';
import { deviceWith } from '../../web/verifier/test/support/device.js';
import { wellAnswer } from './city.js';
import { machineAtRest, stubBrowser, withoutPixels } from './page.js';

/** Ed25519 of a seed, by Node and not by our core (PKCS #8 of RFC 8410). */
const signWithSeed = (seed: Uint8Array, message: Uint8Array) => {
  const privateKey = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { publicKey: new Uint8Array(spki.subarray(-32)), signature: new Uint8Array(nodeSign(null, message, privateKey)) };
};

vi.mock('@citycode/wasm/client', () => ({ CoreNotLoaded: class extends Error {} }));
vi.mock('../../web/client/src/core.js', async () => {
  const { believingCore } = await import('./city.js');
  const core = { ...believingCore(() => Date.now()), sign: async (seed: Uint8Array, message: Uint8Array) => ({ ok: signWithSeed(seed, message) }) };
  const askCore = async (question: (core: unknown) => unknown) => {
    try {
      return await question(core);
    } catch {
      return { fault: 'internal/bug' };   // what this core does not know
    }
  };
  return { askCore, startCore: async () => core, loadCore: async () => core };
});

const { CityApp } = await import('../../web/citizen/src/city-app.js');
const { openWallet } = await import('../../web/holder/src/page-wallet.js');
const { CityScanner } = await import('../../web/scanner/src/city-scanner.js');
const { ReplayKeeper } = await import('../../web/verifier/src/replay-keeper.js');
const { SceneKeeper } = await import('../../web/verifier/src/scene-keeper.js');
const { StatusKeeper } = await import('../../web/verifier/src/status-keeper.js');
const { TerminalStore } = await import('../../web/verifier/src/terminal-store.js');
const { TrustKeeper } = await import('../../web/verifier/src/trust-keeper.js');
const { currentLanguage } = await import('@citycode/elements/words');
const { startLanguage } = await import('@citycode/elements/page-language');
withoutPixels();

interface Former {
  readonly nowUnixSeconds: number;
  readonly databases: readonly {
    readonly name: string;
    readonly version: number;
    readonly stores: readonly {
      readonly name: string;
      readonly keyPath: string | null;
      readonly indexes: readonly { readonly name: string; readonly keyPath: string }[];
      readonly records: readonly { readonly key?: string; readonly value: unknown }[];
    }[];
  }[];
  readonly localStorage: Readonly<Record<string, string>>;
}

const formerOf = (name: string): Former => JSON.parse(readFileSync(join(import.meta.dirname, 'former', `${name}.json`), 'utf8')) as Former;

/** Bytes and keys as a browser holds them: {"$bytes": base64url}, {"$key": {jwk, usages}}, which no script can read out again. */
async function revived(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(revived));
  if (typeof value !== 'object' || value === null) return value;
  const { $bytes, $key } = value as { $bytes?: string; $key?: { jwk: JsonWebKey; usages: KeyUsage[] } };
  if ($bytes !== undefined) return new Uint8Array(Buffer.from($bytes, 'base64url'));
  if ($key) return crypto.subtle.importKey('jwk', { ...$key.jwk, ext: false }, $key.jwk.kty === 'oct' ? 'AES-GCM' : 'Ed25519', false, $key.usages);
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, inner]) => [name, await revived(inner)])));
}

const done = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('storage'));
});

async function restore({ databases }: Former): Promise<void> {
  for (const { name, version, stores } of databases) {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const store of stores) {
        const made = request.result.createObjectStore(store.name, store.keyPath === null ? {} : { keyPath: store.keyPath });
        for (const index of store.indexes) made.createIndex(index.name, index.keyPath);
      }
    };
    const database = await done(request);
    for (const { name: store, keyPath, records } of stores) {
      for (const { key, value } of records) {
        const kept = await revived(value);
        await done(database.transaction(store, 'readwrite').objectStore(store).put(kept, keyPath === null ? key : undefined));
      }
    }
    database.close();
  }
}

let device: Device;
let world: World;

/** The device as it was left, `laterSeconds` after that; its network gives `answer`, or nothing. */
async function reopened(name: string, laterSeconds: number, hasNetwork: boolean): Promise<Former> {
  const former = formerOf(name);
  world = new World();
  world.nowMs = (former.nowUnixSeconds + laterSeconds) * 1000;
  device = new Device(world, () => 0);
  device.answer = (path, init) => {
    if (!hasNetwork) throw new TypeError('network');
    return wellAnswer(path, world.nowMs, init);
  };
  stubBrowser(device);
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('localStorage', { getItem: (key: string) => former.localStorage[key] ?? null, setItem: () => undefined });
  await restore(former);
  await startLanguage(['holder', 'sites', 'staff']);
  return former;
}

afterEach(async () => {
  await machineAtRest();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const asked = (): string[] => device.asked.map(({ path }) => path);
const recordsOf = (former: Former, store: string) => former.databases[0]!.stores.find(({ name }) => name === store)!.records;
const kHour = 3600;

describe.each(['phone-webcrypto', 'phone-wrapped'])('%s', (name) => {
  const open = (): ReturnType<typeof openWallet> => openWallet({ storage: () => indexedDB, now: () => world.nowMs, origin: 'http://localhost' });

  it('has its holder, settings, language and passes, and signs with their keys, without a network', async () => {
    const former = await reopened(name, kHour, false);
    const wallet = await open();
    expect(wallet.device).toMatchObject({ deviceId: 'dev-1', holder: { displayName: '王小明' }, scopes: ['transit', 'identity'], passesPerScope: 3 });
    expect(wallet.settings).toEqual({ elderMode: true, lastScope: 'identity' });
    expect(currentLanguage()).toBe('zh-Hant');
    const passes = recordsOf(former, 'passes').map(({ value }) => value as { scope: string; usedAtUnixSeconds: number | null });
    const fresh = passes.filter(({ scope, usedAtUnixSeconds }) => scope === 'transit' && usedAtUnixSeconds === null);
    expect([passes.length, fresh.length]).toEqual([6, 2]);
    for (let i = 0; i < fresh.length; i++) {
      const taken = await wallet.take('transit');
      expect(taken.ok?.reused).toBe(false);
      const { record } = taken.ok!;
      const message = new TextEncoder().encode('a presentation');
      const publicKey = await crypto.subtle.importKey('raw', record.key.publicKey, 'Ed25519', true, ['verify']);
      expect(await crypto.subtle.verify('Ed25519', publicKey, (await wallet.sign(record, message)) as Uint8Array<ArrayBuffer>, message)).toBe(true);
    }
    expect((await wallet.take('transit')).ok?.reused, 'the batch has run out').toBe(true);
    expect(asked()).toEqual([]);
  });

  it('fetches its next passes with the key that it enrolled with, and enrols no more', async () => {
    const former = await reopened(name, 20 * kHour, true);
    const wallet = await open();
    expect(await wallet.replenish({ atOnce: true })).toEqual({ asked: true, problem: null });
    expect(new Set(asked())).toEqual(new Set(['/v1/passes']));
    const { publicKey } = (await revived(recordsOf(former, 'single').find(({ key }) => key === 'deviceKey')!.value)) as { publicKey: Uint8Array<ArrayBuffer> };
    const keyId = Buffer.from(await crypto.subtle.digest('SHA-256', publicKey)).toString('base64url');
    const headers = new Headers(device.asked[0]!.init.headers);
    expect(headers.get('Signature-Input')).toContain(`keyid="${keyId}"`);
    expect((await wallet.stock()).counts.get('identity')).toBeGreaterThanOrEqual(3);
  });

  it('opens on its code', async () => {
    await reopened(name, kHour, true);
    const page = new CityApp();
    page.connectedCallback();
    const shown = page as unknown as { page: string; elder: boolean };
    for (let i = 0; i < 1000 && shown.page === 'starting'; i++) await machineAtRest();
    expect([shown.page, shown.elder]).toEqual(['code', true]);
    expect(asked()).not.toContain('/v1/devices');
    page.disconnectedCallback();
  });
});

describe('scanner', () => {
  it('has its place, list, keys and memory, without a network', async () => {
    await reopened('scanner', kHour, false);
    const store = await TerminalStore.open();
    const now = (): number => world.nowMs;
    const loaded: (readonly [number, unknown])[] = [];
    const trust = new TrustKeeper(store, deviceWith({ loadTrustList: async (list, anchors) => {
      loaded.push([list[0]!, anchors]);
      return { ok: { version: list[0]!, issuedUnixSeconds: 1_790_000_000, anchors: String(anchors), scopes: [] } as unknown as TrustListSummary };
    } }, { now }));
    await trust.start();
    expect(loaded, 'the kept list, with the roots that it had accepted').toEqual([[6, 'anchors-of-6']]);
    expect(trust.cityName).toEqual({ en: 'Demo City', 'zh-CN': '示范市' });

    const status = new StatusKeeper(store, deviceWith({ loadStatusList: async (list) => ({ ok: { day: list[0] === 134 ? 20_716 : 20_717, version: 7, issuedUnixSeconds: 1_790_000_000, expiresUnixSeconds: 1_790_172_800 } as never }), confirmTime: async () => ({ ok: true }) }, { now }));
    await status.start();
    expect(status.lists.map(({ issuerKid, day, version }) => [issuerKid, day, version])).toEqual([['ab12cd34', 20_716, 7], ['ab12cd34', 20_717, 7]]);

    const held: number[] = [];
    const scenes = new SceneKeeper(store, deviceWith({
      holdSceneKeys: async (keys) => { held.push(...keys.map(({ secret }) => secret[0]!)); return { ok: true }; },
    }, { now, origin: 'http://localhost' }));
    await scenes.start();
    expect(scenes.enrolment).toEqual({ terminalId: 'T-1', venue: { id: 'hall', name: '示范大厅 Demo Hall' }, scopes: ['transit', 'court'] });
    expect(held, 'the keys of three days, unsealed').toEqual([49, 50, 51]);
    expect(scenes.holds('court')).toBe(true);

    const given: number[][] = [];
    const replay = new ReplayKeeper(store, deviceWith({ saveReplay: async () => ({ fault: 'internal/bug' }), loadReplay: async (saved) => { given.push([...saved]); return { ok: { added: 1, renewed: 0, ignored: 0 } }; } }));
    await replay.start();
    expect(given, 'what it has seen').toEqual([[9, 8, 7]]);
    for (const keeper of [trust, status, scenes, replay]) keeper.stop();
  });

  it('opens on its camera, and fetches scene keys with the key that it enrolled with', async () => {
    const former = await reopened('scanner', 2 * kHour, true);
    const page = new CityScanner();
    page.connectedCallback();
    for (let i = 0; i < 1000 && (page.page === 'starting' || !asked().includes('/v1/scene-keys')); i++) await machineAtRest();
    expect(page.page).toBe('scan');
    expect(asked()).not.toContain('/v1/terminals');
    expect(asked().filter((path) => path.startsWith('/v1/demo/'))).toEqual([]);
    const { publicKey } = (await revived(recordsOf(former, 'single').find(({ key }) => key === 'terminalKey')!.value)) as { publicKey: Uint8Array<ArrayBuffer> };
    const keyId = Buffer.from(await crypto.subtle.digest('SHA-256', publicKey)).toString('base64url');
    const fetched = device.asked.find(({ path }) => path === '/v1/scene-keys')!;
    expect(new Headers(fetched.init.headers).get('Signature-Input')).toContain(`keyid="${keyId}"`);
    page.disconnectedCallback();
  });
});
