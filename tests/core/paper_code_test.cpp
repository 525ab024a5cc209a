#include "citycode/paper_card.h"
#include "paper/paper_code.h"
#include "verifier/verifier_state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "citycode/pass.h"
#include "encoding/base45.h"
#include "encoding/cbor.h"
#include "encoding/zlib_stream.h"
#include "fault_or_none.h"
#include "pass/photo.h"
#include "signing/cose.h"
#include "test_city.h"

namespace citycode {
namespace {

using test::kNow;
using test::TestCity;

CheckState stateOf(const Verdict& verdict, Check check) { return verdict.checks[static_cast<std::size_t>(check)].state; }

class PaperCodes : public testing::Test {
 protected:
  Verdict of(const std::string& text) const { return verifyPaperCode(text, request, &list); }
  void expectRefused(const std::string& text, Fault fault, Check check) const {
    const Verdict verdict = of(text);
    EXPECT_EQ(verdict.outcome, Outcome::Invalid);
    ASSERT_TRUE(verdict.fault);
    EXPECT_EQ(*verdict.fault, fault) << faultId(*verdict.fault);
    EXPECT_EQ(stateOf(verdict, check), CheckState::Failed);
    EXPECT_TRUE(verdict.attributes.empty());
    EXPECT_FALSE(verdict.photo);
  }
  /// A city that keeps no status lists: for cards whose time is far from theirs, or that nobody numbered.
  void needNoStatusLists() {
    for (ScopePolicy& scope : list.scopes) scope.statusFreshSeconds = scope.statusTooOldSeconds = 0;
  }
  /// Whatever somebody signs, in the card's envelope.
  static std::string textOfPayload(const SigningKey& key, const Bytes& payload) {
    Bytes message{0xd2};
    const Bytes envelope = cose::signSign1(SignedKind::Card, key, payload, true);
    message.insert(message.end(), envelope.begin(), envelope.end());
    return encodeBase45(deflateZlib(message));
  }

  TestCity city;
  TrustList list = city.trustList();
  VerifyRequest request = [] {
    VerifyRequest request = TestCity::request();
    request.scopeName = "identity";
    return request;
  }();
};

TEST_F(PaperCodes, IsValidAtADeskAndSaysWhatTheSceneMaySee) {
  const Verdict verdict = of(city.paper());
  EXPECT_EQ(verdict.outcome, Outcome::Valid);
  EXPECT_EQ(verdict.kind, CodeKind::Paper);
  EXPECT_EQ(verdict.scopeName, "identity");
  EXPECT_EQ(verdict.expiresUnixSeconds, kNow - 600 + 180 * 86400);
  const Attributes expected{{Attribute::Name, std::string("王小明")},
                            {Attribute::DocumentType, std::uint64_t{1}},
                            {Attribute::DocumentNumberMasked, std::string("3***15")}};
  EXPECT_EQ(verdict.attributes, expected);
  for (const Check check : {Check::HolderSignature, Check::PresentationTime, Check::Audience, Check::Replay})
    EXPECT_EQ(stateOf(verdict, check), CheckState::Skipped) << checkName(check);
  EXPECT_EQ(stateOf(verdict, Check::Revocation), CheckState::Passed);
  request.scopeName = "medical";
  EXPECT_EQ(of(city.paper()).attributes, (Attributes{{Attribute::Name, std::string("王小明")}}));
}

TEST_F(PaperCodes, AnUnnumberedCardIsUndecidedWhereAListIsNeeded) {
  const StatusLists none;
  request.statusLists = &none;
  EXPECT_EQ(of(city.paper()).fault, Fault::RevocationListMissing);
  request.statusLists = &TestCity::statusLists();
  const auto decoded = decodePaperCode(city.paper());
  ASSERT_TRUE(decoded);
  const ByteView numbered = decoded->message.payload;
  // The status claim is the last of five, 65535 as 19 ffff: without it the map has four.
  const std::array<std::uint8_t, 3> statusKey{0x19, 0xff, 0xff};
  const auto place = std::search(numbered.begin(), numbered.end(), statusKey.begin(), statusKey.end());
  ASSERT_NE(place, numbered.end());
  Bytes unnumbered(numbered.begin(), place);
  unnumbered[0] -= 1;
  const Verdict verdict = of(textOfPayload(city.issuer, unnumbered));
  EXPECT_EQ(verdict.outcome, Outcome::Undecided);
  EXPECT_EQ(verdict.fault, Fault::RevocationListMissing);
  needNoStatusLists();
  EXPECT_EQ(of(textOfPayload(city.issuer, unnumbered)).outcome, Outcome::Valid);
}

TEST_F(PaperCodes, TheWholeCardHoldsNeitherBirthDateNorNumber) {
  const auto decoded = decodePaperCode(city.paper());
  ASSERT_TRUE(decoded);
  const std::string_view all = textOf(decoded->bytes);
  EXPECT_EQ(all.find("1945"), std::string_view::npos);
  EXPECT_EQ(all.find("310101"), std::string_view::npos);
}

TEST_F(PaperCodes, NamesItsPlaceInTheStatusList) {
  const auto decoded = decodePaperCode(city.paper());
  const auto claims = decodePaperClaims(decoded->message.payload);
  ASSERT_TRUE(claims && claims->status);
  EXPECT_EQ(claims->status->index, 0x00abcdefu);
  EXPECT_EQ(claims->status->uri, "https://city.example/v1/status-lists/20833");
  EXPECT_EQ(claims->unknownFields, 0u);
}

TEST_F(PaperCodes, OnlyScenesThatTakePaperTakeIt) {
  for (const ScopePolicy& scope : list.scopes) {
    request.scopeName = scope.name;
    const Verdict verdict = of(city.paper());
    EXPECT_EQ(verdict.outcome, scope.acceptsPaper ? Outcome::Valid : Outcome::Invalid) << scope.name;
    if (!scope.acceptsPaper) {
      EXPECT_EQ(verdict.fault, Fault::ScopeWrongScene);
    }
  }
  request.scopeName = "moon";
  expectRefused(city.paper(), Fault::ScopeUnknown, Check::Scope);
}

TEST_F(PaperCodes, ASceneThatWouldLearnNothingIsNotGreen) {
  list.scopes[3].acceptsPaper = true;   // "resident": a card does not say so
  request.scopeName = "resident";
  expectRefused(city.paper(), Fault::PaperNoIdentity, Check::Scope);
}

TEST_F(PaperCodes, LivesFromItsFirstSecondToItsLast) {
  needNoStatusLists();
  const std::int64_t from = city.paperCard().notBeforeUnixSeconds, until = from + 180 * 86400;
  list.scopes[0].tooOldSeconds = 0x7fffffff;
  request.nowUnixSeconds = until - 1;
  EXPECT_EQ(of(city.paper()).outcome, Outcome::Valid);
  request.nowUnixSeconds = until;
  expectRefused(city.paper(), Fault::TimeExpired, Check::PassTime);
  list.issuedUnixSeconds = from - 100;
  request.nowUnixSeconds = from - 60;
  EXPECT_EQ(of(city.paper()).outcome, Outcome::Valid);
  request.nowUnixSeconds = from - 61;
  expectRefused(city.paper(), Fault::TimeNotYetValid, Check::PassTime);
}

TEST_F(PaperCodes, ALongerLifeThanTheRuleIsRefused) {
  needNoStatusLists();
  const auto payload = [](std::int64_t life) {
    cbor::Writer writer;
    writer.putMap(3).putInt(4).putInt(kNow - 600 + life).putInt(5).putInt(kNow - 600);
    writer.putInt(169).putMap(1).putInt(4).putText("Wang");
    return std::move(writer).bytes();
  };
  EXPECT_EQ(of(textOfPayload(city.issuer, payload(kPaperLifeSeconds))).outcome, Outcome::Valid);
  expectRefused(textOfPayload(city.issuer, payload(kPaperLifeSeconds + 1)), Fault::TimePassTooLongLived, Check::PassTime);
}

TEST_F(PaperCodes, ClaimsOfTheWrongShapeAreRefusedAfterTheSignature) {
  const auto signedMap = [&](cbor::Writer& writer) { return textOfPayload(city.issuer, writer.bytes()); };
  cbor::Writer noIdentity, noTimes, textTime, badName;
  noIdentity.putMap(2).putInt(4).putInt(kNow + 10).putInt(5).putInt(kNow);
  expectRefused(signedMap(noIdentity), Fault::PaperNoIdentity, Check::Structure);
  noTimes.putMap(1).putInt(169).putMap(1).putInt(4).putText("Wang");
  expectRefused(signedMap(noTimes), Fault::PaperBadValue, Check::Structure);
  textTime.putMap(2).putInt(4).putText("soon").putInt(169).putMap(0);
  expectRefused(signedMap(textTime), Fault::CborUnexpectedType, Check::Structure);
  badName.putMap(3).putInt(4).putInt(kNow + 10).putInt(5).putInt(kNow).putInt(169).putMap(1).putInt(4);
  badName.putText(std::string(kMaxPaperNameBytes + 1, 'a'));
  expectRefused(signedMap(badName), Fault::PaperBadValue, Check::Structure);
}

TEST_F(PaperCodes, OnlyIssuersOfPaperThatWereValidThenMaySignThem) {
  const std::string strange = test::must(writePaperCode(city.stranger, TestCity::person(), city.paperCard()));
  expectRefused(strange, Fault::TrustUnknownIssuer, Check::IssuerTrust);
  list.issuers[0].rights = {Right::Places};
  expectRefused(city.paper(), Fault::TrustIssuerNotForScope, Check::IssuerTrust);
  list = city.trustList();
  list.issuers[0].expiresUnixSeconds = city.paperCard().notBeforeUnixSeconds;
  expectRefused(city.paper(), Fault::TrustIssuerNotValidThen, Check::IssuerTrust);
  list = city.trustList();
  list.scopes[0].freshSeconds = list.scopes[0].tooOldSeconds = 1;
  EXPECT_EQ(of(city.paper()).fault, Fault::TrustTooOld);
  EXPECT_EQ(of(strange).outcome, Outcome::Undecided) << "a newer list may name that issuer";
  EXPECT_EQ(verifyPaperCode(city.paper(), request, nullptr).fault, Fault::TrustMissing);
}

TEST_F(PaperCodes, EveryFlippedBitOfTheMessageIsRefused) {
  const auto decoded = decodePaperCode(city.paper());
  for (std::size_t bit = 0; bit < decoded->bytes.size() * 8; ++bit) {
    Bytes bent = decoded->bytes;
    bent[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    const Verdict verdict = of(encodeBase45(deflateZlib(bent)));
    ASSERT_NE(verdict.outcome, Outcome::Valid) << "bit " << bit;
    ASSERT_TRUE(verdict.attributes.empty());
  }
}

/// A card of a name and little else, from an issuer that does not say in it who it is.
Bytes payloadOfAName(ByteView photo = {}, PhotoFormat format = PhotoFormat::Webp) {
  cbor::Writer writer;
  writer.putMap(3).putInt(4).putInt(kNow - 600 + kPaperLifeSeconds).putInt(5).putInt(kNow - 600);
  writer.putInt(169).putMap(photo.empty() ? 1 : 3).putInt(4).putText("Wang");
  if (!photo.empty()) writer.putInt(16).putBytes(photo).putInt(17).putUint(static_cast<std::uint64_t>(format));
  return std::move(writer).bytes();
}

TEST_F(PaperCodes, APhotoWhoseBytesAreOfAnotherFormatIsNoPhoto) {
  needNoStatusLists();
  const Bytes photo = copyOf(bytesOf("RIFF____WEBP and a face"));
  const Verdict shown = of(textOfPayload(city.issuer, payloadOfAName(photo, PhotoFormat::Webp)));
  ASSERT_TRUE(shown.photo);
  EXPECT_EQ(shown.photo->bytes, photo);
  for (const PhotoFormat other : {PhotoFormat::Jpeg, PhotoFormat::Jpeg2000, PhotoFormat::Avif}) {
    const Verdict verdict = of(textOfPayload(city.issuer, payloadOfAName(photo, other)));
    EXPECT_EQ(verdict.outcome, Outcome::Valid) << photoFormatName(other);
    EXPECT_FALSE(verdict.photo) << photoFormatName(other);
  }
}

// A card of another system names no key that we would know: every issuer of cards is tried, up to sixteen.
class CardsWithoutKid : public PaperCodes {
 protected:
  void SetUp() override {
    needNoStatusLists();
    list.issuers.clear();
  }
  void addIssuers(std::size_t count, const std::vector<Right>& rights) {
    for (std::size_t i = 0; i < count; ++i) {
      Issuer issuer = city.trustList().issuers[0];
      issuer.key = test::keyCounted(static_cast<std::uint32_t>(list.issuers.size())).publicKey();
      issuer.rights = rights;
      list.issuers.push_back(issuer);
    }
  }
  /// Of the city's issuer, which is put at the end of the list.
  Verdict ofTheLast() {
    list.issuers.push_back(city.trustList().issuers[0]);
    Bytes message{0xd2};
    const Bytes envelope = cose::signSign1(SignedKind::Card, city.issuer, payloadOfAName(), false);
    message.insert(message.end(), envelope.begin(), envelope.end());
    return of(encodeBase45(deflateZlib(message)));
  }
};

TEST_F(CardsWithoutKid, IssuersThatMaySignNoCardsTakeNoneOfTheTries) {
  addIssuers(20, {Right::Places});
  addIssuers(3, {});
  EXPECT_EQ(ofTheLast().outcome, Outcome::Valid);
}

TEST_F(CardsWithoutKid, TheSixteenthIssuerOfCardsIsTried) {
  addIssuers(15, {Right::Cards});
  EXPECT_EQ(ofTheLast().outcome, Outcome::Valid);
}

TEST_F(CardsWithoutKid, TheSeventeenthIssuerOfCardsIsNot) {
  addIssuers(16, {Right::Cards});
  EXPECT_EQ(ofTheLast().fault, Fault::TrustUnknownIssuer);
}

TEST_F(PaperCodes, AVerifierThatAskedAPhoneIsNotAnsweredByACard) {
  const Bytes nonce(16, 1);
  request.nonce = nonce;
  expectRefused(city.paper(), Fault::AudienceWrongNonce, Check::Audience);
}

TEST_F(PaperCodes, ABombAndALongTextAreStopped) {
  EXPECT_EQ(faultOrNone(decodePaperCode(encodeBase45(deflateZlib(Bytes(kMaxPaperBytes + 1, 0))))), Fault::PaperTooLarge);
  EXPECT_EQ(faultOrNone(decodePaperCode(std::string(kMaxPaperTextChars + 1, 'A'))), Fault::CodeTooLong);
}

TEST_F(PaperCodes, AnyCodeIsJudgedByItsLook) {
  ReplayMemory replay;
  EXPECT_EQ(verifyAnyCode(city.paper(), request, &list, replay).kind, CodeKind::Paper);
  EXPECT_EQ(verifyAnyCode(city.paper(), request, &list, replay).outcome, Outcome::Valid) << "as often as it is shown";
  request.scopeName = "transit";
  EXPECT_EQ(verifyAnyCode(city.code(), request, &list, replay).outcome, Outcome::Valid);
  EXPECT_EQ(verifyAnyCode("HTTPS://EXAMPLE.ORG/MENU/TODAY", request, &list, replay).fault, Fault::CodeNotCityCode);
}

Bytes photoOf(std::size_t size) {
  Bytes photo = copyOf(bytesOf("RIFF____WEBP"));
  std::uint32_t state = 7;   // a picture does not pack
  while (photo.size() < size) photo.push_back(static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24));
  return photo;
}

TEST_F(PaperCodes, ThePhotoGoesOutWithValidAndOnlyWhereANameMay) {
  PaperCard card = city.paperCard();
  card.photo = Photo{PhotoFormat::Webp, photoOf(500)};
  const Verdict verdict = of(city.paper(card));
  ASSERT_TRUE(verdict.photo);
  EXPECT_EQ(verdict.photo->bytes, card.photo->bytes);
  list.scopes[0].attributes = {Attribute::DocumentType};
  EXPECT_EQ(of(city.paper(card)).outcome, Outcome::Valid);
  EXPECT_FALSE(of(city.paper(card)).photo);
}

TEST_F(PaperCodes, ThePhotoHasALimitAndIsWhatItSays) {
  PaperCard card = city.paperCard();
  card.photo = Photo{PhotoFormat::Webp, photoOf(kMaxPaperPhotoBytes + 1)};
  EXPECT_EQ(faultOrNone(writePaperCode(city.issuer, TestCity::person(), card)), Fault::PaperTooLarge);
  card.photo = Photo{PhotoFormat::Jpeg, photoOf(100)};
  EXPECT_EQ(faultOrNone(writePaperCode(city.issuer, TestCity::person(), card)), Fault::PaperBadValue);
}

TEST_F(PaperCodes, EndsWhenItsIssuerSaysAndNoLaterThanAVerifierAccepts) {
  PaperCard card = city.paperCard();
  const auto written = [&](std::int64_t life) {
    card.expiresUnixSeconds = card.notBeforeUnixSeconds + life;
    return writePaperCode(city.issuer, TestCity::person(), card);
  };
  const auto decoded = decodePaperCode(*written(86'400));
  EXPECT_EQ(decodePaperClaims(decoded->message.payload)->expiresUnixSeconds, card.notBeforeUnixSeconds + 86'400);
  const std::int64_t age = request.nowUnixSeconds - card.notBeforeUnixSeconds;
  EXPECT_EQ(of(*written(age)).fault, Fault::TimeExpired);
  EXPECT_EQ(of(*written(age + 1)).outcome, Outcome::Valid);
  EXPECT_TRUE(written(kPaperLifeSeconds));
  for (const std::int64_t bad : {std::int64_t{0}, std::int64_t{-1}, kPaperLifeSeconds + 1}) EXPECT_EQ(written(bad).fault(), Fault::PaperBadValue) << bad;
}

// ISO/IEC 18004 table 7, alphanumeric mode, level M: version 12 holds 419, version 25 holds 1,451 characters.
TEST_F(PaperCodes, TheLongestCardFitsInVersion25) {
  const auto charsOf = [&](std::optional<Photo> photo, const std::string& name) {
    PaperCard card = city.paperCard();
    card.issuer = "https://code.metropolitan-city.example";
    card.status.uri = card.issuer + "/v1/status-lists/20833";
    card.photo = std::move(photo);
    PersonRecord person = TestCity::person();
    person.displayName = name;
    return test::must(writePaperCode(city.issuer, person, card)).size();
  };
  RecordProperty("plain", static_cast<int>(city.paper().size()));
  RecordProperty("longest", static_cast<int>(charsOf(Photo{PhotoFormat::Webp, photoOf(kMaxPaperPhotoBytes)}, std::string(64, 'x'))));
  EXPECT_LE(city.paper().size(), 419u);
  std::string name;
  for (char c = '0'; name.size() < 64; ++c) name += c;   // all different: it packs badly
  EXPECT_LE(charsOf(Photo{PhotoFormat::Webp, photoOf(kMaxPaperPhotoBytes)}, name), 1451u);
}

}  // namespace
}  // namespace citycode
