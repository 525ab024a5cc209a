#include "encoding/foreign_cbor.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fault_or_none.h"
#include "outside_vectors.h"

namespace citycode {
namespace {

using foreign::Item;
using foreign::Kind;
using test::bytesFromHex;

Fault faultOf(const std::string& hex) {
  const auto item = Item::read(bytesFromHex(hex));
  return item ? Fault::InternalBug : item.fault();
}

// RFC 8949 appendix A: what our own format never has.
TEST(ForeignCbor, WalksOverWhatOurFormatRefuses) {
  for (const char* hex : {"1800", "1b0000000000000001", "f6", "f7", "f93c00", "fa47c35000", "fb3ff199999999999a", "f0", "f8ff",
                          "c11a514b67b0", "d74401020304", "9fff", "9f018202039f0405ffff", "bf61610161629f0203ffff", "a20201 0102"}) {
    std::string dense(hex);
    dense.erase(std::remove(dense.begin(), dense.end(), ' '), dense.end());
    EXPECT_TRUE(Item::read(bytesFromHex(dense))) << dense;
  }
}

TEST(ForeignCbor, RefusesWhatIsNoWholeItem) {
  EXPECT_EQ(faultOf(""), Fault::CborTruncated);
  EXPECT_EQ(faultOf("19ff"), Fault::CborTruncated);
  EXPECT_EQ(faultOf("4401"), Fault::CborTruncated);
  EXPECT_EQ(faultOf("8201"), Fault::CborTruncated);
  EXPECT_EQ(faultOf("9f01"), Fault::CborTruncated);
  EXPECT_EQ(faultOf("c1"), Fault::CborTruncated);
  EXPECT_EQ(faultOf("0000"), Fault::CborTrailingBytes);
  EXPECT_EQ(faultOf("1c"), Fault::CborUnexpectedType);
  EXPECT_EQ(faultOf("ff"), Fault::CborUnexpectedType);
  for (const char* simple : {"f800", "f814", "f815", "f816", "f81f"})   // RFC 8949 section 3.3: these have one form, in the head
    EXPECT_EQ(faultOf(simple), Fault::CborUnexpectedType) << simple;
  EXPECT_EQ(faultOf("bf01ff"), Fault::CborUnexpectedType) << "a break where a value should be";
  EXPECT_EQ(faultOf("5f4101ff"), Fault::CborIndefiniteLength);
  EXPECT_EQ(faultOf("62c328"), Fault::CborBadUtf8);
  EXPECT_EQ(faultOf("9bffffffffffffffff"), Fault::CborTruncated) << "a claimed count allocates nothing";
  EXPECT_EQ(faultOf("bbffffffffffffffff"), Fault::CborTruncated);
}

// RFC 8949 section 3.3: major type 7 has simple values, in the head or in a byte behind it, and floats from 25 on.
TEST(ForeignCbor, TellsSimpleValuesFromFloats) {
  const auto kindOf = [](const std::string& hex) {
    const Bytes bytes = bytesFromHex(hex);
    return Item::read(bytes)->kind();
  };
  EXPECT_EQ(kindOf("f820"), Kind::Simple) << "the first in a byte of its own";
  EXPECT_EQ(kindOf("f8ff"), Kind::Simple);
  EXPECT_EQ(kindOf("f0"), Kind::Simple);
  EXPECT_EQ(kindOf("f4"), Kind::Bool);
  EXPECT_EQ(kindOf("f6"), Kind::Null);
  for (const char* number : {"f93c00", "fa47c35000", "fb3ff199999999999a"}) EXPECT_EQ(kindOf(number), Kind::Float) << number;
  const Bytes simple = bytesFromHex("f820");
  EXPECT_EQ(faultOrNone(Item::read(simple)->toSeconds()), Fault::CborUnexpectedType);
}

TEST(ForeignCbor, StopsAtItsDepthAndItsItems) {
  const Bytes deepest(foreign::kMaxDepth - 1, 0x81);
  Bytes allowed = deepest, tooDeep = deepest;
  allowed.push_back(0x00);
  tooDeep.insert(tooDeep.end(), {0x81, 0x00});
  EXPECT_TRUE(Item::read(allowed));
  ASSERT_FALSE(Item::read(tooDeep));
  EXPECT_EQ(faultOrNone(Item::read(tooDeep)), Fault::CborTooDeep);

  Bytes many{0x9f};
  many.resize(foreign::kMaxItems, 0x00);   // the array itself is one of them
  many.push_back(0xff);
  EXPECT_TRUE(Item::read(many));
  many.insert(many.end() - 1, 0x00);
  ASSERT_FALSE(Item::read(many));
  EXPECT_EQ(faultOrNone(Item::read(many)), Fault::CborTooLarge);
}

TEST(ForeignCbor, FindsKeysInAnyOrderAndRefusesThemTwice) {
  const Bytes map = bytesFromHex("a3" "0203" "0102" "616104");
  const auto item = Item::read(map);
  ASSERT_TRUE(item);
  EXPECT_EQ(*(*item->find(1))->toInt(), 2);
  EXPECT_EQ(*(*item->find("a"))->toInt(), 4);
  EXPECT_FALSE(*item->find(7));
  const Bytes twice = bytesFromHex("a2" "0102" "180103");   // the second time with a longer head
  EXPECT_EQ(faultOrNone(Item::read(twice)->find(1)), Fault::CborDuplicateKey);
}

TEST(ForeignCbor, ReadsSecondsFromIntegersAndFloats) {
  const auto seconds = [](const std::string& hex) { const Bytes bytes = bytesFromHex(hex); return Item::read(bytes)->toSeconds(); };
  EXPECT_EQ(*seconds("1a5610d9f0"), 1443944944);
  EXPECT_EQ(*seconds("fb41d584367c200000"), 1443944944);   // 1443944944.5, RFC 8392 appendix A.7
  EXPECT_EQ(*seconds("fa4e932c06"), 1234567936);
  EXPECT_EQ(*seconds("fb7ff8000000000000"), foreign::kNoTime) << "not a number";
  EXPECT_EQ(*seconds("fb7ff0000000000000"), foreign::kNoTime) << "infinity";
  EXPECT_EQ(*seconds("1bffffffffffffffff"), foreign::kNoTime);
  EXPECT_EQ(faultOrNone(seconds("6161")), Fault::CborUnexpectedType);
}

}  // namespace
}  // namespace citycode
