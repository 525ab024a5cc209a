// Of make_vectors: prints tests/vectors/places.json: venue records and portal requests, and what a phone may believe of them.
#include <algorithm>
#include <iostream>

#include "citycode/cose.h"
#include "citycode/report.h"
#include "test_places.h"
#include "vector_file.h"

namespace citycode {
namespace {

using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;
using test::must;
using test::TestPlaces;

class PlaceVectors {
 public:
  TestPlaces places;
  SigningKey cardIssuer = test::keyFrom(12);
  TrustList trust = trustList();

  void venue(const char* id, const char* why, const Bytes& record, std::int64_t now = kNow, bool withList = true) {
    const auto read = verifyVenueRecord(record, withList ? &trust : nullptr, now);
    add("venue", id, why, record, now, withList, read, read ? Json::parse(venueRecordJson(*read, trust)) : Json(nullptr));
  }
  void portal(const char* id, const char* why, const Bytes& request, std::int64_t now = kNow, bool withList = true) {
    const auto read = verifyPortalRequest(request, withList ? &trust : nullptr, now);
    add("portal", id, why, request, now, withList, read, read ? Json::parse(portalRequestJson(*read, trust)) : Json(nullptr));
  }
  Json take() { return std::move(vectors_); }

 private:
  /// With a second issuer, of passes and cards.
  TrustList trustList() const {
    TrustList list = places.trustList();
    Issuer issuer = list.issuers[0];
    issuer.key = cardIssuer.publicKey();
    issuer.rights = {Right::Cards};
    list.issuers.push_back(issuer);
    return list;
  }

  template <class T>
  void add(const char* kind, const char* id, const char* why, const Bytes& bytes, std::int64_t now, bool withList,
           const Result<T>& read, Json value) {
    vectors_.push_back({{"id", id}, {"why", why}, {"source", "docs/format.md"}, {"now", now},
                        {"input", {{"kind", kind}, {"bytes", hexOf(bytes)}, {"withTrustList", withList}}},
                        {"expect", {{"fault", faultOrNull(read)}, {"value", std::move(value)}}}});
  }

  Json vectors_ = Json::array();
};

/// Other bytes of the same length, once.
Bytes with(Bytes payload, std::string_view before, std::string_view after) {
  const auto found = std::search(payload.begin(), payload.end(), before.begin(), before.end());
  if (before.size() != after.size() || found == payload.end()) std::abort();
  std::copy(after.begin(), after.end(), found);
  return payload;
}

Bytes payloadOf(ByteView envelope) { return copyOf(must(cose::decodeSign1(envelope)).payload); }

void addVenues(PlaceVectors& v) {
  const TestPlaces& places = v.places;
  const Bytes record = places.venueRecord();
  v.venue("venue/good", "signed by an issuer for places", record);
  v.venue("venue/no-list", "no trust list was ever loaded", record, kNow, false);
  v.venue("venue/stranger", "nobody on the list signed it", must(writeVenueRecord(places.city.stranger, places.venue())));
  v.venue("venue/no-right", "signed by an issuer of passes and cards", must(writeVenueRecord(v.cardIssuer, places.venue())));
  Bytes damaged = record;
  damaged[60] ^= 1;
  v.venue("venue/one-bit", "one bit of the name", damaged);
  VenueRecord later = places.venue();
  later.notBeforeUnixSeconds = kNow + 61;
  v.venue("venue/not-yet", "begins 61 s from now", must(writeVenueRecord(places.city.issuer, later)));
  VenueRecord over = places.venue();
  over.expiresUnixSeconds = kNow;
  v.venue("venue/expired", "ended this second", must(writeVenueRecord(places.city.issuer, over)));
  v.venue("venue/list-too-old", "a week after the list", record, v.trust.issuedUnixSeconds + 604800);
  v.venue("venue/clock-behind", "the list is 301 s ahead of this clock", record, v.trust.issuedUnixSeconds - 301);
  v.venue("venue/pass", "a pass of the same issuer is no record", places.city.pass());
  v.venue("venue/empty", "nothing", {});
  v.venue("venue/451-bytes", "refused before it is read", Bytes(451, 0));
  const Bytes payload = payloadOf(record);
  const auto venueWith = [&](std::string_view before, std::string_view after) {
    return cose::signSign1(SignedKind::VenueRecord, places.city.issuer, with(payload, before, after), true);
  };
  v.venue("venue/name-text", "a name that turns its surroundings", venueWith("City Library", "City\u202ebrary"));
  v.venue("venue/name-blank", "a name of spaces", venueWith("City Library", "            "));
  v.venue("venue/address-text", "an address of two lines", venueWith("1 Garden Road", "1 Garden\nRoad"));
  v.venue("venue/as-portal-record", "signed as a portal's record", cose::signSign1(SignedKind::PortalRecord, places.city.issuer, payload, true));
  v.venue("venue/as-no-kind", "signed without external data", cose::signSign1(SignedKind::Card, places.city.issuer, payload, true));
}

void addPortals(PlaceVectors& v) {
  const TestPlaces& places = v.places;
  const Bytes request = places.portalRequest();
  v.portal("portal/good", "signed by a portal that an issuer registered", request);
  v.portal("portal/no-list", "no trust list was ever loaded", request, kNow, false);
  const Bytes record = must(writePortalRecord(places.city.issuer, places.portal()));
  v.portal("portal/copied-record", "another key than the record's", must(writePortalRequest(places.city.stranger, record, places.question())));
  v.portal("portal/stranger", "nobody on the list registered it",
           must(writePortalRequest(places.portalKey, must(writePortalRecord(places.city.stranger, places.portal())), places.question())));
  v.portal("portal/no-right", "registered by an issuer of passes and cards",
           must(writePortalRequest(places.portalKey, must(writePortalRecord(v.cardIssuer, places.portal())), places.question())));
  PortalQuestion other = places.question();
  other.scopeId = 7;
  v.portal("portal/other-scene", "not registered for this scene", places.portalRequest(places.portal(), other));
  PortalQuestion over = places.question();
  over.expiresUnixSeconds = kNow;
  v.portal("portal/expired", "ended this second", places.portalRequest(places.portal(), over));
  PortalQuestion early = places.question();
  early.issuedUnixSeconds = kNow + 61;
  v.portal("portal/not-yet", "asked 61 s from now", places.portalRequest(places.portal(), early));
  PortalRecord ended = places.portal();
  ended.expiresUnixSeconds = kNow;
  v.portal("portal/record-expired", "its registration ended", places.portalRequest(ended, places.question()));
  v.portal("portal/venue", "a venue's record in its place", must(writePortalRequest(places.portalKey, places.venueRecord(), places.question())));
  v.portal("portal/empty", "nothing", {});
  const auto recordAs = [&](SignedKind kind) {
    return must(writePortalRequest(places.portalKey, cose::signSign1(kind, places.city.issuer, payloadOf(record), true), places.question()));
  };
  v.portal("portal/record-as-venue-record", "its record was signed as a venue's", recordAs(SignedKind::VenueRecord));
  v.portal("portal/record-as-no-kind", "its record was signed without external data", recordAs(SignedKind::Card));
  const auto recordWith = [&](std::string_view before, std::string_view after) {
    const Bytes bent = cose::signSign1(SignedKind::PortalRecord, places.city.issuer, with(payloadOf(record), before, after), true);
    return must(writePortalRequest(places.portalKey, bent, places.question()));
  };
  v.portal("portal/name-text", "a name that turns its surroundings", recordWith("Tax Office", "Tax\u202efice"));
  v.portal("portal/name-blank", "a name of spaces", recordWith("Tax Office", "          "));
  const auto askedWith = [&](std::string_view before, std::string_view after) {
    const cose::Sign1 parts = must(cose::decodeSign1(request));
    const Bytes bent = with(copyOf(parts.payload), before, after);
    return cose::encodeSign1(parts.protectedHeader, bent,
                             places.portalKey.sign(cose::toBeSigned(SignedKind::PortalRequest, parts.protectedHeader, bent)));
  };
  v.portal("portal/purpose-text", "a purpose of two lines", askedWith("Sign in", "Sign\nin"));
  v.portal("portal/purpose-blank", "a purpose of spaces", askedWith("Sign in to your tax account", std::string(27, ' ')));
  const auto askedAs = [&](SignedKind kind) {
    const cose::Sign1 parts = must(cose::decodeSign1(request));
    return cose::encodeSign1(parts.protectedHeader, parts.payload,
                             places.portalKey.sign(cose::toBeSigned(kind, parts.protectedHeader, parts.payload)));
  };
  v.portal("portal/as-presentation", "signed as a presentation", askedAs(SignedKind::Presentation));
  v.portal("portal/as-no-kind", "signed without external data", askedAs(SignedKind::Card));
}

}  // namespace

void printPlaces() {
  PlaceVectors v;
  addVenues(v);
  addPortals(v);
  const Json file{{"about", "Venue records and portal requests of a test city; written by tests/core/make_place_vectors.cpp."},
                  {"rootKey", hexOf(v.places.city.root.publicKey())},
                  {"trustList", hexOf(writeTrustList(v.places.city.root, v.trust))},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
