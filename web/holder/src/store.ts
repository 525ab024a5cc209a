/**
 * What the phone keeps, in IndexedDB: the device, its key, its passes, its settings. Nothing of a scan; passes for one
 * venue until the person leaves it or they expire.
 */
import type { StoredKey } from '@citycode/client/keys';
import { openedInTime, storageInTime } from '@citycode/client/patience';
import type { FaultId } from '@citycode/wasm/types';

export interface Holder {
  readonly displayName: string;
  readonly holderClass: string;
  readonly ageGroup?: string;
}

export interface Device {
  readonly deviceId: string;
  readonly holder: Holder;
  readonly scopes: readonly string[];
  readonly passesPerScope: number;
}

export interface PassRecord {
  /** base64url of the pass key. */
  readonly id: string;
  readonly scope: string;
  /** The one venue that accepts it; absent for a pass of the scene. */
  readonly venue?: string;
  readonly key: StoredKey;
  readonly pass: Uint8Array<ArrayBuffer>;
  /** Names of what is in it, as the city said. */
  readonly attributes: readonly string[];
  readonly notBeforeUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  /** From then on a new one is fetched, well before the end; absent in records of earlier versions. */
  readonly renewAtUnixSeconds?: number;
  /** Null while nobody has seen it. */
  readonly usedAtUnixSeconds: number | null;
  /** It is not shown any more, and stays until then: a service that began with it may still be rated, which its key has to sign. */
  readonly keptUntilUnixSeconds?: number;
}

export interface Settings {
  readonly elderMode?: boolean;
  readonly lastScope?: string;
}

/** Where people are served, by the city's list; what was shown elsewhere no slip will ever name. */
export interface StoredServing {
  readonly scopes: readonly string[];
  readonly heardUnixSeconds: number;
}

/** The city's list, and what the core says of which roots may sign the next. */
export interface StoredTrust {
  readonly anchors: string;
  readonly list: Uint8Array<ArrayBuffer>;
}

const kDatabase = 'citycode-wallet';
const kVersion = 1;
type StoreName = 'single' | 'passes';

/** The storage refused. `fault` says how. */
export class StorageRefused extends Error {
  override readonly name = 'StorageRefused';
  constructor(readonly fault: FaultId) {
    super(fault);
  }
}

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

/** What keeps a wallet, wherever that is: in IndexedDB here, in the page's memory in memory-store.ts, in files in kept-store.ts. */
export interface PhoneStore extends Pick<WalletStore, keyof WalletStore> {
  /** A key that no script can read cannot be kept there. */
  readonly keepsSealedKeysAlone?: boolean;
}

export class WalletStore {
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
