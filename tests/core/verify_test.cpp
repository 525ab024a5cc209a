#include "verdict/verify.h"

#include <gtest/gtest.h>

#include "encoding/base45.h"
#include "encoding/cbor.h"
#include "fault_or_none.h"
#include "pass/pass_claims.h"
#include "signing/cose.h"
#include "test_city.h"
#include "verdict/report.h"

namespace citycode {
namespace {

using test::kNow;
using test::TestCity;

class Verify : public ::testing::Test {
 protected:
  Verdict of(std::string_view text) { return verifyCode(text, request, &trust, memory); }

  void expectRefused(std::string_view text, Fault fault, Check check) {
    const Verdict verdict = of(text);
    EXPECT_EQ(verdict.outcome, Outcome::Invalid) << faultId(fault);
    ASSERT_TRUE(verdict.fault);
    EXPECT_EQ(faultId(*verdict.fault), faultId(fault));
    EXPECT_EQ(verdict.checks[static_cast<std::size_t>(check)].fault, fault);
    EXPECT_TRUE(verdict.attributes.empty()) << "a refusal discloses nothing";
    EXPECT_EQ(memory.size(), remembered) << "a refusal is not remembered";
  }

  void expectUndecided(const Verdict& verdict, Fault fault) {
    EXPECT_EQ(verdict.outcome, Outcome::Undecided);
    ASSERT_TRUE(verdict.fault);
    EXPECT_EQ(faultId(*verdict.fault), faultId(fault));
    EXPECT_TRUE(verdict.attributes.empty());
  }

  TestCity city;
  TrustList trust = city.trustList();
  VerifyRequest request = TestCity::request();
  ReplayMemory memory;
  std::size_t remembered = 0;
};

TEST_F(Verify, AcceptsAFreshCodeAndDisclosesOnlyTheScenesAttributes) {
  const Verdict verdict = of(city.code());
  EXPECT_EQ(verdict.outcome, Outcome::Valid);
  EXPECT_FALSE(verdict.fault);
  EXPECT_EQ(verdict.scopeName, "transit");
  ASSERT_EQ(verdict.attributes.size(), 1u);
  EXPECT_EQ(std::get<std::uint64_t>(verdict.attributes.at(Attribute::FareType)), 2u);
  EXPECT_EQ(verdict.shownSecondsAgo, 2);
  EXPECT_EQ(verdict.trustFreshness, Freshness::Fresh);
  EXPECT_EQ(memory.size(), 1u);
}

TEST_F(Verify, RefusesOtherTextsWithoutATrustList) {
  for (const std::string_view text : {"", "https://example.org/", "HC1:6BF", "cc1:AB", "CC01:AB"}) {
    const Verdict verdict = verifyCode(text, request, nullptr, memory);
    EXPECT_EQ(verdict.outcome, Outcome::Invalid) << text;
    EXPECT_EQ(verdict.fault, Fault::CodeNotCityCode) << text;
  }
  expectRefused("CC1:" + std::string(kMaxCodeTextChars, 'A'), Fault::CodeTooLong, Check::Structure);
  expectRefused("CC1:???", Fault::CodeBadBase45, Check::Structure);
}

TEST_F(Verify, IsUndecidedWithoutATrustList) {
  expectUndecided(verifyCode(city.code(), request, nullptr, memory), Fault::TrustMissing);
}

TEST_F(Verify, ToleratesAStaleListShowsItAndRefusesToDecideOnAnOldOne) {
  const ScopePolicy& scope = *trust.findScope("transit");
  trust.issuedUnixSeconds = request.nowUnixSeconds - scope.freshSeconds;
  EXPECT_EQ(of(city.code()).trustFreshness, Freshness::Fresh);
  memory = ReplayMemory();
  trust.issuedUnixSeconds -= 1;
  const Verdict stale = of(city.code());
  EXPECT_EQ(stale.outcome, Outcome::Valid);
  EXPECT_EQ(stale.trustFreshness, Freshness::Stale);
  memory = ReplayMemory();
  trust.issuedUnixSeconds = request.nowUnixSeconds - scope.tooOldSeconds;
  expectUndecided(of(city.code()), Fault::TrustTooOld);
  trust.issuers[0].key = city.stranger.publicKey();
  expectUndecided(of(city.code()), Fault::TrustTooOld);   // a newer list may know this issuer
}

TEST_F(Verify, DoesNotTrustAClockThatTheListProvesWrong) {
  trust.issuedUnixSeconds = request.nowUnixSeconds + 300;
  EXPECT_EQ(of(city.code()).outcome, Outcome::Valid);
  memory = ReplayMemory();
  trust.issuedUnixSeconds += 1;
  expectUndecided(of(city.code()), Fault::TimeClockBehindList);
  request.nowUnixSeconds -= 86400 * 3;   // then the pass seems not yet valid, and the clock is why
  expectUndecided(of(city.code()), Fault::TimeClockBehindList);
}

TEST_F(Verify, RefusesAnUnknownIssuerAndOneWhoMayNot) {
  const Bytes foreign = test::must(writePass(city.stranger, city.claims()));
  expectRefused(TestCity::codeSignedBy(city.holder, foreign, city.presentation()), Fault::TrustUnknownIssuer,
                Check::IssuerTrust);
  trust.issuers[0].scopeIds = {1};
  expectRefused(city.code(), Fault::TrustIssuerNotForScope, Check::IssuerTrust);
  trust = city.trustList();
  trust.issuers[0].expiresUnixSeconds = city.claims().notBeforeUnixSeconds;
  expectRefused(city.code(), Fault::TrustIssuerNotValidThen, Check::IssuerTrust);
}

TEST_F(Verify, TriesEveryIssuerThatSharesTheKid) {
  const SigningKey twin = test::keyTwin(), otherTwin = test::keyOtherTwin();
  ASSERT_EQ(keyIdOf(twin.publicKey()), keyIdOf(otherTwin.publicKey()));
  Issuer twinIssuer = trust.issuers[0];
  twinIssuer.key = twin.publicKey();
  trust.issuers.push_back(twinIssuer);
  twinIssuer.key = otherTwin.publicKey();
  trust.issuers.push_back(twinIssuer);
  StatusLists lists;
  for (const SigningKey* signer : {&twin, &otherTwin}) {
    test::must(lists.adopt(writeStatusList(*signer, city.statusList()), trust, kNow));
    request.statusLists = &lists;
    memory = ReplayMemory();
    const Bytes pass = test::must(writePass(*signer, city.claims()));
    EXPECT_EQ(of(TestCity::codeSignedBy(city.holder, pass, city.presentation())).outcome, Outcome::Valid);
  }
}

TEST_F(Verify, ChecksThePassTimesToTheSecond) {
  const auto at = [&](const PassClaims& claims, std::int64_t now) {
    request.nowUnixSeconds = now;
    trust.issuedUnixSeconds = now;
    memory = ReplayMemory();
    return of(city.code(claims, {"transit", slotStart(now), std::nullopt}));
  };
  const PassClaims ending = city.claims();
  EXPECT_EQ(at(ending, ending.expiresUnixSeconds - 1).outcome, Outcome::Valid);
  EXPECT_EQ(at(ending, ending.expiresUnixSeconds).fault, Fault::TimeExpired);

  PassClaims beginning = city.claims();   // after the status lists were signed: a clock before them decides nothing
  beginning.notBeforeUnixSeconds += 3600;
  beginning.expiresUnixSeconds += 3600;
  EXPECT_EQ(at(beginning, beginning.notBeforeUnixSeconds - 60).outcome, Outcome::Valid);
  EXPECT_EQ(at(beginning, beginning.notBeforeUnixSeconds - 61).fault, Fault::TimeNotYetValid);
}

TEST_F(Verify, RefusesAPassThatLivesLongerThanItsSceneAllows) {
  PassClaims claims = city.claims();
  claims.expiresUnixSeconds += 3600;
  expectRefused(city.code(claims, city.presentation()), Fault::TimePassTooLongLived, Check::PassTime);
}

TEST_F(Verify, RefusesAnotherSceneAndOneThatIsNotInTheList) {
  request.scopeName = "identity";
  expectRefused(city.code(), Fault::ScopeWrongScene, Check::Scope);
  request.scopeName = "no-such-scene";
  expectRefused(city.code(), Fault::ScopeUnknown, Check::Scope);
  request.scopeName = "transit";
  PassClaims claims = city.claims();
  claims.scopeId = 99;
  trust.issuers[0].scopeIds.push_back(99);
  expectRefused(city.code(claims, city.presentation()), Fault::ScopeUnknown, Check::Scope);
}

TEST_F(Verify, RefusesAttributesThatTheSceneMayNotSee) {
  PassClaims claims = city.claims();
  claims.attributes[Attribute::Name] = std::string("Wang");
  expectRefused(city.code(claims, city.presentation()), Fault::ScopeAttributeNotAllowed, Check::Scope);
}

TEST_F(Verify, RefusesACopiedPassAndAWeakHolderKey) {
  expectRefused(TestCity::codeSignedBy(city.stranger, city.pass(), city.presentation()),
                Fault::SignatureHolderMismatch, Check::HolderSignature);
  PassClaims claims = city.claims();
  claims.holderKey = PublicKey{};
  expectRefused(city.code(claims, city.presentation()), Fault::SignatureWeakKey, Check::HolderSignature);
}

TEST_F(Verify, AcceptsTheWholeWindowAndNotOneSecondMore) {
  const std::string code = city.code();
  const auto at = [&](std::int64_t now) {
    request.nowUnixSeconds = now;
    memory = ReplayMemory();
    return of(code);
  };
  EXPECT_EQ(at(kNow + 30).outcome, Outcome::Valid);
  EXPECT_EQ(at(kNow + 31).fault, Fault::TimeShownTooLongAgo);
  EXPECT_EQ(at(kNow - 30).outcome, Outcome::Valid);
  const Verdict ahead = at(kNow - 31);
  EXPECT_EQ(ahead.fault, Fault::TimeShownInFuture);
  EXPECT_EQ(ahead.shownSecondsAgo, -31);
  EXPECT_EQ(at(kNow + 120).shownSecondsAgo, 120);
}

TEST_F(Verify, HoldsTheAudienceToSceneOrVenue) {
  expectRefused(city.code({"identity", kNow, std::nullopt}), Fault::AudienceWrongScene, Check::Audience);
  expectRefused(city.code({"venue:gate-12", kNow, std::nullopt}), Fault::AudienceWrongVenue, Check::Audience);
  request.venueId = "gate-12";
  EXPECT_EQ(of(city.code({"venue:gate-12", kNow, std::nullopt})).outcome, Outcome::Valid);
  memory = ReplayMemory();
  for (ScopePolicy& scope : trust.scopes) scope.audienceRule = AudienceRule::VenueOnly;
  expectRefused(city.code(), Fault::AudienceWrongVenue, Check::Audience);
}

TEST_F(Verify, HoldsAnAnswerToItsQuestion) {
  const Bytes asked(16, 1), other(16, 2);
  expectRefused(city.code({"transit", kNow, asked}), Fault::AudienceWrongNonce, Check::Audience);
  request.nonce = asked;
  expectRefused(city.code(), Fault::AudienceWrongNonce, Check::Audience);
  expectRefused(city.code({"transit", kNow, other}), Fault::AudienceWrongNonce, Check::Audience);
  EXPECT_EQ(of(city.code({"transit", kNow, asked})).outcome, Outcome::Valid);
}

TEST_F(Verify, RefusesTheSameSlotTwiceAndReportsALaterOne) {
  ASSERT_EQ(of(city.code()).outcome, Outcome::Valid);
  remembered = 1;
  request.nowUnixSeconds += 3;
  expectRefused(city.code(), Fault::ReplaySeen, Check::Replay);
  expectRefused(city.code({"transit", kNow - 5, std::nullopt}), Fault::ReplaySeen, Check::Replay);
  const Verdict reused = of(city.code({"transit", kNow + 5, std::nullopt}));
  EXPECT_EQ(reused.fault, Fault::ReplayReused) << "a gate refuses the same pass again";
  EXPECT_EQ(reused.seenSecondsAgo, 3);
  for (ScopePolicy& scope : trust.scopes) scope.reuseRule = ReuseRule::ReportLaterSlot;
  const Verdict reported = of(city.code({"transit", kNow + 5, std::nullopt}));
  EXPECT_EQ(reported.outcome, Outcome::Valid) << "a desk is told";
  EXPECT_EQ(reported.seenSecondsAgo, 3);
}

// What terminals tell one another: docs/format.md has the record, another implementation writes it too.
TEST_F(Verify, RemembersAPassByItsPayloadUntilItsLastCodeIsTooOld) {
  ASSERT_EQ(of(city.code()).outcome, Outcome::Valid);
  const PassClaims claims = city.claims();
  const Sha256 payloadHash = sha256(encodePassClaims(claims));
  const Bytes saved = memory.save(request.nowUnixSeconds);
  ASSERT_GT(saved.size(), 30u);
  const ByteView record = ByteView(saved).last(30).first(28);   // digest, slot, seen, forget; then 5: []
  EXPECT_TRUE(sameBytes(record.first(16), ByteView(payloadHash).first(16)));
  const std::int64_t forget = std::int64_t{record[24]} << 24 | record[25] << 16 | record[26] << 8 | record[27];
  EXPECT_EQ(forget, claims.expiresUnixSeconds + trust.findScope("transit")->windowSeconds);
}

TEST_F(Verify, SaysNoSceneAndNoEndOfAPassThatItsHolderDidNotSign) {
  const Verdict copied = of(TestCity::codeSignedBy(city.stranger, city.pass(), city.presentation()));
  ASSERT_EQ(copied.fault, Fault::SignatureHolderMismatch);
  EXPECT_EQ(copied.scopeName, "");
  EXPECT_EQ(copied.expiresUnixSeconds, 0);
  EXPECT_NE(verdictJson(copied).find(R"("scope":"",)"), std::string::npos) << verdictJson(copied);
}

TEST_F(Verify, IsUndecidedWhenTheReplayMemoryIsFull) {
  memory = ReplayMemory(0);
  expectUndecided(of(city.code()), Fault::ReplayMemoryFull);
}

TEST_F(Verify, RefusesSignedNonsenseByItsOwnFault) {
  const auto signedPayload = [&](const Bytes& payload) {
    return TestCity::codeSignedBy(city.holder, cose::signSign1(SignedKind::Pass, city.issuer, payload, true), city.presentation());
  };
  expectRefused(signedPayload(cbor::Writer().putMap(0).bytes()), Fault::PassMissingClaim, Check::Structure);
  expectRefused(signedPayload(cbor::Writer().putMap(1).putInt(2).putText("sub").bytes()), Fault::PassUnknownClaim,
                Check::Structure);
  expectRefused(signedPayload(cbor::Writer().putMap(1).putInt(4).putUint(1ull << 33).bytes()), Fault::PassBadValue,
                Check::Structure);
  PassClaims backwards = city.claims();
  backwards.expiresUnixSeconds = backwards.notBeforeUnixSeconds;
  expectRefused(city.code(backwards, city.presentation()), Fault::PassBadValue, Check::Structure);
}

TEST_F(Verify, NamesOtherAlgorithmsAndHeaders) {
  const auto withHeader = [&](const Bytes& header) {
    const Bytes pass = cose::encodeSign1(header, encodePassClaims(city.claims()), Bytes(64, 0));
    return TestCity::codeSignedBy(city.holder, pass, city.presentation());
  };
  expectRefused(withHeader(cbor::Writer().putMap(1).putInt(1).putInt(-7).bytes()), Fault::CoseUnsupportedAlgorithm,
                Check::Structure);
  expectRefused(withHeader(cbor::Writer().putMap(0).bytes()), Fault::CoseUnsupportedAlgorithm, Check::Structure);
  expectRefused(withHeader(cbor::Writer().putMap(2).putInt(1).putInt(-8).putInt(2).putArray(0).bytes()),
                Fault::CoseUnknownHeader, Check::Structure);
  expectRefused(withHeader(cbor::Writer().putMap(1).putInt(1).putInt(-8).bytes()), Fault::CoseBadStructure,
                Check::Structure);
}

TEST_F(Verify, WritesItsVerdictAsOneJsonText) {
  const std::string json = verdictJson(of(city.code()));
  EXPECT_TRUE(json.starts_with(R"({"outcome":"valid","fault":null,"scope":"transit","attributes":{"fare-type":2},)"));
  EXPECT_NE(json.find(R"({"check":"revocation","state":"passed","fault":null})"), std::string::npos);
}

TEST(WriteCode, RefusesWhatNoVerifierWouldRead) {
  const TestCity city;
  const Bytes pass = city.pass();
  for (const std::string& audience : {std::string(), std::string(33, 'a'), std::string("tran sit")})
    EXPECT_EQ(faultOrNone(presentationToBeSigned(pass, {audience, kNow, std::nullopt})), Fault::PresentationBadValue);
  EXPECT_EQ(faultOrNone(presentationToBeSigned(pass, {"transit", -5, std::nullopt})), Fault::PresentationBadValue);
  EXPECT_EQ(faultOrNone(presentationToBeSigned(pass, {"transit", kNow + 1, std::nullopt})), Fault::PresentationBadValue)
      << "not the start of a slot";
  EXPECT_EQ(faultOrNone(presentationToBeSigned(pass, {"transit", kNow, Bytes(7, 0)})), Fault::PresentationBadValue);
  EXPECT_EQ(faultOrNone(presentationToBeSigned(Bytes(kMaxPassBytes + 1, 0), city.presentation())), Fault::PassTooLong);
  EXPECT_FALSE(presentationToBeSigned(Bytes(10, 0), city.presentation()));
  EXPECT_EQ(faultOrNone(writeCode(pass, city.presentation(), Bytes(63, 0))), Fault::PresentationBadValue);
}

TEST(Slots, BeginEveryFiveSeconds) {
  EXPECT_EQ(slotStart(kNow), kNow);
  EXPECT_EQ(slotStart(kNow + 4), kNow);
  EXPECT_EQ(slotStart(kNow + 5), kNow + 5);
}

}  // namespace
}  // namespace citycode
