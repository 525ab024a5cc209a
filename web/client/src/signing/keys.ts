/**
 * Ed25519 keys that no script can read out again. Where WebCrypto has Ed25519 the private key is a
 * non-extractable CryptoKey; elsewhere a random seed, kept only as ciphertext of a non-extractable AES-GCM key
 * and opened for the moment of signing in the core.
 */
import { host } from '@citycode/client/host';
import { askCore } from '../core.js';
import { KeyRefused, type Keys, type StoredKey } from './stored-key.js';

type Bytes = Uint8Array<ArrayBuffer>;

export interface SeedSigner {
  /** Public key and signature for a 32-byte seed; the core's `sign`. */
  (seed: Bytes, message: Uint8Array): Promise<{ readonly publicKey: Uint8Array; readonly signature: Uint8Array }>;
}

const kEd25519 = { name: 'Ed25519' };
const kSeedBytes = 32;
/** NIST SP 800-38D: 96 bits for AES-GCM. */
const kIvBytes = 12;

export const coreSigner: SeedSigner = async (seed, message) => {
  const outcome = await askCore((core) => core.sign(seed, message));
  if (!outcome.ok) throw new Error(outcome.fault);
  return outcome.ok;
};

/** A browser may lack it altogether, or have it and refuse every algorithm. */
const orMissing = (key: Promise<CryptoKey>): Promise<CryptoKey> =>
  key.catch((cause: unknown) => { throw cause instanceof DOMException ? new KeyRefused('env/crypto-missing', { cause }) : cause; });

/** WebKitGTK 2.50 fails to make one pair in 115 (26 of 3000), and makes the next. */
const kMostTries = 4;
const newPair = (triesLeft = kMostTries): Promise<CryptoKeyPair> =>
  (crypto.subtle.generateKey(kEd25519, false, ['sign', 'verify']) as Promise<CryptoKeyPair>).catch((cause: Error) => {
    if (triesLeft > 1 && cause.name === 'OperationError') return newPair(triesLeft - 1);
    throw cause;
  });

export class KeyMaker implements Keys {
  #hasEd25519: Promise<boolean> | null = null;

  /** `wrappingKey` gives the phone's one AES-GCM key, and is asked only where Ed25519 is missing. */
  constructor(private readonly wrappingKey: () => Promise<CryptoKey>, private readonly signWithSeed: SeedSigner = coreSigner,
              private readonly allowWebCrypto = true) {}

  /** For browsers that make Ed25519 keys but cannot keep them in IndexedDB. */
  preferWrapped(): void {
    this.#hasEd25519 = Promise.resolve(false);
  }

  /** Rejects with KeyRefused where nothing here can make keys. */
  async make(): Promise<StoredKey> {
    if (!host.hasCrypto()) throw new KeyRefused('env/crypto-missing');
    if (await this.#ed25519()) {
      const pair = await newPair();
      return { kind: 'webcrypto', publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)), privateKey: pair.privateKey };
    }
    const seed = crypto.getRandomValues(new Uint8Array(kSeedBytes));
    const iv = crypto.getRandomValues(new Uint8Array(kIvBytes));
    try {
      const { publicKey } = await this.signWithSeed(seed.slice(), new Uint8Array());
      const sealedSeed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.wrappingKey(), seed));
      return { kind: 'wrapped', publicKey: new Uint8Array(publicKey), iv, sealedSeed };
    } finally {
      seed.fill(0);
    }
  }

  async sign(key: StoredKey, message: Bytes): Promise<Uint8Array> {
    if (key.kind === 'webcrypto') return new Uint8Array(await crypto.subtle.sign(kEd25519, key.privateKey as CryptoKey, message));
    if (key.kind !== 'wrapped') throw new KeyRefused('env/crypto-missing');
    const seed = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: key.iv }, await this.wrappingKey(), key.sealedSeed));
    try {
      return (await this.signWithSeed(seed, message)).signature;
    } finally {
      seed.fill(0);
    }
  }

  #ed25519(): Promise<boolean> {
    this.#hasEd25519 ??= this.allowWebCrypto
      ? newPair().then(() => true, () => false)
      : Promise.resolve(false);
    return this.#hasEd25519;
  }
}

export function makeWrappingKey(): Promise<CryptoKey> {
  return orMissing(crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']));
}
