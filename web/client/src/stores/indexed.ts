import { storageInTime } from '../patience.js';
import { openedInTime } from './opened.js';
import type { Store } from './store.js';

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What this terminal knows may be there: without it, it would look like a new one, and accept again what it has seen. */
export class StorageSilent extends Error {
  override readonly name = 'StorageSilent';
}

/** A browser's database. It keeps keys that no script can read, too. */
export class IndexedStore implements Store {
  readonly remembers = true;

  private constructor(private readonly database: IDBDatabase) {}

  /** Null where the browser lets nothing be kept; `storage` is asked inside, for it may refuse already there. Rejects with StorageSilent. */
  static async open(name: string, storage: () => IDBFactory = () => indexedDB): Promise<IndexedStore | null> {
    try {
      const request = storage().open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('single');
      const database = await openedInTime(request, done(request), () => new StorageSilent());
      database.onversionchange = () => database.close();
      return new IndexedStore(database);
    } catch (cause) {
      if (cause instanceof StorageSilent) throw cause;
      return null;
    }
  }

  async get(key: string): Promise<unknown> {
    return this.#single('readonly', (single) => single.get(key)).catch(() => undefined);
  }

  async put(key: string, value: unknown): Promise<boolean> {
    return this.#single('readwrite', (single) => single.put(value, key)).then(() => true, () => false);
  }

  /** The store stays, empty: to delete the database would wait for every other tab that has it open. Rejects when nothing is answered. */
  async clear(): Promise<void> {
    await storageInTime(this.#single('readwrite', (single) => single.clear()), () => new StorageSilent());
    this.database.close();
  }

  async #single<T>(mode: IDBTransactionMode, ask: (single: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return done(ask(this.database.transaction('single', mode).objectStore('single')));
  }
}
