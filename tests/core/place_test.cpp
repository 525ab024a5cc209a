// Venue records and portal requests: what a citizen's phone may believe of what it scans.
#include <gtest/gtest.h>

#include "pass/sealed.h"
#include "places/portal_answer.h"
#include "signing/cose.h"
#include "test_places.h"

namespace citycode {
namespace {

using test::kNow;
using test::kAllLanguages;
using test::TestPlaces;

class Places : public testing::Test {
 protected:
  TestPlaces places_;
  TrustList trust_ = places_.trustList();
  const SceneKeys sceneKeys_ = places_.city.sceneKeys();

  VerifyRequest identityRequest() const {
    VerifyRequest request = test::TestCity::request();
    request.scopeName = "identity";
    request.sceneKeys = &sceneKeys_;
    return request;
  }

  template <class T>
  static Fault faultOf(const Result<T>& result) {
    return result ? Fault::InternalBug : result.fault();
  }
  Fault venueFault(ByteView bytes, std::int64_t now = kNow) const { return faultOf(verifyVenueRecord(bytes, &trust_, now)); }
  Fault portalFault(ByteView bytes, std::int64_t now = kNow) const { return faultOf(verifyPortalRequest(bytes, &trust_, now)); }
};

TEST_F(Places, ReadBackWhatTheIssuerSignedForAVenue) {
  const auto read = verifyVenueRecord(places_.venueRecord(), &trust_, kNow);
  ASSERT_TRUE(read) << faultId(read.fault());
  EXPECT_EQ(read->venueId, "city-library");
  EXPECT_EQ(read->names.at(Language::SimplifiedChinese), "城市图书馆");
  EXPECT_EQ(read->address, "1 Garden Road");
  EXPECT_EQ(read->scopeIds, (std::vector<std::uint32_t>{1, 8}));
}

TEST_F(Places, NeverBelieveAVenueWithOneFlippedBit) {
  const Bytes record = places_.venueRecord();
  for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
    Bytes flipped = record;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const Fault fault = venueFault(flipped);
    ASSERT_TRUE(fault == Fault::VenueBadRecord || fault == Fault::TrustUnknownIssuer) << bit << " " << faultId(fault);
  }
}

TEST_F(Places, NeverBelieveAPortalWithOneFlippedBit) {
  const Bytes request = places_.portalRequest();
  for (std::size_t bit = 0; bit < request.size() * 8; ++bit) {
    Bytes flipped = request;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const Fault fault = portalFault(flipped);
    ASSERT_TRUE(fault == Fault::PortalBadRequest || fault == Fault::TrustUnknownIssuer) << bit << " " << faultId(fault);
  }
}

TEST_F(Places, AskTheListWhoMaySign) {
  const Bytes record = places_.venueRecord();
  EXPECT_EQ(faultOf(verifyVenueRecord(record, nullptr, kNow)), Fault::TrustMissing);
  EXPECT_EQ(venueFault(test::must(writeVenueRecord(places_.city.stranger, places_.venue()))), Fault::TrustUnknownIssuer);
  VenueRecord early = places_.venue();
  early.notBeforeUnixSeconds = trust_.issuers[0].notBeforeUnixSeconds - 1;
  EXPECT_EQ(venueFault(test::must(writeVenueRecord(places_.city.issuer, early))), Fault::TrustIssuerNotValidThen);
  EXPECT_EQ(venueFault(record, trust_.issuedUnixSeconds - 300), Fault::InternalBug) << "300 s ahead is normal";
  EXPECT_EQ(venueFault(record, trust_.issuedUnixSeconds - 301), Fault::TimeClockBehindList);
  EXPECT_EQ(venueFault(record, trust_.issuedUnixSeconds + 604799), Fault::InternalBug);
  EXPECT_EQ(venueFault(record, trust_.issuedUnixSeconds + 604800), Fault::TrustTooOld);
  trust_.issuers[0].rights = {Right::Cards};
  EXPECT_EQ(venueFault(record), Fault::TrustIssuerNotForScope);
  EXPECT_EQ(portalFault(places_.portalRequest()), Fault::TrustIssuerNotForScope);
}

TEST_F(Places, HoldAVenueToItsTimes) {
  VenueRecord venue = places_.venue();
  venue.notBeforeUnixSeconds = kNow;
  venue.expiresUnixSeconds = kNow + 100;
  const Bytes record = test::must(writeVenueRecord(places_.city.issuer, venue));
  EXPECT_EQ(venueFault(record, kNow - 61), Fault::TimeNotYetValid);
  EXPECT_EQ(venueFault(record, kNow - 60), Fault::InternalBug);
  EXPECT_EQ(venueFault(record, kNow + 99), Fault::InternalBug);
  EXPECT_EQ(venueFault(record, kNow + 100), Fault::TimeExpired);
}

TEST_F(Places, WriteNoVenueThatAPhoneWouldRefuse) {
  const auto refused = [&](auto change) {
    VenueRecord venue = places_.venue();
    change(venue);
    return faultOf(writeVenueRecord(places_.city.issuer, venue)) == Fault::VenueBadRecord;
  };
  EXPECT_TRUE(refused([](VenueRecord& v) { v.venueId = ""; }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.venueId = "City Library"; }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.venueId = std::string(27, 'a'); }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.names.clear(); }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.names[Language::Indonesian] = ""; }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.names[Language::Indonesian] = std::string(65, 'a'); }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.address = std::string(121, 'a'); }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.scopeIds = {}; }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.scopeIds = {0, 1}; }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.scopeIds = {2, 1}; }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.scopeIds = {1, 1}; }));
  EXPECT_TRUE(refused([](VenueRecord& v) { v.expiresUnixSeconds = v.notBeforeUnixSeconds; }));
  EXPECT_TRUE(refused([](VenueRecord& v) {   // each within its limit, together too long for a symbol on paper
    for (int language = 1; language <= 4; ++language) v.names[static_cast<Language>(language)] = std::string(64, 'a');
    v.address = std::string(120, 'a');
  }));
  EXPECT_EQ(venueFault(Bytes{}), Fault::VenueBadRecord);
}

TEST_F(Places, WriteRecordsOfSixteenScenesAndNotOfOneMore) {
  const auto withScenes = [&](std::uint32_t count) {
    VenueRecord venue = places_.venue();
    venue.scopeIds.clear();
    for (std::uint32_t id = 1; id <= count; ++id) venue.scopeIds.push_back(id);
    return faultOf(writeVenueRecord(places_.city.issuer, venue));
  };
  EXPECT_EQ(withScenes(kMaxPlaceScopes), Fault::InternalBug);
  EXPECT_EQ(withScenes(kMaxPlaceScopes + 1), Fault::VenueBadRecord);
}

TEST_F(Places, ReadAVenueOf450BytesAndNotOneMore) {
  const Bytes largest = places_.venueRecordOf(kMaxVenueRecordBytes), larger = places_.venueRecordOf(kMaxVenueRecordBytes + 1);
  ASSERT_EQ(largest.size(), 450u);
  ASSERT_EQ(larger.size(), 451u);
  EXPECT_EQ(venueFault(largest), Fault::InternalBug);
  EXPECT_EQ(venueFault(larger), Fault::VenueBadRecord);
}

TEST_F(Places, ReadAPortalsRecordOf360BytesAndNotOneMore) {
  const auto around = [&](const Bytes& record) { return portalFault(places_.unboundedPortalRequest(record, places_.question())); };
  const Bytes largest = places_.portalRecordOf(kMaxPortalRecordBytes), larger = places_.portalRecordOf(kMaxPortalRecordBytes + 1);
  ASSERT_EQ(largest.size(), 360u);
  ASSERT_EQ(larger.size(), 361u);
  EXPECT_EQ(around(largest), Fault::InternalBug);
  EXPECT_EQ(around(larger), Fault::PortalBadRequest);
}

// No request that is right in its parts has so many bytes; what is larger is refused before anything is asked of the list.
TEST_F(Places, LookIntoARequestOf768BytesAndNotOneMore) {
  const Bytes largest = places_.portalRequestOf(kMaxPortalRequestBytes), larger = places_.portalRequestOf(kMaxPortalRequestBytes + 1);
  ASSERT_EQ(largest.size(), 768u);
  ASSERT_EQ(larger.size(), 769u);
  EXPECT_EQ(faultOf(verifyPortalRequest(largest, nullptr, kNow)), Fault::TrustMissing);
  EXPECT_EQ(faultOf(verifyPortalRequest(larger, nullptr, kNow)), Fault::PortalBadRequest);
}

TEST_F(Places, TakeNoRequestThatNamesAKeyBesideItsRecord) {
  const Bytes record = test::must(writePortalRecord(places_.city.issuer, places_.portal()));
  EXPECT_EQ(portalFault(places_.unboundedPortalRequest(record, places_.question(), false)), Fault::InternalBug);
  EXPECT_EQ(portalFault(places_.unboundedPortalRequest(record, places_.question(), true)), Fault::PortalBadRequest);
}

TEST_F(Places, TryEveryIssuerThatSharesTheKid) {
  const SigningKey twin = test::keyTwin(), otherTwin = test::keyOtherTwin();
  Issuer issuer = trust_.issuers[0];
  for (const SigningKey* key : {&twin, &otherTwin}) {
    issuer.key = key->publicKey();
    trust_.issuers.push_back(issuer);
  }
  for (const SigningKey* key : {&twin, &otherTwin}) {
    EXPECT_EQ(venueFault(test::must(writeVenueRecord(*key, places_.venue()))), Fault::InternalBug);
    const Bytes record = test::must(writePortalRecord(*key, places_.portal()));
    EXPECT_EQ(portalFault(test::must(writePortalRequest(places_.portalKey, record, places_.question()))), Fault::InternalBug);
  }
}

TEST_F(Places, HoldARecordToItsIssuersTimesToTheSecond) {
  Issuer& issuer = trust_.issuers[0];
  const VenueRecord venue = places_.venue();
  const Bytes record = places_.venueRecord();
  issuer.expiresUnixSeconds = venue.notBeforeUnixSeconds + 1;
  EXPECT_EQ(venueFault(record), Fault::InternalBug) << "in its last second";
  issuer.expiresUnixSeconds = venue.notBeforeUnixSeconds;
  EXPECT_EQ(venueFault(record), Fault::TrustIssuerNotValidThen) << "in the second in which it ended";
  issuer.expiresUnixSeconds = kNow + 86400;
  issuer.notBeforeUnixSeconds = venue.notBeforeUnixSeconds;
  EXPECT_EQ(venueFault(record), Fault::InternalBug) << "in its first second";
}

TEST_F(Places, ConfuseNoPassWithARecordNorTheOtherWayRound) {
  EXPECT_EQ(venueFault(places_.city.pass()), Fault::VenueBadRecord);
  EXPECT_EQ(venueFault(test::must(writePortalRecord(places_.city.issuer, places_.portal()))), Fault::VenueBadRecord);
  EXPECT_FALSE(readUnverifiedPass(places_.venueRecord()));
  EXPECT_EQ(portalFault(test::must(writePortalRequest(places_.portalKey, places_.venueRecord(), places_.question()))), Fault::PortalBadRequest);
  EXPECT_EQ(portalFault(test::must(writePortalRequest(places_.city.holder, places_.city.pass(), places_.question()))), Fault::PortalBadRequest);
}

TEST_F(Places, ReadBackWhatAPortalAsks) {
  const auto read = verifyPortalRequest(places_.portalRequest(), &trust_, kNow);
  ASSERT_TRUE(read) << faultId(read.fault());
  EXPECT_EQ(read->portal.portalId, "tax-office");
  EXPECT_EQ(read->portal.origin, "https://tax.city.example");
  EXPECT_EQ(read->question.scopeId, 15u);
  EXPECT_EQ(read->question.required, (std::set{Attribute::Name, Attribute::Pseudonym}));
  EXPECT_EQ(read->question.optional, (std::set{Attribute::DocumentType, Attribute::Over18}));
  EXPECT_EQ(read->question.purpose, "Sign in to your tax account");
  EXPECT_EQ(read->question.nonce, places_.question().nonce);
}

TEST_F(Places, HoldAPortalToItsRecordAndItsTimes) {
  const auto asked = [&](auto change) {
    PortalQuestion question = places_.question();
    change(question);
    return portalFault(places_.portalRequest(places_.portal(), question));
  };
  EXPECT_EQ(asked([](PortalQuestion& q) { q.scopeId = 7; }), Fault::PortalBadRequest) << "not registered for this scene";
  EXPECT_EQ(asked([](PortalQuestion& q) { q.issuedUnixSeconds = kNow + 60; }), Fault::InternalBug);
  EXPECT_EQ(asked([](PortalQuestion& q) { q.issuedUnixSeconds = kNow + 61; }), Fault::TimeNotYetValid);
  EXPECT_EQ(asked([](PortalQuestion& q) { q.expiresUnixSeconds = kNow + 1; }), Fault::InternalBug);
  EXPECT_EQ(asked([](PortalQuestion& q) { q.expiresUnixSeconds = kNow; }), Fault::TimeExpired);
  PortalRecord unknownScene = places_.portal();
  unknownScene.scopeIds = {999};
  PortalQuestion question = places_.question();
  question.scopeId = 999;
  EXPECT_EQ(portalFault(places_.portalRequest(unknownScene, question)), Fault::ScopeUnknown);
  PortalRecord ended = places_.portal();
  ended.expiresUnixSeconds = kNow;
  EXPECT_EQ(portalFault(places_.portalRequest(ended, places_.question())), Fault::TimeExpired);
  const Bytes record = test::must(writePortalRecord(places_.city.issuer, places_.portal()));
  EXPECT_EQ(portalFault(test::must(writePortalRequest(places_.city.stranger, record, places_.question()))), Fault::PortalBadRequest)
      << "a copied record, another key";
}

TEST_F(Places, WriteNoRequestThatAPhoneWouldRefuse) {
  const auto record = [&](auto change) {
    PortalRecord portal = places_.portal();
    change(portal);
    return faultOf(writePortalRecord(places_.city.issuer, portal)) == Fault::PortalBadRequest;
  };
  for (const char* origin : {"", "tax.example", "http://tax.example", "https://", "https://Tax.example", "https://tax.example/x",
                             "https://user@tax.example", "http://localhost.evil.example", "javascript:alert(1)"})
    EXPECT_TRUE(record([&](PortalRecord& p) { p.origin = origin; })) << origin;
  for (const char* origin : {"https://tax.example", "https://tax.example:8443", "http://localhost:8080"})
    EXPECT_FALSE(record([&](PortalRecord& p) { p.origin = origin; })) << origin;
  EXPECT_TRUE(record([](PortalRecord& p) { p.portalId = std::string(26, 'a'); }));
  EXPECT_TRUE(record([](PortalRecord& p) { p.portalKey = PublicKey{}; }));
  EXPECT_TRUE(record([](PortalRecord& p) { p.sealingKey = SealingKey{}; })) << "everybody could open what is sealed to it";
  const auto question = [&](auto change) {
    PortalQuestion asked = places_.question();
    change(asked);
    const Bytes signedRecord = test::must(writePortalRecord(places_.city.issuer, places_.portal()));
    return faultOf(writePortalRequest(places_.portalKey, signedRecord, asked)) == Fault::PortalBadRequest;
  };
  EXPECT_TRUE(question([](PortalQuestion& q) { q.expiresUnixSeconds = q.issuedUnixSeconds + 301; }));
  EXPECT_FALSE(question([](PortalQuestion& q) { q.expiresUnixSeconds = q.issuedUnixSeconds + 300; }));
  EXPECT_TRUE(question([](PortalQuestion& q) { q.purpose = ""; }));
  EXPECT_TRUE(question([](PortalQuestion& q) { q.purpose = std::string(91, 'a'); }));
  EXPECT_TRUE(question([](PortalQuestion& q) { q.required = q.optional = {}; }));
  EXPECT_TRUE(question([](PortalQuestion& q) { q.optional.insert(Attribute::Name); })) << "required and optional";
  EXPECT_TRUE(question([](PortalQuestion& q) { q.returnAddress = "https://tax.city.example/" + std::string(104, 'a'); }));
}

TEST_F(Places, FitASymbolOfVersionTwentyAtTheirLongest) {
  EXPECT_EQ(places_.venueRecord().size(), 161u);
  EXPECT_EQ(places_.portalRequest().size(), 407u);
  const auto addressChars = [](std::size_t bytes) { return 60 + (bytes * 4 + 2) / 3; };
  EXPECT_LE(addressChars(kMaxVenueRecordBytes), 666u) << "20-M, byte mode";
  const PortalCode last{portalRequestIdOf(places_.portalRequest()), 300, portalProofAt(places_.secondsSecret, 300)};
  EXPECT_LE(60 + writePortalCode(last).size(), 134u) << "6-L, byte mode: a code that lives a second is read at once";
}

TEST_F(Places, FitARequestThatIsAtItsLongestInEveryPart) {
  PortalRecord record = places_.portal();
  record.origin = "https://" + std::string(56, 'o');
  for (const Language language : kAllLanguages) record.names[language] = std::string(16, 'n');
  const std::size_t left = kMaxPortalRecordBytes - places_.unboundedPortalRecord(record).size();
  record.names[Language::English].resize(16 + left / 2, 'n');
  record.names[Language::Indonesian].resize(16 + left - left / 2 - 3, 'n');   // less the longer heads of both and of what holds them
  PortalQuestion question = places_.question();
  question.purpose = std::string(kMaxPurposeBytes, 'p');
  question.returnAddress = record.origin + "/" + std::string(kMaxReturnAddressBytes - record.origin.size() - 1, 'r');
  question.required = {Attribute::Name, Attribute::DocumentType, Attribute::DocumentNumberMasked, Attribute::Pseudonym};
  question.optional = {Attribute::Over18, Attribute::Over60};
  const Bytes request = places_.portalRequest(record, question);
  EXPECT_EQ(request.size(), 723u);
  EXPECT_TRUE(verifyPortalRequest(request, &trust_, kNow));
}

TEST_F(Places, NameARequestByItsBytesAndASecondByItsChain) {
  const Bytes request = places_.portalRequest();
  const PortalProof anchor = portalProofAt(places_.secondsSecret, 0);
  for (const std::uint32_t second : {0u, 1u, 7u, 299u, 300u}) {
    const PortalCode code{portalRequestIdOf(request), second, portalProofAt(places_.secondsSecret, second)};
    const auto read = readPortalCode(writePortalCode(code));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, code);
    for (std::int64_t late = -4; late <= 14; ++late) {
      const Fault expected = late < -2 ? Fault::PortalBadCode : late > 10 ? Fault::PortalOldCode : Fault::InternalBug;
      EXPECT_EQ(faultOf(checkPortalCode(*read, anchor, second + late)), expected) << second << " " << late;
    }
    PortalCode later = code;
    ++later.second;   // who saw this second's code says that it is the next one's
    EXPECT_EQ(faultOf(checkPortalCode(later, anchor, second)), Fault::PortalBadCode);
  }
}

TEST_F(Places, SayNothingByTheLengthOfAnAnswer) {
  const Bytes seed(kSceneKeyBytes, 13), request = places_.portalRequest();
  const std::string code = places_.portalCode(places_.portalClaims());
  const Bytes given = test::must(sealPortalAnswer(request, {code, {}}, seed)), refused = test::must(sealPortalAnswer(request, {}, seed));
  EXPECT_EQ(given.size(), kPortalAnswerBytes);
  EXPECT_EQ(refused.size(), kPortalAnswerBytes);
  EXPECT_EQ(test::must(openPortalAnswer(given, request, places_.sealingSecret)).code, code);
  EXPECT_TRUE(test::must(openPortalAnswer(refused, request, places_.sealingSecret)).refused());
}

// The answer to a portal: bound to its id and its nonce, and to nothing else.
TEST_F(Places, AnswerOnePortalAndNobodyElse) {
  const PortalNonce nonce = places_.question().nonce;
  const std::string code = places_.portalCode(places_.portalClaims());
  const auto verdictFor = [&](const std::string& venueId, std::optional<ByteView> challenge) {
    VerifyRequest request = test::TestCity::request();
    request.scopeName = "sign-in";
    request.portalKey = &places_.sealingSecret;
    request.venueId = venueId;
    request.nonce = challenge;
    ReplayMemory memory;
    return verifyCode(code, request, &trust_, memory);
  };
  EXPECT_EQ(verdictFor("portal:tax-office", nonce).outcome, Outcome::Valid);
  EXPECT_EQ(verdictFor("portal:other", nonce).fault, Fault::AudienceWrongVenue);
  EXPECT_EQ(verdictFor("tax-office", nonce).fault, Fault::AudienceWrongVenue) << "a venue of the same name";
  EXPECT_EQ(verdictFor("", nonce).fault, Fault::AudienceWrongVenue);
  EXPECT_EQ(verdictFor("portal:tax-office", Bytes(16, 1)).fault, Fault::AudienceWrongNonce);
  EXPECT_EQ(verdictFor("portal:tax-office", std::nullopt).fault, Fault::AudienceWrongNonce);
}

// Scenes' day keys stay with the city's own terminals: a portal that has got hold of one opens nothing with it.
TEST_F(Places, OpenNothingAtAPortalWithAScenesKey) {
  const PortalNonce nonce = places_.question().nonce;
  const auto verdictOf = [&](const PassClaims& claims, const SceneKey* portalKey) {
    VerifyRequest request = identityRequest();
    request.scopeName = claims.scopeId == 1 ? "identity" : "sign-in";
    request.portalKey = portalKey;
    request.venueId = "portal:tax-office";
    request.nonce = nonce;
    ReplayMemory memory;
    return verifyCode(places_.portalCode(claims), request, &trust_, memory);
  };
  EXPECT_EQ(verdictOf(places_.city.identityClaims(), nullptr).fault, Fault::ScopeSceneKeyMissing);
  EXPECT_EQ(verdictOf(places_.city.identityClaims(), &places_.sealingSecret).fault, Fault::ScopeSealBroken);
  EXPECT_EQ(verdictOf(places_.portalClaims(), nullptr).fault, Fault::ScopeSceneKeyMissing);
  EXPECT_EQ(verdictOf(places_.portalClaims(), &places_.sealingSecret).outcome, Outcome::Valid);
}

TEST_F(Places, TakeNoVenueOrSceneCodeAtAPortal) {
  const PassClaims claims = places_.city.identityClaims();
  for (const char* audience : {"identity", "venue:tax-office"}) {
    const std::string code = places_.city.code(claims, {audience, kNow, Bytes(16, 1)});
    VerifyRequest request = identityRequest();
    request.venueId = "portal:tax-office";
    const Bytes nonce(16, 1);
    request.nonce = nonce;
    ReplayMemory memory;
    EXPECT_EQ(verifyCode(code, request, &trust_, memory).fault, Fault::AudienceWrongVenue) << audience;
  }
}

}  // namespace
}  // namespace citycode
