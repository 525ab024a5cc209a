// Of make_vectors: prints tests/vectors/work-clock.json: what a verifier decides whose clock goes back, and what frees it.
#include <iostream>

#include "lists/status_sets.h"
#include "lists/trust_anchors.h"
#include "test_city.h"
#include "vector_file.h"
#include "verifier/verifier_state.h"

namespace citycode {
namespace {

using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;
using test::must;
using test::TestCity;

constexpr std::int64_t kListsIssued = kNow - 3600;

const TestCity& testCity() {
  static const TestCity city;
  return city;
}

/// One verifier that takes steps, and writes down what it says to each.
class Steps {
 public:
  Steps() {
    trustList(kNow - 3600, writeTrustList(city.root, list()));
    statusList(kNow - 3600, signedStatus(3, kListsIssued));
    statusList(kNow - 3600, writeStatusList(city.issuer, cards()));
  }

  /// A code of a pass of its own, shown at `shown`.
  std::string code(std::int64_t shown) {
    PassClaims claims = city.claims();
    claims.statusIndex = ++passes_;
    return city.code(claims, {"transit", slotStart(shown), std::nullopt});
  }
  Bytes signedStatus(std::uint64_t version, std::int64_t issued) const {
    StatusList status = city.statusList();
    status.head.version = version;
    status.head.issuedUnixSeconds = issued;
    return writeStatusList(city.issuer, status);
  }
  TrustList list(std::uint64_t version = 7, std::int64_t issued = kListsIssued) const {
    TrustList list = city.trustList();
    list.version = version;
    list.issuedUnixSeconds = issued;
    return list;
  }

  Steps& judge(std::int64_t now, const std::string& text, std::string_view scope = "transit") {
    VerifyRequest request;
    request.nowUnixSeconds = now;
    request.scopeName = scope;
    request.statusLists = &statusLists_;
    request.workClock = &clock_;
    const Verdict verdict = verifyAnyCode(text, request, trust_ ? &*trust_ : nullptr, replay_);
    steps_.push_back({{"do", "judge"}, {"now", now}, {"text", text}, {"scope", scope}});
    answers_.push_back({{"outcome", outcomeName(verdict.outcome)}, {"fault", verdict.fault ? Json(faultId(*verdict.fault)) : Json(nullptr)}});
    return *this;
  }
  /// Now and shown at the same time.
  Steps& judge(std::int64_t now) { return judge(now, code(now)); }

  Steps& trustList(std::int64_t now, const Bytes& bytes) { return step("trust-list", now, bytes, takeTrustList(bytes, now)); }
  Steps& statusList(std::int64_t now, const Bytes& bytes) { return step("status-list", now, bytes, takeStatusList(bytes, now)); }

  Steps& server(std::int64_t now, std::int64_t said) {
    clock_.serverSaid(said, now);
    steps_.push_back({{"do", "server"}, {"now", now}, {"server", said}});
    return answer(nullptr);
  }
  /// A new verifier with the lists of before and the saved memory.
  Steps& restart(std::int64_t now) {
    const Bytes saved = replay_.save(now, clock_.latestUnixSeconds());
    anchors_ = {city.root.publicKey(), std::nullopt, 0, 0};
    trust_.reset();
    statusLists_ = StatusLists();
    replay_ = ReplayMemory();
    clock_ = WorkClock();
    for (const Taken& each : taken_) (void)(each.isTrustList ? takeTrustList(each.bytes, each.now) : takeStatusList(each.bytes, each.now));
    clock_.restore(must(replay_.load(saved, now)).workedUnixSeconds);
    steps_.push_back({{"do", "restart"}, {"now", now}});
    return answer(nullptr);
  }

  Json vector(const char* id, const char* why) const {
    return {{"id", id}, {"why", why}, {"source", "docs/format.md"}, {"now", steps_.back()["now"]}, {"input", {{"steps", steps_}}},
            {"expect", {{"fault", answers_.back()["fault"]}, {"answers", answers_}}}};
  }

  const TestCity& city = testCity();

 private:
  struct Taken {
    bool isTrustList;
    Bytes bytes;
    std::int64_t now;
  };

  StatusList cards() const {
    StatusList status = city.cardList();
    status.head.issuedUnixSeconds = kListsIssued;
    return status;
  }
  Json takeTrustList(const Bytes& bytes, std::int64_t now) {
    auto adopted = adoptTrustList(bytes, anchors_, now);
    if (!adopted) return faultOrNull(adopted);
    trust_ = std::move(adopted->list);
    anchors_ = adopted->anchors;
    clock_.listCame(trust_->issuedUnixSeconds, now);
    return nullptr;
  }
  Json takeStatusList(const Bytes& bytes, std::int64_t now) {
    const auto adopted = statusLists_.adopt(bytes, *trust_, now);
    if (adopted) clock_.listCame(adopted->list->head.issuedUnixSeconds, now);
    return faultOrNull(adopted);
  }
  Steps& step(const char* what, std::int64_t now, const Bytes& bytes, const Json& fault) {
    steps_.push_back({{"do", what}, {"now", now}, {"bytes", hexOf(bytes)}});
    if (fault.is_null()) taken_.push_back({std::string_view(what) == "trust-list", bytes, now});
    return answer(fault);
  }
  Steps& answer(const Json& fault) {
    answers_.push_back({{"outcome", nullptr}, {"fault", fault}});
    return *this;
  }

  TrustAnchors anchors_{city.root.publicKey(), std::nullopt, 0, 0};
  std::optional<TrustList> trust_;
  StatusLists statusLists_;
  ReplayMemory replay_;
  WorkClock clock_;
  std::uint32_t passes_ = 0;
  std::vector<Taken> taken_;
  Json steps_ = Json::array(), answers_ = Json::array();
};

void addBackwards(Json& vectors) {
  constexpr std::int64_t kFilmed = kNow - 3400;
  vectors.push_back(Steps().judge(kNow - 1000).vector("valid/first", "nothing was judged before"));
  vectors.push_back(Steps().judge(kNow).judge(kNow - 300).vector("valid/300-back", "300 s back are forgiven"));
  vectors.push_back(Steps().judge(kNow).judge(kNow - 301).vector("time/clock-went-back", "301 s are not"));
  vectors.push_back(Steps().judge(kNow).judge(kNow - 300).judge(kNow - 301).vector("time/clock-went-back/by-steps", "300 s from the latest time, not from the last"));
  vectors.push_back(Steps().judge(kNow).judge(kFilmed).vector("time/clock-went-back/filmed", "a code of an hour ago, within the life of the newest list"));
  vectors.push_back(Steps().judge(kNow, "").judge(kNow - 301).vector("time/clock-went-back/after-refusal", "what was refused was judged too"));
  vectors.push_back(Steps().judge(kNow).judge(kNow - 301).judge(kNow - 300).vector("valid/caught-up", "it is as late again as it was"));
  vectors.push_back(Steps().judge(kNow).restart(kNow - 400).judge(kNow - 400).vector("time/clock-went-back/restart", "it is remembered over a restart"));
  Steps paper;
  const std::string card = paper.city.paper();
  vectors.push_back(paper.judge(kNow).judge(kNow - 400, card, "identity").vector("time/clock-went-back/paper", "a card"));
  Steps early;
  PassClaims later = early.city.claims();
  later.notBeforeUnixSeconds = kNow;
  const std::string soon = early.city.code(later, {"transit", slotStart(kNow - 3000), std::nullopt});
  vectors.push_back(early.judge(kNow).judge(kNow - 3000, soon).vector("time/clock-went-back/early", "nothing about time is decided: not too early either"));
  const std::int64_t week = kListsIssued + 7 * 86400;
  vectors.push_back(Steps().judge(week, "").judge(kNow).vector("valid/list-too-old", "a time at which the list was too old does not count"));
  vectors.push_back(Steps().judge(week - 1, "").judge(kNow).vector("time/clock-went-back/ahead", "one second before it was, it did"));
  vectors.push_back(Steps().judge(kNow - 3901, "").judge(kNow).vector("valid/behind", "a clock behind its lists has no time"));
  vectors.push_back(Steps().judge(kNow).judge(kNow - 3901).vector("time/clock-behind-list/went-back", "behind its lists too: that is named"));
  vectors.push_back(Steps().judge(kNow).judge(kNow - 301).judge(kNow - 300).judge(kNow - 301)
                        .vector("time/clock-went-back/by-and-by", "what caught up may not go back from there"));
  Steps stranger;
  const std::string strangers = TestCity::codeSignedBy(stranger.city.holder, must(writePass(stranger.city.stranger, stranger.city.claims())),
                                                       {"transit", slotStart(kNow - 400), std::nullopt});
  vectors.push_back(stranger.judge(kNow).judge(kNow - 400, strangers).vector("time/clock-went-back/unknown-issuer", "nor is an unknown issuer refused"));
  Steps old;
  const std::string shownLongAgo = old.code(kNow - 2000);
  vectors.push_back(old.judge(kNow).judge(kNow - 400, shownLongAgo).vector("time/clock-went-back/shown-too-long-ago", "nor what was shown too long ago"));
}

/// Lists that say less than others, or are not there any more.
void addLists(Json& vectors) {
  constexpr std::int64_t kStrictSeconds = 2 * 86400;
  Steps strict;
  TrustList list = strict.list(8, kListsIssued + 1);
  ScopePolicy& other = list.scopes.front();
  if (other.name == "transit") std::abort();
  other.freshSeconds = other.tooOldSeconds = kStrictSeconds;
  vectors.push_back(strict.trustList(kNow, writeTrustList(strict.city.root, list)).judge(kListsIssued + 1 + kStrictSeconds, "").judge(kNow)
                        .vector("valid/list-too-old-for-one", "a time at which it was too old for another scene does not count either"));
  constexpr std::int64_t kAhead = kNow + 5000;
  const auto signedTrust = [](const Steps& steps, std::uint64_t version, std::int64_t issued) {
    return writeTrustList(steps.city.root, steps.list(version, issued));
  };
  Steps trust;
  vectors.push_back(trust.trustList(kAhead, signedTrust(trust, 8, kAhead)).trustList(kNow, signedTrust(trust, 9, kNow)).judge(kNow)
                        .vector("valid/dates-taken-back", "the root's clock was ahead, and a later version took that date back"));
  Steps status;
  vectors.push_back(status.statusList(kAhead, status.signedStatus(4, kAhead)).statusList(kNow, status.signedStatus(5, kNow)).judge(kNow)
                        .vector("valid/dates-taken-back/status-list", "so with an issuer's clock"));
}

void addFreed(Json& vectors) {
  constexpr std::int64_t kBack = kNow - 1000;
  const auto noticed = [] { return Steps().judge(kNow).judge(kBack); };
  const auto afterServer = [&](std::int64_t difference) { return noticed().server(kBack, kBack + difference).judge(kBack); };
  vectors.push_back(afterServer(0).vector("valid/server", "the server's clock agrees"));
  vectors.push_back(afterServer(300).vector("valid/server-300-ahead", "within 300 s"));
  vectors.push_back(afterServer(-300).vector("valid/server-300-behind", "within 300 s"));
  vectors.push_back(afterServer(301).vector("time/clock-went-back/server-ahead", "the server's clock does not agree"));
  vectors.push_back(afterServer(-301).vector("time/clock-went-back/server-behind", "the server's clock does not agree"));
  const auto afterList = [&](std::int64_t issued) {
    Steps steps = noticed();
    return steps.statusList(kBack, steps.signedStatus(4, issued)).judge(kBack);
  };
  vectors.push_back(afterList(kBack).vector("valid/list", "a list that was signed after it was noticed, and is newer than all"));
  vectors.push_back(afterList(kBack - 1).vector("time/clock-went-back/list-before", "a list that was signed before it was noticed"));
  Steps trust = noticed();
  vectors.push_back(trust.trustList(kBack, writeTrustList(trust.city.root, trust.list(8, kBack + 100))).judge(kBack)
                        .vector("valid/trust-list", "a trust list does it too"));
  constexpr std::int64_t kFar = kListsIssued - 100;
  Steps again = Steps().judge(kNow).judge(kFar);
  vectors.push_back(again.trustList(kFar, writeTrustList(again.city.root, again.list())).judge(kFar)
                        .vector("time/clock-went-back/list-again", "a list that was there before says nothing new"));
  Steps unnoticed = Steps().judge(kNow);
  vectors.push_back(unnoticed.statusList(kBack, unnoticed.signedStatus(4, kBack + 100)).judge(kBack)
                        .vector("time/clock-went-back/unnoticed", "a list that came before it was noticed"));
  Steps caughtUp = noticed().judge(kNow).judge(kNow - 500);
  vectors.push_back(caughtUp.statusList(kNow - 500, caughtUp.signedStatus(4, kNow - 700)).judge(kNow - 500)
                        .vector("time/clock-went-back/noticed-anew", "a list from between two times at which it was noticed: the second counts"));
  Steps later = noticed().judge(kBack + 200);
  vectors.push_back(later.statusList(kBack + 200, later.signedStatus(4, kBack + 100)).judge(kBack + 200)
                        .vector("valid/list-noticed-before", "a list from after it was noticed, and before it was seen again"));
  Steps behind = Steps().judge(kNow).judge(kListsIssued - 301);
  vectors.push_back(behind.statusList(kBack, behind.signedStatus(4, kBack)).judge(kBack)
                        .vector("time/clock-went-back/behind", "a clock behind its lists notices nothing"));
  Steps inTime = noticed();
  vectors.push_back(inTime.statusList(kNow - 300, inTime.signedStatus(4, kNow - 300)).judge(kNow - 301)
                        .vector("time/clock-went-back/list-not-needed", "a list that came when the clock was not back changes nothing"));
  vectors.push_back(Steps().judge(kNow).server(kNow - 200, kNow - 200).judge(kNow - 301)
                        .vector("time/clock-went-back/server-not-needed", "nor does the server's time then"));
  vectors.push_back(noticed().server(kBack, kBack + 300).judge(kBack - 300)
                        .vector("valid/after-server", "this clock's time is the latest then, not the server's"));
  vectors.push_back(noticed().server(kBack, kBack).judge(kBack - 301)
                        .vector("time/clock-went-back/after-server", "and it may not go back from there"));
  Steps freed = Steps().judge(kNow).judge(kBack - 100);
  vectors.push_back(freed.statusList(kBack, freed.signedStatus(4, kBack - 100)).judge(kBack - 300).judge(kBack - 301)
                        .vector("time/clock-went-back/after-list", "the same after a list: from the time at which it came, not from its date"));
  Steps twice = noticed().judge(kNow - 2000);
  vectors.push_back(twice.statusList(kNow - 1900, twice.signedStatus(4, kNow - 1900)).judge(kNow - 1900)
                        .vector("valid/list-after-twice", "it went back further: it is noticed anew"));
}

}  // namespace

void printWorkClock() {
  startCrypto();
  Json vectors = Json::array();
  addBackwards(vectors);
  addLists(vectors);
  addFreed(vectors);
  const Json file{{"about", "A verifier whose clock goes back, and what frees it; written by tests/core/make_clock_vectors.cpp."},
                  {"rootKey", hexOf(testCity().root.publicKey())},
                  {"vectors", std::move(vectors)}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
