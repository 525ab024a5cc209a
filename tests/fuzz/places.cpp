// Records of venues and requests of portals: nothing unsigned is believed, and each has one form.
#include "../core/test_places.h"
#include "fuzz.h"
#include "pass/sealed.h"
#include "places/portal_answer.h"
#include "places/portal_code.h"
#include "signing/cose.h"

namespace citycode::fuzz {
namespace {

const test::TestPlaces& places() {
  static const test::TestPlaces places;
  return places;
}
const TrustList& trust() {
  static const TrustList list = places().trustList();
  return list;
}

void venue(ByteView payload) {
  const Bytes bytes = cose::signSign1(SignedKind::VenueRecord, places().city.issuer, payload, true);
  const auto record = verifyVenueRecord(bytes, &trust(), test::kNow);
  CC_HOLDS(!verifyVenueRecord(cose::signSign1(SignedKind::VenueRecord, test::keyFrom(99), payload, true), &trust(), test::kNow));
  CC_HOLDS(!record || readUnverifiedVenueRecord(bytes));
  if (!record) return;
  CC_HOLDS(test::must(writeVenueRecord(places().city.issuer, *record)) == bytes);
}

Bytes asked(const Bytes& record, ByteView payload) {
  cose::Header header;
  header.kcwt = record;
  const Bytes protectedHeader = cose::encodeHeader(header);
  return cose::encodeSign1(protectedHeader, payload, places().portalKey.sign(cose::toBeSigned(SignedKind::PortalRequest, protectedHeader, payload)));
}

void question(ByteView payload) {
  static const Bytes record = test::must(writePortalRecord(places().city.issuer, places().portal()));
  const Bytes bytes = asked(record, payload);
  const auto request = verifyPortalRequest(bytes, &trust(), test::kNow);
  CC_HOLDS(!request || readUnverifiedPortalRequest(bytes));
  if (!request) return;
  CC_HOLDS(test::must(writePortalRequest(places().portalKey, record, request->question)) == bytes);
}

void portal(ByteView payload) {
  const Bytes record = cose::signSign1(SignedKind::PortalRecord, places().city.issuer, payload, true);
  const Bytes request = asked(record, cose::decodeSign1(places().portalRequest())->payload);
  const auto read = verifyPortalRequest(request, &trust(), test::kNow);
  if (read) CC_HOLDS(test::must(writePortalRecord(places().city.issuer, read->portal)) == record);
}

// Not signed by anybody of the city.
void stranger(ByteView bytes) {
  const auto record = verifyVenueRecord(bytes, &trust(), test::kNow);
  const auto request = verifyPortalRequest(bytes, &trust(), test::kNow);
  (void)readUnverifiedVenueRecord(bytes);
  (void)readUnverifiedPortalRequest(bytes);
  CC_HOLDS(!record || sameBytes(bytes, places().venueRecord()));
  CC_HOLDS(!request || sameBytes(bytes, places().portalRequest()));
  CC_HOLDS(!verifyVenueRecord(bytes, nullptr, test::kNow) && !verifyPortalRequest(bytes, nullptr, test::kNow));
}

/// Text of a living code: one form for each code, and no code is of two seconds.
void code(ByteView bytes) {
  const std::string_view text = textOf(bytes);
  const auto read = readPortalCode(text);
  if (!read) return;
  CC_HOLDS(writePortalCode(*read) == text);
  const PortalProof anchor = portalProofAt(places().secondsSecret, 0);
  const bool isOurs = read->proof == portalProofAt(places().secondsSecret, read->second);
  CC_HOLDS(static_cast<bool>(checkPortalCode(*read, anchor, read->second)) == isOurs);
}

/// What is inside an answer, and what is none.
void answer(ByteView plain) {
  static const Bytes request = places().portalRequest(), seed(kSceneKeyBytes, 13);
  CC_HOLDS(!openPortalAnswer(plain, request, places().sealingSecret));
  const auto opened = openPortalAnswer(test::must(sealBytes(plain, places().sealingSecret.sealingKey(), seed)), request, places().sealingSecret);
  if (opened) CC_HOLDS(test::must(sealPortalAnswer(request, *opened, seed)) == test::must(sealBytes(plain, places().sealingSecret.sealingKey(), seed)));
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  switch (input.byte() % 6) {
    case 0: return venue(input.rest());
    case 1: return question(input.rest());
    case 2: return portal(input.rest());
    case 4: return code(input.rest());
    case 5: return answer(input.rest());
    default: return stranger(input.rest());
  }
}

}  // namespace citycode::fuzz
