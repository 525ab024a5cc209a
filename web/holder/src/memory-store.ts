/** What a phone keeps while its page is open, and nowhere else: device, keys and passes vanish with the page. */
import type { StoredKey } from '@citycode/client/stored-key';
import type { Device, PassRecord, PhoneStore, Settings, StoredServing, StoredTrust } from './store.js';

interface Single {
  device: Device;
  deviceKey: StoredKey;
  settings: Settings;
  trust: StoredTrust;
  serving: StoredServing;
}

/** Of two that are open neither knows of the other, and none knows of this browser's own wallet. */
export class MemoryStore implements PhoneStore {
  #single: Partial<Single> = {};
  readonly #passes = new Map<string, PassRecord>();

  async device(): Promise<Device | undefined> { return this.#single.device; }
  async deviceKey(): Promise<StoredKey | undefined> { return this.#single.deviceKey; }
  async settings(): Promise<Settings> { return this.#single.settings ?? {}; }
  async trust(): Promise<StoredTrust | undefined> { return this.#single.trust; }
  async serving(): Promise<StoredServing | undefined> { return this.#single.serving; }

  saveDevice(device: Device): Promise<void> { return this.#put({ device }); }
  saveDeviceKey(deviceKey: StoredKey): Promise<void> { return this.#put({ deviceKey }); }
  saveSettings(change: Settings): Promise<void> { return this.#put({ settings: { ...this.#single.settings, ...change } }); }
  saveTrust(trust: StoredTrust): Promise<void> { return this.#put({ trust }); }
  saveServing(serving: StoredServing): Promise<void> { return this.#put({ serving }); }

  async passes(): Promise<PassRecord[]> {
    return [...this.#passes.values()];
  }

  async addPasses(records: readonly PassRecord[]): Promise<void> {
    for (const record of records) this.#passes.set(record.id, record);
  }

  async removePasses(ids: readonly string[], put: readonly PassRecord[] = []): Promise<void> {
    await this.addPasses(put);
    for (const id of ids) this.#passes.delete(id);
  }

  /** Nothing comes between: all of it is done before anybody else has a turn. */
  async changePasses<T>(scope: string, decide: (passes: PassRecord[]) => { put: PassRecord[]; remove: string[]; result: T }): Promise<T> {
    const { put, remove, result } = decide([...this.#passes.values()].filter((pass) => pass.scope === scope));
    for (const record of put) this.#passes.set(record.id, record);
    for (const id of remove) this.#passes.delete(id);
    return result;
  }

  async destroy(): Promise<void> {
    this.#single = {};
    this.#passes.clear();
  }

  close(): void {}   // it ends with whoever holds it

  async #put(change: Partial<Single>): Promise<void> {
    this.#single = { ...this.#single, ...change };
  }
}
