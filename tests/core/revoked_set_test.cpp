#include "lists/revoked_set.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "encoding/cbor.h"
#include "fault_or_none.h"
#include "test_city.h"

namespace citycode {
namespace {

using Indices = std::vector<std::uint32_t>;

Bytes written(const RevokedSet& set) {
  cbor::Writer writer;
  set.put(writer);
  return std::move(writer).bytes();
}

Result<RevokedSet> taken(ByteView bytes, int universeBits) {
  cbor::Reader reader(bytes);
  return RevokedSet::take(reader, universeBits);
}

Bytes item(std::uint64_t count, std::uint64_t parameter, const Bytes& gaps) {
  return cbor::Writer().putArray(3).putUint(count).putUint(parameter).putBytes(gaps).bytes();
}

Indices randomIndices(std::mt19937& random, std::uint32_t universe, double share) {
  std::bernoulli_distribution isRevoked(share);
  Indices indices;
  for (std::uint32_t index = 0; index < universe; ++index)
    if (isRevoked(random)) indices.push_back(index);
  return indices;
}

TEST(RevokedSet, WritesTheBitsOfItsDescription) {
  // Gaps 0, 3, 1 with k = 0: 1, 0001, 01; with k = 1 they would take 2 + 3 + 2 bits as well.
  const RevokedSet set = test::must(RevokedSet::of(Indices{0, 4, 6}));
  EXPECT_EQ(written(set), item(3, 0, {0b1000'1010}));
  EXPECT_EQ(written(RevokedSet()), item(0, 0, {}));
  // Gap 100 with k = 6: 100 >> 6 is 1, so 0, 1 and the six bits 100100.
  EXPECT_EQ(written(test::must(RevokedSet::of(Indices{100}))), item(1, 6, {0b0110'0100}));
}

TEST(RevokedSet, GivesBackExactlyWhatItWasGiven) {
  std::mt19937 random(7);
  for (const double share : {0.0, 0.0005, 0.01, 0.3, 0.9, 1.0}) {
    const Indices indices = randomIndices(random, 20'000, share);
    const RevokedSet set = test::must(RevokedSet::of(indices));
    const RevokedSet read = test::must(taken(written(set), 15));
    EXPECT_EQ(read, set);
    EXPECT_EQ(read.indices(), indices);
    std::size_t next = 0;
    for (std::uint32_t index = 0; index < 20'100; ++index) {
      const bool isIn = next < indices.size() && indices[next] == index;
      ASSERT_EQ(read.contains(index), isIn) << index << " at share " << share;
      if (isIn) ++next;
    }
  }
}

TEST(RevokedSet, HoldsTheOutermostIndices) {
  const Indices indices{0, 1, 0x7fffffff, 0xfffffffe, 0xffffffff};
  const RevokedSet read = test::must(taken(written(test::must(RevokedSet::of(indices))), 32));
  EXPECT_EQ(read.indices(), indices);
  EXPECT_TRUE(read.contains(0xffffffff));
  EXPECT_FALSE(read.contains(0xfffffffd));
  EXPECT_FALSE(RevokedSet().contains(0));
}

TEST(RevokedSet, TakesWhatIsOnePercentOfAMillionInTenThousandBytes) {
  std::mt19937 random(1);
  const RevokedSet set = test::must(RevokedSet::of(randomIndices(random, 1'000'000, 0.01)));
  EXPECT_LT(written(set).size(), 10'300u);
  EXPECT_LT(set.memoryBytes(), 11'000u) << "memory stays near the coded size";
}

TEST(RevokedSet, HoldsMillions) {
  std::mt19937 random(2);
  const Indices indices = randomIndices(random, 1u << 24, 0.2);
  const RevokedSet set = test::must(taken(written(test::must(RevokedSet::of(indices))), 24));
  EXPECT_EQ(set.count(), indices.size());
  EXPECT_LT(set.memoryBytes(), written(set).size() * 6 / 5);
  for (std::size_t i = 0; i + 1 < indices.size(); i += 997) {
    ASSERT_TRUE(set.contains(indices[i]));
    ASSERT_EQ(set.contains(indices[i] + 1), indices[i + 1] == indices[i] + 1);
  }
}

// A gap of 1,023 takes 11 bits and one of 1,024 takes 12, with k = 9.
TEST(RevokedSet, WritesFourMebibytesOfGapsAndNotOneBitMore) {
  constexpr std::size_t kBits = kMaxGapBytes * 8, kCount = kBits / 11;
  const auto withLongGaps = [](std::size_t longGaps) {
    Indices indices(kCount);
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < kCount; ++i) next += 1024 + (i < longGaps ? 1 : 0), indices[i] = next - 1;
    return RevokedSet::of(indices);
  };
  const auto largest = withLongGaps(kBits - 11 * kCount);
  ASSERT_TRUE(largest);
  EXPECT_EQ(written(*largest).size(), written(RevokedSet()).size() + 4 + 4 + kMaxGapBytes) << "a count and a length of five bytes";
  EXPECT_EQ(test::must(taken(written(*largest), 32)), *largest);
  EXPECT_EQ(faultOrNone(withLongGaps(kBits - 11 * kCount + 1)), Fault::RevocationBadList);
}

TEST(RevokedSet, RefusesIndicesThatDoNotRise) {
  EXPECT_EQ(faultOrNone(RevokedSet::of(Indices{5, 5})), Fault::RevocationBadList);
  EXPECT_EQ(faultOrNone(RevokedSet::of(Indices{5, 4})), Fault::RevocationBadList);
}

TEST(RevokedSet, RefusesEveryOtherForm) {
  const auto refuses = [](const Bytes& bytes, int universeBits = 3) {
    const auto set = taken(bytes, universeBits);
    return !set && set.fault() == Fault::RevocationBadList;
  };
  ASSERT_TRUE(taken(item(3, 0, {0b1000'1010}), 3)) << "the right form";
  EXPECT_TRUE(refuses(item(3, 0, {0b1000'1011}))) << "padding that is not zero";
  EXPECT_TRUE(refuses(item(3, 0, {0b1000'1010, 0}))) << "a byte too many";
  EXPECT_TRUE(refuses(item(0, 0, {0}))) << "a byte for nobody";
  EXPECT_TRUE(refuses(item(0, 1, {}))) << "a parameter that is not the smallest";
  EXPECT_TRUE(refuses(item(3, 1, {0b1001'1110}))) << "a parameter that costs as much but is larger";
  EXPECT_TRUE(refuses(item(4, 0, {0b1000'1010}))) << "a gap without its end";
  EXPECT_TRUE(refuses(item(2, 0, {0b1000'1010}))) << "an index that was not counted";
  EXPECT_TRUE(refuses(item(3, 0, {0b1000'1010}), 2)) << "an index outside the universe";
  EXPECT_TRUE(refuses(item(9, 0, {0b1111'1111}))) << "more indices than bits";
  EXPECT_TRUE(refuses(item(0xffffffffffffffff, 0, {0x80}))) << "a count that nothing could hold";
  EXPECT_TRUE(refuses(item((std::uint64_t{1} << 32) + 3, 0, {0b1000'1010}))) << "the right count, cut to 32 bits";
  EXPECT_TRUE(refuses(item(1, 32, {0x80, 0, 0, 0, 0}), 32)) << "a parameter beyond 31";
  EXPECT_TRUE(refuses(item(1, 31, {0x00, 0x00, 0x00, 0x00, 0x80, 0, 0, 0}), 32)) << "a gap beyond 2^32";
  EXPECT_TRUE(refuses(cbor::Writer().putArray(2).putUint(0).putUint(0).bytes())) << "no gaps";
  EXPECT_FALSE(taken(cbor::Writer().putArray(3).putUint(0).putUint(0).putText("").bytes(), 3)) << "text for gaps";
  EXPECT_TRUE(refuses(item(1, 0, Bytes(kMaxGapBytes + 1, 0)), 32)) << "too long";
}

TEST(RevokedSet, AnswersTheSameForEveryDamagedByteOrRefuses) {
  std::mt19937 random(3);
  const Bytes bytes = written(test::must(RevokedSet::of(randomIndices(random, 4096, 0.05))));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes bent = bytes;
      bent[at] = static_cast<std::uint8_t>(bent[at] ^ 1 << bit);
      const auto read = taken(bent, 12);
      if (!read) continue;
      EXPECT_EQ(written(*read), bent);
      EXPECT_EQ(written(test::must(RevokedSet::of(read->indices()))), bent) << "one set, one form";
    }
  }
}

TEST(RevokedSet, ChangesIntoTheSetThatWouldHaveBeenWritten) {
  std::mt19937 random(4);
  for (int round = 0; round < 20; ++round) {
    const Indices base = randomIndices(random, 5000, 0.1), removed = randomIndices(random, 5000, 0.05),
                  added = randomIndices(random, 5000, 0.05);
    std::set<std::uint32_t> expected(base.begin(), base.end());
    for (const auto index : removed) expected.erase(index);
    expected.insert(added.begin(), added.end());
    const RevokedSet changed = test::must(test::must(RevokedSet::of(base))
        .changedBy(test::must(RevokedSet::of(removed)), test::must(RevokedSet::of(added))));
    EXPECT_EQ(written(changed), written(test::must(RevokedSet::of(Indices(expected.begin(), expected.end())))));
  }
}

}  // namespace
}  // namespace citycode
