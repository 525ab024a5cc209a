/** What a browser's phone keeps, in IndexedDB. */
import { storageInTime } from '@citycode/client/patience';
import type { StoredKey } from '@citycode/client/stored-key';
import { openedInTime } from '@citycode/client/stores/opened';
import type { FaultId } from '@citycode/wasm/types';
import { StorageRefused, type Device, type PassRecord, type PhoneStore, type Settings, type StoredServing, type StoredTrust } from './store.js';

const kDatabase = 'citycode-wallet';
const kVersion = 1;
type StoreName = 'single' | 'passes';

export function storageFault(cause: unknown): FaultId {
  if (!(cause instanceof DOMException)) return 'env/storage-denied';
  if (cause.name === 'QuotaExceededError') return 'env/storage-full';
  // The connection was closed: the browser took the storage away, or another tab did.
  return cause.name === 'InvalidStateError' ? 'env/storage-evicted' : 'env/storage-denied';
}

/** Rejects with StorageRefused. */
export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new StorageRefused(storageFault(request.error)));
  });
}

/** Rejects with StorageRefused. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new StorageRefused(storageFault(transaction.error)));
    transaction.onerror = () => reject(new StorageRefused(storageFault(transaction.error)));
  });
}

export class WalletStore implements PhoneStore {
  private constructor(private database: IDBDatabase) {}

  /** `storage` is asked inside: a browser may refuse it already there. Rejects with StorageRefused. */
  static async open(storage: () => IDBFactory = () => indexedDB): Promise<WalletStore> {
    let request: IDBOpenDBRequest;
    try {
      request = storage().open(kDatabase, kVersion);
    } catch (cause) {
      throw new StorageRefused(storageFault(cause));
    }
    request.onupgradeneeded = () => {
      const database = request.result;
      database.createObjectStore('single');   // 'device', 'deviceKey', 'wrappingKey', 'settings', 'trust', 'serving'
      database.createObjectStore('passes', { keyPath: 'id' }).createIndex('scope', 'scope');
    };
    const database = await openedInTime(request, done(request), () => new StorageRefused('env/storage-silent'));
    database.onversionchange = () => database.close();   // another tab removes the code
    return new WalletStore(database);
  }

  device(): Promise<Device | undefined> { return this.#get('device'); }
  deviceKey(): Promise<StoredKey | undefined> { return this.#get('deviceKey'); }
  wrappingKey(): Promise<CryptoKey | undefined> { return this.#get('wrappingKey'); }
  async settings(): Promise<Settings> { return (await this.#get<Settings>('settings')) ?? {}; }

  trust(): Promise<StoredTrust | undefined> { return this.#get('trust'); }
  saveTrust(trust: StoredTrust): Promise<void> { return this.#put('trust', trust); }
  serving(): Promise<StoredServing | undefined> { return this.#get('serving'); }
  saveServing(serving: StoredServing): Promise<void> { return this.#put('serving', serving); }

  saveDevice(device: Device): Promise<void> { return this.#put('device', device); }
  saveDeviceKey(key: StoredKey): Promise<void> { return this.#put('deviceKey', key); }
  saveWrappingKey(key: CryptoKey): Promise<void> { return this.#put('wrappingKey', key); }
  async saveSettings(change: Settings): Promise<void> {
    await this.#put('settings', { ...(await this.settings()), ...change });
  }

  passes(): Promise<PassRecord[]> {
    return done(this.#begin('passes', 'readonly').objectStore('passes').getAll() as IDBRequest<PassRecord[]>);
  }

  async addPasses(records: readonly PassRecord[]): Promise<void> {
    const transaction = this.#begin('passes', 'readwrite');
    for (const record of records) transaction.objectStore('passes').put(record);
    await committed(transaction);
  }

  async removePasses(ids: readonly string[], put: readonly PassRecord[] = []): Promise<void> {
    const transaction = this.#begin('passes', 'readwrite');
    for (const record of put) transaction.objectStore('passes').put(record);
    for (const id of ids) transaction.objectStore('passes').delete(id);
    await committed(transaction);
  }

  /** Reads a scope's passes, and writes and deletes what `decide` says, with no other tab in between. */
  async changePasses<T>(scope: string, decide: (passes: PassRecord[]) => { put: PassRecord[]; remove: string[]; result: T }): Promise<T> {
    const transaction = this.#begin('passes', 'readwrite');
    const store = transaction.objectStore('passes');
    const finished = committed(transaction);
    const passes = await done(store.index('scope').getAll(scope) as IDBRequest<PassRecord[]>);
    const { put, remove, result } = decide(passes);
    for (const record of put) store.put(record);
    for (const id of remove) store.delete(id);
    await finished;
    return result;
  }

  /**
   * Deletes keys, passes and everything else that this phone knows of the holder. The stores stay, empty: to delete the
   * database would wait for every other tab that has it open, and so would everybody who opens it next.
   */
  async destroy(): Promise<void> {
    const transaction = this.#begin(['single', 'passes'], 'readwrite');
    for (const store of ['single', 'passes']) transaction.objectStore(store).clear();
    await storageInTime(committed(transaction), () => new StorageRefused('env/storage-silent'));
    this.database.close();
  }

  /** For who opened it beside the page's own, for one question. */
  close(): void {
    this.database.close();
  }

  #begin(store: StoreName | readonly StoreName[], mode: IDBTransactionMode): IDBTransaction {
    try {
      return this.database.transaction(typeof store === 'string' ? store : [...store], mode);
    } catch (cause) {
      throw new StorageRefused(storageFault(cause));
    }
  }

  #get<T>(key: string): Promise<T | undefined> {
    return done(this.#begin('single', 'readonly').objectStore('single').get(key) as IDBRequest<T | undefined>);
  }

  async #put(key: string, value: unknown): Promise<void> {
    const transaction = this.#begin('single', 'readwrite');
    const finished = committed(transaction);
    try {
      transaction.objectStore('single').put(value, key);
    } catch (cause) {
      finished.catch(() => undefined);
      throw cause;   // DataCloneError: this browser cannot keep such a key; the caller knows another kind
    }
    await finished;
  }
}
