// The trust list over months: when it is signed anew, and that it never goes back.
#include "city/trust_list_keeper.h"

#include <gtest/gtest.h>

#include <ctime>

#include "store/sqlite_store.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {
namespace {

class TrustLists : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    store_ = std::move(*openSqliteStore(folder_ / "citycode.sqlite"));
    keys_ = std::move(*CityKeys::open(folder_.path(), Absent::Create));
  }
  /// The list after a start at that time.
  TrustList at(std::int64_t offsetSeconds, const std::string& name = "Demo City") {
    TrustListKeeper keeper(*keys_, *store_, Clock(toMidMonth_ + offsetSeconds), name);
    EXPECT_TRUE(keeper.refresh());
    const auto published = keeper.current();
    const auto list = readTrustList(bytesOf(published->bytes), keys_->root().publicKey(), 0, 0);
    EXPECT_TRUE(list);
    return *list;
  }

  /// Of the month of ratings that comes: keys change with it, and a test of hours must not meet that.
  static std::int64_t toMidMonth() {
    const std::int64_t now = Clock().nowUnixSeconds();
    return weekBegins(firstWeekOfMonth(ratingMonthOf(weekOf(now)) + 1)) + 12 * kSecondsPerDay - now;
  }

  const std::int64_t toMidMonth_ = toMidMonth();
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<CityKeys> keys_;
};

TEST_F(TrustLists, AreSignedAnewAfterSixHoursUnderTheSameVersion) {
  const TrustList first = at(0), same = at(6 * 3600 - 10), fresh = at(6 * 3600 + 10);
  EXPECT_EQ(first.version, 1u);
  EXPECT_EQ(same.issuedUnixSeconds, first.issuedUnixSeconds);
  EXPECT_EQ(fresh.version, 1u);
  EXPECT_GT(fresh.issuedUnixSeconds, first.issuedUnixSeconds);
  EXPECT_EQ(fresh.issuers[0].expiresUnixSeconds, first.issuers[0].expiresUnixSeconds);
}

TEST_F(TrustLists, GetANewVersionWhenTheyChange) {
  at(0);
  EXPECT_EQ(at(10, "Renamed City").version, 2u);
  EXPECT_EQ(at(20, "Renamed City").version, 2u);
  EXPECT_EQ(at(30, "Demo City").version, 3u);
}

TEST_F(TrustLists, AListFromTheFutureIsReplacedByANewVersionOfNow) {
  const TrustList future = at(10 * 86400);
  const TrustList back = at(0), same = at(0), changed = at(0, "Renamed City");
  EXPECT_EQ(back.version, future.version + 1) << "its place does not go back";
  const std::int64_t now = Clock(toMidMonth_).nowUnixSeconds();
  EXPECT_LE(back.issuedUnixSeconds, now);
  EXPECT_LE(back.issuers[0].notBeforeUnixSeconds, now - 86400);
  EXPECT_LE(back.issuers[0].expiresUnixSeconds, now + kIssuerLifeSeconds);
  EXPECT_EQ(same.version, back.version) << "once";
  EXPECT_EQ(changed.version, back.version + 1);
}

TEST_F(TrustLists, TimesDoNotFollowASmallStepBack) {
  const TrustList ahead = at(50), changed = at(0, "Renamed City");
  EXPECT_EQ(at(0).version, ahead.version + 2) << "renamed and back";
  EXPECT_GE(changed.issuedUnixSeconds, ahead.issuedUnixSeconds);
}

TEST_F(TrustLists, ListTheIssuerAnewBeforeItExpires) {
  const std::int64_t day = 86400;
  const TrustList first = at(0), later = at(369 * day), renewed = at(371 * day);
  EXPECT_EQ(later.version, 2u) << "other keys of ratings";
  EXPECT_EQ(later.issuers[0].expiresUnixSeconds, first.issuers[0].expiresUnixSeconds);
  EXPECT_EQ(renewed.version, 3u);
  EXPECT_EQ(renewed.issuers[0].notBeforeUnixSeconds, first.issuers[0].notBeforeUnixSeconds);
  EXPECT_GT(renewed.issuers[0].expiresUnixSeconds, first.issuers[0].expiresUnixSeconds + 300 * day);
}

TEST_F(TrustLists, NameTheKeysOfRatingsAndAreNewWithEachMonth) {
  const TrustList first = at(0), same = at(10 * 86400), next = at(30 * 86400);
  ASSERT_EQ(first.tokenKeys.size(), 3u);
  EXPECT_EQ(first.tokenKeys, same.tokenKeys);
  EXPECT_EQ(next.version, first.version + 1);
  ASSERT_EQ(next.tokenKeys.size(), 3u);
  EXPECT_EQ(next.tokenKeys[0], first.tokenKeys[1]) << "this month's has become last month's";
  EXPECT_EQ(next.tokenKeys[1], first.tokenKeys[2]);
  EXPECT_LE(first.tokenKeys[1].notBeforeUnixSeconds, first.issuedUnixSeconds);
  EXPECT_GT(first.tokenKeys[2].notBeforeUnixSeconds, first.issuedUnixSeconds);
}

TEST_F(TrustLists, CountOnAfterANewRootKey) {
  at(0);
  std::filesystem::remove_all(folder_ / "keys");
  keys_ = std::move(*CityKeys::open(folder_.path(), Absent::Create));
  EXPECT_EQ(at(10).version, 2u);
}

}  // namespace
}  // namespace citycode::server::test
