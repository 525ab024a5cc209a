/**
 * A phone that is no browser's: what it keeps lies in a store of values by name, such as files (`@citycode/client/stores/files`). Its seeds are sealed there; the
 * key that opens them is the host's, of its own key ring or of a secret that a person gives, and is never written here.
 */
import type { StoredKey } from '@citycode/client/stored-key';
import type { Store } from '@citycode/client/stores/store';
import { StorageRefused, type Device, type PassRecord, type PhoneStore, type Settings, type StoredServing, type StoredTrust } from './store.js';

/** One phone in one store: another that has it open would give the same pass twice. */
export class KeptStore implements PhoneStore {
  readonly keepsSealedKeysAlone = true;
  #isDestroyed = false;
  /** One change of the passes after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Store) {}

  device(): Promise<Device | undefined> { return this.#get('device'); }
  deviceKey(): Promise<StoredKey | undefined> { return this.#get('device-key'); }
  async settings(): Promise<Settings> { return (await this.#get<Settings>('settings')) ?? {}; }
  trust(): Promise<StoredTrust | undefined> { return this.#get('trust'); }
  serving(): Promise<StoredServing | undefined> { return this.#get('serving'); }
  async passes(): Promise<PassRecord[]> { return (await this.#get<PassRecord[]>('passes')) ?? []; }

  saveDevice(device: Device): Promise<void> { return this.#put('device', device); }
  saveDeviceKey(key: StoredKey): Promise<void> { return this.#put('device-key', key); }
  async saveSettings(change: Settings): Promise<void> { await this.#put('settings', { ...(await this.settings()), ...change }); }
  saveTrust(trust: StoredTrust): Promise<void> { return this.#put('trust', trust); }
  saveServing(serving: StoredServing): Promise<void> { return this.#put('serving', serving); }

  addPasses(records: readonly PassRecord[]): Promise<void> {
    return this.removePasses([], records);
  }

  removePasses(ids: readonly string[], put: readonly PassRecord[] = []): Promise<void> {
    return this.#change(() => ({ put, remove: ids, result: undefined }));
  }

  changePasses<T>(scope: string, decide: (passes: PassRecord[]) => { put: PassRecord[]; remove: string[]; result: T }): Promise<T> {
    return this.#change((passes) => decide(passes.filter((pass) => pass.scope === scope)));
  }

  async destroy(): Promise<void> {
    this.#isDestroyed = true;   // a batch that is under way must not bring keys back
    await this.#last.catch(() => undefined);
    await this.store.clear().catch(() => {
      this.#isDestroyed = false;   // it is still a phone
      throw new StorageRefused('env/storage-denied');
    });
  }

  close(): void {}   // it ends with whoever holds it

  /** On the disk before anybody is given a pass: one that was shown is not fresh after a power cut. */
  #change<T>(decide: (passes: PassRecord[]) => { readonly put: readonly PassRecord[]; readonly remove: readonly string[]; readonly result: T }): Promise<T> {
    const changed = this.#last.catch(() => undefined).then(async () => {
      const kept = new Map((await this.passes()).map((pass) => [pass.id, pass]));
      const { put, remove, result } = decide([...kept.values()]);
      for (const record of put) kept.set(record.id, record);
      for (const id of remove) kept.delete(id);
      if (put.length + remove.length > 0) await this.#put('passes', [...kept.values()]);
      return result;
    });
    this.#last = changed;
    return changed;
  }

  #get<T>(key: string): Promise<T | undefined> {
    return this.store.get(key) as Promise<T | undefined>;
  }

  async #put(key: string, value: unknown): Promise<void> {
    if (this.#isDestroyed) throw new StorageRefused('env/storage-evicted');
    if (!await this.store.put(key, value)) throw new StorageRefused('env/storage-full');
  }
}
