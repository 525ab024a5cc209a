/** A device's keys as they are kept, and who makes and uses them. No host's own types: each has its keys in its own way. */
import { host } from '@citycode/client/host';
import type { FaultId } from '@citycode/wasm/types';

type Bytes = Uint8Array<ArrayBuffer>;

export type StoredKey =
  /** A browser's, which no script can read (a CryptoKey). */
  | { readonly kind: 'webcrypto'; readonly publicKey: Bytes; readonly privateKey: object }
  /** A seed, closed by a browser's AES-GCM key. */
  | { readonly kind: 'wrapped'; readonly publicKey: Bytes; readonly iv: Bytes; readonly sealedSeed: Bytes }
  /** A seed that the core closed, and opens for the moment of signing. */
  | { readonly kind: 'sealed'; readonly publicKey: Bytes; readonly sealedSeed: Bytes };

export interface Keys {
  /** Rejects with KeyRefused where none can be made. */
  make(): Promise<StoredKey>;
  sign(key: StoredKey, message: Bytes): Promise<Uint8Array>;
  /** For a storage that cannot keep a browser's own keys. */
  preferWrapped(): void;
}

/** A key that could not be made or used; `fault` says why. env/crypto-missing: this host makes none. */
export class KeyRefused extends Error {
  constructor(readonly fault: FaultId, options?: ErrorOptions) {
    super(fault, options);
  }
}

/** Why no key could be made or used. */
export function keyFault(cause: unknown): FaultId {
  if (cause instanceof KeyRefused) return cause.fault;
  return host.hasCrypto() ? 'internal/bug' : 'env/crypto-missing';
}
