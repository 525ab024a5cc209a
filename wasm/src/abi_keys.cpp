// The verbs of a phone whose host has no WebCrypto: a digest, and keys whose seeds the host keeps sealed.
#include "abi_internal.h"
#include "citycode_abi.h"
#include "signing/sealed_seed.h"

using namespace citycode;

int32_t cc_hash(const uint8_t* bytes, size_t bytes_size) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(view, borrowed(bytes, bytes_size));
    return copyOf(sha256(view));
  });
}

int32_t cc_seal_seed(const uint8_t* wrapping_key, const uint8_t* seed, const uint8_t* nonce) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(wrappingKey, borrowed(wrapping_key, kWrappingKeyBytes));
    CC_TRY(seedBytes, borrowed(seed, kSeedBytes));
    CC_TRY(nonceBytes, borrowed(nonce, kSealNonceBytes));
    CC_TRY(sealed, sealSeed(wrappingKey, seedBytes, nonceBytes));
    Bytes bytes = copyOf(sealed.publicKey);
    bytes.insert(bytes.end(), sealed.sealedSeed.begin(), sealed.sealedSeed.end());
    return bytes;
  });
}

int32_t cc_sign_sealed(const uint8_t* wrapping_key, const uint8_t* public_key, const uint8_t* sealed_seed, size_t sealed_seed_size,
                       const uint8_t* message, size_t message_size) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(wrappingKey, borrowed(wrapping_key, kWrappingKeyBytes));
    CC_TRY(publicKey, borrowed(public_key, kPublicKeyBytes));
    CC_TRY(sealedSeed, borrowed(sealed_seed, sealed_seed_size));
    CC_TRY(view, borrowed(message, message_size));
    CC_TRY(key, openSealedSeed(wrappingKey, publicKey, sealedSeed));
    return copyOf(key.sign(view));
  });
}
