/** Keys of a host that keeps bytes and no keys. */
/** A key of a host without WebCrypto. */
export interface SealedKey {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** 72 bytes: opened with its own public key alone. */
  readonly sealedSeed: Uint8Array<ArrayBuffer>;
}
