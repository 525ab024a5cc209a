/** What a browser keeps of ratings, in a database of its own: a phone without the app has it too. */
import { storageInTime } from '@citycode/client/patience';
import { openedInTime } from '@citycode/client/stores/opened';
import { committed, done, storageFault } from '../indexed-store.js';
import { StorageRefused, type StoredTrust } from '../store.js';
import type { RatingRecord } from './rating-steps.js';
import type { RatingStore } from './rating-store.js';

const kDatabase = 'citycode-ratings';
const kVersion = 1;

export class IndexedRatingStore implements RatingStore {
  private constructor(private readonly database: IDBDatabase) {}

  /** `mayMake`: where there is none, one is made. Rejects with StorageRefused. */
  static async open(storage: () => IDBFactory = () => indexedDB, mayMake = true): Promise<IndexedRatingStore> {
    let request: IDBOpenDBRequest;
    try {
      request = storage().open(kDatabase, kVersion);
    } catch (cause) {
      throw new StorageRefused(storageFault(cause));
    }
    request.onupgradeneeded = () => {
      if (!mayMake) return request.transaction!.abort();   // with it goes the database that it began
      request.result.createObjectStore('services', { keyPath: 'id' });
      request.result.createObjectStore('single');   // 'trust', 'isLarge'
    };
    const database = await openedInTime(request, done(request), () => new StorageRefused('env/storage-silent'));
    database.onversionchange = () => database.close();
    return new IndexedRatingStore(database);
  }

  all(): Promise<RatingRecord[]> {
    return done(this.#begin('services', 'readonly').getAll() as IDBRequest<RatingRecord[]>);
  }

  async add(made: RatingRecord): Promise<RatingRecord> {
    const store = this.#begin('services', 'readwrite');
    const finished = committed(store.transaction);
    const kept = await done(store.get(made.id) as IDBRequest<RatingRecord | undefined>);
    if (!kept) store.put(made);
    await finished;
    return kept ?? made;
  }

  async change(id: string, step: (record: RatingRecord) => RatingRecord | null): Promise<RatingRecord | null> {
    const store = this.#begin('services', 'readwrite');
    const finished = committed(store.transaction);
    const before = await done(store.get(id) as IDBRequest<RatingRecord | undefined>);
    const after = before ? step(before) : null;
    if (after && after !== before) store.put(after);
    if (before && !after) store.delete(id);
    await finished;
    return after;
  }

  trust(): Promise<StoredTrust | undefined> { return this.#get('trust'); }
  saveTrust(trust: StoredTrust): Promise<void> { return this.#put('trust', trust); }
  async isLarge(): Promise<boolean | undefined> { return this.#get('isLarge'); }
  saveLarge(isLarge: boolean): Promise<void> { return this.#put('isLarge', isLarge); }

  /** The stores stay, empty, as those of the wallet do. */
  async clear(): Promise<void> {
    const transaction = this.database.transaction(['services', 'single'], 'readwrite');
    for (const store of ['services', 'single']) transaction.objectStore(store).clear();
    await storageInTime(committed(transaction), () => new StorageRefused('env/storage-silent'));
  }

  close(): void {
    this.database.close();
  }

  #begin(store: 'services' | 'single', mode: IDBTransactionMode): IDBObjectStore {
    try {
      return this.database.transaction(store, mode).objectStore(store);
    } catch (cause) {
      throw new StorageRefused(storageFault(cause));
    }
  }

  #get<T>(key: string): Promise<T | undefined> {
    return done(this.#begin('single', 'readonly').get(key) as IDBRequest<T | undefined>);
  }

  async #put(key: string, value: unknown): Promise<void> {
    const store = this.#begin('single', 'readwrite');
    const finished = committed(store.transaction);
    store.put(value, key);
    await finished;
  }
}

/** Everything that this phone keeps of ratings: for who removes their code. */
export async function forgetRatings(storage: () => IDBFactory = () => indexedDB): Promise<void> {
  const store = await IndexedRatingStore.open(storage);
  await store.clear();
  store.close();
}
