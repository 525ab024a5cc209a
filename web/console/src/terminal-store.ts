/**
 * What this terminal keeps: its scene, the pinned root key, the newest trust list and that list's floor, the status
 * lists; and of scans only the core's replay memory: digests of passes with times, no attribute and no name, until each
 * pass expires.
 */
import type { TrustFloor } from '@citycode/wasm';

export interface StoredTrust {
  readonly rootKey: Uint8Array<ArrayBuffer>;
  readonly list: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly floor: TrustFloor;
  readonly cityName: Readonly<Record<string, string>>;
}

/** What the city signed about one issuer key and day, and where that leads. */
export interface StoredStatusList {
  readonly issuerKid: string;
  readonly day: number;
  readonly version: number;
  readonly issuedUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  /** The full list, then the deltas since, in the order in which the core takes them. */
  readonly signed: readonly Uint8Array<ArrayBuffer>[];
}

export interface Terminal {
  readonly scopeName: string;
  readonly venueId: string;
}

const DATABASE = 'citycode-terminal';

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage refused'));
  });
}

/** Remembers between visits where the browser lets it; without, everything still works until the page closes. */
export class TerminalStore {
  #database: IDBDatabase | null = null;
  readonly #memory = new Map<string, unknown>();

  static async open(): Promise<TerminalStore> {
    const store = new TerminalStore();
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('single');
      store.#database = await done(request);
      store.#database.onversionchange = () => store.#database?.close();
    } catch {
      store.#database = null;
    }
    return store;
  }

  get remembers(): boolean {
    return this.#database !== null;
  }

  trust(): Promise<StoredTrust | undefined> { return this.#get('trust'); }
  terminal(): Promise<Terminal | undefined> { return this.#get('terminal'); }
  replay(): Promise<Uint8Array<ArrayBuffer> | undefined> { return this.#get('replay'); }
  saveReplay(saved: Uint8Array<ArrayBuffer>): Promise<void> { return this.#put('replay', saved); }
  statusLists(): Promise<readonly StoredStatusList[] | undefined> { return this.#get('status-lists'); }
  saveStatusLists(lists: readonly StoredStatusList[]): Promise<void> { return this.#put('status-lists', lists); }
  saveTrust(trust: StoredTrust): Promise<void> { return this.#put('trust', trust); }
  saveTerminal(terminal: Terminal): Promise<void> { return this.#put('terminal', terminal); }

  async forget(): Promise<void> {
    this.#memory.clear();
    this.#database?.close();
    if (this.#database) await done(indexedDB.deleteDatabase(DATABASE)).catch(() => undefined);
    this.#database = null;
  }

  async #get<T>(key: string): Promise<T | undefined> {
    if (!this.#database) return this.#memory.get(key) as T | undefined;
    return done(this.#database.transaction('single').objectStore('single').get(key) as IDBRequest<T | undefined>)
      .catch(() => this.#memory.get(key) as T | undefined);
  }

  async #put(key: string, value: unknown): Promise<void> {
    this.#memory.set(key, value);
    if (!this.#database) return;
    await done(this.#database.transaction('single', 'readwrite').objectStore('single').put(value, key)).catch(() => undefined);
  }
}
