#include "citycode/revocation.h"

#include <gtest/gtest.h>

#include "citycode/report.h"
#include "test_city.h"

namespace citycode {
namespace {

using test::kNow;
using test::must;
using test::TestCity;

class Revocation : public ::testing::Test {
 protected:
  Result<StatusLists::Adopted> adopt(const StatusList& list, std::int64_t now = kNow) {
    return lists.adopt(writeStatusList(city.issuer, list), trust, now);
  }
  StatusList list(std::uint64_t version, std::int64_t issued, std::vector<std::uint32_t> revoked = {}) const {
    StatusList list = city.statusList(std::move(revoked));
    list.head.version = version;
    list.head.issuedUnixSeconds = issued;
    return list;
  }
  StatusCheck check(std::uint32_t index, std::int64_t now = kNow) const {
    return checkStatus(&lists, city.issuer.publicKey(), day, index, scope, now);
  }
  static void expect(const StatusCheck& check, CheckState state, std::optional<Fault> fault, Freshness freshness) {
    EXPECT_EQ(checkStateName(check.entry.state), checkStateName(state));
    EXPECT_EQ(check.entry.fault, fault);
    EXPECT_EQ(freshnessName(check.freshness), freshnessName(freshness));
  }

  TestCity city;
  TrustList trust = city.trustList();
  ScopePolicy scope = *trust.findScope("transit");
  std::int64_t day = statusDayOf(kNow - 600);
  StatusLists lists;
};

TEST_F(Revocation, NeverGoesBack) {
  ASSERT_TRUE(adopt(list(4, kNow - 100, {1})));
  EXPECT_EQ(adopt(list(3, kNow)).fault(), Fault::RevocationRolledBack) << "an older version, signed later";
  EXPECT_EQ(adopt(list(4, kNow - 101, {1})).fault(), Fault::RevocationRolledBack) << "an older signature";
  EXPECT_EQ(adopt(list(4, kNow, {2})).fault(), Fault::RevocationBadList) << "another set under the same version";
  EXPECT_TRUE(adopt(list(4, kNow, {1}))) << "the same, signed anew";
  EXPECT_TRUE(adopt(list(5, kNow - 50, {1, 2}))) << "a newer version";
  EXPECT_TRUE(lists.find(city.issuer.publicKey(), day)->revoked.contains(2));
}

TEST_F(Revocation, KeepsWhatItHadWhenAListIsRefused) {
  ASSERT_TRUE(adopt(list(4, kNow, {7})));
  Bytes bent = writeStatusList(city.issuer, list(5, kNow));
  bent.back() ^= 1;
  EXPECT_EQ(lists.adopt(bent, trust, kNow).fault(), Fault::RevocationBadSignature);
  EXPECT_EQ(lists.adopt(writeStatusList(city.stranger, list(5, kNow)), trust, kNow).fault(), Fault::RevocationOtherIssuer);
  expect(check(7), CheckState::Failed, Fault::RevocationRevoked, Freshness::Fresh);
}

TEST_F(Revocation, BelievesNoListFromTheFutureAndNoneThatEnded) {
  EXPECT_EQ(adopt(list(1, kNow + 301)).fault(), Fault::RevocationFromFuture);
  EXPECT_TRUE(adopt(list(1, kNow + 300)));
  const std::int64_t end = list(1, kNow).head.expiresUnixSeconds;
  EXPECT_TRUE(adopt(list(2, kNow), end - 1));
  EXPECT_EQ(adopt(list(3, kNow), end).fault(), Fault::RevocationTooOld);
}

TEST_F(Revocation, AppliesDeltasToTheListItHolds) {
  const StatusList next = list(5, kNow, {1, 3});
  const StatusDelta delta{next.head, 4, {}, must(RevokedSet::of(std::vector<std::uint32_t>{3})), next.revoked.digest()};
  const Bytes bytes = writeStatusDelta(city.issuer, delta);
  EXPECT_EQ(lists.adopt(bytes, trust, kNow).fault(), Fault::RevocationDeltaNotForThisList) << "no list yet";
  ASSERT_TRUE(adopt(list(4, kNow - 100, {1})));
  const auto adopted = must(lists.adopt(bytes, trust, kNow));
  EXPECT_TRUE(adopted.wasDelta);
  EXPECT_EQ(writeStatusList(city.issuer, *adopted.list), writeStatusList(city.issuer, next));
  EXPECT_EQ(lists.adopt(bytes, trust, kNow).fault(), Fault::RevocationDeltaNotForThisList) << "a second time";
  StatusDelta refreshed{next.head, 5, {}, {}, next.revoked.digest()};
  refreshed.head.issuedUnixSeconds = kNow + 60;
  EXPECT_TRUE(lists.adopt(writeStatusDelta(city.issuer, refreshed), trust, kNow)) << "nothing new but the time";
}

TEST_F(Revocation, ForgetsDaysThatAreOverAndStaysWithinItsBounds) {
  for (std::int64_t i = 0; i < 300; ++i) {
    StatusList each = list(1, kNow);
    each.head.day = day + i;
    each.head.expiresUnixSeconds = kNow + 1000 + i;
    ASSERT_TRUE(adopt(each));
  }
  EXPECT_EQ(lists.size(), StatusLists::kMaxLists);
  EXPECT_EQ(lists.find(city.issuer.publicKey(), day), nullptr) << "what ends first gave way";
  EXPECT_NE(lists.find(city.issuer.publicKey(), day + 299), nullptr);
  StatusList last = list(1, kNow);
  last.head.day = day + 1000;
  last.head.expiresUnixSeconds = kNow + 10'000;
  ASSERT_TRUE(adopt(last, kNow + 5000));
  EXPECT_EQ(lists.size(), 1u);
}

TEST_F(Revocation, ChecksFreshnessToTheSecond) {
  ASSERT_TRUE(adopt(list(1, kNow, {5}), kNow));
  const std::int64_t fresh = scope.statusFreshSeconds, tooOld = scope.statusTooOldSeconds;
  expect(check(4, kNow + fresh), CheckState::Passed, std::nullopt, Freshness::Fresh);
  expect(check(4, kNow + fresh + 1), CheckState::Passed, std::nullopt, Freshness::Stale);
  expect(check(4, kNow + tooOld - 1), CheckState::Passed, std::nullopt, Freshness::Stale);
  expect(check(4, kNow + tooOld), CheckState::Undecided, Fault::RevocationTooOld, Freshness::TooOld);
  EXPECT_EQ(check(4, kNow + tooOld).ageSeconds, tooOld);
  expect(check(4, kNow - 300), CheckState::Passed, std::nullopt, Freshness::Fresh);
  expect(check(4, kNow - 301), CheckState::Undecided, Fault::TimeClockBehindList, Freshness::Fresh);
}

TEST_F(Revocation, WhatWasRevokedStaysRevokedHoweverOldTheListIs) {
  ASSERT_TRUE(adopt(list(1, kNow, {5})));
  expect(check(5), CheckState::Failed, Fault::RevocationRevoked, Freshness::Fresh);
  expect(check(5, kNow + scope.statusTooOldSeconds), CheckState::Failed, Fault::RevocationRevoked, Freshness::TooOld);
}

TEST_F(Revocation, IsUndecidedAboutWhatNoListSpeaksOf) {
  expect(checkStatus(nullptr, city.issuer.publicKey(), day, 1, scope, kNow), CheckState::Undecided,
         Fault::RevocationListMissing, Freshness::Unknown);
  StatusList small = list(1, kNow);
  small.head.universeBits = 8;
  ASSERT_TRUE(adopt(small));
  expect(check(255), CheckState::Passed, std::nullopt, Freshness::Fresh);
  expect(check(256), CheckState::Undecided, Fault::RevocationListMissing, Freshness::Fresh);
  expect(check(0xffffffff), CheckState::Undecided, Fault::RevocationListMissing, Freshness::Fresh);
  const auto at = [&](ByteView key, std::int64_t otherDay) { return checkStatus(&lists, key, otherDay, 1, scope, kNow); };
  expect(at(city.issuer.publicKey(), day + 1), CheckState::Undecided, Fault::RevocationListMissing, Freshness::Unknown);
  expect(at(city.stranger.publicKey(), day), CheckState::Undecided, Fault::RevocationListMissing, Freshness::Unknown);
}

TEST_F(Revocation, IsSkippedOnlyWhereTheSceneNeedsNone) {
  scope.statusFreshSeconds = scope.statusTooOldSeconds = 0;
  const StatusCheck skipped = checkStatus(nullptr, city.issuer.publicKey(), day, 1, scope, kNow);
  expect(skipped, CheckState::Skipped, std::nullopt, Freshness::Unknown);
  for (const ScopePolicy& each : standardScopes()) EXPECT_TRUE(each.needsStatusList()) << each.name;
}

class VerifyWithStatus : public Revocation {
 protected:
  Verdict verify(const StatusLists* known, std::int64_t now = kNow + 2) {
    VerifyRequest request = TestCity::request();
    request.statusLists = known;
    request.nowUnixSeconds = now;
    ReplayMemory memory;
    return verifyCode(city.code({"transit", slotStart(now), std::nullopt}), request, &trust, memory);
  }
  static CheckEntry revocationOf(const Verdict& verdict) {
    return verdict.checks[static_cast<std::size_t>(Check::Revocation)];
  }
  std::uint32_t index = city.claims().statusIndex;
};

TEST_F(VerifyWithStatus, RefusesARevokedPassAndNobodyElses) {
  ASSERT_TRUE(adopt(list(1, kNow, {index - 1, index + 1})));
  EXPECT_EQ(verify(&lists).outcome, Outcome::Valid);
  ASSERT_TRUE(adopt(list(2, kNow, {index - 1, index, index + 1})));
  const Verdict verdict = verify(&lists);
  EXPECT_EQ(verdict.outcome, Outcome::Invalid);
  EXPECT_EQ(verdict.fault, Fault::RevocationRevoked);
  EXPECT_TRUE(verdict.attributes.empty());
}

TEST_F(VerifyWithStatus, IsUndecidedWithoutAListAndWithOneThatIsTooOld) {
  EXPECT_EQ(verify(nullptr).fault, Fault::RevocationListMissing);
  EXPECT_EQ(verify(&lists).fault, Fault::RevocationListMissing);
  ASSERT_TRUE(adopt(list(1, kNow - 7200)));
  const Verdict stale = verify(&lists);
  EXPECT_EQ(stale.outcome, Outcome::Valid);
  EXPECT_EQ(stale.statusFreshness, Freshness::Stale);
  EXPECT_EQ(stale.statusAgeSeconds, 7202);
  EXPECT_NE(verdictJson(stale).find(R"("statusAgeSeconds":7202,"statusFreshness":"stale")"), std::string::npos);
  for (ScopePolicy& each : trust.scopes) each.statusTooOldSeconds = 7202;
  EXPECT_EQ(verify(&lists).outcome, Outcome::Undecided);
  EXPECT_EQ(verify(&lists).fault, Fault::RevocationTooOld);
}

TEST_F(VerifyWithStatus, SkipsOnlyWhereThePolicySaysSo) {
  for (ScopePolicy& each : trust.scopes) each.statusFreshSeconds = each.statusTooOldSeconds = 0;
  const Verdict verdict = verify(nullptr);
  EXPECT_EQ(verdict.outcome, Outcome::Valid);
  EXPECT_EQ(revocationOf(verdict).state, CheckState::Skipped);
}

TEST_F(VerifyWithStatus, DoesNotTrustAClockBehindAnyListItEverAdopted) {
  ASSERT_TRUE(adopt(list(1, kNow + 302), kNow + 302));
  EXPECT_EQ(verify(&lists, kNow + 2).outcome, Outcome::Valid) << "300 s";
  const Verdict behind = verify(&lists, kNow + 1);
  EXPECT_EQ(behind.outcome, Outcome::Undecided);
  EXPECT_EQ(behind.fault, Fault::TimeClockBehindList);
  EXPECT_EQ(behind.checks[static_cast<std::size_t>(Check::PassTime)].fault, Fault::TimeClockBehindList);
}

}  // namespace
}  // namespace citycode
