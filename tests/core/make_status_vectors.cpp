// Of make_vectors: prints tests/vectors/status-lists.json: lists and deltas offered one after another, and then what a
// verifier says of single passes and cards.
#include <cstdlib>
#include <iostream>
#include <optional>

#include "citycode/paper_card.h"
#include "encoding/cbor.h"
#include "encoding/pass_mark.h"
#include "lists/status_sets.h"
#include "signing/cose.h"
#include "test_city.h"
#include "vector_file.h"
#include "verdict/report.h"
#include "verdict/revocation.h"

namespace citycode {
namespace {

using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;
using test::must;
using test::TestCity;

using Indices = std::vector<std::uint32_t>;

constexpr std::int64_t kIssued = kNow - 600;
constexpr std::uint32_t kNoListScope = 20;
constexpr std::int64_t kLongestDays = 20;   // no pass of this city lives longer

/// Bytes too many to write down: `count` times `byte`, to be put in before the byte at `at`.
struct Run {
  std::size_t at;
  std::uint8_t byte;
  std::size_t count;
};

struct Offer {
  Bytes bytes;
  std::int64_t now = kNow;
  std::optional<Run> run = std::nullopt;   // `bytes` has it already

  Json json() const {
    Json offer{{"now", now}, {"bytes", hexOf(bytes)}, {"run", nullptr}};
    if (!run) return offer;
    Bytes without = bytes;
    const auto begin = without.begin() + static_cast<std::ptrdiff_t>(run->at);
    without.erase(begin, begin + static_cast<std::ptrdiff_t>(run->count));
    offer["bytes"] = hexOf(without);
    offer["run"] = {{"at", run->at}, {"byte", run->byte}, {"count", run->count}};
    return offer;
  }
};

struct Question {
  std::uint32_t index;
  std::int64_t now = kNow;
  const char* scope = "transit";
  std::int64_t day = statusDayOf(kIssued);
  const SigningKey* issuer = nullptr;   // the city's
};

class StatusVectors {
 public:
  TestCity city;
  SigningKey second = test::keyFrom(5), twin = test::keyTwin(), otherTwin = test::keyOtherTwin();
  SigningKey retired = test::keyFrom(6), fresh = test::keyFrom(7);   // until today, and from tomorrow on without cards
  TrustList trust = shortTrustList(), crowded = crowdedTrustList();
  std::int64_t day = statusDayOf(kIssued);

  StatusList list(std::uint64_t version, Indices revoked = {}, std::int64_t issued = kIssued) const {
    StatusList list = city.statusList(std::move(revoked));
    list.head.version = version;
    list.head.issuedUnixSeconds = issued;
    return list;
  }
  Bytes full(std::uint64_t version, Indices revoked = {}, std::int64_t issued = kIssued) const {
    return writeStatusList(city.issuer, list(version, std::move(revoked), issued));
  }
  Bytes delta(const StatusList& next, std::uint64_t base, Indices removed, Indices added) const {
    return writeStatusDelta(city.issuer, {next.head, base, must(RevokedSet::of(removed)), must(RevokedSet::of(added)),
                                          next.revoked.digest()});
  }
  Bytes signedPayload(ByteView payload) const { return cose::signSign1(SignedKind::StatusList, city.issuer, payload, true); }

  void add(const char* id, const char* why, const std::vector<Offer>& offers, const std::vector<Question>& questions = {}) {
    add(id, why, "usual", trust, offers, questions);
  }
  void addCrowded(const char* id, const char* why, const std::vector<Offer>& offers, const std::vector<Question>& questions = {}) {
    add(id, why, "crowded", crowded, offers, questions);
  }
  Json take() { return std::move(vectors_); }

 private:
  void add(const char* id, const char* why, const char* listName, const TrustList& known, const std::vector<Offer>& offers,
           const std::vector<Question>& questions) {
    StatusLists lists;
    Json offered = Json::array(), answers = Json::array(), asked = Json::array(), checks = Json::array();
    Json fault;
    for (const Offer& offer : offers) {
      const auto adopted = lists.adopt(offer.bytes, known, offer.now);
      fault = faultOrNull(adopted);
      offered.push_back(offer.json());
      answers.push_back({{"fault", fault}, {"adopted", adopted ? Json::parse(adoptedStatusJson(*adopted)) : Json(nullptr)}});
    }
    for (const Question& question : questions) {
      asked.push_back(questionJson(question));
      checks.push_back(checkJson(lists, question));
    }
    vectors_.push_back({{"id", id}, {"why", why}, {"source", "docs/format.md"}, {"now", offers.back().now},
                        {"input", {{"trustList", listName}, {"offers", offered}, {"questions", asked}}},
                        {"expect", {{"fault", fault}, {"answers", answers}, {"checks", checks}}}});
  }

  /// The same scenes, and 1,024 issuers, of whom each has room for one list and 48 KiB.
  TrustList crowdedTrustList() const {
    TrustList list = shortTrustList();
    list.issuers.resize(1);
    list.issuers[0].expiresUnixSeconds = kNow + 400 * 86400;
    while (list.issuers.size() < 1024) {
      list.issuers.push_back(list.issuers[0]);
      list.issuers.back().key = test::keyCounted(static_cast<std::uint32_t>(list.issuers.size())).publicKey();
    }
    return list;
  }

  TrustList shortTrustList() const {
    TrustList list = city.trustList();
    ScopePolicy noList = TestCity::scopeNamed("transit");
    noList.id = kNoListScope;
    noList.name = "no-status-list";
    noList.statusFreshSeconds = noList.statusTooOldSeconds = 0;
    noList.longestPassSeconds = kLongestDays * 86400;
    list.scopes = {TestCity::scopeNamed("identity"), TestCity::scopeNamed("resident"), TestCity::scopeNamed("transit"), noList};
    list.issuers[0].scopeIds = {1, 4, 7, kNoListScope};
    const auto add = [&](const SigningKey& key) -> Issuer& {
      list.issuers.push_back(list.issuers[0]);
      list.issuers.back().key = key.publicKey();
      return list.issuers.back();
    };
    for (const SigningKey* key : {&second, &twin, &otherTwin}) add(*key);
    add(retired).expiresUnixSeconds = statusDayOf(kIssued) * kSecondsPerStatusDay;
    Issuer& tomorrows = add(fresh);
    tomorrows.notBeforeUnixSeconds = (statusDayOf(kIssued) + 1) * kSecondsPerStatusDay;
    tomorrows.rights = {};
    // 16 issuers: each has room for 16 lists.
    for (std::uint8_t filler = 20; list.issuers.size() < 16; ++filler) add(test::keyFrom(filler));
    return list;
  }

  const SigningKey& issuerOf(const Question& question) const { return question.issuer ? *question.issuer : city.issuer; }

  /// A pass or a card of that index: whoever reads whole codes finds the same entry for revocation in its verdict.
  std::string codeOf(const Question& question) const {
    if (question.day == kPaperStatusDay) {
      PaperCard card = city.paperCard();
      card.status.index = question.index;
      return must(writePaperCode(issuerOf(question), TestCity::person(), card));
    }
    const ScopePolicy& scope = *trust.findScope(question.scope);
    PassClaims claims = city.claims();
    claims.statusIndex = question.index;
    claims.notBeforeUnixSeconds = question.day * kSecondsPerStatusDay + passMarkOf(kIssued % kSecondsPerStatusDay);
    claims.expiresUnixSeconds = claims.notBeforeUnixSeconds + 86400;
    claims.scopeId = scope.id;
    claims.attributes.clear();
    if (scope.allows(Attribute::FareType)) claims.attributes[Attribute::FareType] = std::uint64_t{2};
    else claims.attributes[Attribute::CityResident] = true;
    return TestCity::codeSignedBy(city.holder, must(writePass(issuerOf(question), claims)), {scope.name, kNow, std::nullopt});
  }

  Json questionJson(const Question& question) const {
    return {{"now", question.now}, {"scope", question.scope}, {"issuerKey", hexOf(issuerOf(question).publicKey())},
            {"day", question.day}, {"index", question.index}, {"code", codeOf(question)}};
  }

  Json checkJson(const StatusLists& lists, const Question& question) const {
    const StatusCheck check = checkStatus(&lists, issuerOf(question).publicKey(), question.day, question.index,
                                          *trust.findScope(question.scope), question.now);
    return {{"state", checkStateName(check.entry.state)},
            {"fault", check.entry.fault ? Json(faultId(*check.entry.fault)) : Json(nullptr)},
            {"freshness", freshnessName(check.freshness)},
            {"ageSeconds", check.ageSeconds ? Json(*check.ageSeconds) : Json(nullptr)}};
  }

  Json vectors_ = Json::array();
};

// ---- Lists that are well ----

void addFullLists(StatusVectors& v) {
  v.add("valid/nobody", "a list that names nobody", {{v.full(1)}}, {{0}, {(1 << 24) - 1}});
  v.add("valid/full", "the index that is named, and its neighbours", {{v.full(1, {4, 6, 11'259'375})}},
        {{3}, {4}, {5}, {6}, {11'259'374}, {11'259'375}, {11'259'376}});
  Indices many;
  for (std::uint32_t i = 0; i < 600; ++i) many.push_back(i * i * 40 + i);
  v.add("valid/600", "six hundred, ever further apart", {{v.full(1, many)}}, {{0}, {41}, {42}, {599 * 599 * 40 + 599}, {599 * 599 * 40 + 600}});
  StatusList smallest = v.list(1, {1});
  smallest.head.universeBits = 1;
  v.add("valid/smallest-universe", "two indices, one of them named", {{writeStatusList(v.city.issuer, smallest)}}, {{0}, {1}, {2}});
  StatusList largest = v.list(static_cast<std::uint64_t>(kIssued), {0, 0xffffffff});
  largest.head.universeBits = 32;
  v.add("valid/largest-universe", "the last index of 32 bits, and a version for each second since 1970", {{writeStatusList(v.city.issuer, largest)}},
        {{0}, {0xfffffffe}, {0xffffffff}});
  v.add("valid/same-again", "the very list that is held", {{v.full(3, {7})}, {v.full(3, {7})}}, {{7}});
  v.add("valid/signed-anew", "the same version, a later iat", {{v.full(3, {7})}, {v.full(3, {7}, kNow)}}, {{7}, {8}});
  v.add("valid/newer-version-older-date", "the version decides", {{v.full(3, {7})}, {v.full(4, {8}, kIssued - 60)}}, {{7}, {8}});
}

void addOwners(StatusVectors& v) {
  const SigningKey &second = v.second, &twin = v.twin, &otherTwin = v.otherTwin;
  const auto by = [&](const SigningKey& key, Indices revoked) { return Offer{writeStatusList(key, v.list(2, std::move(revoked)))}; };
  v.add("valid/two-issuers", "each speaks of its own passes", {by(v.city.issuer, {1}), by(second, {2})},
        {{1}, {2}, {1, kNow, "transit", v.day, &second}, {2, kNow, "transit", v.day, &second}});
  v.add("valid/one-of-two-issuers", "no list of the second", {by(v.city.issuer, {1})}, {{1, kNow, "transit", v.day, &second}});
  v.add("valid/shared-kid", "two issuers whose kid is the same: the signature says whose list it is",
        {by(otherTwin, {1}), by(twin, {2})},
        {{1, kNow, "transit", v.day, &twin}, {2, kNow, "transit", v.day, &twin},
         {1, kNow, "transit", v.day, &otherTwin}, {2, kNow, "transit", v.day, &otherTwin}});
  StatusList yesterday = v.list(9, {1});
  --yesterday.head.day;
  v.add("valid/two-days", "each day has its list and its versions", {{writeStatusList(v.city.issuer, yesterday)}, {v.full(2, {2})}},
        {{1}, {2}, {1, kNow, "transit", v.day - 1}, {2, kNow, "transit", v.day - 1}, {1, kNow, "transit", v.day + 1}});
  v.add("valid/cards", "all cards of an issuer stand under day 0", {{writeStatusList(v.city.issuer, v.city.cardList({5}))}},
        {{5, kNow, "identity", kPaperStatusDay}, {6, kNow, "identity", kPaperStatusDay}, {5}});
  v.add("valid/no-cards", "the list of a day says nothing of cards", {{v.full(2, {5})}},
        {{5, kNow, "identity", kPaperStatusDay}});
}

void addAges(StatusVectors& v) {
  v.add("valid/ages-at-a-gate", "fresh for an hour, too old after a day; what it names stays revoked", {{v.full(1, {5})}},
        {{4, kIssued + 3600}, {4, kIssued + 3601}, {4, kIssued + 86'399}, {4, kIssued + 86'400}, {5, kIssued + 86'400}});
  v.add("valid/ages-at-a-desk", "fresh for an hour, too old after half a day", {{v.full(1, {5})}},
        {{4, kIssued + 3600, "resident"}, {4, kIssued + 3601, "resident"}, {4, kIssued + 43'199, "resident"},
         {4, kIssued + 43'200, "resident"}, {5, kIssued + 43'200, "resident"}});
  v.add("valid/no-list-needed", "a scene without status lists asks none", {{v.full(1, {5})}}, {{5, kNow, "no-status-list"}});
  v.add("valid/clock-set-back", "the list was taken by a right clock", {{v.full(1, {5}), kNow}},
        {{4, kIssued - 300}, {4, kIssued - 301}, {5, kIssued - 301}});
  StatusList small = v.list(1, {5});
  small.head.universeBits = 20;
  v.add("valid/outside-the-universe", "an index that the list does not reach", {{writeStatusList(v.city.issuer, small)}},
        {{(1 << 20) - 1}, {1 << 20}});
}

// ---- Deltas ----

void addDeltas(StatusVectors& v) {
  const StatusList second = v.list(2, {4, 9}), third = v.list(3, {9, 10}), sixth = v.list(6, {9});
  const Bytes toSecond = v.delta(second, 1, {}, {4, 9}), toThird = v.delta(third, 2, {4}, {10}), toSixth = v.delta(sixth, 3, {10}, {});
  const std::vector<Question> all{{4}, {9}, {10}};
  v.add("valid/delta", "two added to nobody", {{v.full(1)}, {toSecond}}, all);
  v.add("valid/delta-chain", "three deltas; a version may be passed over", {{v.full(1)}, {toSecond}, {toThird}, {toSixth}}, all);
  v.add("valid/delta-times", "nothing new but the times",
        {{v.full(2, {4, 9})}, {v.delta(v.list(2, {4, 9}, kNow), 2, {}, {})}}, {{4}, {5, kNow + 3600}, {5, kNow + 3601}});
  v.add("valid/delta-nothing-to-do", "removed what was not there, added what was", {{v.full(2, {4, 9})}, {v.delta(v.list(3, {4, 9}), 2, {5}, {9})}}, all);
  v.add("valid/delta-both", "what is removed and added is there", {{v.full(2, {4, 9})}, {v.delta(v.list(3, {4, 9}), 2, {9}, {9})}}, all);
  v.add("revocation/delta-not-for-this-list", "no list yet", {{toSecond}}, all);
  v.add("revocation/delta-not-for-this-list/base", "its base is another version", {{v.full(1)}, {toThird}}, all);
  v.add("revocation/delta-not-for-this-list/twice", "the same delta again", {{v.full(1)}, {toSecond}, {toSecond}}, all);
  v.add("revocation/delta-not-for-this-list/digest", "another set under the base's version", {{v.full(1, {100})}, {toSecond}}, {{4}, {100}});
  StatusList otherDay = second;
  ++otherDay.head.day;
  v.add("revocation/delta-not-for-this-list/day", "a day of which there is no list", {{v.full(1)}, {v.delta(otherDay, 1, {}, {4, 9})}}, all);
  StatusList otherUniverse = second;
  otherUniverse.head.universeBits = 25;
  v.add("revocation/delta-not-for-this-list/universe", "another universe", {{v.full(1)}, {v.delta(otherUniverse, 1, {}, {4, 9})}}, all);
  v.add("revocation/delta-not-for-this-list/issuer", "the list is another issuer's", {{writeStatusList(v.second, v.list(1))}, {toSecond}}, all);
  v.add("revocation/rolled-back/delta", "a delta to an older version", {{v.full(3, {9, 10})}, {toSecond}}, all);
}

// ---- Lists that must not be taken ----

void addWhoAndWhen(StatusVectors& v) {
  const Bytes held = v.full(4, {7});
  const std::vector<Question> still{{7}, {8}};
  v.add("revocation/other-issuer", "an issuer that the trust list has not", {{held}, {writeStatusList(v.city.stranger, v.list(5, {8}))}}, still);
  v.add("revocation/other-issuer/root", "the city's root is no issuer", {{held}, {writeStatusList(v.city.root, v.list(5, {8}))}}, still);
  Bytes bent = v.full(5, {8});
  bent.back() ^= 1;
  v.add("revocation/bad-signature", "one bit of the signature", {{held}, {bent}}, still);
  bent = v.full(5, {8});
  bent[bent.size() - 70] ^= 1;
  v.add("revocation/bad-signature/payload", "one bit of the set", {{held}, {bent}}, still);
  cose::Header header;
  const auto kid = keyIdOf(v.city.issuer.publicKey());
  header.kid = kid;
  const Bytes payload = copyOf(must(cose::decodeSign1(v.full(5, {8}))).payload), protectedHeader = cose::encodeHeader(header);
  v.add("revocation/bad-signature/other-key", "the second issuer signed under the first one's kid",
        {{held}, {cose::encodeSign1(protectedHeader, payload, v.second.sign(cose::toBeSigned(SignedKind::StatusList, protectedHeader, payload)))}}, still);
  v.add("revocation/bad-signature/as-pass", "signed as a pass", {{held}, {cose::signSign1(SignedKind::Pass, v.city.issuer, payload, true)}}, still);
  v.add("revocation/bad-signature/as-no-kind", "signed without external data",
        {{held}, {cose::signSign1(SignedKind::Card, v.city.issuer, payload, true)}}, still);
  v.add("revocation/rolled-back", "an older version, signed later", {{held}, {v.full(3, {8}, kNow)}}, still);
  v.add("revocation/rolled-back/date", "the same version, one second older", {{held}, {v.full(4, {7}, kIssued - 1)}}, still);
  v.add("revocation/bad-list/contradiction", "the same version with another set", {{held}, {v.full(4, {8}, kNow)}}, still);
  v.add("valid/300-ahead", "signed 300 s ahead of the clock", {{held}, {v.full(5, {8}, kNow + 300)}}, still);
  v.add("revocation/from-future", "signed 301 s ahead of the clock", {{held}, {v.full(5, {8}, kNow + 301)}}, still);
  constexpr std::int64_t kThen = kNow + 3601;
  StatusList ahead = v.list(5, {8}, kThen), others = ahead;
  ++ahead.head.day;
  const Bytes tomorrowAhead = writeStatusList(v.city.issuer, ahead), othersAhead = writeStatusList(v.second, others);
  const std::vector<Offer> future{{v.full(5, {8}, kThen), kThen}, {tomorrowAhead, kThen}, {othersAhead, kThen}};
  const std::vector<Question> dates{{7}, {8}, {7, kNow, "transit", v.day + 1}, {7, kNow, "transit", v.day, &v.second}};
  const auto then = [&](Offer offer) { auto offers = future; offers.push_back(std::move(offer)); return offers; };
  v.add("valid/dates-taken-back", "a higher version with an older iat: the issuer's later lists are forgotten, no other's",
        then({v.full(6, {8}, kNow)}), dates);
  v.add("valid/dates-taken-back/delta", "the same as a delta", then({v.delta(v.list(6, {8}, kNow), 5, {}, {})}), dates);
  v.add("valid/dates-taken-back/an-hour", "lists that are dated an hour later may be in use together",
        then({v.full(6, {8}, kNow + 1), kThen}), dates);
  v.add("valid/dates-taken-back/ahead-of-clock", "lists that are dated 301 s ahead of the clock are not right",
        then({v.full(6, {8}, kNow + 2), kThen - 301}), dates);
  v.add("valid/dates-taken-back/within-clock", "lists that are dated 300 s ahead of the clock may be right",
        then({v.full(6, {8}, kNow + 2), kThen - 300}), dates);
  v.add("revocation/rolled-back/future", "the same version with an older iat takes nothing back", then({v.full(5, {8}, kNow)}), dates);
  const std::int64_t end = v.list(1).head.expiresUnixSeconds;
  v.add("valid/last-second", "it ends in a second", {{v.full(1, {7}), end - 1}}, {{7, end - 1}, {8, end - 1}});
  v.add("revocation/too-old", "it has ended this second", {{v.full(1, {7}), end}}, {{7, end}});
  StatusList tomorrow = v.list(1, {8});
  ++tomorrow.head.day;
  tomorrow.head.expiresUnixSeconds = end + 86400;
  v.add("valid/forgotten", "a list that has ended is forgotten when another comes",
        {{v.full(1, {7})}, {writeStatusList(v.city.issuer, tomorrow), end}}, {{7, end}, {8, end, "transit", v.day + 1}});
}

/// Of another day; it ends when no pass of that day is alive.
StatusList ofDay(const StatusVectors& v, std::int64_t day, std::uint64_t version = 1, Indices revoked = {}, std::int64_t issued = kIssued) {
  StatusList list = v.list(version, std::move(revoked), issued);
  list.head.day = day;
  list.head.expiresUnixSeconds = (day + 1 + kLongestDays) * kSecondsPerStatusDay;
  return list;
}

void addDays(StatusVectors& v) {
  const std::int64_t midnight = (v.day + 1) * kSecondsPerStatusDay;
  const auto offered = [&](const char* id, const char* why, const SigningKey& key, std::int64_t day, std::int64_t now) {
    StatusList list = ofDay(v, day, 1, {7}, now - 10);
    list.head.expiresUnixSeconds = now + 86400;
    v.add(id, why, {{writeStatusList(key, list), now}}, {{7, now, "transit", day, &key}});
  };
  const SigningKey& issuer = v.city.issuer;
  offered("valid/tomorrow", "tomorrow's list is signed today", issuer, v.day + 1, kNow);
  offered("valid/day-after-tomorrow", "by a clock that is 300 s behind", issuer, v.day + 2, midnight - 300);
  offered("revocation/from-future/day", "by a clock that is 301 s behind", issuer, v.day + 2, midnight - 301);
  offered("valid/oldest-day", "the last second in which a pass of that day is alive", issuer, v.day - kLongestDays, midnight - 1);
  offered("revocation/too-old/day", "no pass of that day is alive, whenever the list ends", issuer, v.day - kLongestDays, midnight);
  offered("valid/retired-issuer", "its last day", v.retired, v.day - 1, kNow);
  offered("revocation/bad-list/after-issuer", "a day that begins when its issuer ends", v.retired, v.day, kNow);
  offered("valid/fresh-issuer", "its first day", v.fresh, v.day + 1, kNow);
  offered("revocation/bad-list/before-issuer", "a day that ends when its issuer begins", v.fresh, v.day, kNow);
  v.add("revocation/bad-list/cards", "cards of an issuer that may not sign any", {{writeStatusList(v.fresh, v.city.cardList({5}))}},
        {{5, kNow, "identity", kPaperStatusDay, &v.fresh}});
}

// Of 16 issuers each has room for 16 lists.
void addShares(StatusVectors& v) {
  const auto seconds = [&](std::int64_t back, std::uint64_t version = 1, Indices revoked = {}) {
    return Offer{writeStatusList(v.second, ofDay(v, v.day - back, version, std::move(revoked)))};
  };
  std::vector<Offer> offers{{v.full(4, {7})}, seconds(16, 5, {1, 2})};
  for (std::int64_t back = 0; back < 16; ++back) offers.push_back(seconds(back));
  const auto questions = [&] {
    return std::vector<Question>{{7}, {8}, {1, kNow, "transit", v.day, &v.second}, {1, kNow, "transit", v.day - 15, &v.second},
                                 {1, kNow, "transit", v.day - 14, &v.second}, {1, kNow, "transit", v.day - 16, &v.second}};
  };
  v.add("valid/own-share", "an issuer of 17 days loses its own list that ends first, and nobody else's", offers, questions());
  const auto then = [&](const char* id, const char* why, Offer last) {
    std::vector<Offer> all = offers;
    all.push_back(std::move(last));
    v.add(id, why, all, questions());
  };
  then("valid/gave-way-again", "the very list that gave way", seconds(16, 5, {1, 2}));
  then("revocation/rolled-back/gave-way", "an older version of the list that gave way", seconds(16, 4, {1}));
  then("revocation/bad-list/gave-way", "another set under the version that gave way", seconds(16, 5, {1}));
}

void addFloors(StatusVectors& v) {
  StatusList soon = v.list(5, {7});
  soon.head.expiresUnixSeconds = kNow + 10;
  const std::int64_t later = kNow + 10;
  const std::vector<Offer> ended{{writeStatusList(v.city.issuer, soon)}, {writeStatusList(v.city.issuer, ofDay(v, v.day + 1)), later}};
  const auto then = [&](const char* id, const char* why, const Bytes& last) {
    std::vector<Offer> all = ended;
    all.push_back({last, later});
    v.add(id, why, all, {{7, later}, {8, later}});
  };
  then("revocation/rolled-back/ended", "an older version than that of the list that ended", v.full(4, {}, kNow));
  then("revocation/rolled-back/ended-date", "its version, one second older", v.full(5, {7}, kIssued - 1));
  then("revocation/bad-list/ended", "its version with another set", v.full(5, {8}, kNow));
  then("revocation/delta-not-for-this-list/ended", "a delta to the list that ended", v.delta(v.list(6, {7, 8}), 5, {}, {8}));
  then("valid/after-the-end", "a newer version", v.full(6, {8}, kNow));
}

void addEnvelopes(StatusVectors& v) {
  const Bytes whole = v.full(1), payload = copyOf(must(cose::decodeSign1(whole)).payload);
  v.add("cbor/truncated", "the last byte is missing", {{Bytes(whole.begin(), whole.end() - 1)}});
  Bytes trailing = whole;
  trailing.push_back(0);
  v.add("cbor/trailing-bytes", "one byte too many", {{trailing}});
  v.add("cose/bad-structure", "no kid in the header", {{cose::signSign1(SignedKind::StatusList, v.city.issuer, payload, false)}});
  cose::Header header;
  const auto kid = keyIdOf(v.city.issuer.publicKey());
  const Bytes pass = v.city.pass();
  header.kid = kid;
  header.kcwt = pass;
  const Bytes both = cose::encodeHeader(header);
  v.add("cose/bad-structure/kcwt", "a pass in its header",
        {{cose::encodeSign1(both, payload, v.city.issuer.sign(cose::toBeSigned(SignedKind::StatusList, both, payload)))}});
  v.add("revocation/bad-signature/pass", "a pass of the same issuer", {{pass}});
  v.add("revocation/bad-list/pass", "the claims of a pass, signed as a list", {{v.signedPayload(must(cose::decodeSign1(pass)).payload)}});
}

/// Members of a payload, which an encoder of our own would not write.
Bytes payloadOf(ByteView set, std::uint64_t bits = 24) {
  cbor::Writer writer;
  writer.putMap(6).putInt(1).putInt(statusDayOf(kIssued)).putInt(2).putUint(1).putInt(3).putInt(kIssued);
  writer.putInt(4).putInt(kNow + 86400).putInt(5).putUint(bits).putInt(6).putItem(set);
  return std::move(writer).bytes();
}

Bytes setItem(std::uint64_t count, std::uint64_t parameter, const Bytes& gaps) {
  return cbor::Writer().putArray(3).putUint(count).putUint(parameter).putBytes(gaps).bytes();
}

void addSets(StatusVectors& v) {
  const auto add = [&](const char* id, const char* why, ByteView set, std::uint64_t bits = 24, std::vector<Question> questions = {}) {
    v.add(id, why, {{v.signedPayload(payloadOf(set, bits))}}, questions);
  };
  // {0, 4, 6}: gaps 0, 3, 1; by k = 0: 1 0001 01 0
  add("valid/example", "the set in the document", setItem(3, 0, {0x8a}), 3, {{0}, {1}, {4}, {6}, {7}});
  add("revocation/bad-list/outside", "6 in a universe of 4", setItem(3, 0, {0x8a}), 2);
  add("revocation/bad-list/count-less", "three gaps, two counted", setItem(2, 0, {0x8a}));
  add("revocation/bad-list/count-more", "three gaps, four counted", setItem(4, 0, {0x8a}));
  add("revocation/bad-list/count-2^32", "2^32 more than it has", setItem(0x100000003, 0, {0x8a}));
  add("revocation/bad-list/count-2^63", "a count that does not fit", setItem(0x8000000000000000, 0, {0x8a}));
  add("revocation/bad-list/spare-bit", "the last bit is set", setItem(1, 0, {0x81}));
  add("revocation/bad-list/spare-byte", "eight spare bits", setItem(1, 0, {0x80, 0x00}));
  add("revocation/bad-list/nothing-but-padding", "nobody, in one byte", setItem(0, 0, {0x00}));
  add("revocation/bad-list/no-end", "zeros without a one", setItem(1, 0, {0x00}));
  add("revocation/bad-list/cut", "the low bits are not all there", setItem(1, 8, {0x80}));
  add("revocation/bad-list/k", "k is 1 where 0 needs fewer bits", setItem(1, 1, {0x80}));
  // {2}: gap 2; k = 0 takes 001, k = 1 takes 01 0: three bits both, and the smaller k counts
  add("valid/tie", "of two k with as many bits the smaller", setItem(1, 0, {0x20}), 24, {{1}, {2}, {3}});
  add("revocation/bad-list/tie", "of two k with as many bits the larger", setItem(1, 1, {0x40}));
  add("revocation/bad-list/k-of-nobody", "nobody has k 0", setItem(0, 1, {}));
  add("revocation/bad-list/k-32", "k ends at 31", setItem(1, 32, {0x80, 0, 0, 0, 0x80}), 32);
  add("revocation/bad-list/two-elements", "no gaps", cbor::Writer().putArray(2).putUint(0).putUint(0).bytes());
  add("revocation/bad-list/four-elements", "one more", cbor::Writer().putArray(4).putUint(0).putUint(0).putBytes({}).putUint(0).bytes());
  add("cbor/unexpected-type/text-gaps", "gaps as text", cbor::Writer().putArray(3).putUint(0).putUint(0).putText("").bytes());
  add("cbor/unexpected-type/no-array", "a set that is a number", cbor::Writer().putUint(0).bytes());
  add("cbor/unexpected-type/negative", "k is -1", cbor::Writer().putArray(3).putUint(0).putInt(-1).putBytes({}).bytes());
}

void addHeads(StatusVectors& v) {
  const auto bent = [&](const char* id, const char* why, auto bend) {
    StatusList list = v.list(1, {5});
    bend(list.head);
    v.add(id, why, {{writeStatusList(v.city.issuer, list)}});
  };
  bent("revocation/bad-list/universe-0", "a universe of 0 bits", [](StatusHead& head) { head.universeBits = 0; });
  bent("revocation/bad-list/universe-33", "a universe of 33 bits", [](StatusHead& head) { head.universeBits = 33; });
  bent("revocation/bad-list/version", "version 2^32", [](StatusHead& head) { head.version = 0x100000000; });
  bent("revocation/bad-list/version-above-date", "a version above its iat", [](StatusHead& head) { head.version = static_cast<std::uint64_t>(head.issuedUnixSeconds) + 1; });
  bent("revocation/bad-list/day", "a day after the last second of 32 bits", [](StatusHead& head) { head.day = 0x100000000 / 86400 + 1; });
  bent("revocation/bad-list/ends-as-it-begins", "exp is iat", [](StatusHead& head) { head.issuedUnixSeconds = head.expiresUnixSeconds = kNow + 1; });
  bent("revocation/bad-list/exp", "ends at 2^32", [](StatusHead& head) { head.expiresUnixSeconds = 0x100000000; });
  bent("revocation/bad-list/iat", "issued at 2^32", [](StatusHead& head) { head.issuedUnixSeconds = 0x100000000; head.expiresUnixSeconds = 0x100000001; });
  bent("cbor/unexpected-type/negative-day", "the day before 1970", [](StatusHead& head) { head.day = -1; });
  StatusList nobody = v.list(1);
  nobody.head.universeBits = 0;
  v.add("revocation/bad-list/universe-0-nobody", "a universe of 0 bits, in which nobody is named", {{writeStatusList(v.city.issuer, nobody)}});
  StatusList next = v.list(2, {4});
  v.add("revocation/bad-list/base", "a delta whose base is newer than what results", {{v.full(3)}, {v.delta(next, 3, {}, {4})}});
}

void addMembers(StatusVectors& v) {
  const Bytes set = setItem(0, 0, {}), payload = payloadOf(set);
  const auto more = [&](const char* id, const char* why, std::initializer_list<std::uint8_t> pair) {
    Bytes bent = payload;
    ++bent[0];   // a map of seven
    bent.insert(bent.end(), pair);
    v.add(id, why, {{v.signedPayload(bent)}});
  };
  more("valid/later-member", "key 64 is for later versions", {0x18, 0x40, 0x00});
  more("valid/later-text", "whatever stands there", {0x18, 0x40, 0x61, 0x61});
  more("revocation/bad-list/critical", "key 63 is not", {0x18, 0x3f, 0x00});
  more("revocation/bad-list/key-11", "nor is key 11", {0x0b, 0x00});
  more("revocation/bad-list/negative", "nor is key -1", {0x20, 0x00});
  more("revocation/bad-list/half-a-delta", "a base in a full list", {0x07, 0x00});
  more("cbor/unexpected-type/text-key", "keys are integers", {0x61, 0x61, 0x00});
  more("cbor/duplicate-key", "the set twice", {0x06, 0x83, 0x00, 0x00, 0x40});
  more("cbor/unsorted-keys", "key 0 last", {0x00, 0x00});
  more("cbor/not-shortest", "key 64 in three bytes", {0x19, 0x00, 0x40, 0x00});
  more("valid/eight-levels", "eight levels by a later member", {0x18, 0x40, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x01});
  more("cbor/too-deep", "nine levels by a later member", {0x18, 0x40, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x01});
  more("cbor/bad-utf8", "a text in a later member", {0x18, 0x40, 0x61, 0xff});
  v.add("revocation/bad-list/empty", "an empty map", {{v.signedPayload(Bytes{0xa0})}});
  Bytes noSet = payload;
  --noSet[0];
  noSet.resize(noSet.size() - 1 - set.size());
  v.add("revocation/bad-list/no-set", "no set and no delta", {{v.signedPayload(noSet)}});
  cbor::Writer noEnd;
  noEnd.putMap(5).putInt(1).putInt(v.day).putInt(2).putUint(1).putInt(3).putInt(kIssued).putInt(5).putUint(24).putInt(6).putItem(set);
  v.add("revocation/bad-list/no-exp", "without an end", {{v.signedPayload(noEnd.bytes())}});
  cbor::Writer noUniverse;
  noUniverse.putMap(5).putInt(1).putInt(v.day).putInt(2).putUint(1).putInt(3).putInt(kIssued).putInt(4).putInt(kNow + 1).putInt(6).putItem(set);
  v.add("revocation/bad-list/no-universe", "a set of nobody knows what", {{v.signedPayload(noUniverse.bytes())}});
  Bytes trailing = payload;
  trailing.push_back(0);
  v.add("cbor/trailing-bytes/payload", "a byte after the list", {{v.signedPayload(trailing)}});
  v.add("cbor/unexpected-type/array", "an array in place of the map", {{v.signedPayload(Bytes{0x80})}});
}

void addDeltaMembers(StatusVectors& v) {
  const StatusList next = v.list(2, {4});
  Bytes payload = copyOf(must(cose::decodeSign1(v.delta(next, 1, {}, {4}))).payload);
  Bytes noDigest = payload;
  --noDigest[0];
  noDigest.resize(noDigest.size() - 35);   // key 10, a head of two bytes, 32 bytes
  v.add("revocation/bad-list/no-digest", "a delta without its digest", {{v.full(1)}, {v.signedPayload(noDigest)}});
  Bytes shortDigest = payload;
  shortDigest.pop_back();
  shortDigest[shortDigest.size() - 32] = 31;
  v.add("revocation/bad-list/short-digest", "a digest of 31 bytes", {{v.full(1)}, {v.signedPayload(shortDigest)}});
}

// ---- The largest ----

/// A list of `size` bytes by a later member of zeros.
Offer ofSize(const StatusVectors& v, std::size_t size) {
  const auto with = [&](std::size_t zeros) {
    Bytes payload = payloadOf(setItem(0, 0, {}));
    ++payload[0];
    const Bytes member = cbor::Writer().putUint(64).putBytes(Bytes(zeros, 0)).bytes();
    payload.insert(payload.end(), member.begin(), member.end());
    return v.signedPayload(payload);
  };
  constexpr std::size_t kGuess = 1 << 20;
  const std::size_t zeros = kGuess + size - with(kGuess).size();
  Offer offer{with(zeros)};
  if (offer.bytes.size() != size) std::abort();   // every head has as many bytes as that of the guess
  constexpr std::size_t kSignatureAndHead = kSignatureBytes + 2;
  offer.run = Run{size - kSignatureAndHead - zeros, 0, zeros};
  return offer;
}

void addSizes(StatusVectors& v) {
  v.add("valid/largest", "8 MiB + 1 KiB", {ofSize(v, kMaxStatusListBytes)}, {{1}});
  v.add("revocation/bad-list/too-large", "one byte more", {ofSize(v, kMaxStatusListBytes + 1)});
  const Bytes gaps(kMaxGapBytes + 1, 0xff);   // everybody from 0 on
  Offer offer{v.signedPayload(payloadOf(setItem(gaps.size() * 8, 0, gaps), 26))};
  offer.run = Run{offer.bytes.size() - kSignatureBytes - 2 - gaps.size(), 0xff, gaps.size()};
  v.add("revocation/bad-list/too-many-gaps", "4 MiB and one byte of gaps", {offer});
}

// ---- Where 1,024 issuers share ----

/// Everybody from 0 on, in that many bytes of gaps: one and a half times as many bytes of memory, and a few.
Offer everybody(const StatusVectors& v, std::size_t gapBytes) {
  const Bytes gaps(gapBytes, 0xff);
  Offer offer{v.signedPayload(payloadOf(setItem(gaps.size() * 8, 0, gaps), 20))};
  offer.run = Run{offer.bytes.size() - kSignatureBytes - 2 - gaps.size(), 0xff, gaps.size()};
  return offer;
}

void addCrowd(StatusVectors& v) {
  v.addCrowded("valid/share", "49,126 bytes of memory, where each issuer has 49,152", {everybody(v, 32'750)}, {{0}, {261'999}, {262'000}});
  v.addCrowded("revocation/bad-list/share", "49,172 bytes of memory", {everybody(v, 32'780)}, {{0}});
  const auto dayAt = [&](std::int64_t day, std::uint64_t version) {
    const std::int64_t now = kNow + day * 86400;
    StatusList list = ofDay(v, v.day + day, version, {7}, now - 600);
    return Offer{writeStatusList(v.city.issuer, list), now};
  };
  v.addCrowded("valid/one-list", "a share is one list at least, and the one that just came stays", {dayAt(0, 5), {writeStatusList(v.city.issuer, ofDay(v, v.day - 1, 1, {7}))}},
               {{7}, {7, kNow, "transit", v.day - 1}});
  StatusList cards = v.city.cardList({5});
  std::vector<Offer> many{{writeStatusList(v.city.issuer, cards)}};
  for (std::int64_t day = 0; day <= 66; ++day) many.push_back(dayAt(day, 5));
  cards.head.version = 2;
  cards.head.issuedUnixSeconds = kNow + 66 * 86400;
  many.push_back({writeStatusList(v.city.issuer, cards), kNow + 66 * 86400});
  many.push_back(dayAt(3, 4));
  v.addCrowded("revocation/rolled-back/64-floors", "the floors of 63 days and of the cards are kept", many);
  many.pop_back();
  many.push_back(dayAt(2, 4));
  v.addCrowded("valid/65th-floor", "an older day's is not", many);
}

}  // namespace

void printStatusLists() {
  StatusVectors v;
  addFullLists(v);
  addOwners(v);
  addAges(v);
  addDeltas(v);
  addWhoAndWhen(v);
  addDays(v);
  addShares(v);
  addFloors(v);
  addEnvelopes(v);
  addSets(v);
  addHeads(v);
  addMembers(v);
  addDeltaMembers(v);
  addSizes(v);
  addCrowd(v);
  const Json file{{"about", "Status lists and deltas of a test city, offered one after another, and what is known of single passes then; "
                            "written by tests/core/make_status_vectors.cpp."},
                  {"rootKey", hexOf(v.city.root.publicKey())},
                  {"trustLists", {{"usual", hexOf(writeTrustList(v.city.root, v.trust))}, {"crowded", hexOf(writeTrustList(v.city.root, v.crowded))}}},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
