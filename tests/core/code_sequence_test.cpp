#include "lists/code_sequence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "citycode/symbol.h"
#include "encoding/base45.h"
#include "encoding/cbor.h"
#include "fault_or_none.h"
#include "test_city.h"

namespace citycode {
namespace {

Bytes listOf(std::size_t size) {
  Bytes list(size);
  std::iota(list.begin(), list.end(), std::uint8_t{1});
  return list;
}

std::vector<std::string> split(ByteView list, std::size_t partBytes = 100, ListKind kind = ListKind::TrustList) {
  return test::must(splitIntoCodes(list, kind, partBytes));
}

std::string textOf(std::uint64_t kind, std::uint64_t total, std::uint64_t index, const Bytes& digest, const Bytes& chunk) {
  return "CCL1:" + encodeBase45(cbor::Writer().putArray(5).putUint(kind).putUint(total).putUint(index)
                                    .putBytes(digest).putBytes(chunk).bytes());
}

TEST(CodeSequence, ComesTogetherInAnyOrderWithDuplicates) {
  const Bytes list = listOf(1234);
  const std::vector<std::string> texts = split(list);
  ASSERT_EQ(texts.size(), 13u);
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::vector<std::string> shuffled = texts;
  shuffled.insert(shuffled.end(), texts.begin(), texts.begin() + 7);
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  CodeSequence sequence(ListKind::TrustList);
  for (const std::string& text : shuffled) ASSERT_TRUE(sequence.add(text));
  ASSERT_TRUE(sequence.isComplete());
  EXPECT_EQ(sequence.total(), 13u);
  EXPECT_EQ(sequence.whole(), list);
}

TEST(CodeSequence, SaysHowFarItIs) {
  const std::vector<std::string> texts = split(listOf(250));
  CodeSequence sequence(ListKind::TrustList);
  EXPECT_EQ(sequence.total(), 0u);
  EXPECT_FALSE(sequence.isComplete());
  ASSERT_TRUE(sequence.add(texts[2]));
  ASSERT_TRUE(sequence.add(texts[2]));
  EXPECT_EQ(sequence.have(), 1u);
  EXPECT_EQ(sequence.total(), 3u);
  EXPECT_FALSE(sequence.isComplete());
}

TEST(CodeSequence, HoldsEverySizeOfListAndPart) {
  for (const std::size_t size : {1u, 31u, 32u, 33u, 64u, 2048u})
    for (const std::size_t part : {32u, 33u, 700u}) {
      CodeSequence sequence(ListKind::StatusList);
      for (const std::string& text : split(listOf(size), part, ListKind::StatusList)) ASSERT_TRUE(sequence.add(text));
      EXPECT_EQ(sequence.whole(), listOf(size));
    }
}

TEST(CodeSequence, FitsASymbolAndItsLimits) {
  const std::vector<std::string> texts = split(listOf(64 * 700), 700);
  EXPECT_EQ(texts.size(), 64u);
  for (const std::string& text : texts) EXPECT_LE(text.size(), kMaxSequenceTextChars);
  EXPECT_LE(kMaxSequenceTextChars, kMaxSymbolChars);
  EXPECT_EQ(faultOrNone(splitIntoCodes(listOf(64 * 700 + 1), ListKind::TrustList, 700)), Fault::SymbolTooLong);
  EXPECT_EQ(faultOrNone(splitIntoCodes({}, ListKind::TrustList, 100)), Fault::RequestMalformed);
  EXPECT_EQ(faultOrNone(splitIntoCodes(listOf(9), ListKind::TrustList, 31)), Fault::RequestMalformed);
  EXPECT_EQ(faultOrNone(splitIntoCodes(listOf(9), ListKind::TrustList, 701)), Fault::RequestMalformed);
}

TEST(CodeSequence, IsNotStoppedByPartsOfAnotherList) {
  const std::vector<std::string> ours = split(listOf(250));
  Bytes other = listOf(250);
  other[7] ^= 1;
  const std::vector<std::string> theirs = split(other);
  CodeSequence sequence(ListKind::TrustList);
  ASSERT_TRUE(sequence.add(theirs[0])) << "a stranger's came first";
  ASSERT_TRUE(sequence.add(ours[0]));
  EXPECT_EQ(faultOrNone(sequence.add(split(listOf(250), 100, ListKind::StatusList)[1])), Fault::TrustPartsMixed);
  EXPECT_EQ(sequence.have(), 1u);
  ASSERT_TRUE(sequence.add(theirs[1]));
  EXPECT_EQ(sequence.have(), 2u) << "of the list whose part came last";
  ASSERT_TRUE(sequence.add(ours[1]));
  ASSERT_TRUE(sequence.add(split(listOf(250), 125)[1])) << "the same list, split otherwise, takes the place of theirs";
  EXPECT_EQ(sequence.total(), 2u);
  ASSERT_TRUE(sequence.add(ours[2]));
  EXPECT_EQ(sequence.whole(), listOf(250));
  ASSERT_TRUE(sequence.add(theirs[2]));
  EXPECT_EQ(sequence.have(), 1u) << "theirs was forgotten";
  EXPECT_FALSE(sequence.isComplete());
}

TEST(CodeSequence, ForgetsAWholeThatIsNotWhatItsPartsPromise) {
  const Bytes list = listOf(150);
  const Bytes wholeDigest = copyOf(sha256(list));
  const Bytes digest(wholeDigest.begin(), wholeDigest.begin() + 16);
  const auto chunk = [&](std::size_t from, std::size_t to) { return Bytes(list.begin() + from, list.begin() + to); };
  CodeSequence forged(ListKind::TrustList);
  ASSERT_TRUE(forged.add(textOf(1, 2, 0, digest, chunk(0, 100))));
  EXPECT_EQ(faultOrNone(forged.add(textOf(1, 2, 1, digest, chunk(99, 149)))), Fault::TrustBadList);
  EXPECT_EQ(forged.total(), 0u);
  for (const std::string& text : split(list)) ASSERT_TRUE(forged.add(text));   // and begins again
  EXPECT_TRUE(forged.isComplete());
  CodeSequence uneven(ListKind::TrustList);
  ASSERT_TRUE(uneven.add(textOf(1, 2, 1, digest, chunk(50, 150))));
  EXPECT_EQ(faultOrNone(uneven.add(textOf(1, 2, 0, digest, chunk(0, 50)))), Fault::TrustBadList);
  CodeSequence twofold(ListKind::TrustList);
  ASSERT_TRUE(twofold.add(textOf(1, 2, 0, digest, chunk(0, 100))));
  EXPECT_EQ(faultOrNone(twofold.add(textOf(1, 2, 0, digest, chunk(1, 101)))), Fault::TrustPartsMixed);
}

TEST(CodeSequence, RefusesWhatIsNoPart) {
  CodeSequence sequence(ListKind::TrustList);
  const Bytes digest(16, 7), chunk(40, 1);
  const auto faultOf = [&](const std::string& text) {
    const auto added = sequence.add(text);
    return added ? Fault::InternalBug : added.fault();
  };
  EXPECT_EQ(faultOf("CC1:ABC"), Fault::CodeNotCityCode);
  EXPECT_EQ(faultOf("CCL1:" + std::string(1196, '0')), Fault::CodeTooLong);
  EXPECT_EQ(faultOf("CCL1:???"), Fault::CodeBadBase45);
  EXPECT_EQ(faultOf("CCL1:"), Fault::CborTruncated);
  EXPECT_EQ(faultOf(textOf(1, 0, 0, digest, chunk)), Fault::TrustBadList);
  EXPECT_EQ(faultOf(textOf(1, 65, 0, digest, chunk)), Fault::TrustBadList);
  EXPECT_EQ(faultOf(textOf(1, 2, 2, digest, chunk)), Fault::TrustBadList);
  EXPECT_EQ(faultOf(textOf(1, 2, 0, Bytes(15, 7), chunk)), Fault::TrustBadList);
  EXPECT_EQ(faultOf(textOf(1, 2, 0, digest, {})), Fault::TrustBadList);
  EXPECT_EQ(faultOf(textOf(1, 2, 0, digest, Bytes(701))), Fault::TrustBadList);
  EXPECT_EQ(faultOf(textOf(9, 2, 0, digest, chunk)), Fault::TrustPartsMixed);
  EXPECT_EQ(faultOf("CCL1:" + encodeBase45(cbor::Writer().putArray(1).putUint(1).bytes())), Fault::TrustBadList);
  EXPECT_EQ(sequence.total(), 0u);
}

}  // namespace
}  // namespace citycode
