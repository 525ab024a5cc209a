/** What a phone that is no browser's keeps of ratings, in its store of values by name. */
import type { Store } from '@citycode/client/stores/store';
import { StorageRefused, type StoredTrust } from '../store.js';
import type { RatingRecord } from './rating-steps.js';
import type { RatingStore } from './rating-store.js';

const kServices = 'services';

export class KeptRatingStore implements RatingStore {
  /** One change after another. */
  #last: Promise<unknown> = Promise.resolve();

  /** `listStore`: where the wallet keeps the city's list; both ask for the same. */
  constructor(private readonly store: Store, private readonly listStore: Pick<RatingStore, 'trust' | 'saveTrust'>) {}

  async all(): Promise<RatingRecord[]> {
    return ((await this.store.get(kServices)) as RatingRecord[] | undefined) ?? [];
  }

  async add(made: RatingRecord): Promise<RatingRecord> {
    return (await this.#change(made.id, (kept) => kept ?? made))!;
  }

  change(id: string, step: (record: RatingRecord) => RatingRecord | null): Promise<RatingRecord | null> {
    return this.#change(id, (kept) => (kept ? step(kept) : null));
  }

  trust(): Promise<StoredTrust | undefined> { return this.listStore.trust(); }
  saveTrust(trust: StoredTrust): Promise<void> { return this.listStore.saveTrust(trust); }

  async clear(): Promise<void> {
    await this.#last.catch(() => undefined);
    if (!await this.store.put(kServices, undefined)) throw new StorageRefused('env/storage-denied');
  }

  #change(id: string, step: (kept: RatingRecord | null) => RatingRecord | null): Promise<RatingRecord | null> {
    const changed = this.#last.catch(() => undefined).then(async () => {
      const all = await this.all();
      const before = all.find((each) => each.id === id) ?? null;
      const after = step(before);
      if (after !== before) {
        const others = all.filter((each) => each.id !== id);
        if (!await this.store.put(kServices, after ? [...others, after] : others)) throw new StorageRefused('env/storage-full');
      }
      return after;
    });
    this.#last = changed;
    return changed;
  }
}
