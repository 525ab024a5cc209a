/**
 * What this terminal keeps: its scene, the newest trust list and which roots it accepts, the status lists; when it is
 * enrolled, its own key and the scenes' keys of a few days, encrypted; and of scans only the core's replay memory:
 * digests of passes with times, no attribute and no name, until each pass expires.
 */
import type { StoredKey } from '@citycode/client/stored-key';
import { IndexedStore } from '@citycode/client/stores/indexed';
import type { Store } from '@citycode/client/stores/store';

export { StorageSilent } from '@citycode/client/stores/indexed';

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

/** Remembers between visits where the host lets it; without, everything still works until the process ends. */
export class TerminalStore {
  #store: Store | null;
  readonly #memory = new Map<string, unknown>();

  /** Null where nothing can or shall be kept: nothing is left when the process ends, and nobody's storage is asked. */
  constructor(store: Store | null) {
    this.#store = store;
  }

  /** On a page. `storage` is asked inside: a browser may refuse it already there. Rejects with StorageSilent. */
  static async open(database = 'citycode-terminal', storage?: () => IDBFactory): Promise<TerminalStore> {
    return new TerminalStore(await IndexedStore.open(database, storage));
  }

  get remembers(): boolean {
    return this.#store?.remembers ?? false;
  }

  trust(): Promise<StoredTrust | undefined> { return this.#get('trust'); }
  terminal(): Promise<Terminal | undefined> { return this.#get('terminal'); }
  replay(): Promise<Uint8Array<ArrayBuffer> | undefined> { return this.#get('replay'); }
  saveReplay(saved: Uint8Array<ArrayBuffer>): Promise<boolean> { return this.#put('replay', saved); }
  statusLists(): Promise<readonly StoredStatusList[] | undefined> { return this.#get('status-lists'); }
  saveStatusLists(lists: readonly StoredStatusList[]): Promise<boolean> { return this.#put('status-lists', lists); }
  enrolment(): Promise<Enrolment | undefined> { return this.#get('enrolment'); }
  terminalKey(): Promise<StoredKey | undefined> { return this.#get('terminalKey'); }
  wrappingKey(): Promise<CryptoKey | undefined> { return this.#get('wrappingKey'); }
  sceneKeys(): Promise<WrappedSceneKeys | undefined> { return this.#get('sceneKeys'); }
  saveEnrolment(enrolment: Enrolment | undefined): Promise<boolean> { return this.#put('enrolment', enrolment); }
  saveTerminalKey(key: StoredKey): Promise<boolean> { return this.#put('terminalKey', key); }
  saveWrappingKey(key: CryptoKey): Promise<boolean> { return this.#put('wrappingKey', key); }
  saveSceneKeys(keys: WrappedSceneKeys | undefined): Promise<boolean> { return this.#put('sceneKeys', keys); }
  /** What service-desk.ts keeps. */
  ofDesk<T>(what: 'item' | 'open-service'): Promise<T | undefined> { return this.#get(what); }
  saveOfDesk(what: 'item' | 'open-service', value: unknown): Promise<boolean> { return this.#put(what, value); }
  saveTrust(trust: StoredTrust): Promise<boolean> { return this.#put('trust', trust); }
  saveTerminal(terminal: Terminal): Promise<boolean> { return this.#put('terminal', terminal); }

  /** Rejects when nothing is answered. */
  async forget(): Promise<void> {
    this.#memory.clear();
    const store = this.#store;
    this.#store = null;
    await store?.clear();
  }

  async #get<T>(key: string): Promise<T | undefined> {
    return ((await this.#store?.get(key)) ?? this.#memory.get(key)) as T | undefined;
  }

  /** False when it lasts only until the process ends: no room, or a key that is not stored here. */
  async #put(key: string, value: unknown): Promise<boolean> {
    this.#memory.set(key, value);
    return (await this.#store?.put(key, value)) ?? false;
  }
}
