/** What a phone has of ratings, for a page that is open for something else: it makes nothing where there is nothing. */
import { IndexedRatingStore } from './indexed-rating-store.js';
import type { RatingRecord } from './rating-steps.js';

/** It is the person's turn: there is a slip that is still good, and they have not said how it was. */
const waitsForPerson = ({ open, expiresUnixSeconds }: RatingRecord, nowMs: number): boolean =>
  open !== null && open.opinion === null && nowMs < expiresUnixSeconds * 1000;

/** Null where there is none, or none that can be read: whoever never had a slip gets no empty one. */
export const openKept = (storage?: () => IDBFactory): Promise<IndexedRatingStore | null> => IndexedRatingStore.open(storage, false).catch(() => null);

/** None where nothing is kept, or where it cannot be read: the page of ratings says why. Holds nothing open. */
export async function countWaiting(nowMs: number, storage?: () => IDBFactory): Promise<number> {
  const store = await openKept(storage);
  if (!store) return 0;
  try {
    return (await store.all()).filter((record) => waitsForPerson(record, nowMs)).length;
  } catch {
    return 0;
  } finally {
    store.close();
  }
}
