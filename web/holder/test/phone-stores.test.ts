import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { KeyMaker } from '@citycode/client/keys';
import { FileStore } from '@citycode/client/stores/files';
import { CityApi } from '../src/city-api.js';
import { KeptStore } from '../src/kept-store.js';
import { MemoryStore } from '../src/memory-store.js';
import { WalletStore } from '../src/indexed-store.js';
import { walletOver } from '../src/page-wallet.js';
import type { Device, PassRecord, PhoneStore } from '../src/store.js';

vi.mock('@citycode/client/core', () => ({ askCore: vi.fn() }));
afterEach(() => { vi.unstubAllGlobals(); });

const kNowMs = 1_764_000_000_000;
const kNow = kNowMs / 1000;
const device: Device = { deviceId: 'd', holder: { displayName: '王小明', holderClass: 'resident' }, scopes: ['transit', 'identity'], passesPerScope: 4 };

const pass = (id: string, scope = 'transit', usedAtUnixSeconds: number | null = null): PassRecord => ({
  id, scope, usedAtUnixSeconds, key: { kind: 'wrapped', publicKey: new Uint8Array(32), iv: new Uint8Array(12), sealedSeed: new Uint8Array(48) },
  pass: new TextEncoder().encode(id), attributes: ['fare-type'], notBeforeUnixSeconds: kNow - 60, expiresUnixSeconds: kNow + 3600,
});

const idsIn = async (store: PhoneStore): Promise<string[]> => (await store.passes()).map(({ id }) => id).sort();

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function inFiles(): Promise<PhoneStore> {
  const folder = await mkdtemp(join(tmpdir(), 'citycode-phone-'));
  folders.push(folder);
  return new KeptStore(await FileStore.open(folder, (file) => { throw new Error(`${file} is damaged`); }));
}

const stores: Readonly<Record<string, () => Promise<PhoneStore>>> = {
  'in files': inFiles,
  'in memory': async () => new MemoryStore(),
  'in IndexedDB': () => { const storage = new IDBFactory(); return WalletStore.open(() => storage); },
};

describe.each(Object.entries(stores))('a wallet’s store %s', (_, open) => {
  it('gives back what it was given, and of what it was not given nothing', async () => {
    const store = await open();
    expect([await store.device(), await store.deviceKey(), await store.trust(), await store.serving()]).toEqual([undefined, undefined, undefined, undefined]);
    expect([await store.settings(), await store.passes()]).toEqual([{}, []]);
    await store.saveDevice(device);
    await store.saveDeviceKey(pass('a').key);
    await store.saveTrust({ anchors: 'a', list: new Uint8Array([1]) });
    await store.saveServing({ scopes: ['medical'], heardUnixSeconds: 7 });
    expect(await store.device()).toEqual(device);
    expect(await store.deviceKey()).toEqual(pass('a').key);
    expect(await store.trust()).toEqual({ anchors: 'a', list: new Uint8Array([1]) });
    expect(await store.serving()).toEqual({ scopes: ['medical'], heardUnixSeconds: 7 });
  });

  it('changes one setting and leaves the others', async () => {
    const store = await open();
    await store.saveSettings({ elderMode: true });
    await store.saveSettings({ lastScope: 'transit' });
    expect(await store.settings()).toEqual({ elderMode: true, lastScope: 'transit' });
  });

  it('keeps a pass once, the newest of its id, and takes away what is named', async () => {
    const store = await open();
    await store.addPasses([pass('a'), pass('b'), pass('a', 'transit', kNow)]);
    expect(await idsIn(store)).toEqual(['a', 'b']);
    expect((await store.passes()).find(({ id }) => id === 'a')?.usedAtUnixSeconds).toBe(kNow);
    await store.removePasses(['a', 'nobody'], [pass('c')]);
    expect(await idsIn(store)).toEqual(['b', 'c']);
  });

  it('shows a change the passes of its scope alone, and gives none twice', async () => {
    const store = await open();
    await store.addPasses([pass('a'), pass('b'), pass('c', 'identity')]);
    const takeOne = (): Promise<string | undefined> => store.changePasses('transit', (passes) => {
      const fresh = passes.filter(({ usedAtUnixSeconds }) => usedAtUnixSeconds === null)[0];
      return { put: fresh ? [{ ...fresh, usedAtUnixSeconds: kNow }] : [], remove: [], result: fresh?.id };
    });
    const taken = await Promise.all([takeOne(), takeOne(), takeOne()]);
    expect(taken.filter(Boolean).sort()).toEqual(['a', 'b']);
    await store.changePasses('identity', (passes) => ({ put: [], remove: passes.map(({ id }) => id), result: null }));
    expect(await idsIn(store)).toEqual(['a', 'b']);
  });

  it('ends with nothing', async () => {
    const store = await open();
    await store.saveDevice(device);
    await store.addPasses([pass('a')]);
    await store.destroy();
    if (store instanceof MemoryStore) expect([await store.device(), await store.passes()]).toEqual([undefined, []]);
    if (!(store instanceof MemoryStore)) await expect(store.saveDeviceKey(pass('late').key), 'what was under way brings nothing back').rejects.toMatchObject({ name: 'StorageRefused', fault: 'env/storage-evicted' });
    store.close();
  });
});

describe('a phone in memory', () => {
  it('knows nothing of another one', async () => {
    const [one, other] = [new MemoryStore(), new MemoryStore()];
    await one.saveDevice(device);
    await one.addPasses([pass('a')]);
    expect([await other.device(), await other.passes()]).toEqual([undefined, []]);
  });

  it('takes a pass and is removed without a look at this browser’s own storage', async () => {
    const storage = vi.fn(() => { throw new Error('this browser’s own storage was asked'); });
    vi.stubGlobal('indexedDB', { open: storage });
    const store = new MemoryStore();
    await store.saveDevice(device);
    await store.addPasses([pass('a')]);
    const wallet = walletOver(store, { now: () => kNowMs, origin: 'http://localhost' });
    await wallet.load();
    expect((await wallet.take('transit')).ok?.record.id).toBe('a');
    vi.spyOn(CityApi.prototype, 'revokeThis').mockResolvedValue({ ok: {} });
    vi.spyOn(KeyMaker.prototype, 'make').mockResolvedValue(pass('k').key);
    expect(await wallet.remove()).toBeNull();
    expect(wallet.device).toBeNull();
    expect(storage).not.toHaveBeenCalled();
  });

  it('that is lost says so to the city and still has what it had', async () => {
    const store = new MemoryStore();
    await store.saveDevice(device);
    await store.saveDeviceKey(pass('k').key);
    await store.addPasses([pass('a')]);
    const wallet = walletOver(store, { now: () => kNowMs, origin: 'http://localhost' });
    await wallet.load();
    const revoke = vi.spyOn(CityApi.prototype, 'revokeThis').mockResolvedValue({ ok: {} });
    expect(await wallet.reportLost()).toBeNull();
    expect(revoke).toHaveBeenCalledWith(expect.anything(), false, 'lost');
    expect((await wallet.take('transit')).ok?.record.id).toBe('a');
  });
});
