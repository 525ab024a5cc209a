#include "signing/sealed_seed.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>

namespace citycode {

static_assert(kWrappingKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kSealNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kSealedSeedBytes == kSealNonceBytes + kSeedBytes + crypto_aead_xchacha20poly1305_ietf_ABYTES);

Result<SealedKey> sealSeed(ByteView wrappingKey, ByteView seed, ByteView nonce) {
  assert(wrappingKey.size() == kWrappingKeyBytes && nonce.size() == kSealNonceBytes);
  SealedKey sealed;
  {
    CC_TRY(key, SigningKey::fromSeed(seed));
    sealed.publicKey = key.publicKey();
  }
  const auto encrypted = std::copy(nonce.begin(), nonce.end(), sealed.sealedSeed.begin());
  crypto_aead_xchacha20poly1305_ietf_encrypt(&*encrypted, nullptr, seed.data(), seed.size(), sealed.publicKey.data(), kPublicKeyBytes, nullptr,
                                             nonce.data(), wrappingKey.data());
  return sealed;
}

Result<SigningKey> openSealedSeed(ByteView wrappingKey, ByteView publicKey, ByteView sealedSeed) {
  assert(wrappingKey.size() == kWrappingKeyBytes);
  if (sealedSeed.size() != kSealedSeedBytes) return Fault::KeySealBroken;
  const ByteView encrypted = sealedSeed.subspan(kSealNonceBytes);
  std::array<std::uint8_t, kSeedBytes> seed;
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(seed.data(), nullptr, nullptr, encrypted.data(), encrypted.size(), publicKey.data(),
                                                                publicKey.size(), sealedSeed.data(), wrappingKey.data());
  if (failed != 0) return Fault::KeySealBroken;   // nothing was written that is secret
  auto key = SigningKey::fromSeed(seed);
  wipe(seed);
  return key;
}

}  // namespace citycode
