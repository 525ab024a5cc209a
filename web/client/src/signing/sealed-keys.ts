/** Ed25519 keys of a host without WebCrypto: seeds that the core seals, and opens for the moment of signing (docs/adr/0083). */
import { host } from '@citycode/client/host';
import type { Outcome } from '@citycode/wasm/types';
import { seedsOf } from '@citycode/wasm/client/seeds';
import { askCore } from '../core.js';
import { KeyRefused, type Keys, type StoredKey } from './stored-key.js';

type Bytes = Uint8Array<ArrayBuffer>;

const kSeedBytes = 32;
const kNonceBytes = 24;

/** Gives what the core answered, or throws why it did not. */
function orRefused<T>(answer: Outcome<T>): T {
  if (answer.ok === undefined) throw new KeyRefused(answer.fault!);
  return answer.ok;
}

export class SealedKeys implements Keys {
  /** `wrappingKey`: 32 random bytes, the same each time. */
  constructor(private readonly wrappingKey: () => Promise<Bytes>) {}

  async make(): Promise<StoredKey> {
    const [wrappingKey, seed, nonce] = await Promise.all([this.wrappingKey(), host.randomBytes(kSeedBytes), host.randomBytes(kNonceBytes)]);
    try {
      const { publicKey, sealedSeed } = orRefused(await askCore((core) => seedsOf(core).sealSeed(wrappingKey, seed, nonce)));
      return { kind: 'sealed', publicKey: new Uint8Array(publicKey), sealedSeed: new Uint8Array(sealedSeed) };
    } finally {
      seed.fill(0);
    }
  }

  async sign(key: StoredKey, message: Bytes): Promise<Uint8Array> {
    if (key.kind !== 'sealed') throw new KeyRefused('key/seal-broken');   // of another host
    const wrappingKey = await this.wrappingKey();
    return orRefused(await askCore((core) => seedsOf(core).signSealed(wrappingKey, key.publicKey, key.sealedSeed, message)));
  }

  preferWrapped(): void {}   // it has no other
}
