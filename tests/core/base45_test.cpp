#include "citycode/base45.h"

#include <gtest/gtest.h>

#include <random>

namespace citycode {
namespace {

// RFC 9285 sections 4.3 and 4.4.
TEST(Base45, EncodesTheExamplesOfTheRfc) {
  EXPECT_EQ(encodeBase45(bytesOf("AB")), "BB8");
  EXPECT_EQ(encodeBase45(bytesOf("Hello!!")), "%69 VD92EX0");
  EXPECT_EQ(encodeBase45(bytesOf("base-45")), "UJCLQE7W581");
  EXPECT_EQ(encodeBase45(bytesOf("ietf!")), "QED8WEX0");
}

TEST(Base45, DecodesTheExamplesOfTheRfc) {
  const auto decoded = decodeBase45("QED8WEX0");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(textOf(*decoded), "ietf!");
  EXPECT_TRUE(decodeBase45("FGW"));   // 65535, the largest group
}

TEST(Base45, RefusesGroupsThatAreTooLargeDanglingOrForeign) {
  // "GGW" is 65536 (RFC 9285 section 6); "U5" is 255, "V5" 256.
  for (const std::string_view text : {"GGW", ":::", "V5", "A", "BB8A", "bb8", "B\nB", "BB\x80"}) {
    const auto decoded = decodeBase45(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.fault(), Fault::CodeBadBase45);
  }
  EXPECT_TRUE(decodeBase45("U5"));
}

TEST(Base45, ReadsBackWhateverItWrote) {
  constexpr unsigned kSeed = 45;
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  std::mt19937 dice(kSeed);
  for (std::size_t size = 0; size < 300; ++size) {
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(dice());
    const auto decoded = decodeBase45(encodeBase45(bytes));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, bytes);
  }
}

}  // namespace
}  // namespace citycode
