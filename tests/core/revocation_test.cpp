#include "verdict/revocation.h"

#include <gtest/gtest.h>

#include "fault_or_none.h"
#include "lists/status_sets.h"
#include "test_city.h"
#include "verdict/report.h"

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
  EXPECT_EQ(faultOrNone(adopt(list(3, kNow))), Fault::RevocationRolledBack) << "an older version, signed later";
  EXPECT_EQ(faultOrNone(adopt(list(4, kNow - 101, {1}))), Fault::RevocationRolledBack) << "an older signature";
  EXPECT_EQ(faultOrNone(adopt(list(4, kNow, {2}))), Fault::RevocationBadList) << "another set under the same version";
  EXPECT_TRUE(adopt(list(4, kNow, {1}))) << "the same, signed anew";
  EXPECT_TRUE(adopt(list(5, kNow - 50, {1, 2}))) << "a newer version";
  EXPECT_TRUE(lists.find(city.issuer.publicKey(), day)->revoked.contains(2));
}

TEST_F(Revocation, KeepsWhatItHadWhenAListIsRefused) {
  ASSERT_TRUE(adopt(list(4, kNow, {7})));
  Bytes bent = writeStatusList(city.issuer, list(5, kNow));
  bent.back() ^= 1;
  EXPECT_EQ(faultOrNone(lists.adopt(bent, trust, kNow)), Fault::RevocationBadSignature);
  EXPECT_EQ(faultOrNone(lists.adopt(writeStatusList(city.stranger, list(5, kNow)), trust, kNow)), Fault::RevocationOtherIssuer);
  expect(check(7), CheckState::Failed, Fault::RevocationRevoked, Freshness::Fresh);
}

TEST_F(Revocation, BelievesNoListFromTheFutureAndNoneThatEnded) {
  EXPECT_EQ(faultOrNone(adopt(list(1, kNow + 301))), Fault::RevocationFromFuture);
  EXPECT_TRUE(adopt(list(1, kNow + 300)));
  const std::int64_t end = list(1, kNow).head.expiresUnixSeconds;
  EXPECT_TRUE(adopt(list(2, kNow), end - 1));
  EXPECT_EQ(faultOrNone(adopt(list(3, kNow), end)), Fault::RevocationTooOld);
}

TEST_F(Revocation, AppliesDeltasToTheListItHolds) {
  const StatusList next = list(5, kNow, {1, 3});
  const StatusDelta delta{next.head, 4, {}, must(RevokedSet::of(std::vector<std::uint32_t>{3})), next.revoked.digest()};
  const Bytes bytes = writeStatusDelta(city.issuer, delta);
  EXPECT_EQ(faultOrNone(lists.adopt(bytes, trust, kNow)), Fault::RevocationDeltaNotForThisList) << "no list yet";
  ASSERT_TRUE(adopt(list(4, kNow - 100, {1})));
  const auto adopted = must(lists.adopt(bytes, trust, kNow));
  EXPECT_TRUE(adopted.wasDelta);
  EXPECT_EQ(writeStatusList(city.issuer, *adopted.list), writeStatusList(city.issuer, next));
  EXPECT_EQ(faultOrNone(lists.adopt(bytes, trust, kNow)), Fault::RevocationDeltaNotForThisList) << "a second time";
  StatusDelta refreshed{next.head, 5, {}, {}, next.revoked.digest()};
  refreshed.head.issuedUnixSeconds = kNow + 60;
  EXPECT_TRUE(lists.adopt(writeStatusDelta(city.issuer, refreshed), trust, kNow)) << "nothing new but the time";
}

/// Of another day, with an end that follows from it.
StatusList ofDay(StatusList list, std::int64_t day) {
  list.head.day = day;
  list.head.expiresUnixSeconds = (day + 2) * kSecondsPerStatusDay;
  return list;
}

TEST_F(Revocation, TakesNoListOfADayThatIsFarAway) {
  const auto faultOf = [&](std::int64_t ofDayNumber, std::int64_t now) {
    StatusList each = ofDay(list(1, now), ofDayNumber);
    each.head.expiresUnixSeconds = now + 100 * 86400;
    StatusLists fresh;
    const auto adopted = fresh.adopt(writeStatusList(city.issuer, each), trust, now);
    return adopted ? Fault::InternalBug : adopted.fault();
  };
  const std::int64_t midnight = (day + 1) * kSecondsPerStatusDay;
  EXPECT_EQ(faultOf(day + 1, kNow), Fault::InternalBug) << "tomorrow";
  EXPECT_EQ(faultOf(day + 2, midnight - 300), Fault::InternalBug) << "tomorrow's, by a clock that is 300 s behind";
  EXPECT_EQ(faultOf(day + 2, midnight - 301), Fault::RevocationFromFuture);
  EXPECT_EQ(faultOf(day - 1, midnight - 1), Fault::InternalBug) << "a pass of yesterday's last second is alive";
  EXPECT_EQ(faultOf(day - 1, midnight), Fault::RevocationTooOld);
  trust.scopes[6].longestPassSeconds = 2 * 86400;
  EXPECT_EQ(faultOf(day - 1, midnight), Fault::InternalBug) << "passes of two days";
}

TEST_F(Revocation, TakesNoListOfADayInWhichItsIssuerCouldBeginNoPass) {
  Issuer& issuer = trust.issuers[0];
  const auto faultOf = [&](std::int64_t notBefore, std::int64_t expires) {
    issuer.notBeforeUnixSeconds = notBefore;
    issuer.expiresUnixSeconds = expires;
    StatusLists fresh;
    const auto adopted = fresh.adopt(writeStatusList(city.issuer, list(1, kNow)), trust, kNow);
    return adopted ? Fault::InternalBug : adopted.fault();
  };
  const std::int64_t begin = day * kSecondsPerStatusDay, end = begin + kSecondsPerStatusDay;
  EXPECT_EQ(faultOf(end - 1, end + 86400), Fault::InternalBug);
  EXPECT_EQ(faultOf(end, end + 86400), Fault::RevocationBadList);
  EXPECT_EQ(faultOf(begin - 86400, begin + 1), Fault::InternalBug) << "retired in the first second of the day";
  EXPECT_EQ(faultOf(begin - 86400, begin), Fault::RevocationBadList);
}

TEST_F(Revocation, TakesNoListOfCardsThatItsIssuerMayNotSign) {
  ASSERT_TRUE(adopt(city.cardList()));
  trust.issuers[0].rights = {Right::Places};
  EXPECT_EQ(faultOrNone(adopt(city.cardList())), Fault::RevocationBadList);
}

class SharedRoom : public Revocation {
 protected:
  /// 16 issuers: each has room for 16 lists. Passes live for a month, so that there are days enough.
  SharedRoom() {
    trust.scopes[6].longestPassSeconds = 30 * 86400;
    for (std::uint8_t i = 1; i < 16; ++i) {
      Issuer issuer = trust.issuers[0];
      issuer.key = i == 1 ? other.publicKey() : test::keyFrom(static_cast<std::uint8_t>(100 + i)).publicKey();
      trust.issuers.push_back(issuer);
    }
  }
  Result<StatusLists::Adopted> adoptOthers(std::int64_t ofDayNumber, std::uint64_t version = 1, std::vector<std::uint32_t> revoked = {}) {
    StatusList each = ofDay(list(version, kNow, std::move(revoked)), ofDayNumber);
    each.head.expiresUnixSeconds += 30 * 86400;
    return lists.adopt(writeStatusList(other, each), trust, kNow);
  }
  bool has(const SigningKey& key, std::int64_t ofDayNumber) const { return lists.find(key.publicKey(), ofDayNumber) != nullptr; }

  SigningKey other = test::keyFrom(100);
};

TEST_F(SharedRoom, NoIssuerPushesOutAnothersLists) {
  ASSERT_TRUE(adopt(list(4, kNow, {7})));   // it ends first of all
  ASSERT_TRUE(adopt(city.cardList({8})));
  for (std::int64_t i = 0; i < 28; ++i) ASSERT_TRUE(adoptOthers(day - i)) << i;
  EXPECT_EQ(lists.size(), 2u + 16);
  EXPECT_TRUE(has(city.issuer, day) && has(city.issuer, kPaperStatusDay));
  EXPECT_TRUE(has(other, day - 27)) << "what was taken last stays, however soon it ends";
  EXPECT_TRUE(has(other, day) && has(other, day - 14));
  EXPECT_FALSE(has(other, day - 15)) << "its own that ends first gave way";
  expect(check(7), CheckState::Failed, Fault::RevocationRevoked, Freshness::Fresh);
}

TEST_F(SharedRoom, AListThatGaveWayIsNotTakenInAnOlderForm) {
  const std::int64_t first = day - 20;
  ASSERT_TRUE(adoptOthers(first, 5, {1, 2}));
  for (std::int64_t i = 0; i < 16; ++i) ASSERT_TRUE(adoptOthers(day - i));
  ASSERT_FALSE(has(other, first));
  EXPECT_EQ(faultOrNone(adoptOthers(first, 4, {1})), Fault::RevocationRolledBack);
  EXPECT_EQ(faultOrNone(adoptOthers(first, 5, {1})), Fault::RevocationBadList) << "another set under that version";
  EXPECT_TRUE(adoptOthers(first, 5, {1, 2})) << "the very list";
}

TEST_F(SharedRoom, RefusesAListThatIsLargerThanAShare) {
  std::vector<std::uint32_t> far;
  for (std::uint32_t i = 0; i < 1'100'000; ++i) far.push_back(i * 3900);   // 13 bits and more for each
  StatusList large = list(1, kNow, far);
  large.head.universeBits = 32;
  trust.issuers.resize(8);
  EXPECT_TRUE(adopt(large)) << "1.9 MB of 6 MiB";
  while (trust.issuers.size() < 32) {
    trust.issuers.push_back(trust.issuers[0]);
    trust.issuers.back().key = test::keyCounted(static_cast<std::uint32_t>(trust.issuers.size())).publicKey();
  }
  EXPECT_EQ(faultOrNone(adopt(large)), Fault::RevocationBadList) << "1.9 MB of 1.5 MiB";
}

TEST_F(Revocation, AFloorOutlivesTheListThatEnded) {
  StatusList soon = list(5, kNow, {1, 2});
  soon.head.expiresUnixSeconds = kNow + 10;
  ASSERT_TRUE(adopt(soon));
  ASSERT_TRUE(adopt(ofDay(list(1, kNow), day + 1), kNow + 10));
  EXPECT_EQ(lists.size(), 1u) << "it has ended and is forgotten";
  EXPECT_EQ(faultOrNone(adopt(list(4, kNow + 5, {1}), kNow + 10)), Fault::RevocationRolledBack);
  EXPECT_EQ(faultOrNone(adopt(list(5, kNow - 1, {1, 2}), kNow + 10)), Fault::RevocationRolledBack);
  EXPECT_EQ(faultOrNone(adopt(list(5, kNow + 5, {1}), kNow + 10)), Fault::RevocationBadList);
  const StatusList next = list(6, kNow + 5, {1, 2, 3});
  const StatusDelta delta{next.head, 5, {}, must(RevokedSet::of(std::vector<std::uint32_t>{3})), next.revoked.digest()};
  EXPECT_EQ(faultOrNone(lists.adopt(writeStatusDelta(city.issuer, delta), trust, kNow + 10)), Fault::RevocationDeltaNotForThisList);
  EXPECT_TRUE(adopt(next, kNow + 10));
}

TEST_F(Revocation, ForgetsTheListsOfAnIssuerThatIsListedNoMoreAndKeepsTheirFloor) {
  ASSERT_TRUE(adopt(list(5, kNow, {1})));
  TrustList without = trust;
  without.issuers[0].key = city.stranger.publicKey();
  ASSERT_TRUE(lists.adopt(writeStatusList(city.stranger, list(1, kNow)), without, kNow));
  EXPECT_EQ(lists.size(), 1u);
  EXPECT_EQ(faultOrNone(adopt(list(4, kNow))), Fault::RevocationRolledBack) << "listed again";
}

TEST_F(Revocation, KeepsTheFloorsOfTheLatestDaysAndOfCards) {
  trust.scopes[6].longestPassSeconds = 400 * 86400;
  trust.issuers[0].notBeforeUnixSeconds = 0;
  const auto adoptEnding = [&](StatusList each, std::int64_t version) {
    each.head.version = static_cast<std::uint64_t>(version);
    each.head.issuedUnixSeconds = kNow - 10;
    each.head.expiresUnixSeconds = kNow + 1;
    return lists.adopt(writeStatusList(city.issuer, each), trust, kNow);
  };
  ASSERT_TRUE(adoptEnding(city.cardList(), 5));
  for (std::int64_t i = 0; i < 70; ++i) ASSERT_TRUE(adoptEnding(ofDay(list(1, kNow), day - i), 5));
  ASSERT_TRUE(adopt(ofDay(list(1, kNow), day + 1), kNow + 1));   // all others have ended
  ASSERT_EQ(lists.size(), 1u);
  EXPECT_EQ(faultOrNone(adoptEnding(city.cardList(), 4)), Fault::RevocationRolledBack);
  EXPECT_EQ(faultOrNone(adoptEnding(ofDay(list(1, kNow), day - 62), 4)), Fault::RevocationRolledBack);
  EXPECT_TRUE(adoptEnding(ofDay(list(1, kNow), day - 63), 4)) << "63 days and the cards are kept";
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

TEST_F(SharedRoom, HoldsAllListsToTheirMemory) {
  std::vector<std::uint32_t> far;
  for (std::uint32_t i = 0; i < 1'100'000; ++i) far.push_back(i * 3900);   // 1.9 MB of gaps
  StatusList large = ofDay(list(1, kNow, far), day);
  large.head.universeBits = 32;
  const std::size_t share = kMaxStatusMemoryBytes / trust.issuers.size(), overheadOfAll = kMaxStatusLists * 1024;
  for (std::int64_t i = 0; i < 6; ++i) {
    large.head.day = day - i;
    large.head.expiresUnixSeconds = (day + 40 - i) * kSecondsPerStatusDay;
    for (const SigningKey* key : {&city.issuer, &other}) ASSERT_TRUE(lists.adopt(writeStatusList(*key, large), trust, kNow)) << i;
    EXPECT_LE(lists.memoryBytes(), 2 * share + overheadOfAll) << "two of 16 issuers, after " << i + 1 << " days";
  }
  EXPECT_TRUE(has(city.issuer, day - 5) && has(other, day - 5)) << "the last of each";
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

TEST_F(VerifyWithStatus, DoesNotForgetTheNewestDateForAnOlderListOfAnotherDay) {
  ASSERT_TRUE(adopt(list(1, kNow)));
  StatusList tomorrows = ofDay(list(1, kNow - 500), day + 1);
  ASSERT_TRUE(adopt(tomorrows));
  EXPECT_EQ(lists.newestIssuedUnixSeconds(), kNow);
  const Verdict behind = verify(&lists, kNow - 400);
  EXPECT_EQ(behind.outcome, Outcome::Undecided);
  EXPECT_EQ(behind.fault, Fault::TimeClockBehindList);
}

}  // namespace
}  // namespace citycode
