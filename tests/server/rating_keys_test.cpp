// The keys of ratings: which month a week belongs to, what the trust list names, and for how long.
#include "city/rating_keys.h"

#include <gtest/gtest.h>

#include <set>

#include "base/clock.h"
#include "fault_or_none.h"
#include "services/figures.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {
namespace {

constexpr std::int64_t kDay = 86400;
constexpr std::uint32_t kNow = weekOf(1'795'737'600);   // of Friday 2026-11-27

class RatingKeysOf : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    keys_ = std::move(*CityKeys::open(folder_.path(), Absent::Create));
  }

  const TemporaryFolder folder_;
  std::unique_ptr<CityKeys> keys_;
};

TEST(RatingMonths, AWeekBelongsToTheMonthAndYearOfItsThursday) {
  for (std::uint32_t week = 1; week < 10'000; ++week) {
    const std::string text = weekText(week);   // "2026-W48", by the core
    ASSERT_EQ(isoYearOf(week), std::stoi(text.substr(0, 4))) << text;
    ASSERT_EQ(ratingMonthOf(week) / 12 + 1970, std::stoi(text.substr(0, 4))) << text;
    const std::uint32_t first = firstWeekOfMonth(ratingMonthOf(week));
    ASSERT_LE(first, week) << text;
    ASSERT_LT(week - first, 5u) << text;
    ASSERT_EQ(ratingMonthOf(first), ratingMonthOf(week)) << text;
    ASSERT_EQ(ratingMonthOf(first - 1), ratingMonthOf(week) - 1) << text;
  }
  EXPECT_EQ(ratingMonthOf(kNow), (2026 - 1970) * 12 + 10) << "November";
  EXPECT_EQ(weekText(firstWeekOfMonth((2026 - 1970) * 12 + 11)), "2026-W49") << "whose Thursday is the third of December";
}

TEST_F(RatingKeysOf, AreListedForThreeMonthsWithoutAGap) {
  const RatingKeys keys(*keys_);
  for (std::int64_t at = weekBegins(kNow); at < weekBegins(kNow) + 800 * kDay; at += kDay) {
    TrustList list;
    list.tokenKeys = keys.listedAt(at);
    ASSERT_EQ(list.tokenKeys.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
      ASSERT_EQ(list.tokenKeys[i].purpose, "rating");
      if (i > 0) ASSERT_GT(list.tokenKeys[i].notBeforeUnixSeconds, list.tokenKeys[i - 1].notBeforeUnixSeconds);
      if (i > 0) ASSERT_EQ(list.tokenKeys[i].notBeforeUnixSeconds + kRatingKeyGraceSeconds, list.tokenKeys[i - 1].expiresUnixSeconds);
    }
    for (std::int64_t ended = at - kTicketSeconds; ended <= at + kDay; ended += kDay) {   // every ticket that can be used then
      const ListedTokenKey* listed = ratingKeyOf(list, weekOf(ended));
      ASSERT_NE(listed, nullptr);
      ASSERT_EQ(listed->key, (*keys.keyOf(weekOf(ended)))->publicKey()) << "the phone and the city take the same";
      ASSERT_EQ(listed->expiresUnixSeconds, ratingKeyExpires(weekOf(ended)));
    }
  }
}

TEST_F(RatingKeysOf, AreOneForEachMonthAndTheSameAfterARestart) {
  const RatingKeys keys(*keys_);
  std::set<Element> all;
  const std::int64_t month = ratingMonthOf(kNow);
  for (std::int64_t i = 0; i < 24; ++i) all.insert((*keys.keyOf(firstWeekOfMonth(month + i)))->publicKey());
  EXPECT_EQ(all.size(), 24u);
  const auto again = CityKeys::open(folder_.path(), Absent::Refuse);
  ASSERT_TRUE(again);
  EXPECT_EQ((*RatingKeys(*keys_).keyOf(kNow))->publicKey(), (*keys.keyOf(kNow))->publicKey());
  EXPECT_EQ(faultOrNone(keys.keyOf(0xffffffff)), Fault::RatingBadToken) << "no calendar has it";
}

TEST_F(RatingKeysOf, GiveATicketsIdByOfficeAndCase) {
  const RatingKeys keys(*keys_);
  std::set<TicketId> ids{keys.ticketIdOf("a", "1"), keys.ticketIdOf("a", "2"), keys.ticketIdOf("b", "1"), keys.ticketIdOf("a1", "")};
  EXPECT_EQ(ids.size(), 4u);
  EXPECT_EQ(keys.ticketIdOf("a", "1"), *ids.find(keys.ticketIdOf("a", "1")));
  const TemporaryFolder other;
  const auto others = std::move(*CityKeys::open(other.path(), Absent::Create));
  EXPECT_FALSE(ids.contains(RatingKeys(*others).ticketIdOf("a", "1"))) << "nobody computes it without the city's secret";
}

// A city of an earlier version has every key but this one.
TEST_F(RatingKeysOf, AreMadeForACityThatHasNoneYetAndForNoOther) {
  std::filesystem::remove(folder_ / "keys/rating.key");
  EXPECT_FALSE(CityKeys::open(folder_.path(), Absent::Refuse, Absent::Refuse, Absent::Refuse));
  EXPECT_TRUE(CityKeys::open(folder_.path(), Absent::Refuse, Absent::Create, Absent::Refuse));
  EXPECT_EQ(readFile(folder_ / "keys/rating.key").size(), kRatingSecretBytes);
}

}  // namespace
}  // namespace citycode::server::test
