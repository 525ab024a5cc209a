#include "citycode/crypto.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace citycode {

static_assert(kPublicKeyBytes == crypto_sign_PUBLICKEYBYTES);
static_assert(kSignatureBytes == crypto_sign_BYTES);
static_assert(kSeedBytes == crypto_sign_SEEDBYTES);
static_assert(kSha256Bytes == crypto_hash_sha256_BYTES);

bool startCrypto() { return sodium_init() >= 0; }

Result<SigningKey> SigningKey::fromSeed(ByteView seed) {
  if (seed.size() != kSeedBytes) return Fault::EnrolBadKey;
  SigningKey key;
  crypto_sign_seed_keypair(key.publicKey_.data(), key.secret_.data(), seed.data());
  return key;
}

SigningKey::SigningKey(SigningKey&& other) noexcept : secret_(other.secret_), publicKey_(other.publicKey_) {
  wipe(other.secret_);
}

SigningKey& SigningKey::operator=(SigningKey&& other) noexcept {
  if (this != &other) {
    secret_ = other.secret_;
    publicKey_ = other.publicKey_;
    wipe(other.secret_);
  }
  return *this;
}

SigningKey::~SigningKey() { wipe(secret_); }

Signature SigningKey::sign(ByteView message) const {
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
  return signature;
}

bool verifySignature(ByteView publicKey, ByteView message, ByteView signature) {
  if (publicKey.size() != kPublicKeyBytes || signature.size() != kSignatureBytes) return false;
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), publicKey.data()) == 0;
}

bool isStrongPublicKey(ByteView publicKey) {
  return publicKey.size() == kPublicKeyBytes && crypto_core_ed25519_is_valid_point(publicKey.data()) == 1;
}

namespace {

// The y coordinates of the points of order 1, 2, 4 and 8, little-endian without the sign of x: 1, -1, 0, and the two whose points have
// order 8 (RFC 7748's curve in the coordinates of RFC 8032; as libsodium refuses them in its check of signatures).
constexpr std::array<PublicKey, 5> kSmallOrder{{
    {1},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
     0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
     0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
}};

// Below p = 2^255 - 19.
bool isCanonical(const PublicKey& y) {
  if ((y[31] & 0x7f) != 0x7f || y[0] < 0xed) return true;
  return std::any_of(y.begin() + 1, y.begin() + 31, [](std::uint8_t byte) { return byte != 0xff; });
}

bool isCanonicalAndLarge(PublicKey key) {
  if (!isCanonical(key)) return false;
  key[31] &= 0x7f;
  return std::find(kSmallOrder.begin(), kSmallOrder.end(), key) == kSmallOrder.end();
}

}  // namespace

bool areUsablePublicKeys(std::span<const PublicKey> keys) {
  for (std::size_t i = 0; i < keys.size(); i += 2) {
    const PublicKey& one = keys[i];
    const PublicKey& other = keys[std::min(i + 1, keys.size() - 1)];
    if (!isCanonicalAndLarge(one) || !isCanonicalAndLarge(other)) return false;
    PublicKey sum;   // which decodes both, and says whether they are on the curve
    if (crypto_core_ed25519_add(sum.data(), one.data(), other.data()) != 0) return false;
  }
  return true;
}

Sha256 sha256(ByteView bytes) {
  Sha256 digest;
  crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
  return digest;
}

std::array<std::uint8_t, 4> keyIdOf(ByteView publicKey) {
  const Sha256 digest = sha256(publicKey);
  return {digest[0], digest[1], digest[2], digest[3]};
}

bool constantTimeEqual(ByteView a, ByteView b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::span<std::uint8_t> bytes) { sodium_memzero(bytes.data(), bytes.size()); }

}  // namespace citycode
