// Keys of a phone whose host has no WebCrypto, in the module that it has; checked with Node's own cryptography.
import { Binding } from '@citycode/wasm';
import { Holder } from '@citycode/wasm/holder';
import { Seeds } from '@citycode/wasm/seeds';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshModule } from './raw-module.js';

const random = (size: number): Uint8Array => Uint8Array.from(randomBytes(size));
const message = new TextEncoder().encode('what the phone signs');

/** RFC 8410: an Ed25519 key as SubjectPublicKeyInfo is these bytes and the key. */
const kKeyHead = Buffer.from('302a300506032b6570032100', 'hex');
const isSignedBy = (publicKey: Uint8Array, signed: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, signed, createPublicKey({ key: Buffer.concat([kKeyHead, publicKey]), format: 'der', type: 'spki' }), signature);

describe.each(['simd', 'baseline'] as const)('the whole module of the %s build', (variant) => {
  let holder: Holder;
  let seeds: Seeds;
  beforeAll(async () => {
    const binding = new Binding(await freshModule(variant));
    [holder, seeds] = [new Holder(binding), new Seeds(binding)];
  });

  it.each([0, 1, 55, 56, 64, 100_000])('gives the SHA-256 of %i bytes', (size) => {
    const bytes = random(size);
    expect(seeds.hash(bytes).ok).toEqual(Uint8Array.from(createHash('sha256').update(bytes).digest()));
  });

  it('signs with a key that it has sealed, and gives the clear seed to nobody', () => {
    const [wrappingKey, seed, nonce] = [random(32), random(32), random(24)];
    const { publicKey, sealedSeed } = seeds.sealSeed(wrappingKey, seed, nonce).ok!;
    expect(sealedSeed).toHaveLength(72);
    expect(sealedSeed.subarray(0, 24)).toEqual(nonce);
    expect(Buffer.from(sealedSeed).includes(Buffer.from(seed))).toBe(false);
    const signature = seeds.signSealed(wrappingKey, publicKey, sealedSeed, message).ok!;
    expect(isSignedBy(publicKey, message, signature)).toBe(true);
    expect(holder.sign(seed, message).ok).toEqual({ publicKey, signature });
  });

  it('signs nothing with another wrapping key, beside another public key, or with a seed that was changed or cut', () => {
    const wrappingKey = random(32);
    const { publicKey, sealedSeed } = seeds.sealSeed(wrappingKey, random(32), random(24)).ok!;
    const other = seeds.sealSeed(wrappingKey, random(32), random(24)).ok!;
    const changed = sealedSeed.map((byte, i) => (i === 71 ? byte ^ 0x80 : byte));
    for (const asked of [
      seeds.signSealed(random(32), publicKey, sealedSeed, message), seeds.signSealed(wrappingKey, other.publicKey, sealedSeed, message),
      seeds.signSealed(wrappingKey, publicKey, other.sealedSeed, message), seeds.signSealed(wrappingKey, publicKey, changed, message),
      ...[new Uint8Array(), sealedSeed.subarray(1), Uint8Array.of(...sealedSeed, 0)].map((cut) => seeds.signSealed(wrappingKey, publicKey, cut, message)),
    ]) expect(asked).toEqual({ fault: 'key/seal-broken' });
  });

  it('takes keys, seeds and nonces of their length alone', () => {
    const [key, nonce, sealedSeed] = [random(32), random(24), random(72)];
    for (const asked of [
      seeds.sealSeed(key.subarray(1), key, nonce), seeds.sealSeed(key, key.subarray(1), nonce), seeds.sealSeed(key, key, nonce.subarray(1)),
      seeds.signSealed(key.subarray(1), key, sealedSeed, message), seeds.signSealed(key, key.subarray(1), sealedSeed, message),
    ]) expect(asked).toEqual({ fault: 'request/malformed' });
  });
});
