/** The verbs of a phone whose host has no WebCrypto: digests, and keys that are kept sealed (docs/adr/0083). The whole module alone has them. */
import { copied, type Binding } from '../binding.js';
import type { Outcome } from '../outcome.js';
import { kKeyBytes } from '../sizes.js';
import type { SealedKey } from './seeds.types.js';

export class Seeds {
  constructor(private readonly core: Binding) {}

  /** SHA-256. */
  hash(bytes: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
    return this.core.ask('hash', [bytes], copied);
  }

  /**
   * A key for a host that keeps none: its public half, and the seed sealed with the wrapping key. All three are random bytes, the nonce anew for each key.
   * The module's copies are wiped; the caller wipes its own.
   */
  sealSeed(wrappingKey: Uint8Array, seed: Uint8Array, nonce: Uint8Array): Outcome<SealedKey> {
    return this.core.ask('seal_seed', [wrappingKey, seed, nonce], (answer) => ({ publicKey: answer.slice(0, kKeyBytes), sealedSeed: answer.slice(kKeyBytes) }));
  }

  /** Ed25519 with a seed that never leaves the module. */
  signSealed(wrappingKey: Uint8Array, publicKey: Uint8Array, sealedSeed: Uint8Array, message: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
    return this.core.ask('sign_sealed', [wrappingKey, publicKey, sealedSeed, message], copied);
  }
}
