// A key's seed as a host keeps it that can keep bytes but no keys: sealed, and opened for the moment of a signature (docs/adr/0083).
//
// A sealed seed is XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03):
//   nonce (24) || the seed, encrypted (32) || tag (16)
// with the public key as associated data, so that one put beside another public key does not open.
#pragma once

#include <array>
#include <cstdint>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/result.h"

namespace citycode {

inline constexpr std::size_t kWrappingKeyBytes = 32;
inline constexpr std::size_t kSealNonceBytes = 24;
inline constexpr std::size_t kSealedSeedBytes = kSealNonceBytes + kSeedBytes + 16;

using SealedSeed = std::array<std::uint8_t, kSealedSeedBytes>;

struct SealedKey {
  PublicKey publicKey;
  SealedSeed sealedSeed;
};

/// `wrappingKey` has kWrappingKeyBytes and `nonce` kSealNonceBytes of uniform randomness; a nonce is never used twice with one wrapping
/// key. The caller wipes key and seed. Fault: as SigningKey::fromSeed.
Result<SealedKey> sealSeed(ByteView wrappingKey, ByteView seed, ByteView nonce);

/// `wrappingKey` has kWrappingKeyBytes. Fault: key/seal-broken for whatever was not sealed by it beside this public key.
Result<SigningKey> openSealedSeed(ByteView wrappingKey, ByteView publicKey, ByteView sealedSeed);

}  // namespace citycode
