/** Keys that sign for this device, and the requests that they sign. */
export { CryptoMissing, KeyMaker, keyFault, coreSigner, makeWrappingKey } from './keys.js';
export type { SeedSigner, StoredKey } from './keys.js';
export { keyIdOf, postSigned } from './signed-post.js';
export type { SignedPost, Signer } from './signed-post.js';
