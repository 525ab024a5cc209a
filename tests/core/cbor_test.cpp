#include "encoding/cbor.h"

#include <gtest/gtest.h>

#include <vector>

#include "byte_text.h"
#include "fault_or_none.h"

namespace citycode::cbor {
namespace {

using test::bytesFromHex;

struct Refusal {
  std::string_view bytes;
  Fault fault;
  std::string_view why;
};

// Heads and rules of RFC 8949 sections 3 and 4.2.1.
const std::vector<Refusal> kRefusals{
    {"", Fault::CborTruncated, "nothing at all"},
    {"18", Fault::CborTruncated, "a head without its argument"},
    {"1817", Fault::CborNotShortest, "23 in two bytes"},
    {"1900ff", Fault::CborNotShortest, "255 in three bytes"},
    {"1a0000ffff", Fault::CborNotShortest, "65535 in five bytes"},
    {"1b00000000ffffffff", Fault::CborNotShortest, "2^32-1 in nine bytes"},
    {"5817", Fault::CborNotShortest, "a length of 23 in two bytes"},
    {"1c", Fault::CborUnexpectedType, "reserved additional information"},
    {"5f4101ff", Fault::CborIndefiniteLength, "bytes in chunks"},
    {"9f01ff", Fault::CborIndefiniteLength, "an array without a count"},
    {"bf0101ff", Fault::CborIndefiniteLength, "a map without a count"},
    {"4201", Fault::CborTruncated, "bytes longer than the input"},
    {"5bffffffffffffffff", Fault::CborTruncated, "bytes of 2^64-1"},
    {"9b0000000100000000", Fault::CborTooLarge, "an array of 2^32 items"},
    {"ba7fffffff", Fault::CborTooLarge, "a map of 2^31-1 pairs"},
    {"c001", Fault::CborUnexpectedType, "a tag"},
    {"f6", Fault::CborUnexpectedType, "null"},
    {"f93c00", Fault::CborUnexpectedType, "a float"},
    {"f820", Fault::CborUnexpectedType, "an unassigned simple value"},
    {"a201010102", Fault::CborDuplicateKey, "one key twice"},
    {"a202010102", Fault::CborUnsortedKeys, "keys out of order"},
    {"a220010102", Fault::CborUnsortedKeys, "-1 before 1: encoded bytes decide"},
    {"61ff", Fault::CborBadUtf8, "a byte that UTF-8 does not have"},
    {"62c080", Fault::CborBadUtf8, "an overlong NUL"},
    {"63eda080", Fault::CborBadUtf8, "the first surrogate"},
    {"63edbfbf", Fault::CborBadUtf8, "the last surrogate"},
    {"64f4908080", Fault::CborBadUtf8, "beyond U+10FFFF"},
    {"61e4", Fault::CborBadUtf8, "a character cut short"},
    {"81818181818181818101", Fault::CborTooDeep, "nine levels"},
    {"3b8000000000000000", Fault::CborTooLarge, "below the smallest int64 as a key"},
};

TEST(CborReader, RefusesWhatIsNotDeterministicWithItsOwnFault) {
  for (const Refusal& row : kRefusals) {
    const Bytes bytes = bytesFromHex(std::string(row.bytes));
    Reader reader(bytes);
    if (row.why.ends_with("as a key")) {
      const auto taken = reader.takeInt();
      ASSERT_FALSE(taken) << row.why;
      EXPECT_EQ(taken.fault(), row.fault) << row.why;
      continue;
    }
    const auto taken = reader.takeItem();
    ASSERT_FALSE(taken) << row.why;
    EXPECT_EQ(faultId(taken.fault()), faultId(row.fault)) << row.why;
  }
}

TEST(CborReader, TakesEightLevelsAndLeavesWhatFollows) {
  const Bytes bytes = bytesFromHex("818181818181810102");
  Reader reader(bytes);
  ASSERT_TRUE(reader.takeItem());
  EXPECT_FALSE(reader.atEnd());
  EXPECT_EQ(faultOrNone(reader.expectEnd()), Fault::CborTrailingBytes);
  EXPECT_EQ(*reader.takeUint(), 2u);
  EXPECT_TRUE(reader.expectEnd());
}

TEST(CborReader, TakesTheCharactersOnBothSidesOfTheSurrogatesAndTheLast) {
  for (const std::string_view text : {"63ed9fbf", "63ee8080", "64f48fbfbf"}) {
    const Bytes bytes = bytesFromHex(std::string(text));
    EXPECT_TRUE(Reader(bytes).takeText()) << text;
  }
}

TEST(CborReader, NamesTheWrongKind) {
  const Bytes bytes = bytesFromHex("01");
  EXPECT_EQ(faultOrNone(Reader(bytes).takeText()), Fault::CborUnexpectedType);
  EXPECT_EQ(faultOrNone(Reader(bytes).takeBytes()), Fault::CborUnexpectedType);
  EXPECT_EQ(faultOrNone(Reader(bytes).takeMap()), Fault::CborUnexpectedType);
  EXPECT_EQ(faultOrNone(Reader(bytes).takeBool()), Fault::CborUnexpectedType);
}

TEST(CborWriter, WritesShortestHeadsAtEveryBorder) {
  const std::vector<std::pair<std::int64_t, std::string_view>> rows{
      {0, "00"}, {23, "17"}, {24, "1818"}, {255, "18ff"}, {256, "190100"}, {65535, "19ffff"},
      {65536, "1a00010000"}, {4294967295, "1affffffff"}, {4294967296, "1b0000000100000000"},
      {-1, "20"}, {-24, "37"}, {-25, "3818"}, {-65537, "3a00010000"}};
  for (const auto& [value, bytes] : rows) {
    const Bytes written = Writer().putInt(value).bytes();
    EXPECT_EQ(written, bytesFromHex(std::string(bytes))) << value;
    Reader reader(written);
    EXPECT_EQ(*reader.takeInt(), value);
  }
}

}  // namespace
}  // namespace citycode::cbor
