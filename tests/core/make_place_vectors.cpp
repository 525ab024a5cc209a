// Of make_vectors: prints tests/vectors/places.json: venue records and portal requests, and what a phone may believe of them.
#include <iostream>

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
  SigningKey cardIssuer = test::keyFrom(12), twin = test::keyTwin(), otherTwin = test::keyOtherTwin(), retired = test::keyFrom(13);
  static constexpr std::int64_t kRetiredAtUnixSeconds = kNow - 3600;
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
  /// With an issuer of passes and cards, two of one kid, and one whose time is over.
  TrustList trustList() const {
    TrustList list = places.trustList();
    Issuer issuer = list.issuers[0];
    issuer.key = cardIssuer.publicKey();
    issuer.rights = {Right::Cards};
    list.issuers.push_back(issuer);
    issuer.rights = {Right::Places};
    for (const SigningKey* key : {&twin, &otherTwin, &retired}) {
      issuer.key = key->publicKey();
      list.issuers.push_back(issuer);
    }
    list.issuers.back().expiresUnixSeconds = kRetiredAtUnixSeconds;
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
  v.venue("venue/450-bytes", "the largest", places.venueRecordOf(kMaxVenueRecordBytes));
  v.venue("venue/451-bytes", "one byte more, in members that are each within their limits", places.venueRecordOf(kMaxVenueRecordBytes + 1));
  for (const auto& [id, key] : {std::pair{"venue/shared-kid", &v.twin}, {"venue/shared-kid/second", &v.otherTwin}})
    v.venue(id, "one of two issuers whose kid is the same: the signature says whose record it is", must(writeVenueRecord(*key, places.venue())));
  VenueRecord last = places.venue();
  last.notBeforeUnixSeconds = v.kRetiredAtUnixSeconds - 1;
  v.venue("venue/issuer-last-second", "begins in the last second of its issuer", must(writeVenueRecord(v.retired, last)));
  last.notBeforeUnixSeconds = v.kRetiredAtUnixSeconds;
  v.venue("venue/issuer-ended", "begins in the second in which its issuer ended", must(writeVenueRecord(v.retired, last)));
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
  v.portal("portal/kid", "a key's name beside the record", places.unboundedPortalRequest(record, places.question(), true));
  const auto ofRecord = [&](std::size_t size) { return places.unboundedPortalRequest(places.portalRecordOf(size), places.question()); };
  v.portal("portal/record-320-bytes", "the largest record", ofRecord(kMaxPortalRecordBytes));
  v.portal("portal/record-321-bytes", "one byte more, in members that are each within their limits", ofRecord(kMaxPortalRecordBytes + 1));
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
