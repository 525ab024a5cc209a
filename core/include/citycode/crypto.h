// The few primitives the format uses, all from libsodium. Nothing here reads randomness or a clock.
#pragma once

#include <array>
#include <cstdint>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode {

inline constexpr std::size_t kPublicKeyBytes = 32;   // RFC 8032 section 5.1.5
inline constexpr std::size_t kSignatureBytes = 64;   // RFC 8032 section 5.1.6
inline constexpr std::size_t kSeedBytes = 32;        // RFC 8032 section 5.1.5
inline constexpr std::size_t kSha256Bytes = 32;      // FIPS 180-4

using PublicKey = std::array<std::uint8_t, kPublicKeyBytes>;
using Signature = std::array<std::uint8_t, kSignatureBytes>;
using Sha256 = std::array<std::uint8_t, kSha256Bytes>;

/// Must be called once before anything else here (libsodium's own initialisation and choice of
/// code for this processor). Safe to call again. False when the library refuses to start.
bool startCrypto();

/// An Ed25519 signing key. Move-only, wiped when it goes, never printed.
class SigningKey {
 public:
  /// `seed` must have kSeedBytes bytes of uniform randomness, which the caller wipes.
  static Result<SigningKey> fromSeed(ByteView seed);

  SigningKey(SigningKey&& other) noexcept;
  SigningKey& operator=(SigningKey&& other) noexcept;
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;
  ~SigningKey();

  const PublicKey& publicKey() const { return publicKey_; }
  Signature sign(ByteView message) const;

 private:
  SigningKey() = default;

  std::array<std::uint8_t, 64> secret_{};
  PublicKey publicKey_{};
};

/// RFC 8032 verification as libsodium does it: S must be canonical, the key and R not of small
/// order. False for any key or signature of the wrong length.
bool verifySignature(ByteView publicKey, ByteView message, ByteView signature);

/// False for a key that is not a canonical point of the prime-order group. As slow as a signature
/// check: used when a key is admitted and to explain a refusal, not on the way to Valid.
bool isStrongPublicKey(ByteView publicKey);

/// False unless each of them is canonical, on the curve and not of small order: what the check of a signature asks of its key. A point
/// that lies outside the prime-order group passes, whose own holder alone is refused now and then. A seventh of the
/// cost of the above for each: for keys that come by the dozen and are nobody's name.
bool areUsablePublicKeys(std::span<const PublicKey> keys);

Sha256 sha256(ByteView bytes);

/// The first 4 bytes of SHA-256 of the key: `kid` in our headers. Only a hint; all keys that share
/// it are tried.
std::array<std::uint8_t, 4> keyIdOf(ByteView publicKey);

/// Whether `kid` hints at this key: the signature decides, not the hint.
inline bool isKeyId(ByteView kid, ByteView publicKey) { return sameBytes(kid, keyIdOf(publicKey)); }

/// Takes the same time wherever the difference is. False when lengths differ.
bool constantTimeEqual(ByteView a, ByteView b);

/// Overwrites with zeros in a way that the compiler keeps.
void wipe(std::span<std::uint8_t> bytes);

}  // namespace citycode
