/**
 * What this terminal keeps: its scene, the newest trust list and which roots it accepts.
 * Nothing of any scan.
 */
export interface StoredTrust {
  /** From the core, for the core: which roots are accepted, and that nothing goes back. */
  readonly anchors: string;
  readonly list: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly cityName: Readonly<Record<string, string>>;
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
