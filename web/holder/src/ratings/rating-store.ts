import type { StoredTrust } from '../store.js';
import type { RatingRecord } from './rating-steps.js';

/** What a phone keeps of ratings. Each change of a record reads and writes it with nobody in between. All reject with StorageRefused. */
export interface RatingStore {
  all(): Promise<RatingRecord[]>;
  /** What is there already stays as it is: a slip has one input and one blind, whoever scans it how often. */
  add(made: RatingRecord): Promise<RatingRecord>;
  /** `step` gives the record as it shall be, or null when nothing is to be kept of it. Resolves to what is there afterwards. */
  change(id: string, step: (record: RatingRecord) => RatingRecord | null): Promise<RatingRecord | null>;
  trust(): Promise<StoredTrust | undefined>;
  saveTrust(trust: StoredTrust): Promise<void>;
}
