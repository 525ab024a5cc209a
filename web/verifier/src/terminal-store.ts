/**
 * What this terminal keeps: its scene, the newest trust list and which roots it accepts, the status lists; when it is
 * enrolled, its own key and the scenes' keys of a few days, encrypted; and of scans only the core's replay memory:
 * digests of passes with times, no attribute and no name, until each pass expires.
 */
import type { StoredKey } from '@citycode/client/keys';
import { openedInTime, storageInTime } from '@citycode/client/patience';

export interface StoredTrust {
  /** From the core, for the core: which roots are accepted, and that nothing goes back. */
  readonly anchors: string;
  readonly list: Uint8Array<ArrayBuffer>;
  readonly etag: string;
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

/** What the city said when it enrolled this terminal. */
export interface Enrolment {
  readonly terminalId: string;
  readonly venue: { readonly id: string; readonly name: string };
  readonly scopes: readonly string[];
}

/** Scene keys as ciphertext of this terminal's AES-GCM key. */
export interface WrappedSceneKeys {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

const kDatabase = 'citycode-terminal';

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage refused'));
  });
}

/** What this terminal knows may be there: without it, it would look like a new one, and accept again what it has seen. */
export class StorageSilent extends Error {
  override readonly name = 'StorageSilent';
}

/** Remembers between visits where the browser lets it; without, everything still works until the page closes. */
export class TerminalStore {
  #database: IDBDatabase | null = null;
  readonly #memory = new Map<string, unknown>();

  private constructor() {}

  /** `storage` is asked inside: a browser may refuse it already there. Rejects with StorageSilent. */
  static async open(database = kDatabase, storage: () => IDBFactory = () => indexedDB): Promise<TerminalStore> {
    const store = new TerminalStore();
    try {
      const request = storage().open(database, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('single');
      store.#database = await openedInTime(request, done(request), () => new StorageSilent());
      store.#database.onversionchange = () => store.#database?.close();
    } catch (cause) {
      if (cause instanceof StorageSilent) throw cause;
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
  async saveReplay(saved: Uint8Array<ArrayBuffer>): Promise<void> { await this.#put('replay', saved); }
  statusLists(): Promise<readonly StoredStatusList[] | undefined> { return this.#get('status-lists'); }
  async saveStatusLists(lists: readonly StoredStatusList[]): Promise<void> { await this.#put('status-lists', lists); }
  enrolment(): Promise<Enrolment | undefined> { return this.#get('enrolment'); }
  terminalKey(): Promise<StoredKey | undefined> { return this.#get('terminalKey'); }
  wrappingKey(): Promise<CryptoKey | undefined> { return this.#get('wrappingKey'); }
  sceneKeys(): Promise<WrappedSceneKeys | undefined> { return this.#get('sceneKeys'); }
  async saveEnrolment(enrolment: Enrolment | undefined): Promise<void> { await this.#put('enrolment', enrolment); }
  saveTerminalKey(key: StoredKey): Promise<boolean> { return this.#put('terminalKey', key); }
  async saveWrappingKey(key: CryptoKey): Promise<void> { await this.#put('wrappingKey', key); }
  async saveSceneKeys(keys: WrappedSceneKeys | undefined): Promise<void> { await this.#put('sceneKeys', keys); }
  /** What service-desk.ts keeps. */
  ofDesk<T>(what: 'item' | 'open-service'): Promise<T | undefined> { return this.#get(what); }
  async saveOfDesk(what: 'item' | 'open-service', value: unknown): Promise<void> { await this.#put(what, value); }
  async saveTrust(trust: StoredTrust): Promise<void> { await this.#put('trust', trust); }
  async saveTerminal(terminal: Terminal): Promise<void> { await this.#put('terminal', terminal); }

  /** The store stays, empty: to delete the database would wait for every other tab that has it open. Rejects when nothing is answered. */
  async forget(): Promise<void> {
    this.#memory.clear();
    const database = this.#database;
    this.#database = null;
    if (!database) return;
    await storageInTime(done(database.transaction('single', 'readwrite').objectStore('single').clear()), () => new StorageSilent());
    database.close();
  }

  async #get<T>(key: string): Promise<T | undefined> {
    if (!this.#database) return this.#memory.get(key) as T | undefined;
    const kept = await done(this.#database.transaction('single').objectStore('single').get(key) as IDBRequest<T | undefined>)
      .catch(() => undefined);
    return kept ?? (this.#memory.get(key) as T | undefined);
  }

  /** False when it lasts only until the page closes: no room, or a key that this browser does not store. */
  async #put(key: string, value: unknown): Promise<boolean> {
    this.#memory.set(key, value);
    if (!this.#database) return false;
    try {
      await done(this.#database.transaction('single', 'readwrite').objectStore('single').put(value, key));
      return true;
    } catch {
      return false;
    }
  }
}
