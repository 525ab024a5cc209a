/** The pass that was shown when a service began, with its key: the wallet keeps both for as long as a slip may come. */
import { bytesOfHex, toBase64Url } from '@citycode/client/bytes';
import { host } from '@citycode/client/host';
import type { Keys } from '@citycode/client/stored-key';
import type { PassRecord } from '../store.js';
import type { ShownPass } from './rating-api.js';

const digestOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => toBase64Url(await host.sha256(bytes));

export async function recordOfDigest(passes: readonly PassRecord[], digestHex: string): Promise<PassRecord | null> {
  const wanted = toBase64Url(bytesOfHex(digestHex) ?? new Uint8Array());
  for (const record of passes) if (record.usedAtUnixSeconds !== null && (await digestOf(record.pass)) === wanted) return record;
  return null;
}

/** Null when this phone never showed it, or no longer has it. */
export async function passOfDigest(passes: readonly PassRecord[], digestHex: string, keys: Pick<Keys, 'sign'>): Promise<ShownPass | null> {
  const record = await recordOfDigest(passes, digestHex);
  return record && { pass: record.pass, signer: { publicKey: record.key.publicKey, sign: (message) => keys.sign(record.key, message) } };
}
