#include "lists/trust_anchors.h"
#include "lists/trust_payload.h"

#include <gtest/gtest.h>

#include "fault_or_none.h"
#include "test_city.h"

namespace citycode {
namespace {

using test::kNow;

/// Root A hands over to root B; C is nobody.
class TrustAnchorsTest : public testing::Test {
 protected:
  SigningKey a_ = test::keyFrom(1), b_ = test::keyFrom(5), c_ = test::keyFrom(6);

  Bytes listOf(const SigningKey& root, std::uint64_t version, const SigningKey* next = nullptr,
               std::int64_t issued = kNow - 3600) const {
    TrustList list = test::TestCity().trustList();
    list.version = version;
    list.issuedUnixSeconds = issued;
    if (next) list.nextRootKey = next->publicKey();
    return writeTrustList(root, list);
  }

  TrustAnchors pinned() const { return {a_.publicKey(), std::nullopt, 0, 0}; }

  static TrustAnchors after(const TrustAnchors& before, const Bytes& list) {
    return test::must(adoptTrustList(list, before, kNow)).anchors;
  }
  static Fault faultOf(const TrustAnchors& before, const Bytes& list, std::optional<std::int64_t> now = kNow) {
    const auto adopted = adoptTrustList(list, before, now);
    return adopted ? Fault::InternalBug : adopted.fault();
  }
};

TEST_F(TrustAnchorsTest, AcceptsBothRootsOnceTheOldOneHasNamedTheNew) {
  EXPECT_EQ(faultOf(pinned(), listOf(b_, 2)), Fault::TrustBadSignature);
  const TrustAnchors told = after(pinned(), listOf(a_, 1, &b_));
  EXPECT_EQ(told.root, a_.publicKey());
  EXPECT_EQ(told.nextRoot, b_.publicKey());
  EXPECT_TRUE(adoptTrustList(listOf(a_, 2, &b_), told, kNow));
  EXPECT_TRUE(adoptTrustList(listOf(b_, 2), told, kNow));
  EXPECT_EQ(faultOf(told, listOf(c_, 2)), Fault::TrustBadSignature);
}

TEST_F(TrustAnchorsTest, ForgetsTheOldRootWithTheFirstListOfTheNew) {
  const TrustAnchors moved = after(after(pinned(), listOf(a_, 1, &b_)), listOf(b_, 2));
  EXPECT_EQ(moved.root, b_.publicKey());
  EXPECT_EQ(moved.nextRoot, std::nullopt);
  EXPECT_EQ(faultOf(moved, listOf(a_, 3, &b_)), Fault::TrustBadSignature);
  EXPECT_TRUE(adoptTrustList(listOf(b_, 3), moved, kNow));
}

TEST_F(TrustAnchorsTest, LetsTheOldRootTakeTheAnnouncementBack) {
  const TrustAnchors told = after(pinned(), listOf(a_, 1, &b_));
  const TrustAnchors untold = after(told, listOf(a_, 2));
  EXPECT_EQ(faultOf(untold, listOf(b_, 3)), Fault::TrustBadSignature);
}

TEST_F(TrustAnchorsTest, NeverGoesBackAcrossTheRotation) {
  const TrustAnchors told = after(pinned(), listOf(a_, 5, &b_));
  EXPECT_EQ(faultOf(told, listOf(b_, 4)), Fault::TrustRolledBack);
  EXPECT_EQ(faultOf(told, listOf(b_, 5, nullptr, kNow)), Fault::TrustRolledBack) << "one version, one root";
  const TrustAnchors moved = after(told, listOf(b_, 6, nullptr, kNow - 60));
  EXPECT_EQ(faultOf(moved, listOf(b_, 5)), Fault::TrustRolledBack);
  EXPECT_EQ(faultOf(moved, listOf(b_, 6, nullptr, kNow - 61)), Fault::TrustRolledBack);
  EXPECT_TRUE(adoptTrustList(listOf(b_, 6, nullptr, kNow - 60), moved, kNow));
}

TEST_F(TrustAnchorsTest, MayMoveOnAndBackAgain) {
  TrustAnchors anchors = after(after(pinned(), listOf(a_, 1, &b_)), listOf(b_, 2, &a_));
  EXPECT_EQ(anchors.nextRoot, a_.publicKey());
  anchors = after(anchors, listOf(a_, 3));
  EXPECT_EQ(anchors.root, a_.publicKey());
  EXPECT_EQ(faultOf(anchors, listOf(b_, 4)), Fault::TrustBadSignature);
}

TEST_F(TrustAnchorsTest, RefusesAListFromTheFutureButNotTheOneItHas) {
  const auto dated = [&](std::int64_t issued) { return listOf(a_, 1, nullptr, issued); };
  EXPECT_TRUE(adoptTrustList(dated(kNow + 300), pinned(), kNow));
  EXPECT_EQ(faultOf(pinned(), dated(kNow + 301)), Fault::TrustFromFuture);
  EXPECT_TRUE(adoptTrustList(dated(kNow + 301), pinned(), std::nullopt)) << "no clock, no such answer";
  const TrustAnchors adopted = after(pinned(), dated(kNow));
  EXPECT_TRUE(adoptTrustList(dated(kNow), adopted, kNow - 86400)) << "the clock was set back since";
  EXPECT_EQ(faultOf(adopted, dated(kNow + 1), kNow - 86400), Fault::TrustFromFuture);
}

TEST_F(TrustAnchorsTest, AreKeptAsBytesThatReadBack) {
  const TrustAnchors moved = after(after(pinned(), listOf(a_, 1, &b_)), listOf(b_, 2, &c_));
  for (const TrustAnchors& anchors : {pinned(), moved}) {
    const auto read = decodeTrustAnchors(encodeTrustAnchors(anchors));
    ASSERT_TRUE(read);
    EXPECT_EQ(encodeTrustAnchors(*read), encodeTrustAnchors(anchors));
    EXPECT_EQ(read->root, anchors.root);
    EXPECT_EQ(read->nextRoot, anchors.nextRoot);
  }
  EXPECT_EQ(test::must(decodeTrustAnchors(a_.publicKey())).root, a_.publicKey());
  Bytes damaged = encodeTrustAnchors(moved);
  for (std::size_t size = 0; size < damaged.size(); ++size) {
    const auto cut = decodeTrustAnchors(ByteView(damaged).first(size));
    if (size != kPublicKeyBytes) {
      ASSERT_FALSE(cut) << size;
      EXPECT_EQ(faultOrNone(cut), Fault::RequestMalformed);
    }
  }
  damaged[1] = 0x05;   // an unknown member
  EXPECT_FALSE(decodeTrustAnchors(damaged));
}

TEST_F(TrustAnchorsTest, KnowsWhichIsNewer) {
  const TrustAnchors first = after(pinned(), listOf(a_, 1)), later = after(first, listOf(a_, 1, nullptr, kNow));
  EXPECT_TRUE(isNewer(first, pinned()));
  EXPECT_TRUE(isNewer(later, first));
  EXPECT_FALSE(isNewer(first, first));
}

// An issuer key changes with overlap: both keys are in one list, and passes of both are Valid.
TEST(IssuerRotation, PassesOfBothKeysAreValidWhileBothAreListed) {
  const test::TestCity city;
  const SigningKey fresh = test::keyFrom(7);
  TrustList list = city.trustList();
  Issuer second = list.issuers[0];
  second.key = fresh.publicKey();
  second.notBeforeUnixSeconds = kNow - 3600;
  list.issuers.push_back(second);
  StatusLists statusLists = test::TestCity::statusLists();
  ASSERT_TRUE(statusLists.adopt(writeStatusList(fresh, city.statusList()), list, kNow));
  const auto outcome = [&](const SigningKey& issuer, const TrustList& trust) {
    ReplayMemory memory;
    const std::string code =
        test::TestCity::codeSignedBy(city.holder, test::must(writePass(issuer, city.claims())), city.presentation());
    VerifyRequest request = test::TestCity::request();
    request.statusLists = &statusLists;
    return verifyCode(code, request, &trust, memory);
  };
  EXPECT_EQ(outcome(city.issuer, list).outcome, Outcome::Valid);
  EXPECT_EQ(outcome(fresh, list).outcome, Outcome::Valid);
  // Retired: what it signed before stays Valid, what it signs afterwards does not.
  list.issuers[0].expiresUnixSeconds = city.claims().notBeforeUnixSeconds + 1;
  EXPECT_EQ(outcome(city.issuer, list).outcome, Outcome::Valid);
  list.issuers[0].expiresUnixSeconds = city.claims().notBeforeUnixSeconds;
  EXPECT_EQ(outcome(city.issuer, list).fault, Fault::TrustIssuerNotValidThen);
  list.issuers.erase(list.issuers.begin());
  EXPECT_EQ(outcome(city.issuer, list).fault, Fault::TrustUnknownIssuer);
  EXPECT_EQ(outcome(fresh, list).outcome, Outcome::Valid);
}

TEST(TrustListScopes, NeverHaveTheIdThatIsNone) {
  const test::TestCity city;
  TrustList list = city.trustList();
  list.scopes[0].id = kNoScopeId;
  EXPECT_EQ(faultOrNone(decodeTrustList(encodeTrustList(list))), Fault::TrustBadList);
}

}  // namespace
}  // namespace citycode
