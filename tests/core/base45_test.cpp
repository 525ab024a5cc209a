#include "encoding/base45.h"

#include <gtest/gtest.h>

#include <random>

#include "fault_or_none.h"

namespace citycode {
namespace {

struct Example {
  std::string_view plain, encoded;
};

// Every example of RFC 9285: sections 4.3 (encoding) and 4.4 (decoding).
constexpr Example kExamples[] = {
    {"AB", "BB8"}, {"Hello!!", "%69 VD92EX0"}, {"base-45", "UJCLQE7W581"}, {"ietf!", "QED8WEX0"}};

TEST(Base45, EncodesTheExamplesOfTheRfc) {
  for (const Example& example : kExamples) EXPECT_EQ(encodeBase45(bytesOf(example.plain)), example.encoded);
}

TEST(Base45, DecodesTheExamplesOfTheRfc) {
  for (const Example& example : kExamples) {
    const auto decoded = decodeBase45(example.encoded);
    ASSERT_TRUE(decoded) << example.encoded;
    EXPECT_EQ(textOf(*decoded), example.plain);
  }
  EXPECT_EQ(*decodeBase45("FGW"), (Bytes{0xff, 0xff}));   // section 6: the largest triplet
  EXPECT_TRUE(decodeBase45("")->empty());
}

// Table 1 of the RFC, the alphabet and nothing else.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

// Section 6: "any octet value 0-255, including the NUL character".
TEST(Base45, RefusesEveryOctetOutsideTheAlphabetInEveryPlace) {
  constexpr std::size_t kLargest[] = {44, 44, 32, 44, 5};   // alone in its place: 33 * 45 * 45 and 6 * 45 are too large
  int taken = 0;
  for (int octet = 0; octet < 256; ++octet) {
    const char c = static_cast<char>(octet);
    const std::size_t digit = kAlphabet.find(c);
    taken += digit != std::string_view::npos;
    for (std::size_t place = 0; place < 5; ++place) {
      std::string text = "00000";   // a triplet and a pair
      text[place] = c;
      EXPECT_EQ(bool(decodeBase45(text)), digit <= kLargest[place]) << octet << " at " << place;
    }
  }
  EXPECT_EQ(taken, 45);
}

// Section 6: triplets over 65535, and by the same reason pairs over 255. All there are.
TEST(Base45, TakesExactlyOneTextForEachPairAndSingleByte) {
  int triplets = 0, pairs = 0, singles = 0;
  for (const char a : kAlphabet) {
    singles += bool(decodeBase45(std::string{a}));
    for (const char b : kAlphabet) {
      pairs += bool(decodeBase45(std::string{a, b}));
      for (const char c : kAlphabet) triplets += bool(decodeBase45(std::string{a, b, c}));
    }
  }
  EXPECT_EQ(triplets, 65536);
  EXPECT_EQ(pairs, 256);
  EXPECT_EQ(singles, 0);
}

TEST(Base45, RefusesGroupsThatAreTooLargeDanglingOrForeign) {
  // "GGW" is 65536 (RFC 9285 section 6); "U5" is 255, "V5" 256.
  for (const std::string_view text : {"GGW", ":::", "V5", "A", "BB8A", "bb8", "B\nB", "BB\x80"}) {
    const auto decoded = decodeBase45(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(faultOrNone(decoded), Fault::CodeBadBase45);
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
