// Of make_vectors: prints tests/vectors/places.json: venue records and portal requests, and what a phone may believe of them.
#include <algorithm>
#include <iostream>

#include "cbor_items.h"
#include "encoding/cbor.h"
#include "signing/cose.h"
#include "test_places.h"
#include "vector_file.h"
#include "verdict/report.h"

namespace citycode {
namespace {

using test::arrayOf, test::bytes, test::mapOf, test::Members, test::number, test::text;
using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;
using test::must;
using test::TestPlaces;

class PlaceVectors {
 public:
  TestPlaces places;
  SigningKey cardIssuer = test::keyFrom(12), ended = test::keyFrom(13), twin = test::keyTwin(), otherTwin = test::keyOtherTwin();
  TrustList trust = trustList();

  void venue(const char* id, const char* why, const Bytes& record, std::int64_t now = kNow, bool withList = true) {
    const auto read = verifyVenueRecord(record, withList ? &trust : nullptr, now);
    add("venue", id, why, record, now, withList, read, read ? Json::parse(venueRecordJson(*read, trust)) : Json(nullptr));
  }
  void portal(const char* id, const char* why, const Bytes& request, std::int64_t now = kNow, bool withList = true) {
    const auto read = verifyPortalRequest(request, withList ? &trust : nullptr, now);
    add("portal", id, why, request, now, withList, read, read ? Json::parse(portalRequestJson(request, *read, trust)) : Json(nullptr));
  }
  Json take() { return std::move(vectors_); }

 private:
  /// With a second issuer, of passes and cards, and others of places: one whose time is over, and two of one kid.
  TrustList trustList() const {
    TrustList list = places.trustList();
    Issuer issuer = list.issuers[0];
    issuer.key = cardIssuer.publicKey();
    issuer.rights = {Right::Cards};
    list.issuers.push_back(issuer);
    issuer.rights = {Right::Places};
    for (const SigningKey* key : {&twin, &otherTwin, &ended}) {
      issuer.key = key->publicKey();
      list.issuers.push_back(issuer);
    }
    list.issuers.back().expiresUnixSeconds = kNow - 60;
    list.scopes.back().tooOldSeconds = 86400 * 5;   // sooner than the other scenes
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
  v.venue("venue/address-blank", "an address of spaces", venueWith("1 Garden Road", "             "));
  v.venue("venue/as-portal-record", "signed as a portal's record", cose::signSign1(SignedKind::PortalRecord, places.city.issuer, payload, true));
  v.venue("venue/as-no-kind", "signed without external data", cose::signSign1(SignedKind::Card, places.city.issuer, payload, true));
  for (const auto& [id, key] : {std::pair{"venue/shared-kid", &v.twin}, {"venue/shared-kid/second", &v.otherTwin}})
    v.venue(id, "one of two issuers whose kid is the same: the signature says whose record it is", must(writeVenueRecord(*key, places.venue())));
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
  other.scopeId = 9;
  other.optional = {Attribute::DocumentType};
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

// ---- Payloads that no writer of ours writes ----

Bytes numbers(const std::vector<std::uint32_t>& values) {
  std::vector<Bytes> items;
  for (const std::uint32_t value : values) items.push_back(number(value));
  return arrayOf(items);
}
Bytes scopesOf(const std::vector<std::uint32_t>& ids) { return numbers(ids); }
std::string filled(std::size_t size) { return std::string(size, 'a'); }

/// What a place's claim says, each member as an item; a portal's has one more.
struct Place {
  Bytes id = text("city-library"), names = mapOf({{1, text("City Library")}}), third = text("1 Garden Road"), scopes = scopesOf({1, 8});
  std::vector<Bytes> more = {};
  Bytes claim() const {
    std::vector<Bytes> items{id, names, third, scopes};
    items.insert(items.end(), more.begin(), more.end());
    return arrayOf(items);
  }
};
Place portalPlace() {
  const SealingKey key = TestPlaces().sealingSecret.sealingKey();
  return {text("tax-office"), mapOf({{1, text("Tax Office")}}), text("https://tax.city.example"), scopesOf({1, 15}), {bytes(Bytes(key.begin(), key.end()))}};
}

constexpr std::int64_t kVenueClaimKey = -65538, kPortalClaimKey = -65539, kQuestionClaimKey = -65540;
constexpr std::int64_t kBegin = kNow - 86400, kEnd = kNow + 86400 * 365;

Bytes venuePayload(const Place& place, std::int64_t nbf = kBegin, std::int64_t exp = kEnd) {
  return mapOf({{4, number(exp)}, {5, number(nbf)}, {kVenueClaimKey, place.claim()}});
}
Bytes cnfOf(const PublicKey& key) {
  return mapOf({{1, mapOf({{1, number(1)}, {-1, number(6)}, {-2, bytes(Bytes(key.begin(), key.end()))}})}});
}
Bytes portalPayload(const PublicKey& key, const Place& place = portalPlace(), std::int64_t nbf = kBegin, std::int64_t exp = kEnd) {
  return mapOf({{4, number(exp)}, {5, number(nbf)}, {8, cnfOf(key)}, {kPortalClaimKey, place.claim()}});
}
struct Question {
  std::int64_t exp = kNow + 295, iat = kNow - 5;
  Bytes nonce = Bytes(16, 0x5a);
  Bytes scene = number(15), purpose = text("Sign in to your tax account"), required = numbers({1, 10}), optional = numbers({2, 4});
  Bytes anchor = bytes(Bytes(16, 0x21)), address = text("");
  std::vector<Bytes> more = {};
  Bytes payload() const {
    std::vector<Bytes> asked{scene, purpose, required, optional, anchor, address};
    asked.insert(asked.end(), more.begin(), more.end());
    return payloadOf(arrayOf(asked));
  }
  Bytes payloadOf(const Bytes& asked) const { return mapOf({{4, number(exp)}, {6, number(iat)}, {10, bytes(nonce)}, {kQuestionClaimKey, asked}}); }
};

/// A venue record of `size` bytes: the address takes what is left.
Bytes venueOfSize(const SigningKey& issuer, std::size_t size) {
  Place place;
  place.id = text(filled(26));
  place.names = mapOf({{1, text(filled(64))}, {2, text(filled(64))}, {3, text(filled(64))}, {4, text(filled(64))}});
  const auto with = [&](std::size_t address) {
    place.third = text(filled(address));
    return cose::signSign1(SignedKind::VenueRecord, issuer, venuePayload(place), true);
  };
  const Bytes record = with(60 + size - with(60).size());
  if (record.size() != size) std::abort();
  return record;
}

void addVenueLimits(PlaceVectors& v) {
  const SigningKey& issuer = v.places.city.issuer;
  const auto signedPayload = [&](const char* id, const char* why, const Bytes& payload) { v.venue(id, why, cose::signSign1(SignedKind::VenueRecord, issuer, payload, true)); };
  const auto of = [&](const char* id, const char* why, auto bend) {
    Place place;
    bend(place);
    signedPayload(id, why, venuePayload(place));
  };
  v.venue("venue/450-bytes", "the longest record", venueOfSize(issuer, 450));
  v.venue("venue/451-bytes-signed", "one byte more, properly signed", venueOfSize(issuer, 451));
  of("venue/longest-id", "26 characters", [](Place& place) { place.id = text(filled(26)); });
  of("venue/long-id", "27 characters", [](Place& place) { place.id = text(filled(27)); });
  of("venue/no-id", "an empty id", [](Place& place) { place.id = text(""); });
  of("venue/capital-id", "a capital letter", [](Place& place) { place.id = text("Library"); });
  of("venue/longest-name", "a name of 64 bytes, in the fourth language", [](Place& place) { place.names = mapOf({{4, text(filled(64))}}); });
  of("venue/long-name", "a name of 65 bytes", [](Place& place) { place.names = mapOf({{1, text(filled(65))}}); });
  of("venue/empty-name", "an empty name", [](Place& place) { place.names = mapOf({{1, text("")}}); });
  of("venue/no-name", "no name in any language", [](Place& place) { place.names = mapOf({}); });
  of("venue/next-language", "a language that nobody knows", [](Place& place) { place.names = mapOf({{kLanguages + 1, text("x")}}); });
  of("venue/longest-address", "an address of 120 bytes", [](Place& place) { place.third = text(filled(120)); });
  of("venue/long-address", "an address of 121 bytes", [](Place& place) { place.third = text(filled(121)); });
  of("venue/no-address", "an empty address", [](Place& place) { place.third = text(""); });
  of("venue/no-scopes", "no scene", [](Place& place) { place.scopes = scopesOf({}); });
  of("venue/16-scopes", "as many as there may be, of which the list has 14",
     [](Place& place) { place.scopes = scopesOf({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xfffffffe, 0xffffffff}); });
  of("venue/17-scopes", "one more",
     [](Place& place) { place.scopes = scopesOf({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xfffffffd, 0xfffffffe, 0xffffffff}); });
  of("venue/scope-order", "scenes in another order", [](Place& place) { place.scopes = scopesOf({8, 1}); });
  of("venue/scope-twice", "a scene twice", [](Place& place) { place.scopes = scopesOf({1, 1}); });
  of("venue/scope-zero", "the scene 0, which is none", [](Place& place) { place.scopes = scopesOf({0, 1}); });
  of("venue/scope-2^32", "a scene of 2^32", [](Place& place) { place.scopes = arrayOf({number(1), number(0x100000000)}); });
  signedPayload("venue/three-elements", "without scenes",
                mapOf({{4, number(kEnd)}, {5, number(kBegin)}, {kVenueClaimKey, arrayOf({Place().id, Place().names, Place().third})}}));
  signedPayload("venue/more-claims", "a claim more", mapOf({{4, number(kEnd)}, {5, number(kBegin)}, {6, number(kBegin)}, {kVenueClaimKey, Place().claim()}}));
  signedPayload("venue/no-nbf", "without a beginning", mapOf({{4, number(kEnd)}, {kVenueClaimKey, Place().claim()}}));
  signedPayload("venue/ends-as-it-begins", "exp is nbf", venuePayload(Place(), kNow - 60, kNow - 60));
  signedPayload("venue/exp-2^32", "ends at 2^32", venuePayload(Place(), kBegin, 0x100000000));
  signedPayload("venue/60-seconds", "begins in 60 s", venuePayload(Place(), kNow + 60, kEnd));
  signedPayload("venue/last-second", "ends in a second", venuePayload(Place(), kBegin, kNow + 1));
  const Issuer& listed = v.trust.issuers[0];
  signedPayload("venue/issuers-first-second", "begins when its issuer does", venuePayload(Place(), listed.notBeforeUnixSeconds));
  signedPayload("venue/before-issuer", "begins a second before its issuer", venuePayload(Place(), listed.notBeforeUnixSeconds - 1));
  v.venue("venue/issuer-ended", "begins when its issuer ends", cose::signSign1(SignedKind::VenueRecord, v.ended, venuePayload(Place(), kNow - 60), true));
  const Bytes record = v.places.venueRecord();
  v.venue("venue/clock-300-behind", "the list is 300 s ahead of this clock", record, v.trust.issuedUnixSeconds - 300);
  v.venue("venue/list-almost-too-old", "the last second in which no scene finds the list too old", record, v.trust.issuedUnixSeconds + 86400 * 5 - 1);
  v.venue("venue/list-too-old-for-one", "one scene, of another kind of place, finds it too old", record, v.trust.issuedUnixSeconds + 86400 * 5);
}

/// Two things are wrong with each, and the order of checks says which is named.
void addVenueOrder(PlaceVectors& v) {
  const auto& city = v.places.city;
  const std::int64_t tooOld = v.trust.issuedUnixSeconds + 604800;
  Bytes broken = v.places.venueRecord();
  broken.pop_back();
  v.venue("venue/order/envelope", "no envelope, and no list", broken, kNow, false);
  v.venue("venue/order/list", "a list that is too old, and a stranger", must(writeVenueRecord(city.stranger, v.places.venue())), tooOld);
  Bytes bent = must(writeVenueRecord(v.cardIssuer, v.places.venue()));
  bent.back() ^= 1;
  v.venue("venue/order/signature", "a signature that does not fit, of an issuer without the right", bent);
  v.venue("venue/order/right", "an issuer without the right, and an empty payload", cose::signSign1(SignedKind::VenueRecord, v.cardIssuer, Bytes{0xa0}, true));
  Place capital;
  capital.id = text("Library");
  v.venue("venue/order/payload", "a capital letter in the id of a record that has ended", cose::signSign1(SignedKind::VenueRecord, city.issuer, venuePayload(capital, kBegin, kNow), true));
  v.venue("venue/order/issuer-time", "begins when its issuer ended, and has ended itself", cose::signSign1(SignedKind::VenueRecord, v.ended, venuePayload(Place(), kNow - 60, kNow), true));
}

void addPortalLimits(PlaceVectors& v) {
  const SigningKey& issuer = v.places.city.issuer;
  const SigningKey& portalKey = v.places.portalKey;
  const PublicKey key = portalKey.publicKey();
  const auto requestOf = [&](const Bytes& record, const Bytes& payload) {
    cose::Header header;
    header.kcwt = record;
    const Bytes protectedHeader = cose::encodeHeader(header);
    return cose::encodeSign1(protectedHeader, payload, portalKey.sign(cose::toBeSigned(SignedKind::PortalRequest, protectedHeader, payload)));
  };
  const auto recordOf = [&](const Bytes& payload) { return cose::signSign1(SignedKind::PortalRecord, issuer, payload, true); };
  const Bytes goodRecord = recordOf(portalPayload(key));
  const auto place = [&](const char* id, const char* why, auto bend) {
    Place bent = portalPlace();
    bend(bent);
    v.portal(id, why, requestOf(recordOf(portalPayload(key, bent)), Question().payload()));
  };
  const auto question = [&](const char* id, const char* why, auto bend) {
    Question bent;
    bend(bent);
    v.portal(id, why, requestOf(goodRecord, bent.payload()));
  };
  place("portal/longest-id", "25 characters", [](Place& p) { p.id = text(filled(25)); });
  place("portal/long-id", "26 characters", [](Place& p) { p.id = text(filled(26)); });
  place("portal/http", "an address without TLS", [](Place& p) { p.third = text("http://tax.city.example"); });
  place("portal/path", "an address with a path", [](Place& p) { p.third = text("https://tax.city.example/"); });
  place("portal/capital-origin", "an address as browsers do not write it", [](Place& p) { p.third = text("https://Tax.city.example"); });
  place("portal/no-authority", "an address of nobody", [](Place& p) { p.third = text("https://"); });
  place("portal/localhost", "for trying out", [](Place& p) { p.third = text("http://localhost:8080"); });
  place("portal/localhost-name", "a name that begins like it", [](Place& p) { p.third = text("http://localhost.example"); });
  place("portal/longest-origin", "64 bytes", [](Place& p) { p.third = text("https://" + filled(56)); });
  place("portal/long-origin", "65 bytes", [](Place& p) { p.third = text("https://" + filled(57)); });
  const auto ofSize = [&](std::size_t size) {
    Place wide = portalPlace();
    wide.third = text("https://" + filled(50));
    const auto with = [&](std::size_t name) {
      wide.names = mapOf({{1, text(filled(64))}, {2, text(filled(name))}});
      return recordOf(portalPayload(key, wide));
    };
    const Bytes record = with(30 + size - with(30).size());
    if (record.size() != size) std::abort();
    return requestOf(record, Question().payload());
  };
  v.portal("portal/record-360", "the longest record", ofSize(360));
  v.portal("portal/record-361", "one byte more", ofSize(361));
  const auto sealing = [&](const char* id, const char* why, std::vector<Bytes> more) { place(id, why, [&](Place& p) { p.more = std::move(more); }); };
  sealing("portal/no-sealing-key", "four elements", {});
  sealing("portal/more-elements", "six elements", {portalPlace().more[0], number(0)});
  sealing("portal/31-byte-sealing-key", "a sealing key of 31 bytes", {bytes(Bytes(31, 9))});
  sealing("portal/33-byte-sealing-key", "a sealing key of 33 bytes", {bytes(Bytes(33, 9))});
  sealing("portal/zero-sealing-key", "a sealing key of small order, to which everybody could open", {bytes(Bytes(32, 0))});
  Bytes one(32, 0);
  one[0] = 1;
  sealing("portal/weak-sealing-key", "another of small order", {bytes(one)});
  v.portal("portal/weak-key", "a portal's key of small order", requestOf(recordOf(portalPayload(PublicKey{})), Question().payload()));
  v.portal("portal/record-ends-as-it-begins", "exp is nbf", requestOf(recordOf(portalPayload(key, portalPlace(), kNow - 60, kNow - 60)), Question().payload()));
  question("portal/300-seconds", "the longest life", [](Question& q) { q.exp = q.iat + 300; });
  question("portal/301-seconds", "one second more", [](Question& q) { q.exp = q.iat + 301; });
  question("portal/no-life", "exp is iat", [](Question& q) { q.exp = q.iat = kNow - 60; });
  question("portal/15-byte-nonce", "a nonce of 15 bytes", [](Question& q) { q.nonce.pop_back(); });
  question("portal/17-byte-nonce", "a nonce of 17 bytes", [](Question& q) { q.nonce.push_back(0); });
  question("portal/no-purpose", "an empty purpose", [](Question& q) { q.purpose = text(""); });
  question("portal/longest-purpose", "90 bytes", [](Question& q) { q.purpose = text(filled(90)); });
  question("portal/long-purpose", "91 bytes", [](Question& q) { q.purpose = text(filled(91)); });
  question("portal/seven-elements", "something more is asked", [](Question& q) { q.more = {number(0)}; });
  v.portal("portal/two-elements", "as a version before asked", requestOf(goodRecord, Question().payloadOf(arrayOf({number(15), text("x")}))));
  question("portal/nothing-asked", "neither required nor optional", [](Question& q) { q.required = q.optional = numbers({}); });
  question("portal/all-optional", "nothing is required", [](Question& q) { q.required = numbers({}); });
  question("portal/all-required", "nothing is optional", [](Question& q) { q.optional = numbers({}); });
  question("portal/required-order", "attributes in another order", [](Question& q) { q.required = numbers({10, 1}); });
  question("portal/required-twice", "an attribute twice", [](Question& q) { q.required = numbers({1, 1}); });
  question("portal/optional-order", "optional ones in another order", [](Question& q) { q.optional = numbers({4, 2}); });
  question("portal/in-both", "an attribute in both lists", [](Question& q) { q.optional = numbers({1, 2}); });
  question("portal/unknown-attribute", "an attribute that nobody knows", [](Question& q) { q.optional = numbers({99}); });
  question("portal/other-scenes-attribute", "a required attribute of another scene", [](Question& q) { q.required = numbers({1, 8}); });
  question("portal/other-scenes-optional", "an optional attribute of another scene", [](Question& q) { q.optional = numbers({8}); });
  question("portal/15-byte-anchor", "an anchor of 15 bytes", [](Question& q) { q.anchor = bytes(Bytes(15, 1)); });
  question("portal/17-byte-anchor", "an anchor of 17 bytes", [](Question& q) { q.anchor = bytes(Bytes(17, 1)); });
  const std::string origin = "https://tax.city.example";
  const auto back = [&](const char* id, const char* why, const std::string& address) { question(id, why, [&](Question& q) { q.address = text(address); }); };
  back("portal/return", "the phone goes back to the site", origin + "/back?a=1&b=%20,:;+~_.-");
  back("portal/return-128", "128 bytes", origin + "/" + filled(128 - origin.size() - 1));
  back("portal/return-129", "129 bytes", origin + "/" + filled(129 - origin.size() - 1));
  back("portal/return-elsewhere", "to another site", "https://tax.city.example.evil/back");
  back("portal/return-no-path", "an origin alone", origin);
  back("portal/return-user", "with a user part: the host is another one", origin + "@evil.example/");
  back("portal/return-port", "to another port", origin + ":8443/back");
  back("portal/return-fragment", "with a fragment", origin + "/back#here");
  back("portal/return-at", "with an at sign in its path", origin + "/a@b");
  back("portal/return-space", "with a space", origin + "/a b");
  back("portal/return-letters", "with letters beyond ASCII", origin + "/\u00e9");
  back("portal/return-http", "without TLS", "http://tax.city.example/back");
  question("portal/60-seconds", "asked in 60 s", [](Question& q) { q.iat = kNow + 60; q.exp = kNow + 360; });
  question("portal/last-second", "ends in a second", [](Question& q) { q.exp = kNow + 1; });
  Place nowhere = portalPlace();
  nowhere.scopes = scopesOf({15, 99});
  Question there;
  there.scene = number(99);
  v.portal("portal/unknown-scene", "a scene of its record that the list has not", requestOf(recordOf(portalPayload(key, nowhere)), there.payload()));

  const Bytes endedRecord = recordOf(portalPayload(key, portalPlace(), kBegin, kNow));
  Question bent;
  bent.nonce.pop_back();
  v.portal("portal/order/question", "a short nonce under a record that has ended", requestOf(endedRecord, bent.payload()));
  there.scene = number(7);
  v.portal("portal/order/record-time", "a record that has ended, and a scene that is not its own", requestOf(endedRecord, there.payload()));
  there.exp = kNow;
  there.scene = number(99);
  v.portal("portal/order/scene", "a scene that the list has not, in a question that has ended", requestOf(recordOf(portalPayload(key, nowhere)), there.payload()));
  Question ended;
  ended.exp = kNow;
  ended.required = numbers({1, 8});
  v.portal("portal/order/attributes", "an attribute of another scene, in a question that has ended", requestOf(goodRecord, ended.payload()));
}

}  // namespace

void printPlaces() {
  PlaceVectors v;
  addVenues(v);
  addPortals(v);
  addVenueLimits(v);
  addVenueOrder(v);
  addPortalLimits(v);
  const Json file{{"about", "Venue records and portal requests of a test city; written by tests/core/make_place_vectors.cpp."},
                  {"rootKey", hexOf(v.places.city.root.publicKey())},
                  {"trustList", hexOf(writeTrustList(v.places.city.root, v.trust))},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
