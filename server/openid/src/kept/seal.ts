/** Records as they lie in the database: under a digest of their name, closed by a key that is not in it. A copy of the database opens nothing. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** What is written now; a record of another one is as none. */
const kVersion = 1;
const kNonceBytes = 12;
export const kSecretBytes = 32;
const kTagBytes = 16;

/** The names of tokens are what a client shows to use them. */
export const digestOf = (kind: string, name: string): string => createHash('sha256').update(`${kind}:${name}`).digest('base64url');

export class Seal {
  readonly #key: Uint8Array;

  constructor(private readonly secret: Uint8Array) {
    if (secret.length !== kSecretBytes) throw new Error('the key that closes records is damaged: take it from a copy, or delete it, and whoever is signed in signs in anew');
    this.#key = this.derived('records');
  }

  /** Another key from the same secret. */
  derived(purpose: string): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', this.secret, '', `citycode openid ${purpose}`, 32));
  }

  /** `under`: the digest under which it is kept; moved elsewhere, it does not open. */
  close(value: unknown, under: string): Uint8Array {
    const nonce = randomBytes(kNonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(under));
    const closed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return Buffer.concat([Uint8Array.of(kVersion), nonce, cipher.getAuthTag(), closed]);
  }

  /** Undefined for what is damaged, of another key, or of a version that is not known here. */
  open(sealed: Uint8Array, under: string): unknown {
    if (sealed[0] !== kVersion) return undefined;
    const nonceEnd = 1 + kNonceBytes, tagEnd = nonceEnd + kTagBytes;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(1, nonceEnd)).setAAD(Buffer.from(under));
      decipher.setAuthTag(sealed.subarray(nonceEnd, tagEnd));
      return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]).toString('utf8'));
    } catch {
      return undefined;
    }
  }
}
