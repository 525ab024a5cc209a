/** What a browser gives to ratings: the wallet's database beside their own, and the lock that tabs share. */
import { KeyMaker, type SeedSigner } from '@citycode/client/keys';
import { WalletStore } from '../indexed-store.js';
import type { ShownPass } from './rating-api.js';
import type { Alone } from './sending.js';
import { passOfDigest } from './shown-pass.js';

/** Null when this phone never showed it, or no longer has it. */
export async function shownPass(digestHex: string, storage: () => IDBFactory = () => indexedDB, signWithSeed?: SeedSigner): Promise<ShownPass | null> {
  const store = await WalletStore.open(storage);
  try {
    const wrapping = await store.wrappingKey();
    const keys = new KeyMaker(async () => wrapping ?? Promise.reject(new Error('the wrapping key is gone')), signWithSeed);
    return await passOfDigest(await store.passes(), digestHex, keys);
  } finally {
    store.close();
  }
}

/** A run takes seconds; a tab that was hidden in the middle of one waits until it is seen again, and must not keep the others from theirs. */
const kLockPatienceMs = 20_000;

/** One tab at a time does what is due; where that cannot be had, the store's transactions alone keep the bytes the same. */
export const oneTab = (locks: Pick<LockManager, 'request'> | null): Alone => async (work) => {
  if (!locks) return work();
  let isMine = false;
  const alone: typeof work = () => { isMine = true; return work(); };
  try {
    return await locks.request('citycode-ratings', { signal: AbortSignal.timeout(kLockPatienceMs) }, alone);
  } catch (cause) {
    if (isMine) throw cause;
    return work();   // with the same element and the same bytes as the other tab
  }
};

export const pageAlone = (): Alone => oneTab(navigator.locks ?? null);   // Safari before 15.4 has none
