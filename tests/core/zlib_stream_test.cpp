#include "encoding/zlib_stream.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace citycode {
namespace {

// draft-ietf-oauth-status-list, section 4.1: "eNrbuRgAAhcBXQ" is the packed form of the two bytes b9 a3.
const Bytes kPackedStatusList{0x78, 0xda, 0xdb, 0xb9, 0x18, 0x00, 0x02, 0x17, 0x01, 0x5d};
const Bytes kPlainStatusList{0xb9, 0xa3};

Fault faultOf(ByteView packed, std::size_t maxBytes = 1000) {
  const auto plain = inflateZlib(packed, maxBytes);
  return plain ? Fault::InternalBug : plain.fault();
}

TEST(ZlibStream, UnpacksTheExampleOfTheTokenStatusList) {
  const auto plain = inflateZlib(kPackedStatusList, 1000);
  ASSERT_TRUE(plain);
  EXPECT_EQ(*plain, kPlainStatusList);
}

TEST(ZlibStream, GivesExactlyAsMuchAsIsAllowedAndNotAByteMore) {
  EXPECT_TRUE(inflateZlib(kPackedStatusList, 2));
  EXPECT_EQ(faultOf(kPackedStatusList, 1), Fault::PaperTooLarge);
  EXPECT_EQ(faultOf(kPackedStatusList, 0), Fault::PaperTooLarge);
}

TEST(ZlibStream, OfNothingFitsIntoNoRoom) {
  const auto plain = inflateZlib(deflateZlib({}), 0);
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->empty());
}

TEST(ZlibStream, RefusesAStreamCutShortAnywhere) {
  for (std::size_t size = 0; size < kPackedStatusList.size(); ++size)
    EXPECT_EQ(faultOf(ByteView(kPackedStatusList).first(size)), Fault::PaperBadCompression) << size;
}

TEST(ZlibStream, RefusesWhatFollowsTheStream) {
  Bytes longer = kPackedStatusList;
  longer.push_back(0);
  EXPECT_EQ(faultOf(longer), Fault::PaperBadCompression);
}

TEST(ZlibStream, RefusesEveryFlippedBitOfTheChecksumAndTheHeader) {
  for (const std::size_t at : {0, 1, 6, 7, 8, 9}) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes bent = kPackedStatusList;
      bent[at] ^= static_cast<std::uint8_t>(1 << bit);
      EXPECT_EQ(faultOf(bent), Fault::PaperBadCompression) << at << " bit " << bit;
    }
  }
}

TEST(ZlibStream, RefusesAPresetDictionary) {
  Bytes wantsDictionary = kPackedStatusList;
  wantsDictionary[1] = 0xf9;   // FDICT set, FCHECK right: 0x78f9 = 31 * 999
  EXPECT_EQ(faultOf(wantsDictionary), Fault::PaperBadCompression);
}

TEST(ZlibStream, AStreamOfZerosIsStoppedAtTheLimit) {
  const Bytes bomb = deflateZlib(Bytes(1 << 20, 0));
  EXPECT_LT(bomb.size(), 2000u);   // a thousandth: what makes it a bomb
  EXPECT_EQ(faultOf(bomb, (1 << 20) - 1), Fault::PaperTooLarge);
  EXPECT_TRUE(inflateZlib(bomb, 1 << 20));
}

TEST(ZlibStream, UnpacksWhatItPacked) {
  constexpr unsigned kSeed = 1950;
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  std::mt19937 dice(kSeed);
  for (const std::size_t size : {0, 1, 2, 100, 1000, 70'000}) {
    Bytes plain(size);
    for (auto& byte : plain) byte = static_cast<std::uint8_t>(dice() % 7);   // packs to about a third
    const Bytes packed = deflateZlib(plain);
    const auto unpacked = inflateZlib(packed, 100'000);
    ASSERT_TRUE(unpacked);
    EXPECT_EQ(*unpacked, plain);
    if (size >= 1000) {
      EXPECT_LT(packed.size(), size / 2);
    }
  }
}

}  // namespace
}  // namespace citycode
