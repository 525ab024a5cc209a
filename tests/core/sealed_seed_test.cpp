// Seeds that a host keeps sealed: the known answer, and whatever else does not open.
#include "signing/sealed_seed.h"

#include <gtest/gtest.h>

#include "byte_text.h"
#include "fault_or_none.h"

namespace citycode {
namespace {

using test::bytesFromHex;
using test::hexOf;

class SealedSeeds : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(startCrypto()); }

  std::optional<Fault> opened(ByteView sealed) const { return faultOrNone(openSealedSeed(wrappingKey, good.publicKey, sealed)); }

  // Key, nonce and the first 32 bytes of the message of draft-irtf-cfrg-xchacha-03 appendix A.3.1.
  const Bytes wrappingKey = bytesFromHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  const Bytes nonce = bytesFromHex("404142434445464748494a4b4c4d4e4f5051525354555657");
  const Bytes seed = copyOf(bytesOf("Ladies and Gentlemen of the clas"));
  const SealedKey good = *sealSeed(wrappingKey, seed, nonce);
};

// What is encrypted is that of the appendix. The tag is of these 32 bytes and another public key's associated data: OpenSSL's Poly1305
// with the appendix's one-time key, as RFC 8439 section 2.8 puts them together.
TEST_F(SealedSeeds, HaveTheKnownAnswer) {
  EXPECT_EQ(hexOf(good.publicKey), "94da7ba9eca7ac29469159cbb753097aae507b33061609fd65b5e344bbd3b39c");
  EXPECT_EQ(hexOf(good.sealedSeed), hexOf(nonce) + "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb" "db5cf9270244e919ab5361d4caa89037");
}

TEST_F(SealedSeeds, OpenToTheKeyThatWasSealed) {
  const auto key = openSealedSeed(wrappingKey, good.publicKey, good.sealedSeed);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->publicKey(), good.publicKey);
  const Bytes message = copyOf(bytesOf("message"));
  EXPECT_EQ(key->sign(message), SigningKey::fromSeed(seed)->sign(message));
  EXPECT_TRUE(verifySignature(good.publicKey, message, key->sign(message)));
}

TEST_F(SealedSeeds, DoNotOpenWithOneBitChanged) {
  SealedSeed bent = good.sealedSeed;
  for (std::size_t bit = 0; bit < bent.size() * 8; ++bit) {
    const auto mask = static_cast<std::uint8_t>(1 << bit % 8);
    bent[bit / 8] ^= mask;
    EXPECT_EQ(opened(bent), Fault::KeySealBroken) << "bit " << bit;
    bent[bit / 8] ^= mask;
  }
  EXPECT_EQ(opened(bent), std::nullopt);
}

TEST_F(SealedSeeds, DoNotOpenBesideAnotherPublicKey) {
  const SealedKey other = *sealSeed(wrappingKey, Bytes(kSeedBytes, 7), Bytes(kSealNonceBytes, 8));
  EXPECT_EQ(opened(other.sealedSeed), Fault::KeySealBroken);
  EXPECT_EQ(faultOrNone(openSealedSeed(wrappingKey, other.publicKey, good.sealedSeed)), Fault::KeySealBroken);
  EXPECT_EQ(faultOrNone(openSealedSeed(wrappingKey, other.publicKey, other.sealedSeed)), std::nullopt);
}

TEST_F(SealedSeeds, DoNotOpenWithAnotherWrappingKey) {
  Bytes other = wrappingKey;
  other.back() ^= 1;
  EXPECT_EQ(faultOrNone(openSealedSeed(other, good.publicKey, good.sealedSeed)), Fault::KeySealBroken);
}

TEST_F(SealedSeeds, DoNotOpenWithAnotherLength) {
  Bytes longer = copyOf(good.sealedSeed);
  longer.push_back(0);
  for (std::size_t size = 0; size < longer.size(); ++size) {
    if (size == kSealedSeedBytes) continue;
    EXPECT_EQ(opened(ByteView(longer).first(size)), Fault::KeySealBroken) << size;
  }
  EXPECT_EQ(opened(longer), Fault::KeySealBroken) << longer.size();
}

TEST_F(SealedSeeds, AreMadeOfSeedsAlone) {
  EXPECT_EQ(faultOrNone(sealSeed(wrappingKey, Bytes(kSeedBytes - 1, 7), nonce)), Fault::EnrolBadKey);
}

}  // namespace
}  // namespace citycode
