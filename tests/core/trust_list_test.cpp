#include "citycode/trust_list.h"

#include <gtest/gtest.h>

#include "bent_lists.h"
#include "encoding/cbor.h"
#include "fault_or_none.h"
#include "lists/trust_payload.h"
#include "signing/cose.h"
#include "test_city.h"

namespace citycode {
namespace {

Fault faultOf(const test::TestCity& city, ByteView payload) {
  const auto read = readTrustList(cose::signSign1(SignedKind::TrustList, city.root, payload, true), city.root.publicKey(), 0, 0);
  return read ? Fault::InternalBug : read.fault();
}

TEST(TrustList, ReadsBackWhatTheRootSigned) {
  const test::TestCity city;
  const TrustList list = city.trustList();
  const auto read = readTrustList(writeTrustList(city.root, list), city.root.publicKey(), 7, list.issuedUnixSeconds);
  ASSERT_TRUE(read);
  EXPECT_EQ(encodeTrustList(*read), encodeTrustList(list));
  EXPECT_EQ(read->findScope("transit")->id, 7u);
  EXPECT_EQ(read->findScope("no-such-scene"), nullptr);
}

TEST(TrustList, RefusesAnotherRootAndAnyChangedByte) {
  const test::TestCity city;
  Bytes bytes = writeTrustList(city.root, city.trustList());
  EXPECT_EQ(faultOrNone(readTrustList(bytes, city.stranger.publicKey(), 0, 0)), Fault::TrustBadSignature);
  bytes[bytes.size() / 2] ^= 1;
  EXPECT_EQ(faultOrNone(readTrustList(bytes, city.root.publicKey(), 0, 0)), Fault::TrustBadSignature);
  EXPECT_FALSE(readTrustList({}, city.root.publicKey(), 0, 0));
}

TEST(TrustList, NeverGoesBack) {
  const test::TestCity city;
  const TrustList list = city.trustList();
  const Bytes bytes = writeTrustList(city.root, list);
  EXPECT_EQ(faultOrNone(readTrustList(bytes, city.root.publicKey(), 8, 0)), Fault::TrustRolledBack);
  EXPECT_EQ(faultOrNone(readTrustList(bytes, city.root.publicKey(), 7, list.issuedUnixSeconds + 1)), Fault::TrustRolledBack);
  EXPECT_TRUE(readTrustList(bytes, city.root.publicKey(), 6, list.issuedUnixSeconds + 1));
}

TEST(TrustList, RefusesUnknownCriticalKeysAndIgnoresLaterOnes) {
  const test::TestCity city;
  Bytes payload = encodeTrustList(city.trustList());
  ASSERT_EQ(payload[0], 0xa5);
  payload[0] = 0xa6;
  Bytes critical = payload, ignorable = payload;
  critical.insert(critical.end(), {0x18, 0x3f, 0x00});    // 63: 0
  ignorable.insert(ignorable.end(), {0x18, 0x40, 0x00});  // 64: 0
  EXPECT_EQ(faultOf(city, critical), Fault::TrustBadList);
  EXPECT_TRUE(decodeTrustList(ignorable));
}

TEST(TrustList, ReadsBackTheKeysOfTokensAndWhereASceneServes) {
  const test::TestCity city;
  TrustList list = city.trustList();
  ListedTokenKey key{"rating", {}, 7, 8};
  key.key.fill(1);
  list.tokenKeys = {key};
  key.notBeforeUnixSeconds = 6;
  list.tokenKeys.insert(list.tokenKeys.begin(), key);
  const auto read = decodeTrustList(encodeTrustList(list));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->tokenKeys, list.tokenKeys);
  EXPECT_TRUE(read->findScope("medical")->servesPeople);
  EXPECT_FALSE(read->findScope("transit")->servesPeople);
  std::swap(list.tokenKeys[0], list.tokenKeys[1]);
  EXPECT_EQ(faultOf(city, encodeTrustList(list)), Fault::TrustBadList);
}

TEST(TrustList, RefusesWeakKeysTwinScenesAndMissingMembers) {
  const test::TestCity city;
  TrustList weak = city.trustList();
  weak.issuers[0].key = PublicKey{};   // the all-zero key is a point of order 4
  EXPECT_EQ(faultOf(city, encodeTrustList(weak)), Fault::SignatureWeakKey);
  TrustList twins = city.trustList();
  twins.scopes[1].name = twins.scopes[0].name;
  EXPECT_EQ(faultOf(city, encodeTrustList(twins)), Fault::TrustBadList);
  TrustList badName = city.trustList();
  badName.scopes[0].name = "Ident ity";
  EXPECT_EQ(faultOf(city, encodeTrustList(badName)), Fault::TrustBadList);
  EXPECT_EQ(faultOf(city, cbor::Writer().putMap(1).putInt(1).putUint(7).bytes()), Fault::TrustBadList);
  Bytes trailing = encodeTrustList(city.trustList());
  trailing.push_back(0);
  EXPECT_EQ(faultOf(city, trailing), Fault::CborTrailingBytes);
}

TEST(TrustList, RefusesAnIssuerOrASceneThatLacksAnyMember) {
  const test::TestCity city;
  TrustList list = city.trustList();
  list.scopes.resize(1);
  list.issuers[0].scopeIds = {list.scopes[0].id};
  ASSERT_EQ(faultOrNone(decodeTrustList(test::listWithout(list, 0, 0))), std::nullopt);
  for (std::int64_t member = 1; member <= 5; ++member)
    EXPECT_EQ(faultOrNone(decodeTrustList(test::listWithout(list, member, 0))), Fault::TrustBadList) << "an issuer without member " << member;
  for (std::int64_t member = 1; member <= 13; ++member)
    EXPECT_EQ(faultOrNone(decodeTrustList(test::listWithout(list, 0, member))), Fault::TrustBadList) << "a scene without member " << member;
}

TEST(TrustList, IsReadUpToItsSizeAndNotOneByteMore) {
  const test::TestCity city;
  const auto ofSize = [&](std::size_t size) {
    const Bytes payload = encodeTrustList(city.trustList());
    const auto with = [&](std::size_t zeros) {   // in a member for later versions
      Bytes longer = payload;
      ++longer[0];
      const Bytes member = cbor::Writer().putInt(64).putBytes(Bytes(zeros, 0)).bytes();
      longer.insert(longer.end(), member.begin(), member.end());
      return cose::signSign1(SignedKind::TrustList, city.root, longer, true);
    };
    constexpr std::size_t kGuess = 100'000;   // its heads have as many bytes
    return with(kGuess + size - with(kGuess).size());
  };
  const Bytes largest = ofSize(kMaxTrustListBytes), larger = ofSize(kMaxTrustListBytes + 1);
  ASSERT_EQ(largest.size(), 262'144u);
  ASSERT_EQ(larger.size(), 262'145u);
  EXPECT_EQ(faultOrNone(readTrustList(largest, city.root.publicKey(), 0, 0)), std::nullopt);
  EXPECT_EQ(faultOrNone(readTrustList(larger, city.root.publicKey(), 0, 0)), Fault::TrustBadList);
}

TEST(TrustList, IsNoListWithATokenInItsHeader) {
  const test::TestCity city;
  const Bytes payload = encodeTrustList(city.trustList()), pass = city.pass();
  const auto kid = keyIdOf(city.root.publicKey());
  cose::Header header;
  header.kid = kid;
  header.kcwt = pass;
  const Bytes both = cose::encodeHeader(header);
  const Bytes list = cose::encodeSign1(both, payload, city.root.sign(cose::toBeSigned(SignedKind::TrustList, both, payload)));
  EXPECT_EQ(faultOrNone(readTrustList(list, city.root.publicKey(), 0, 0)), Fault::CoseBadStructure);
}

TEST(TrustList, RefusesScenesOfWhichNobodyCouldBeJudged) {
  const test::TestCity city;
  const auto bent = [&](auto bend) {
    TrustList list = city.trustList();
    bend(list.scopes[0], list);
    const auto read = decodeTrustList(encodeTrustList(list));
    return read ? Fault::InternalBug : read.fault();
  };
  using Scope = ScopePolicy&;
  using List = TrustList&;
  EXPECT_EQ(bent([](Scope, List) {}), Fault::InternalBug) << "identity is sealed and takes paper";
  EXPECT_EQ(bent([](Scope s, List) { s.statusFreshSeconds = s.statusTooOldSeconds = 0; }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope s, List) { s.statusFreshSeconds = 0; s.statusTooOldSeconds = 1; }), Fault::InternalBug);
  EXPECT_EQ(bent([](Scope s, List) { s.tooOldSeconds = s.freshSeconds; }), Fault::InternalBug);
  EXPECT_EQ(bent([](Scope s, List) { s.tooOldSeconds = s.freshSeconds - 1; }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope s, List) { s.statusTooOldSeconds = s.statusFreshSeconds; }), Fault::InternalBug);
  EXPECT_EQ(bent([](Scope s, List) { s.statusTooOldSeconds = s.statusFreshSeconds - 1; }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope s, List) { s.longestPassSeconds = 86400 + 3600; }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope s, List) { s.sealed = false; s.longestPassSeconds = 86400 + 3600; }), Fault::InternalBug);
  EXPECT_EQ(bent([](Scope s, List) { s.longestPassSeconds = 0; }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope s, List) { s.longestPassSeconds = 3601; }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope s, List) { s.attributes.push_back(s.attributes[0]); }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope, List list) { list.issuers.push_back(list.issuers[0]); }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope, List list) { list.issuers[0].scopeIds.push_back(1); }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope, List list) { list.issuers[0].scopeIds.push_back(kNoScopeId); }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope, List list) { list.issuers[0].rights = {Right::Cards, Right::Places}; }), Fault::TrustBadList);
  EXPECT_EQ(bent([](Scope, List list) { list.issuers[0].rights = {static_cast<Right>(3)}; }), Fault::TrustBadList);
}

}  // namespace
}  // namespace citycode
