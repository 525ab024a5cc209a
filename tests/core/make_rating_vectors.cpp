// Of make_vectors: prints tests/vectors/ratings.json: tickets and what a phone may believe of them, the passes that they name, rated
// services, ratings, and whether a rating's token is one that the city gave.
#include <iostream>
#include <map>

#include "bound_evaluation.h"
#include "cbor_items.h"
#include "rating_value.h"
#include "signing/cose.h"
#include "test_ratings.h"
#include "vector_file.h"
#include "verdict/report.h"

namespace citycode {
namespace {

using test::arrayOf, test::bytes, test::mapOf, test::number, test::text;
using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kEnded, test::kNow, test::kWeek;
using test::must;
using test::TestRatings;

class RatingVectors {
 public:
  TestRatings ratings;
  /// Of passes of one scene and of cards; one whose time is over, one whose time began yesterday, one of all time; two of one kid.
  SigningKey cardIssuer = test::keyFrom(12), ended = test::keyFrom(13), young = test::keyFrom(14), ancient = test::keyFrom(15);
  SigningKey twin = test::keyTwin(), otherTwin = test::keyOtherTwin();
  std::map<std::string, TrustList> trust = {{"months", trustList()}, {"gaps", gapList()}, {"no-keys", keylessList()}};

  void ticket(const char* id, const char* why, const Bytes& ticket, std::int64_t now = kNow, const char* list = "months") {
    const TrustList* given = list ? &trust.at(list) : nullptr;
    const auto read = verifyServiceTicket(ticket, given, now);
    add(id, why, {{"kind", "ticket"}, {"bytes", hexOf(ticket)}, {"trustList", list ? Json(list) : Json(nullptr)}}, read,
        read ? Json::parse(serviceTicketJson(*read, *given)) : Json(nullptr), now);
  }
  void pass(const char* id, const char* why, const Bytes& pass, const Sha256& digest) {
    const auto key = keyOfRatedPass(pass, digest, trust.at("months"));
    add(id, why, {{"kind", "rated-pass"}, {"bytes", hexOf(pass)}, {"digest", hexOf(digest)}, {"trustList", "months"}}, key,
        key ? Json(hexOf(*key)) : Json(nullptr));
  }
  void pass(const char* id, const char* why, const Bytes& named) { pass(id, why, named, sha256(named)); }
  void service(const char* id, const char* why, const Bytes& service) {
    const auto read = decodeRatedService(service);
    add(id, why, {{"kind", "service"}, {"bytes", hexOf(service)}}, read, read ? test::valueOf<Json>(*read) : Json(nullptr));
  }
  void rating(const char* id, const char* why, const Bytes& rating) {
    const auto read = decodeRating(rating);
    add(id, why, {{"kind", "rating"}, {"bytes", hexOf(rating)}}, read, read ? test::valueOf<Json>(*read) : Json(nullptr));
  }
  void redeem(const char* id, const char* why, const Rating& rating, const char* purpose = "rating 2027-01") {
    const auto given = verifyRating(test::ratingKeyNamed(purpose), rating);
    add(id, why, {{"kind", "redeem"}, {"bytes", hexOf(must(encodeRating(rating)))}, {"purpose", purpose}}, given, nullptr);
  }
  Json take() { return std::move(vectors_); }

 private:
  TrustList trustList() const {
    TrustList list = ratings.trustList();
    Issuer issuer = list.issuers[0];
    issuer.key = cardIssuer.publicKey();
    issuer.scopeIds = {1};
    issuer.rights = {Right::Cards};
    list.issuers.push_back(issuer);
    issuer.rights = {Right::Places};
    issuer.scopeIds = list.issuers[0].scopeIds;
    for (const SigningKey* key : {&twin, &otherTwin, &ended, &young, &ancient}) {
      issuer.key = key->publicKey();
      issuer.expiresUnixSeconds = key == &ended ? kNow - 60 : key == &ancient ? 0xffffffff : list.issuers[0].expiresUnixSeconds;
      issuer.notBeforeUnixSeconds = key == &young ? kNow - 86400 : key == &ancient ? 0 : list.issuers[0].notBeforeUnixSeconds;
      list.issuers.push_back(issuer);
    }
    list.scopes.back().tooOldSeconds = 86400 * 5;   // sooner than the other scenes
    return list;
  }
  /// A key that ends as this week begins, under one that began long before and goes on, and one that begins a second later.
  TrustList gapList() const {
    TrustList list = ratings.trustList();
    const auto key = [&](const char* purpose, std::int64_t nbf, std::int64_t exp) {
      return ListedTokenKey{std::string(kRatingPurpose), test::ratingKeyNamed(purpose).publicKey(), nbf, exp};
    };
    const std::int64_t monday = weekBegins(kWeek);
    list.tokenKeys = {key("rating 2026-12", monday - 86400 * 40, monday + 86400 * 40), key("rating 2027-01", monday - 86400 * 14, monday),
                      key("rating 2027-02", monday + 1, monday + 86400 * 7 + 1)};
    return list;
  }
  TrustList keylessList() const {
    TrustList list = ratings.trustList();
    list.tokenKeys.clear();
    return list;
  }

  template <class T>
  void add(const char* id, const char* why, Json input, const Result<T>& read, Json value, std::int64_t now = kNow) {
    vectors_.push_back({{"id", id}, {"why", why}, {"source", "docs/format.md"}, {"now", now}, {"input", std::move(input)},
                        {"expect", {{"fault", faultOrNull(read)}, {"value", std::move(value)}}}});
  }

  Json vectors_ = Json::array();
};

std::string filled(std::size_t size) { return std::string(size, 'a'); }

// ---- Tickets ----

/// What a ticket's claim says, each element as an item.
struct Claim {
  Bytes id = bytes(Bytes(16, 0x21)), office = text("city-library"), officeNames = mapOf({{1, text("City Library")}}), item = text("reader-card"),
        itemNames = mapOf({{1, text("A reader's card")}}), channel = number(1), pass = bytes(digestOfPass());
  static Bytes digestOfPass() { return copyOf(sha256(test::TestCity().pass())); }
  std::vector<Bytes> elements() const { return {id, office, officeNames, item, itemNames, channel, pass}; }
};

Bytes payloadOf(const Bytes& claim, std::int64_t iat = kEnded, std::int64_t exp = 0) {
  return mapOf({{4, number(exp != 0 ? exp : iat + 14 * 86400)}, {6, number(iat)}, {kClaimTicket, claim}});
}
Bytes payloadOf(const Claim& claim, std::int64_t iat = kEnded, std::int64_t exp = 0) { return payloadOf(arrayOf(claim.elements()), iat, exp); }

Bytes signedBy(const SigningKey& issuer, const Bytes& payload, SignedKind kind = SignedKind::ServiceTicket) {
  return cose::signSign1(kind, issuer, payload, true);
}

void addTickets(RatingVectors& v) {
  const TestRatings& ratings = v.ratings;
  const Bytes ticket = ratings.signedTicket();
  v.ticket("valid/ticket", "bound to the pass that was shown", ticket);
  v.ticket("valid/ticket/slip", "of whoever has it", ratings.signedTicket(ratings.slip()));
  v.ticket("trust/missing/ticket", "no trust list was ever loaded", ticket, kNow, nullptr);
  v.ticket("trust/unknown-issuer/ticket", "nobody on the list signed it", must(writeServiceTicket(ratings.city.stranger, ratings.ticket())));
  v.ticket("trust/issuer-not-for-scope/ticket", "signed by an issuer of passes and cards", must(writeServiceTicket(v.cardIssuer, ratings.ticket())));
  for (const auto& [id, key] : {std::pair{"valid/ticket/shared-kid", &v.twin}, {"valid/ticket/shared-kid/second", &v.otherTwin}})
    v.ticket(id, "one of two issuers whose kid is the same: the signature says whose ticket it is", must(writeServiceTicket(*key, ratings.ticket())));
  Bytes damaged = ticket;
  damaged[70] ^= 1;
  v.ticket("ticket/bad-ticket/one-bit", "one bit of what was signed", damaged);
  Bytes trailing = ticket;
  trailing.push_back(0);
  v.ticket("ticket/bad-ticket/trailing", "a byte behind it", trailing);
  v.ticket("ticket/bad-ticket/empty", "nothing", {});
  v.ticket("ticket/bad-ticket/451-zeros", "refused before it is read", Bytes(451, 0));
  v.ticket("ticket/bad-ticket/pass", "a pass of the same issuer is no ticket", ratings.city.pass());
  v.ticket("ticket/bad-ticket/venue", "nor is a venue's record", ratings.places.venueRecord());
  const Bytes payload = payloadOf(Claim());
  v.ticket("ticket/bad-ticket/as-venue-record", "signed as a venue's record", signedBy(ratings.city.issuer, payload, SignedKind::VenueRecord));
  v.ticket("ticket/bad-ticket/as-pass", "signed as a pass", signedBy(ratings.city.issuer, payload, SignedKind::Pass));
  v.ticket("ticket/bad-ticket/as-no-kind", "signed without external data", signedBy(ratings.city.issuer, payload, SignedKind::Card));
  v.ticket("ticket/bad-ticket/no-kid", "without its issuer's name", cose::signSign1(SignedKind::ServiceTicket, ratings.city.issuer, payload, false));
}

/// One element of the claim is another.
void addTicketClaims(RatingVectors& v) {
  const SigningKey& issuer = v.ratings.city.issuer;
  const auto of = [&](const char* id, const char* why, auto bend) {
    Claim claim;
    bend(claim);
    v.ticket(id, why, signedBy(issuer, payloadOf(claim)));
  };
  of("ticket/bad-ticket/id-15", "an id of 15 bytes", [](Claim& c) { c.id = bytes(Bytes(15, 1)); });
  of("ticket/bad-ticket/id-17", "an id of 17 bytes", [](Claim& c) { c.id = bytes(Bytes(17, 1)); });
  of("valid/ticket/office-25", "an office's id of 25 characters", [](Claim& c) { c.office = text(filled(25)); });
  of("valid/ticket/office-26", "of 26", [](Claim& c) { c.office = text(filled(26)); });
  of("ticket/bad-ticket/office-27", "of 27", [](Claim& c) { c.office = text(filled(27)); });
  of("ticket/bad-ticket/no-office", "an empty one", [](Claim& c) { c.office = text(""); });
  of("ticket/bad-ticket/capital-office", "a capital letter in an office's id", [](Claim& c) { c.office = text("Library"); });
  of("valid/ticket/item-25", "an item's id of 25 characters", [](Claim& c) { c.item = text(filled(25)); });
  of("valid/ticket/item-26", "of 26", [](Claim& c) { c.item = text(filled(26)); });
  of("ticket/bad-ticket/item-27", "of 27", [](Claim& c) { c.item = text(filled(27)); });
  of("ticket/bad-ticket/no-item", "an empty one", [](Claim& c) { c.item = text(""); });
  of("ticket/bad-ticket/slash-item", "a slash in an item's id", [](Claim& c) { c.item = text("reader/card"); });
  of("valid/ticket/longest-names", "names of 64 bytes, in the fourth language", [](Claim& c) { c.officeNames = c.itemNames = mapOf({{4, text(filled(64))}}); });
  of("ticket/bad-ticket/long-office-name", "an office's name of 65 bytes", [](Claim& c) { c.officeNames = mapOf({{1, text(filled(65))}}); });
  of("ticket/bad-ticket/long-item-name", "an item's name of 65 bytes", [](Claim& c) { c.itemNames = mapOf({{1, text(filled(65))}}); });
  of("ticket/bad-ticket/empty-office-name", "an empty name of the office", [](Claim& c) { c.officeNames = mapOf({{1, text("")}}); });
  of("ticket/bad-ticket/empty-item-name", "an empty name of the item", [](Claim& c) { c.itemNames = mapOf({{1, text("")}}); });
  of("ticket/bad-ticket/no-office-name", "an office without a name", [](Claim& c) { c.officeNames = mapOf({}); });
  of("ticket/bad-ticket/no-item-name", "an item without a name", [](Claim& c) { c.itemNames = mapOf({}); });
  of("ticket/bad-ticket/next-language", "a language that nobody knows", [](Claim& c) { c.itemNames = mapOf({{kLanguages + 1, text("x")}}); });
  of("ticket/bad-ticket/office-name-text", "a name that turns its surroundings", [](Claim& c) { c.officeNames = mapOf({{1, text("City\u202eLibrary")}}); });
  of("ticket/bad-ticket/item-name-text", "a name of two lines", [](Claim& c) { c.itemNames = mapOf({{1, text("A reader's\ncard")}}); });
  of("ticket/bad-ticket/item-name-blank", "a name of spaces", [](Claim& c) { c.itemNames = mapOf({{1, text("   ")}}); });
  const Bytes none = bytes({});
  of("valid/ticket/online", "given online, with a pass", [](Claim& c) { c.channel = number(2); });
  of("valid/ticket/online-link", "given online, without one", [&](Claim& c) { c.channel = number(4); c.pass = none; });
  of("valid/ticket/telephone", "given by telephone", [&](Claim& c) { c.channel = number(5); c.pass = none; });
  of("ticket/bad-ticket/channel-0", "a channel of no number", [](Claim& c) { c.channel = number(0); });
  of("ticket/bad-ticket/kiosk", "a channel that has no tickets", [&](Claim& c) { c.channel = number(6); c.pass = none; });
  of("ticket/bad-ticket/channel-7", "a channel that nobody knows", [](Claim& c) { c.channel = number(7); });
  of("ticket/bad-ticket/bound-without-pass", "bound to a pass, and names none", [&](Claim& c) { c.pass = none; });
  of("ticket/bad-ticket/slip-with-pass", "of whoever has it, and names a pass", [](Claim& c) { c.channel = number(3); });
  of("ticket/bad-ticket/call-with-pass", "a pass in a telephone call", [](Claim& c) { c.channel = number(5); });
  of("ticket/bad-ticket/digest-31", "31 bytes of a digest", [](Claim& c) { c.pass = bytes(Bytes(31, 1)); });
  of("ticket/bad-ticket/digest-33", "33 bytes of a digest", [](Claim& c) { c.pass = bytes(Bytes(33, 1)); });
}

/// Payloads of another shape.
void addTicketShapes(RatingVectors& v) {
  const SigningKey& issuer = v.ratings.city.issuer;
  const auto of = [&](const char* id, const char* why, const Bytes& payload) { v.ticket(id, why, signedBy(issuer, payload)); };
  constexpr const char* kElements[] = {"id", "office", "office-names", "item", "item-names", "channel", "pass"};
  for (std::size_t i = 0; i < std::size(kElements); ++i) {
    std::vector<Bytes> elements = Claim().elements();
    elements[i] = i == 5 ? text("on-site") : number(1);
    of(("ticket/bad-ticket/type/" + std::string(kElements[i])).c_str(), "an element of another type", payloadOf(arrayOf(elements)));
  }
  std::vector<Bytes> elements = Claim().elements();
  elements.push_back(number(0));
  of("ticket/bad-ticket/8-elements", "an element more", payloadOf(arrayOf(elements)));
  elements.resize(6);
  of("ticket/bad-ticket/6-elements", "an element less", payloadOf(arrayOf(elements)));
  of("ticket/bad-ticket/no-claim", "a map in the claim's place", payloadOf(mapOf({})));
  const Bytes claim = arrayOf(Claim().elements());
  constexpr std::int64_t kExp = kEnded + 14 * 86400;
  of("ticket/bad-ticket/no-exp", "without an end", mapOf({{6, number(kEnded)}, {kClaimTicket, claim}}));
  of("ticket/bad-ticket/no-iat", "without the time at which it ended", mapOf({{4, number(kExp)}, {kClaimTicket, claim}}));
  of("ticket/bad-ticket/only-times", "without the claim", mapOf({{4, number(kExp)}, {6, number(kEnded)}}));
  of("ticket/bad-ticket/more-claims", "a claim more", mapOf({{4, number(kExp)}, {5, number(kEnded)}, {6, number(kEnded)}, {kClaimTicket, claim}}));
  of("ticket/bad-ticket/other-claim", "a venue's claim", mapOf({{4, number(kExp)}, {6, number(kEnded)}, {-65538, claim}}));
  of("ticket/bad-ticket/text-iat", "a text as a time", mapOf({{4, number(kExp)}, {6, text("now")}, {kClaimTicket, claim}}));
  of("ticket/bad-ticket/unsorted", "iat before exp", mapOf({{6, number(kEnded)}, {4, number(kExp)}, {kClaimTicket, claim}}));
  Bytes more = payloadOf(Claim());
  more.push_back(0);
  of("ticket/bad-ticket/payload-trailing", "a byte behind its payload", more);
  const auto sized = [&](std::size_t size) {
    Claim wide;
    wide.officeNames = mapOf({{1, text(filled(64))}, {2, text(filled(64))}, {3, text(filled(64))}});
    const auto with = [&](std::size_t name) {
      wide.itemNames = mapOf({{1, text(filled(30))}, {2, text(filled(name))}});
      return signedBy(issuer, payloadOf(wide));
    };
    const Bytes ticket = with(30 + size - with(30).size());
    if (ticket.size() != size) std::abort();
    return ticket;
  };
  v.ticket("valid/ticket/450-bytes", "the longest ticket", sized(450));
  v.ticket("ticket/bad-ticket/451-bytes", "one byte more, properly signed", sized(451));
}

void addTicketTimes(RatingVectors& v) {
  const SigningKey& issuer = v.ratings.city.issuer;
  const Bytes ticket = v.ratings.signedTicket();
  const auto ended = [&](const char* id, const char* why, std::int64_t iat, const SigningKey* by = nullptr) {
    v.ticket(id, why, signedBy(by ? *by : issuer, payloadOf(Claim(), iat)));
  };
  constexpr std::int64_t kLife = 14 * 86400;
  ended("valid/ticket/60-seconds-ahead", "the office's clock is 60 s ahead", kNow + 60);
  ended("ticket/not-ended", "ends 61 s from now", kNow + 61);
  ended("valid/ticket/last-second", "ended two weeks ago less a second", kNow - kLife + 1);
  ended("ticket/expired", "ended two weeks ago", kNow - kLife);
  v.ticket("ticket/bad-ticket/13-days", "its end is a second too early", signedBy(issuer, payloadOf(Claim(), kEnded, kEnded + kLife - 1)));
  v.ticket("ticket/bad-ticket/15-days", "its end is a second too late", signedBy(issuer, payloadOf(Claim(), kEnded, kEnded + kLife + 1)));
  ended("valid/ticket/issuers-last-second", "ended in the last second of its issuer", kNow - 61, &v.ended);
  ended("trust/issuer-not-valid-then/ticket", "ended when its issuer did", kNow - 60, &v.ended);
  ended("valid/ticket/issuers-first-second", "ended in the first second of its issuer", kNow - 86400, &v.young);
  ended("trust/issuer-not-valid-then/ticket/before", "ended a second before its issuer began", kNow - 86401, &v.young);
  ended("ticket/bad-ticket/week-0", "ended in the week of 1970-01-01, which began before time did", 4 * 86400 - 1, &v.ancient);
  ended("ticket/expired/week-1", "ended in the first second of week 1", 4 * 86400, &v.ancient);
  ended("ticket/not-ended/2106", "the last ticket of 32 bits", 0xffffffff - kLife, &v.ancient);
  ended("ticket/bad-ticket/2106", "its end is 2^32", 0x100000000 - kLife, &v.ancient);
  const std::int64_t issued = v.trust.at("months").issuedUnixSeconds;
  v.ticket("valid/ticket/clock-300-behind", "the list is 300 s ahead of this clock", signedBy(issuer, payloadOf(Claim(), kNow - 5000)), issued - 300);
  v.ticket("time/clock-behind-list/ticket", "the list is 301 s ahead of this clock", signedBy(issuer, payloadOf(Claim(), kNow - 5000)), issued - 301);
  v.ticket("valid/ticket/list-almost-too-old", "the last second in which no scene finds the list too old", ticket, issued + 86400 * 5 - 1);
  v.ticket("trust/too-old/ticket", "one scene, of another kind of place, finds it too old", ticket, issued + 86400 * 5);
}

/// Which key is listed for the week.
void addTicketKeys(RatingVectors& v) {
  const SigningKey& issuer = v.ratings.city.issuer;
  const auto in = [&](const char* id, const char* why, const char* list, std::int64_t iat) {
    v.ticket(id, why, signedBy(issuer, payloadOf(Claim(), iat)), std::max(iat, v.trust.at(list).issuedUnixSeconds), list);
  };
  in("valid/ticket/key/first-week", "ended in the first second of the month's first week", "months", weekBegins(2975));
  in("valid/ticket/key/last-week", "ended in the last second of the month before", "months", weekBegins(2975) - 1);
  in("valid/ticket/key/none", "a list without keys", "no-keys", kEnded);
  in("valid/ticket/key/before-gap", "the key that ends a week later", "gaps", weekBegins(kWeek) - 1);
  in("valid/ticket/key/gap", "the latest key ended as the week began: an older one that goes on is not taken, nor one that begins a second later", "gaps",
     kEnded);
  in("valid/ticket/key/a-second", "a key that ends a second after the week began", "gaps", weekBegins(kWeek + 1));
}

/// Two things are wrong with each, and the order of checks says which is named.
void addTicketOrder(RatingVectors& v) {
  const auto& city = v.ratings.city;
  const std::int64_t tooOld = v.trust.at("months").issuedUnixSeconds + 604800;
  Bytes broken = v.ratings.signedTicket();
  broken.pop_back();
  v.ticket("ticket/bad-ticket/order/envelope", "no envelope, and no list", broken, kNow, nullptr);
  v.ticket("trust/too-old/ticket/order", "a list that is too old, and a stranger", signedBy(city.stranger, payloadOf(Claim())), tooOld);
  Bytes bent = signedBy(v.cardIssuer, payloadOf(Claim()));
  bent.back() ^= 1;
  v.ticket("ticket/bad-ticket/order/signature", "a signature that does not fit, of an issuer without the right", bent);
  v.ticket("trust/issuer-not-for-scope/ticket/order", "an issuer without the right, and an empty payload", signedBy(v.cardIssuer, Bytes{0xa0}));
  Claim capital;
  capital.office = text("Library");
  v.ticket("ticket/bad-ticket/order/payload", "a capital letter in the office's id, of an issuer that began later",
           signedBy(v.young, payloadOf(capital, kNow - 86401)));
  v.ticket("trust/issuer-not-valid-then/ticket/order", "ended before its issuer began, and three weeks ago", signedBy(v.young, payloadOf(Claim(), kNow - 21 * 86400)));
}

// ---- The passes that tickets name ----

void addPasses(RatingVectors& v) {
  const auto& city = v.ratings.city;
  const Bytes pass = city.pass();
  v.pass("valid/pass", "the one that the ticket names", pass);
  PassClaims over = city.claims();
  over.notBeforeUnixSeconds -= 86400 * 10;
  over.expiresUnixSeconds -= 86400 * 10;
  v.pass("valid/pass/expired", "it was shown while it was good", must(writePass(city.issuer, over)));
  v.pass("valid/pass/sealed", "what is sealed stays so", must(writePass(city.issuer, city.identityClaims())));
  for (const auto& [id, key] : {std::pair{"valid/pass/shared-kid", &v.twin}, {"valid/pass/shared-kid/second", &v.otherTwin}})
    v.pass(id, "one of two issuers whose kid is the same", must(writePass(*key, city.claims())));
  PassClaims other = city.claims();
  ++other.statusIndex;
  v.pass("ticket/other-pass", "another pass of the same phone", must(writePass(city.issuer, other)), sha256(pass));
  Sha256 bent = sha256(pass);
  bent.back() ^= 1;
  v.pass("ticket/other-pass/one-bit", "one bit of the digest", pass, bent);
  v.pass("ticket/other-pass/empty", "no pass", {}, sha256(pass));
  v.pass("trust/unknown-issuer/pass", "nobody on the list signed it", must(writePass(city.stranger, city.claims())));
  v.pass("trust/issuer-not-for-scope/pass", "signed by an issuer of another scene", must(writePass(v.cardIssuer, city.claims())));
  const Bytes payload = copyOf(must(cose::decodeSign1(pass)).payload);
  v.pass("signature/issuer-mismatch/pass", "signed as a presentation", cose::signSign1(SignedKind::Presentation, city.issuer, payload, true));
  v.pass("cose/bad-structure/pass", "without its issuer's name", cose::signSign1(SignedKind::Pass, city.issuer, payload, false));
  v.pass("pass/missing-claim/pass", "signed, and says nothing", cose::signSign1(SignedKind::Pass, city.issuer, Bytes{0xa0}, true));
}

// ---- Rated services ----

struct Service {
  Bytes office = text("city-library"), item = text("reader-card"), channel = number(1), week = number(kWeek);
  std::vector<Bytes> elements() const { return {office, item, channel, week}; }
  Bytes encoded() const { return arrayOf(elements()); }
};

void addServices(RatingVectors& v) {
  const auto of = [&](const char* id, const char* why, auto bend) {
    Service service;
    bend(service);
    v.service(id, why, service.encoded());
  };
  of("valid/service", "as a ticket says it", [](Service&) {});
  of("valid/service/kiosk", "pressed at a kiosk", [](Service& s) { s.channel = number(6); });
  of("valid/service/office-25", "an office of 25 characters", [](Service& s) { s.office = text(filled(25)); });
  of("valid/service/longest", "two ids of 26 characters, and the last week", [](Service& s) { s.office = s.item = text(filled(26)), s.week = number(7100); });
  of("rating/bad-rating/service/office-27", "an office of 27 characters", [](Service& s) { s.office = text(filled(27)); });
  of("rating/bad-rating/service/item-27", "an item of 27 characters", [](Service& s) { s.item = text(filled(27)); });
  of("rating/bad-rating/service/no-office", "an empty office", [](Service& s) { s.office = text(""); });
  of("rating/bad-rating/service/no-item", "an empty item", [](Service& s) { s.item = text(""); });
  of("rating/bad-rating/service/capital", "a capital letter", [](Service& s) { s.office = text("Library"); });
  of("rating/bad-rating/service/space", "a space", [](Service& s) { s.item = text("reader card"); });
  of("rating/bad-rating/service/channel-0", "a channel of no number", [](Service& s) { s.channel = number(0); });
  of("rating/bad-rating/service/channel-7", "a channel that nobody knows", [](Service& s) { s.channel = number(7); });
  of("rating/bad-rating/service/week-0", "the week of 1970-01-01, which began before time did", [](Service& s) { s.week = number(0); });
  of("valid/service/week-1", "the next one", [](Service& s) { s.week = number(1); });
  of("rating/bad-rating/service/week-7101", "a week that does not end in 32 bits of seconds", [](Service& s) { s.week = number(7101); });
  of("rating/bad-rating/service/week-2^32", "a week that is 2^32 + 1", [](Service& s) { s.week = number(0x100000001); });
  of("rating/bad-rating/service/negative", "a negative week", [](Service& s) { s.week = number(-1); });
  // Ends of years, and the leap days between: 2020 and 2026 have 53 weeks.
  for (const auto& [id, week] : {std::pair{"2020-W53", 2661}, {"2021-W01", 2662}, {"2024-W01", 2818}, {"2026-W53", 2974}, {"2027-W01", 2975}, {"2100-W09", 6792}})
    of(("valid/service/" + std::string(id)).c_str(), "the week as people write it", [&](Service& s) { s.week = number(week); });
  for (std::size_t i = 0; i < 4; ++i) {
    constexpr const char* kElements[] = {"office", "item", "channel", "week"};
    std::vector<Bytes> elements = Service().elements();
    elements[i] = i < 2 ? number(1) : text("1");
    v.service(("rating/bad-rating/service/type/" + std::string(kElements[i])).c_str(), "an element of another type", arrayOf(elements));
  }
  std::vector<Bytes> elements = Service().elements();
  elements.push_back(number(0));
  v.service("rating/bad-rating/service/5-elements", "an element more", arrayOf(elements));
  elements.resize(3);
  v.service("rating/bad-rating/service/3-elements", "an element less", arrayOf(elements));
  Bytes bent = Service().encoded();
  bent.push_back(0);
  v.service("rating/bad-rating/service/trailing", "a byte behind it", bent);
  v.service("rating/bad-rating/service/cut", "cut off", Bytes(bent.begin(), bent.end() - 2));
  v.service("rating/bad-rating/service/not-shortest", "a channel of two bytes", arrayOf({Service().office, Service().item, {0x18, 0x01}, Service().week}));
  v.service("rating/bad-rating/service/empty", "nothing", {});
  v.service("rating/bad-rating/service/65-bytes", "refused before it is read", Bytes(65, 0));
}

// ---- Ratings ----

struct Said {
  Bytes service = bytes(Service().encoded()), input = bytes(Bytes(32, 0x31)), output = bytes(Bytes(64, 0x32)), level = number(4), indicators = mapOf({}),
        reasons = arrayOf({}), words = text(""), reply = bytes({});
  std::vector<Bytes> elements() const { return {service, input, output, level, indicators, reasons, words, reply}; }
  Bytes encoded() const { return arrayOf(elements()); }
  /// At this level a case opens, and there must be a digest.
  void openCase(int bad = 2) { level = number(bad), reply = bytes(Bytes(32, 0x41)); }
  void from(int channel) {
    Service where;
    where.channel = number(channel);
    service = bytes(where.encoded());
  }
};

Bytes numbers(std::initializer_list<std::int64_t> values) {
  std::vector<Bytes> items;
  for (const std::int64_t value : values) items.push_back(number(value));
  return arrayOf(items);
}
Bytes levels(std::initializer_list<std::int64_t> indicators, std::int64_t level = 5) {
  test::Members members;
  for (const std::int64_t indicator : indicators) members.push_back({indicator, number(level)});
  return mapOf(members);
}
std::string repeated(std::string_view character, std::size_t times) {
  std::string whole;
  for (std::size_t i = 0; i < times; ++i) whole += character;
  return whole;
}
constexpr std::string_view kFourBytes = "\U00020000";   // a Chinese character outside the first plane

template <class Bend>
void said(RatingVectors& v, const char* id, const char* why, Bend bend) {
  Said rating;
  bend(rating);
  v.rating(id, why, rating.encoded());
}

void addRatings(RatingVectors& v) {
  said(v, "valid/rating", "a level and nothing more", [](Said&) {});
  for (const int level : {3, 5}) said(v, level == 3 ? "valid/rating/level-3" : "valid/rating/level-5", "a level above 2", [&](Said& s) { s.level = number(level); });
  for (const int level : {1, 2}) said(v, level == 1 ? "valid/rating/level-1" : "valid/rating/level-2", "a level that opens a case", [&](Said& s) { s.openCase(level); });
  said(v, "rating/bad-rating/level-0", "a level below 1", [](Said& s) { s.openCase(0); });
  said(v, "rating/bad-rating/level-6", "a level above 5", [](Said& s) { s.level = number(6); });
  said(v, "rating/bad-rating/level-257", "a level that is 1 modulo 256", [](Said& s) { s.openCase(257); });
  said(v, "valid/rating/on-site", "all that is asked about on site", [](Said& s) { s.indicators = levels({1, 2, 3}); });
  said(v, "valid/rating/online", "all that is asked about online", [](Said& s) { s.from(2), s.indicators = levels({1, 4, 5, 6}, 1); });
  said(v, "valid/rating/slip", "by a slip: as on site", [](Said& s) { s.from(3), s.indicators = levels({3}); });
  said(v, "valid/rating/link", "by a link: as online", [](Said& s) { s.from(4), s.indicators = levels({6}); });
  said(v, "valid/rating/telephone", "all that is asked about by telephone", [](Said& s) { s.from(5), s.indicators = levels({1, 2, 3}); });
  said(v, "rating/bad-rating/kiosk", "a channel that has no tickets", [](Said& s) { s.from(6); });
  said(v, "rating/bad-rating/on-site/clarity", "not asked about on site", [](Said& s) { s.indicators = levels({4}); });
  said(v, "rating/bad-rating/online/skill", "not asked about online", [](Said& s) { s.from(2), s.indicators = levels({2}); });
  said(v, "rating/bad-rating/telephone/operability", "not asked about by telephone", [](Said& s) { s.from(5), s.indicators = levels({6}); });
  said(v, "rating/bad-rating/indicator-0", "an indicator of no number", [](Said& s) { s.indicators = levels({0}); });
  said(v, "rating/bad-rating/indicator-7", "an indicator that nobody knows", [](Said& s) { s.indicators = levels({7}); });
  said(v, "rating/bad-rating/indicator-negative", "a negative indicator", [](Said& s) { s.indicators = levels({-1}); });
  said(v, "rating/bad-rating/indicator-level-0", "an indicator at a level below 1", [](Said& s) { s.indicators = levels({1}, 0); });
  said(v, "rating/bad-rating/indicator-level-6", "an indicator at a level above 5", [](Said& s) { s.indicators = levels({1}, 6); });
  said(v, "rating/bad-rating/indicator-order", "indicators in another order", [](Said& s) { s.indicators = levels({2, 1}); });
  said(v, "rating/bad-rating/indicator-twice", "an indicator twice", [](Said& s) { s.indicators = levels({1, 1}); });
}

void addReasons(RatingVectors& v) {
  said(v, "valid/rating/reasons", "all reasons, at level 2", [](Said& s) { s.openCase(), s.reasons = numbers({1, 2, 3, 4, 5, 6, 7, 8}); });
  said(v, "valid/rating/a-reason", "one reason, at level 1", [](Said& s) { s.openCase(1), s.reasons = numbers({8}); });
  said(v, "rating/bad-rating/reasons-at-3", "a reason above level 2", [](Said& s) { s.level = number(3), s.reasons = numbers({1}); });
  said(v, "rating/bad-rating/reason-twice", "a reason twice", [](Said& s) { s.openCase(), s.reasons = numbers({1, 1}); });
  said(v, "rating/bad-rating/reasons-falling", "reasons in another order", [](Said& s) { s.openCase(), s.reasons = numbers({2, 1}); });
  said(v, "rating/bad-rating/reason-0", "a reason of no number", [](Said& s) { s.openCase(), s.reasons = numbers({0}); });
  said(v, "rating/bad-rating/reason-9", "a reason that nobody knows", [](Said& s) { s.openCase(), s.reasons = numbers({9}); });
  said(v, "rating/bad-rating/reason-257", "a reason that is 1 modulo 256", [](Said& s) { s.openCase(), s.reasons = numbers({257}); });
  said(v, "rating/bad-rating/no-digest-at-1", "a case nobody can answer in", [](Said& s) { s.level = number(1); });
  said(v, "rating/bad-rating/no-digest-at-2", "a case nobody can answer in", [](Said& s) { s.level = number(2); });
  said(v, "rating/bad-rating/digest-at-3", "an answer where no case opens", [](Said& s) { s.openCase(3); });
  said(v, "rating/bad-rating/digest-at-5", "an answer where no case opens", [](Said& s) { s.openCase(5); });
  said(v, "rating/bad-rating/digest-31", "31 bytes of a digest", [](Said& s) { s.openCase(), s.reply = bytes(Bytes(31, 1)); });
  said(v, "rating/bad-rating/digest-33", "33 bytes of a digest", [](Said& s) { s.openCase(), s.reply = bytes(Bytes(33, 1)); });
}

void addRatingTexts(RatingVectors& v) {
  const auto words = [&](const char* id, const char* why, std::string_view written) {
    said(v, id, why, [&](Said& s) { s.words = text(written); });
  };
  words("valid/rating/text", "one sentence", "The desk closed early, and nobody said so.");
  words("valid/rating/text-chinese", "one sentence, in Chinese", "窗口提前关了，没有人说明。");
  words("valid/rating/text-html", "who shows it escapes it", "<script>alert(1)</script> & <b>\"x\"</b>");
  words("valid/rating/text-formula", "who writes it into a table escapes it", "=HYPERLINK(\"https://example.org\",\"1\")");
  words("valid/rating/text-500", "500 characters of a byte", filled(500));
  words("rating/bad-text/501", "one more", filled(501));
  words("valid/rating/text-500-of-4", "500 characters of four bytes", repeated(kFourBytes, 500));
  words("rating/bad-text/501-of-4", "one more", repeated(kFourBytes, 501));
  words("rating/bad-text/direction", "a text that turns its surroundings", "good\u202eservice");
  words("rating/bad-text/line-feed", "two lines", "good\nservice");
  words("rating/bad-text/nul", "a NUL", std::string_view("good\0service", 12));
  words("rating/bad-text/blank", "spaces and nothing else", "   ");
  words("rating/bad-text/private-use", "a character of nobody's", "good\ue000");
  Said broken;
  broken.words = {0x62, 0xc0, 0x80};
  v.rating("rating/bad-rating/utf8", "an overlong NUL: no text at all", broken.encoded());
  const auto sized = [](std::size_t size) {
    const auto with = [](std::size_t characters) {
      Said rating;
      rating.words = text(filled(characters));
      return rating.encoded();
    };
    const Bytes rating = with(2000 + size - with(2000).size());
    if (rating.size() != size) std::abort();
    return rating;
  };
  v.rating("rating/bad-text/2560-bytes", "as long as a rating may be, which only a text that is too long can fill", sized(2560));
  v.rating("rating/bad-rating/2561-bytes", "one byte more: refused before it is read", sized(2561));
}

void addRatingShapes(RatingVectors& v) {
  constexpr const char* kElements[] = {"service", "input", "output", "level", "indicators", "reasons", "text", "reply"};
  for (std::size_t i = 0; i < std::size(kElements); ++i) {
    std::vector<Bytes> elements = Said().elements();
    elements[i] = i == 3 ? text("4") : number(1);
    v.rating(("rating/bad-rating/type/" + std::string(kElements[i])).c_str(), "an element of another type", arrayOf(elements));
  }
  said(v, "rating/bad-rating/unwrapped", "the rated service as an array, and no byte string", [](Said& s) { s.service = Service().encoded(); });
  said(v, "rating/bad-rating/week-0", "a rated service of no week", [](Said& s) {
    Service where;
    where.week = number(0);
    s.service = bytes(where.encoded());
  });
  for (const std::size_t size : {31, 33})
    said(v, size == 31 ? "rating/bad-rating/input-31" : "rating/bad-rating/input-33", "an input of another size", [&](Said& s) { s.input = bytes(Bytes(size, 1)); });
  for (const std::size_t size : {63, 65})
    said(v, size == 63 ? "rating/bad-rating/output-63" : "rating/bad-rating/output-65", "an output of another size", [&](Said& s) { s.output = bytes(Bytes(size, 1)); });
  std::vector<Bytes> elements = Said().elements();
  elements.push_back(number(0));
  v.rating("rating/bad-rating/9-elements", "an element more", arrayOf(elements));
  elements.resize(7);
  v.rating("rating/bad-rating/7-elements", "an element less", arrayOf(elements));
  Bytes bent = Said().encoded();
  bent.push_back(0);
  v.rating("rating/bad-rating/trailing", "a byte behind it", bent);
  v.rating("rating/bad-rating/cut", "cut off", Bytes(bent.begin(), bent.end() - 2));
  v.rating("rating/bad-rating/empty", "nothing", {});
  said(v, "rating/bad-rating/not-shortest", "a level in two bytes", [](Said& s) { s.level = {0x18, 0x04}; });
}

// ---- Redemptions ----

void addRedemptions(RatingVectors& v) {
  const Rating rating = v.ratings.rating();
  v.redeem("valid/redeem", "the token of this service", rating);
  v.redeem("valid/redeem/other-opinion", "a token says nothing of what its owner does", [&] {
    Rating bad = v.ratings.rating(Level::VeryDissatisfied);
    bad.opinion.reasons = {Reason::LongWait};
    return bad;
  }());
  const auto other = [&](const char* id, const char* why, auto bend) {
    Rating bent = rating;
    bend(bent);
    v.redeem(id, why, bent);
  };
  other("rating/bad-token/office", "the token of another office", [](Rating& r) { r.service.officeId = "city-archive"; });
  other("rating/bad-token/item", "of another item", [](Rating& r) { r.service.itemId = "late-return"; });
  other("rating/bad-token/channel", "of another channel, where the same is asked about", [](Rating& r) { r.service.channel = Channel::OnSiteSlip; });
  other("rating/bad-token/week", "of the week before", [](Rating& r) { --r.service.week; });
  v.redeem("rating/bad-token/key", "of another month's key", rating, "rating 2027-02");
  other("rating/bad-token/input", "of another input", [](Rating& r) { r.input[0] ^= 1; });
  other("rating/bad-token/output", "one bit of it", [](Rating& r) { r.output[63] ^= 1; });
  other("rating/bad-token/unbound", "a token of the same secret that is bound to nothing", [](Rating& r) {
    const TokenKey key = test::ratingKeyNamed("rating 2027-01");
    r.output = must(evaluateInput(must(TokenKey::fromBytes(OprfMode::Voprf, key.secret().bytes())), r.input));
  });
}

}  // namespace

void printRatings() {
  RatingVectors v;
  addTickets(v);
  addTicketClaims(v);
  addTicketShapes(v);
  addTicketTimes(v);
  addTicketKeys(v);
  addTicketOrder(v);
  addPasses(v);
  addServices(v);
  addRatings(v);
  addReasons(v);
  addRatingTexts(v);
  addRatingShapes(v);
  addRedemptions(v);
  Json lists = Json::object();
  for (const auto& [name, list] : v.trust) lists[name] = hexOf(writeTrustList(v.ratings.city.root, list));
  const Json file{{"about", "Tickets and ratings of a test city; written by tests/core/make_rating_vectors.cpp."},
                  {"rootKey", hexOf(v.ratings.city.root.publicKey())},
                  {"trustLists", lists},
                  {"seed", hexOf(Bytes(kTokenSeedBytes, test::kRatingSeed))},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
