// Sealed attributes: compatible with libsodium's own boxes, opened only by the scene's terminals.
#include "pass/sealed.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <type_traits>

#include "encoding/attribute_map.h"
#include "encoding/cbor.h"
#include "fault_or_none.h"
#include "in_child.h"
#include "pass/pass_claims.h"
#include "test_city.h"
#include "verdict/report.h"

namespace citycode {
namespace {

using test::kNow;
using test::must;
using test::TestCity;

constexpr std::int64_t kToday = kNow / 86400;

Bytes plainOf(const Attributes& attributes) {
  cbor::Writer writer;
  encodeAttributes(writer, attributes);
  return std::move(writer).bytes();
}

Bytes sealedBySodium(ByteView plain, const SealingKey& key) {
  Bytes sealed(plain.size() + crypto_box_SEALBYTES);
  crypto_box_seal(sealed.data(), plain.data(), plain.size(), key.data());
  return sealed;
}

const Attributes kSomebody{{Attribute::Name, std::string("王小明")}, {Attribute::DocumentType, std::uint64_t{1}},
                           {Attribute::DocumentNumberMasked, std::string("3***15")}};

TEST(SceneKey, IsWhatBlake2bAndX25519SayForTheSameInputs) {
  startCrypto();
  const Bytes city(kSceneKeyBytes, 9);
  Bytes message = copyOf(bytesOf("citycode scene key 1"));
  message.insert(message.end(), {0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0x51, 0x61});
  std::array<std::uint8_t, kSceneKeyBytes> secret;
  crypto_generichash(secret.data(), secret.size(), message.data(), message.size(), city.data(), city.size());
  const SceneKey key = SceneKey::derive(city, 0x102, 0x5161);
  EXPECT_TRUE(sameBytes(key.secret(), secret));
  SealingKey publicHalf;
  crypto_scalarmult_base(publicHalf.data(), secret.data());
  EXPECT_EQ(key.sealingKey(), publicHalf);
  EXPECT_EQ(must(SceneKey::fromSecret(secret)).sealingKey(), publicHalf);
}

TEST(SceneKey, DiffersForEverySceneDayAndCity) {
  const Bytes city(kSceneKeyBytes, 9), other(kSceneKeyBytes, 10);
  const SealingKey key = SceneKey::derive(city, 1, kToday).sealingKey();
  EXPECT_EQ(SceneKey::derive(city, 1, kToday).sealingKey(), key);
  EXPECT_NE(SceneKey::derive(city, 2, kToday).sealingKey(), key);
  EXPECT_NE(SceneKey::derive(city, 1, kToday + 1).sealingKey(), key);
  EXPECT_NE(SceneKey::derive(other, 1, kToday).sealingKey(), key);
}

TEST(SceneKey, CannotBeCopiedAndLeavesNothingWhereItWasMovedFrom) {
  static_assert(!std::is_copy_constructible_v<SceneKey> && !std::is_copy_assignable_v<SceneKey>);
  SceneKey key = SceneKey::derive(Bytes(kSceneKeyBytes, 9), 1, kToday);
  SceneKey taken = std::move(key);
  EXPECT_TRUE(sodium_is_zero(key.secret().data(), kSceneKeyBytes)) << "wiped";   // NOLINT: that is the question
  EXPECT_FALSE(sodium_is_zero(taken.secret().data(), kSceneKeyBytes));
}

TEST(SceneKey, RefusesWhatIsNoKey) {
  EXPECT_EQ(faultOrNone(SceneKey::fromSecret(Bytes(31, 1))), Fault::ScopeBadSceneKey);
  EXPECT_EQ(faultOrNone(SceneKey::fromSecret(Bytes(33, 1))), Fault::ScopeBadSceneKey);
  EXPECT_EQ(faultOrNone(SceneKey::fromSecret({})), Fault::ScopeBadSceneKey);
  EXPECT_EQ(faultOrNone(SceneKey::fromSecret(Bytes(32, 0))), Fault::ScopeBadSceneKey) << "a buffer that nobody filled";
}

TEST(UtcDay, ChangesAtMidnight) {
  EXPECT_EQ(utcDayOf(0), 0);
  EXPECT_EQ(utcDayOf(86399), 0);
  EXPECT_EQ(utcDayOf(86400), 1);
  EXPECT_EQ(utcDayOf(-1), -1);
  EXPECT_EQ(utcDayOf(kNow), kToday);
}

TEST(Seal, IsOpenedByLibsodiumsOwnSealOpenAndTheOtherWayRound) {
  const TestCity city;
  const ScopePolicy scope = TestCity::scopeNamed("identity");
  const SceneKey key = city.sceneKey(scope.id);
  const Bytes ours = must(sealAttributes(kSomebody, scope, key.sealingKey(), city.ephemeralSeed));
  Bytes opened(ours.size() - crypto_box_SEALBYTES);
  ASSERT_EQ(crypto_box_seal_open(opened.data(), ours.data(), ours.size(), key.sealingKey().data(), key.secret().data()), 0);
  Bytes filled = plainOf(kSomebody);
  filled.resize(sealedPlainBytes(scope));
  EXPECT_EQ(opened, filled);

  const auto theirs = openAttributes(sealedBySodium(filled, key.sealingKey()), key);
  ASSERT_TRUE(theirs);
  EXPECT_EQ(*theirs, kSomebody);
}

TEST(Seal, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const TestCity city;
  const ScopePolicy scope = TestCity::scopeNamed("identity");
  const SealingKey key = city.sceneKey(scope.id).sealingKey();
  const Bytes first = must(sealAttributes(kSomebody, scope, key, city.ephemeralSeed));
  EXPECT_EQ(must(sealAttributes(kSomebody, scope, key, city.ephemeralSeed)), first);
  EXPECT_NE(must(sealAttributes(kSomebody, scope, key, Bytes(kSceneKeyBytes, 7))), first);
}

TEST(Seal, HasOneLengthForEverybodyInAScene) {
  const TestCity city;
  for (const char* name : {"identity", "exhibition", "enterprise", "government-service"}) {
    const ScopePolicy scope = TestCity::scopeNamed(name);
    EXPECT_EQ(sealedPlainBytes(scope), kMaxSealedPlainBytes) << name;
  }
  EXPECT_EQ(sealedPlainBytes(TestCity::scopeNamed("community")), 1u + 2 + 18) << "no text: as long as its values can be";
  const ScopePolicy scope = TestCity::scopeNamed("exhibition");
  const SealingKey key = city.sceneKey(scope.id).sealingKey();
  const auto sizeFor = [&](const std::string& name) {
    return must(sealAttributes({{Attribute::Name, name}}, scope, key, city.ephemeralSeed)).size();
  };
  EXPECT_EQ(sizeFor("N"), sizeFor(std::string(48, 'n')));
  EXPECT_EQ(faultOrNone(sealAttributes({{Attribute::Name, std::string(49, 'n')}}, scope, key, city.ephemeralSeed)), Fault::PassTooLong);
}

TEST(Seal, RefusesAKeyOfSmallOrder) {
  const TestCity city;
  EXPECT_EQ(faultOrNone(sealAttributes(kSomebody, TestCity::scopeNamed("identity"), SealingKey{}, city.ephemeralSeed)),
            Fault::ScopeBadSceneKey);
}

TEST(Seal, StaysClosedForEveryOtherKeyAndEveryFlippedBit) {
  const TestCity city;
  const ScopePolicy scope = TestCity::scopeNamed("identity");
  const SceneKey key = city.sceneKey(scope.id);
  const Bytes sealed = must(sealAttributes(kSomebody, scope, key.sealingKey(), city.ephemeralSeed));
  EXPECT_EQ(faultOrNone(openAttributes(sealed, city.sceneKey(scope.id, kToday + 1))), Fault::ScopeSealBroken);
  EXPECT_EQ(faultOrNone(openAttributes(sealed, city.sceneKey(2))), Fault::ScopeSealBroken);
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes flipped = sealed;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    // X25519 ignores one bit of a public key (RFC 7748 section 5); the nonce covers it.
    ASSERT_EQ(faultOrNone(openAttributes(flipped, key)), Fault::ScopeSealBroken) << bit;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kSealBytes, sealed.size() - 1})
    EXPECT_EQ(faultOrNone(openAttributes(ByteView(sealed).first(size), key)), Fault::ScopeSealBroken) << size;
  EXPECT_EQ(faultOrNone(openAttributes(Bytes(sealed.size() + 1, 1), key)), Fault::ScopeSealBroken);
}

TEST(Seal, RefusesWellSealedNonsense) {
  const TestCity city;
  const SceneKey key = city.sceneKey(1);
  const auto opened = [&](const Bytes& plain) { return openAttributes(sealedBySodium(plain, key.sealingKey()), key); };
  ASSERT_TRUE(opened({0xa1, 0x04, 0xf5}));
  ASSERT_TRUE(opened({0xa1, 0x04, 0xf5, 0, 0}));
  EXPECT_EQ(faultOrNone(opened({0xa1, 0x04, 0xf5, 0, 1})), Fault::ScopeSealBroken) << "not only zeros behind";
  EXPECT_EQ(faultOrNone(opened({0xa1, 0x04, 0xf5, 0xf5})), Fault::ScopeSealBroken) << "trailing bytes";
  EXPECT_EQ(faultOrNone(opened({0xa1, 0x18, 0x04, 0xf5})), Fault::ScopeSealBroken) << "not deterministic: a long key";
  EXPECT_EQ(faultOrNone(opened({0xbf, 0x04, 0xf5, 0xff})), Fault::ScopeSealBroken) << "not deterministic: no count";
  EXPECT_EQ(faultOrNone(opened({0xa2, 0x05, 0xf5, 0x04, 0xf5})), Fault::ScopeSealBroken) << "unsorted";
  EXPECT_EQ(faultOrNone(opened({0xa1, 0x04})), Fault::ScopeSealBroken) << "cut";
  EXPECT_EQ(faultOrNone(opened({0x00})), Fault::ScopeSealBroken) << "no map";
  EXPECT_EQ(faultOrNone(opened({0xa1, 0x04, 0x01})), Fault::ScopeSealBroken) << "another kind of value";
  Bytes filled{0xa1, 0x04, 0xf5};
  filled.resize(kMaxSealedPlainBytes, 0);
  ASSERT_TRUE(opened(filled)) << "the longest";
  filled.push_back(0);
  EXPECT_EQ(faultOrNone(opened(filled)), Fault::ScopeSealBroken) << "one zero more";
}

TEST(SceneKeys, AreBoundedReplacedAndForgotten) {
  const TestCity city;
  SceneKeys keys;
  EXPECT_EQ(keys.find(1, kToday), nullptr);
  for (std::size_t i = 0; i < kMaxSceneKeys; ++i) ASSERT_TRUE(keys.add(static_cast<std::uint32_t>(i), kToday, city.sceneKey(1)));
  EXPECT_EQ(faultOrNone(keys.add(1, kToday + 1, city.sceneKey(1))), Fault::ScopeBadSceneKey);
  ASSERT_TRUE(keys.add(1, kToday, city.sceneKey(2))) << "there is one already";
  EXPECT_EQ(keys.find(1, kToday)->sealingKey(), city.sceneKey(2).sealingKey());
  EXPECT_EQ(keys.find(1, kToday + 1), nullptr);
  keys.forgetAll();
  EXPECT_EQ(keys.size(), 0u);
  EXPECT_EQ(keys.find(1, kToday), nullptr);
  EXPECT_EQ(faultOrNone(keys.add(1, -1, city.sceneKey(1))), Fault::ScopeBadSceneKey);
  EXPECT_EQ(faultOrNone(keys.add(1, 0xffffffff / 86400 + 1, city.sceneKey(1))), Fault::ScopeBadSceneKey);
}

class SealedVerify : public ::testing::Test {
 protected:
  Verdict of(const PassClaims& claims, const PresentationClaims& shown = {"identity", kNow, std::nullopt}) {
    return verifyCode(city.code(claims, shown), request, &trust, memory);
  }
  static VerifyRequest identityRequest() {
    VerifyRequest request = TestCity::request();
    request.scopeName = "identity";
    return request;
  }
  void expectNothingSaid(const Verdict& verdict, Outcome outcome, Fault fault, Check check = Check::Scope) {
    EXPECT_EQ(verdict.outcome, outcome);
    ASSERT_TRUE(verdict.fault);
    EXPECT_EQ(faultId(*verdict.fault), faultId(fault));
    EXPECT_EQ(verdict.checks[static_cast<std::size_t>(check)].fault, fault);
    EXPECT_TRUE(verdict.attributes.empty());
    EXPECT_EQ(verdictJson(verdict).find("王"), std::string::npos);
    EXPECT_EQ(memory.size(), 0u);
  }

  TestCity city;
  TrustList trust = city.trustList();
  SceneKeys keys = city.sceneKeys();
  VerifyRequest request = identityRequest();
  ReplayMemory memory;
};

TEST_F(SealedVerify, AnEnrolledTerminalSeesExactlyTheScenesAttributes) {
  request.sceneKeys = &keys;
  const Verdict verdict = of(city.identityClaims());
  EXPECT_EQ(verdict.outcome, Outcome::Valid);
  EXPECT_EQ(verdict.attributes, kSomebody);
}

TEST_F(SealedVerify, WithoutAKeyNothingIsKnownAndNothingIsValid) {
  expectNothingSaid(of(city.identityClaims()), Outcome::Undecided, Fault::ScopeSceneKeyMissing);
  SceneKeys others;
  must(others.add(1, kToday + 1, city.sceneKey(1, kToday + 1)));   // another day
  must(others.add(13, kToday, city.sceneKey(13)));                 // another scene
  request.sceneKeys = &others;
  expectNothingSaid(of(city.identityClaims()), Outcome::Undecided, Fault::ScopeSceneKeyMissing);
}

TEST_F(SealedVerify, AnOpenSceneNeedsNoKey) {
  request.scopeName = "transit";
  EXPECT_EQ(of(city.claims(), city.presentation()).outcome, Outcome::Valid);
}

TEST_F(SealedVerify, IsUndecidedAboutASealOfAnotherKeyAndAFlippedByteInside) {
  request.sceneKeys = &keys;
  must(keys.add(1, kToday, city.sceneKey(1, kToday + 1)));
  expectNothingSaid(of(city.identityClaims()), Outcome::Undecided, Fault::ScopeSealBroken);
  keys = city.sceneKeys();
  PassClaims flipped = city.identityClaims();
  flipped.sealedAttributes->back() ^= 1;
  expectNothingSaid(of(flipped), Outcome::Undecided, Fault::ScopeSealBroken);
}

TEST_F(SealedVerify, TakesTheKeyOfTheDayInWhichThePassBegins) {
  request.sceneKeys = &keys;
  trust.scopes[0].statusFreshSeconds = trust.scopes[0].statusTooOldSeconds = 0;   // the test city's list is today's
  PassClaims claims = city.claims();
  claims.notBeforeUnixSeconds = kToday * 86400 - 3600;   // the last mark of yesterday
  claims.expiresUnixSeconds = claims.notBeforeUnixSeconds + 86400;
  claims.scopeId = 1;
  claims.attributes.clear();
  const auto sealedFor = [&](std::int64_t day) {
    claims.sealedAttributes = must(sealAttributes(kSomebody, TestCity::scopeNamed("identity"), city.sceneKey(1, day).sealingKey(),
                                                  city.ephemeralSeed));
    return claims;
  };
  EXPECT_EQ(of(sealedFor(kToday - 1)).outcome, Outcome::Valid);
  memory = ReplayMemory();
  EXPECT_EQ(of(sealedFor(kToday)).fault, Fault::ScopeSealBroken);
}

TEST_F(SealedVerify, RefusesClearAttributesWhereTheSceneSealsAndTheReverse) {
  request.sceneKeys = &keys;
  PassClaims clear = city.identityClaims();
  clear.sealedAttributes.reset();
  clear.attributes = kSomebody;
  expectNothingSaid(of(clear), Outcome::Invalid, Fault::ScopeAttributeNotAllowed);
  trust.scopes[0].sealed = false;
  expectNothingSaid(of(city.identityClaims()), Outcome::Invalid, Fault::ScopeAttributeNotAllowed);
}

TEST_F(SealedVerify, HoldsWhatWasInsideToTheSameRules) {
  request.sceneKeys = &keys;
  PassClaims nosy = city.identityClaims();
  const Attributes more{{Attribute::Name, std::string("王")}, {Attribute::Over18, true}};
  nosy.sealedAttributes = must(sealAttributes(more, TestCity::scopeNamed("identity"), city.sceneKey(1).sealingKey(), city.ephemeralSeed));
  expectNothingSaid(of(nosy), Outcome::Invalid, Fault::ScopeAttributeNotAllowed);
}

TEST_F(SealedVerify, OpensNothingBeforeBothSignaturesHold) {
  request.sceneKeys = &keys;
  const Bytes pass = must(writePass(city.issuer, city.identityClaims()));
  const std::string copied = TestCity::codeSignedBy(city.stranger, pass, {"identity", kNow, std::nullopt});
  const Verdict verdict = verifyCode(copied, request, &trust, memory);
  EXPECT_EQ(verdict.fault, Fault::SignatureHolderMismatch);
  EXPECT_EQ(verdict.checks[static_cast<std::size_t>(Check::Scope)].state, CheckState::Skipped);
}

TEST_F(SealedVerify, APassForOneVenueIsShownNowhereElse) {
  request.sceneKeys = &keys;
  PassClaims claims = city.identityClaims();
  claims.onlyAudience = audienceDigestOf("venue:library-3");
  expectNothingSaid(of(claims), Outcome::Invalid, Fault::AudienceWrongVenue, Check::Audience);
  request.venueId = "library-4";
  expectNothingSaid(of(claims, {"venue:library-4", kNow, std::nullopt}), Outcome::Invalid, Fault::AudienceWrongVenue, Check::Audience);
  expectNothingSaid(of(claims, {"venue:library-3", kNow, std::nullopt}), Outcome::Invalid, Fault::AudienceWrongVenue, Check::Audience);
  request.venueId = "library-3";
  EXPECT_EQ(of(claims, {"venue:library-3", kNow, std::nullopt}).outcome, Outcome::Valid);
}

// The health scene of docs/format.md: no code knows it, the list alone says what it is.
TEST_F(SealedVerify, ASceneThatIsOnlyDataWorksFromEndToEnd) {
  ScopePolicy health;
  health.id = 21;
  health.name = "health";
  health.attributes = {Attribute::HealthStatus, Attribute::HealthRuleSet, Attribute::HealthComputedAt};
  health.sealed = true;
  trust.scopes.push_back(health);
  trust.issuers[0].scopeIds.push_back(health.id);
  trust = must(readTrustList(writeTrustList(city.root, trust), city.root.publicKey(), 0, 0));

  const Attributes status{{Attribute::HealthStatus, std::uint64_t{1}}, {Attribute::HealthRuleSet, std::uint64_t{12}},
                          {Attribute::HealthComputedAt, std::uint64_t{kNow - 3600}}};
  const PassClaims claims = city.claimsFor(health, status);
  request.scopeName = "health";
  const PresentationClaims shown{"health", kNow, std::nullopt};
  expectNothingSaid(of(claims, shown), Outcome::Undecided, Fault::ScopeSceneKeyMissing);
  must(keys.add(health.id, kToday, city.sceneKey(health.id)));
  request.sceneKeys = &keys;
  const Verdict verdict = of(claims, shown);
  EXPECT_EQ(verdict.outcome, Outcome::Valid);
  EXPECT_EQ(verdict.attributes, status);
}

TEST(SealedPass, ComesBackAsItWentAndTellsItsHolderOnlyThatItIsSealed) {
  const TestCity city;
  PassClaims claims = city.identityClaims();
  claims.onlyAudience = audienceDigestOf("venue:library-3");
  const Bytes payload = encodePassClaims(claims);
  const auto decoded = decodePassClaims(payload);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->sealedAttributes, claims.sealedAttributes);
  EXPECT_EQ(decoded->onlyAudience, claims.onlyAudience);
  EXPECT_EQ(encodePassClaims(*decoded), payload);
  const std::string json = passClaimsJson(*decoded);
  EXPECT_NE(json.find(R"("sealed":true,"attributes":{})"), std::string::npos) << json;
}

TEST(SealedPass, RefusesSealsAndVenuesOfOtherLengths) {
  const TestCity city;
  const auto decodedWith = [&](const Bytes& sealed) {
    PassClaims claims = city.identityClaims();
    claims.sealedAttributes = sealed;
    return decodePassClaims(encodePassClaims(claims));
  };
  EXPECT_EQ(faultOrNone(decodedWith(Bytes(kSealBytes, 1))), Fault::PassBadValue) << "nothing inside";
  EXPECT_TRUE(decodedWith(Bytes(kSealBytes + 1, 1)));
  EXPECT_TRUE(decodedWith(Bytes(kSealBytes + kMaxSealedPlainBytes, 1)));
  EXPECT_EQ(faultOrNone(decodedWith(Bytes(kSealBytes + kMaxSealedPlainBytes + 1, 1))), Fault::PassBadValue);

  PassClaims bound = city.claims();
  bound.onlyAudience = AudienceDigest{};
  Bytes payload = encodePassClaims(bound);
  ASSERT_TRUE(decodePassClaims(payload));
  const auto digestOf = [&](std::size_t bytes) {
    Bytes bent(payload.begin(), payload.end() - 9);
    const Bytes digest = cbor::Writer().putBytes(Bytes(bytes, 7)).bytes();
    bent.insert(bent.end(), digest.begin(), digest.end());
    return faultOrNone(decodePassClaims(bent));
  };
  EXPECT_EQ(digestOf(8), std::nullopt);
  EXPECT_EQ(digestOf(7), Fault::PassBadValue);
  // A digest of nine bytes would be copied over what stands behind eight.
  EXPECT_TRUE(test::holdsInChild([&] { return digestOf(9) == Fault::PassBadValue; })) << "nine bytes";
}

}  // namespace
}  // namespace citycode
