// Which points of the curve may be keys.
#include <gtest/gtest.h>

#include <sodium.h>

#include "citycode/crypto.h"

namespace citycode {
namespace {

SigningKey keyOf(std::uint8_t seed) { return *SigningKey::fromSeed(Bytes(kSeedBytes, seed)); }

PublicKey fromHex(const char* text) {
  PublicKey key{};
  EXPECT_EQ(sodium_hex2bin(key.data(), key.size(), text, 64, nullptr, nullptr, nullptr), 0);
  return key;
}

class PublicKeys : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(startCrypto()); }
  const PublicKey good_ = keyOf(1).publicKey(), other_ = keyOf(2).publicKey();
};

TEST_F(PublicKeys, OfSigningKeysAreUsableHoweverManyThereAre) {
  std::vector<PublicKey> keys;
  EXPECT_TRUE(areUsablePublicKeys(keys));
  for (std::uint8_t seed = 1; seed < 8; ++seed) {
    keys.push_back(keyOf(seed).publicKey());
    EXPECT_TRUE(areUsablePublicKeys(keys)) << keys.size();
    EXPECT_TRUE(isStrongPublicKey(keys.back()));
  }
}

// The points of small order and the forms above p, with either sign (as in RFC 8032's curve; "Taming the many EdDSAs", table 6b).
TEST_F(PublicKeys, OfSmallOrderAndOutOfRangeAreNot) {
  for (const char* y : {"0100000000000000000000000000000000000000000000000000000000000000", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "0000000000000000000000000000000000000000000000000000000000000000", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    PublicKey key = fromHex(y);
    for (int sign = 0; sign < 2; ++sign, key[31] ^= 0x80) {
      for (const std::vector<PublicKey>& keys : {std::vector{key}, std::vector{good_, key}, std::vector{key, good_}, std::vector{good_, other_, key}})
        EXPECT_FALSE(areUsablePublicKeys(keys)) << y << " " << sign;
      EXPECT_FALSE(isStrongPublicKey(key)) << y << " " << sign;
    }
  }
}

// About half of all y have no point.
TEST_F(PublicKeys, BesideTheCurveAreNot) {
  PublicKey key = good_;
  int refused = 0;
  for (std::uint8_t y = 2; y < 40; ++y) {
    key = PublicKey{y};
    refused += !areUsablePublicKeys(std::vector{good_, key});
    EXPECT_EQ(areUsablePublicKeys(std::vector{key}), areUsablePublicKeys(std::vector{other_, good_, key, other_}));
  }
  EXPECT_GT(refused, 10);
  EXPECT_LT(refused, 28);
}

TEST_F(PublicKeys, OutsideThePrimeOrderGroupAreUsableAndNotStrong) {
  const PublicKey order2 = fromHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
  PublicKey mixed{};
  ASSERT_EQ(crypto_core_ed25519_add(mixed.data(), good_.data(), order2.data()), 0);
  EXPECT_TRUE(areUsablePublicKeys(std::vector{mixed, good_}));
  EXPECT_FALSE(isStrongPublicKey(mixed));
}

}  // namespace
}  // namespace citycode
