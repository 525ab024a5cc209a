#include "citycode/crypto.h"

#include <sodium.h>

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
