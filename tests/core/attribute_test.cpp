// Values of attributes at their limits.
#include "citycode/attribute.h"
#include "encoding/attribute_map.h"

#include <gtest/gtest.h>

#include "fault_or_none.h"

namespace citycode {
namespace {

template <class Put>
std::optional<Fault> faultOfValue(Attribute attribute, Put put) {
  cbor::Writer writer;
  writer.putMap(1).putUint(static_cast<std::uint64_t>(attribute));
  put(writer);
  cbor::Reader reader(writer.bytes());
  return faultOrNone(decodeAttributes(reader));
}

TEST(Attributes, TakeSixteenBytesAndNotOneMore) {
  const auto ofSize = [](std::size_t size) {
    return faultOfValue(Attribute::Pseudonym, [&](cbor::Writer& writer) { writer.putBytes(Bytes(size, 1)); });
  };
  EXPECT_EQ(ofSize(kMaxAttributeBytes), std::nullopt);
  EXPECT_EQ(ofSize(kMaxAttributeBytes + 1), Fault::PassBadValue);
  EXPECT_EQ(ofSize(0), Fault::PassBadValue);
}

TEST(Attributes, TakeTextsOf64BytesAndNotOneMore) {
  const auto ofSize = [](std::size_t size) {
    return faultOfValue(Attribute::Name, [&](cbor::Writer& writer) { writer.putText(std::string(size, 'n')); });
  };
  EXPECT_EQ(ofSize(kMaxAttributeTextBytes), std::nullopt);
  EXPECT_EQ(ofSize(kMaxAttributeTextBytes + 1), Fault::PassBadValue);
  EXPECT_EQ(ofSize(0), Fault::PassBadValue);
}

TEST(Attributes, TakeNumbersBelowTwoToThe32) {
  const auto of = [](std::uint64_t value) {
    return faultOfValue(Attribute::InsuranceType, [&](cbor::Writer& writer) { writer.putUint(value); });
  };
  EXPECT_EQ(of(0xffffffff), std::nullopt);
  EXPECT_EQ(of(0x100000000), Fault::PassBadValue);
}

TEST(Attributes, AreRefusedFromTheFirstIdThatNobodyKnows) {
  const auto yes = [](cbor::Writer& writer) { writer.putText("agent"); };
  EXPECT_EQ(faultOfValue(Attribute::EnterpriseRole, yes), std::nullopt);
  const auto after = static_cast<Attribute>(static_cast<int>(Attribute::EnterpriseRole) + 1);
  EXPECT_EQ(faultOfValue(after, yes), Fault::PassBadValue);
}

}  // namespace
}  // namespace citycode
