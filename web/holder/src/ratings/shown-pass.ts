/** The pass that was shown when a service began, with its key: the wallet keeps both for as long as a slip may come. */
import { KeyMaker, type SeedSigner } from '@citycode/client/keys';
import { bytesOfHex, toBase64Url } from '@citycode/client/bytes';
import { WalletStore, type PassRecord } from '../store.js';
import type { ShownPass } from './rating-api.js';

const digestOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

export async function recordOfDigest(passes: readonly PassRecord[], digestHex: string): Promise<PassRecord | null> {
  const wanted = toBase64Url(bytesOfHex(digestHex) ?? new Uint8Array());
  for (const record of passes) if (record.usedAtUnixSeconds !== null && (await digestOf(record.pass)) === wanted) return record;
  return null;
}

/** Null when this phone never showed it, or no longer has it. */
export async function shownPass(digestHex: string, storage: () => IDBFactory = () => indexedDB, signWithSeed?: SeedSigner): Promise<ShownPass | null> {
  const store = await WalletStore.open(storage);
  try {
    const record = await recordOfDigest(await store.passes(), digestHex);
    if (!record) return null;
    const wrapping = await store.wrappingKey();
    const keys = new KeyMaker(async () => wrapping ?? Promise.reject(new Error('the wrapping key is gone')), signWithSeed);
    return { pass: record.pass, signer: { publicKey: record.key.publicKey, sign: (message) => keys.sign(record.key, message) } };
  } finally {
    store.close();
  }
}
