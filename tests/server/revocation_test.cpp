// Revoking devices, and the status lists that tell of it.
#include "revocation/status_list_keeper.h"

#include <unistd.h>

#include "citycode/paper_card.h"
#include "citycode/pass.h"
#include "citycode/trust_list.h"
#include "lists/status_sets.h"
#include "lists/token_status_list.h"
#include "registry/enrolments.h"
#include "revocation/pass_runs.h"
#include "revocation/revoking.h"
#include "store/sqlite_store.h"
#include "support/demo_city.h"
#include "support/machine.h"
#include "support/status.h"

namespace citycode::server::test {
namespace {

class Revoking : public DemoCity {
 protected:
  static TrustList trustList() {
    const Bytes root = *decodeBase64Url(server().get("/v1/city").json()["rootKey"].get<std::string>());
    return *readTrustList(bytesOf(server().get("/v1/trust-list").body), root, 0, 0);
  }
  static std::vector<PassClaims> issued(const Device& device, std::size_t count) {
    std::vector<PassClaims> claims;
    const auto answer = device.post(server(), "/v1/passes", passesBody(std::vector<std::string>(count, "transit"))).json();
    for (const auto& pass : answer["passes"]) claims.push_back(*readUnverifiedPass(*decodeBase64Url(pass["pass"].get<std::string>())));
    return claims;
  }
  static Reply revoke(const Device& device, const std::string& which, const std::string& reason, const Tampering& t = {}) {
    return device.post(server(), "/v1/devices/revoke", nlohmann::json{{"devices", which}, {"reason", reason}}.dump(), t);
  }
  /// What a terminal that fetches now would say of each pass.
  static std::vector<CheckState> stateOf(const std::vector<PassClaims>& passes) {
    const TrustList trust = trustList();
    const StatusLists lists = statusLists(server(), trust);
    std::vector<CheckState> states;
    for (const PassClaims& pass : passes) {
      states.push_back(checkStatus(&lists, trust.issuers[0].key, statusDayOf(pass.notBeforeUnixSeconds), pass.statusIndex,
                                   *trust.findScope("transit"), nowUnixSeconds()).entry.state);
    }
    return states;
  }
  static std::vector<std::uint64_t> versions() {
    std::vector<std::uint64_t> versions;
    const auto index = server().get("/v1/status-lists").json();
    for (const auto& entry : index["lists"]) versions.push_back(entry["version"]);
    return versions;
  }
};

constexpr auto kPassed = CheckState::Passed, kFailed = CheckState::Failed;

TEST_F(Revoking, ADeviceRevokesItselfAndNoOther) {
  const Device gone = enrolled(), stays = enrolled();
  const auto its = issued(gone, 3), others = issued(stays, 3);
  EXPECT_EQ(stateOf(its), std::vector(3, kPassed));
  const Reply reply = revoke(gone, "this", "removed");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.json(), (nlohmann::json{{"revokedDevices", 1}, {"revokedPasses", 3}}));
  EXPECT_EQ(stateOf(its), std::vector(3, kFailed));
  EXPECT_EQ(stateOf(others), std::vector(3, kPassed));
  EXPECT_EQ(gone.post(server(), "/v1/passes", passesBody({"transit"})).fault(), "issue/unknown-device");
  EXPECT_EQ(revoke(gone, "this", "removed").fault(), "issue/unknown-device");
  EXPECT_EQ(gone.enrol(server(), newDemoCode(server())).fault(), "enrol/bad-key") << "a revoked key never comes back";
  EXPECT_EQ(gone.enrolAsTerminal(server(), newDemoTerminalCode(server())).fault(), "enrol/bad-key") << "not as a scanner either";
  EXPECT_EQ(gone.post(server(), "/v1/scene-keys", "{}").fault(), "issue/unknown-device");
}

TEST_F(Revoking, ADeviceRevokesTheOthersOfItsHolderOnly) {
  const Device mine = enrolled(4), lost = enrolled(4), strangers = enrolled(5);
  const auto kept = issued(mine, 1), revoked = issued(lost, 2), foreign = issued(strangers, 1);
  EXPECT_EQ(revoke(mine, "others", "lost").json()["revokedPasses"], 2);
  EXPECT_EQ(stateOf(kept), std::vector(1, kPassed));
  EXPECT_EQ(stateOf(revoked), std::vector(2, kFailed));
  EXPECT_EQ(stateOf(foreign), std::vector(1, kPassed));
  EXPECT_EQ(revoke(mine, "others", "lost").json(), (nlohmann::json{{"revokedDevices", 0}, {"revokedPasses", 0}}));
}

TEST_F(Revoking, RefusesWhatIsNotAskedForProperly) {
  const Device device = enrolled();
  for (const auto& [which, reason] : {std::pair{"all", "lost"}, {"this", "error"}, {"this", "compromised"}, {"this", ""}, {"", "lost"}})
    EXPECT_EQ(revoke(device, which, reason).fault(), "request/malformed") << which << reason;
  EXPECT_EQ(device.post(server(), "/v1/devices/revoke", R"({"devices":"this"})").fault(), "request/malformed");
  const SigningKey thief = newSigningKey();
  EXPECT_EQ(revoke(device, "this", "lost", {.signer = &thief}).fault(), "request/signature-mismatch");
  EXPECT_EQ(revoke(Device(), "this", "lost").fault(), "issue/unknown-device");
  EXPECT_EQ(device.post(server(), "/v1/passes", passesBody({"transit"})).status, 200) << "nothing happened to it";
}

TEST_F(Revoking, TheCommandWorksBesideTheRunningServer) {
  const Device device = enrolled();
  const auto passes = issued(device, 2);
  const std::string data = folder() + "/data";
  const auto before = versions();
  const Finished done = runToEnd({"--data", data, "revoke-device", "--device", device.id(), "--reason", "stolen"});
  EXPECT_EQ(done.status, 0) << done.errors;
  EXPECT_EQ(done.output, "Revoked: 1 device(s) with 2 pass(es), refused wherever the next status list has arrived.\n");
  // Another process wrote: the server looks into its store once a second.
  for (int i = 0; i < 500 && versions() == before; ++i) ::usleep(10'000);
  EXPECT_EQ(stateOf(passes), std::vector(2, kFailed));

  const Device one = enrolled(6), two = enrolled(6);
  EXPECT_EQ(runToEnd({"--data", data, "revoke-device", "--person", demoPersonId(6), "--reason=lost"}).status, 0);
  EXPECT_EQ(one.post(server(), "/v1/passes", passesBody({"transit"})).fault(), "issue/unknown-device");
  EXPECT_EQ(two.post(server(), "/v1/passes", passesBody({"transit"})).fault(), "issue/unknown-device");

  const auto refused = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"--data", data, "revoke-device"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished finished = runToEnd(arguments);
    return finished.status == 2 && finished.output.empty() && finished.errors.ends_with(".\n");
  };
  EXPECT_TRUE(refused({"--device", device.id(), "--reason", "stolen"})) << "a second time";
  EXPECT_TRUE(refused({"--device", "nonsense", "--reason", "stolen"}));
  EXPECT_TRUE(refused({"--device", device.id(), "--reason", "dislike"}));
  EXPECT_TRUE(refused({"--device", device.id()}));
  EXPECT_TRUE(refused({"--reason", "lost"}));
  EXPECT_TRUE(refused({"--device", device.id(), "--person", demoPersonId(6), "--reason", "lost"}));
}

TEST_F(Revoking, ListsAreServedWholeAndAsDeltas) {
  const Device device = enrolled();
  issued(device, 1);
  const std::string address = statusAddress(server());
  const Reply before = server().get(address);
  ASSERT_EQ(before.status, 200);
  EXPECT_EQ(before.header("content-type"), "application/cose");
  EXPECT_EQ(before.header("cache-control"), "public, max-age=60");
  EXPECT_EQ(server().get(address, {{"If-None-Match", before.header("etag")}}).status, 304);
  const TrustList trust = trustList();
  StatusLists lists;
  const std::int64_t now = nowUnixSeconds();
  const auto held = lists.adopt(bytesOf(before.body), trust, now);
  ASSERT_TRUE(held);
  const std::uint64_t version = held->list->head.version;
  const std::string delta = address + "/delta/";

  ASSERT_EQ(revoke(device, "this", "removed").status, 200);
  const Reply changed = server().get(delta + std::to_string(version));
  ASSERT_EQ(changed.status, 200);
  ASSERT_TRUE(lists.adopt(bytesOf(changed.body), trust, now));
  const StatusList* list = lists.find(trust.issuers[0].key, now / 86400);
  StatusLists fresh;
  const auto whole = fresh.adopt(bytesOf(server().get(address).body), trust, now);
  ASSERT_TRUE(whole && list);
  EXPECT_EQ(list->head, whole->list->head);
  EXPECT_EQ(list->revoked, whole->list->revoked);
  EXPECT_GT(list->head.version, version);

  EXPECT_EQ(server().get(delta + std::to_string(list->head.version)).status, 200) << "nothing new but the time";
  for (const std::string& path : {delta + "999", delta + "-1", delta, address + "/", address + "/whole", address + "x",
                                  std::string("/v1/status-lists/00000000/") + std::to_string(now / 86400), std::string("/v1/status-lists/")})
    EXPECT_EQ(server().get(path).fault(), "request/not-found") << path;
  EXPECT_EQ(server().post(address, "{}").status, 405);

  // A list has one address: the token names it, and is kept for whoever asks next.
  const std::size_t slash = address.rfind('/');
  for (const std::string& path : {address.substr(0, slash + 1) + "0" + address.substr(slash + 1), address.substr(0, slash + 1) + "-0"})
    for (const char* end : {"", "/token"}) EXPECT_EQ(server().get(path + end).fault(), "request/not-found") << path << end;
  EXPECT_EQ(server().get(delta + "0" + std::to_string(version)).fault(), "request/not-found");
}

TEST_F(Revoking, TheTokenStatusListOfTheCardsSaysTheSame) {
  const Device device = enrolled();
  const auto card = device.post(server(), "/v1/paper-codes", R"({"photo":null})").json()["number"].get<std::uint32_t>();
  ASSERT_EQ(device.post(server(), "/v1/paper-codes/revoke", nlohmann::json{{"card", card}, {"reason", "lost"}}.dump()).status, 200);
  const TrustList trust = trustList();
  const std::string today = statusAddress(server());
  const std::string address = today.substr(0, today.rfind('/') + 1) + std::to_string(kPaperStatusDay) + "/token";
  EXPECT_EQ(server().get(today + "/token").fault(), "request/not-found") << "2^32 places are no bit string";
  const Reply reply = server().get(address);
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "application/statuslist+cwt");
  EXPECT_EQ(server().get(address, {{"If-None-Match", reply.header("etag")}}).status, 304);
  const auto token = readTokenStatusCwt(bytesOf(reply.body), trust.issuers[0].key);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->subject, server().origin() + address);
  EXPECT_EQ(token->list.at(card), 1);
  EXPECT_EQ(token->list.size(), 1u << 24);
  const StatusLists lists = statusLists(server(), trust);
  EXPECT_EQ(*token->list.notValid(), lists.find(trust.issuers[0].key, kPaperStatusDay)->revoked);
}

TEST_F(Revoking, TheIndexNamesYesterdayTodayAndTomorrowAndTheCards) {
  const Reply reply = server().get("/v1/status-lists");
  const auto index = reply.json();
  ASSERT_EQ(index["lists"].size(), 4u);
  EXPECT_EQ(index["lists"][3]["day"], kPaperStatusDay);
  const std::int64_t today = index["nowUnixSeconds"].get<std::int64_t>() / 86400;
  for (int i = 0; i < 3; ++i) {
    const auto& entry = index["lists"][i];
    EXPECT_EQ(entry["day"], today + i - 1);
    EXPECT_EQ(entry["expiresUnixSeconds"], (today + i + 1) * 86400);
    EXPECT_GE(entry["version"], 1);
    EXPECT_LT(entry["ageSeconds"], 900);
    EXPECT_EQ(entry["issuerKid"].get<std::string>().size(), 8u);
    EXPECT_GT(entry["sizeBytes"], 64);
  }
}

class StatusKeeping : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    store_ = std::move(*openSqliteStore(folder_ / "citycode.sqlite"));
    keys_ = std::move(*CityKeys::open(folder_.path(), Absent::Create));
  }
  /// The lists after a start at that time.
  StatusListKeeper::Days at(std::int64_t offsetSeconds) {
    TrustListKeeper trustList(*keys_, *store_, Clock(offsetSeconds), "Test");
    EXPECT_TRUE(trustList.refresh());
    StatusListKeeper keeper(*keys_, trustList, *store_, Clock(offsetSeconds));
    return *keeper.current();
  }

  /// One pass of that day, revoked with its phone.
  void revokeAPassOf(std::int64_t day) {
    constexpr std::int64_t kDayMs = 86'400'000;
    Person person;
    person.id.fill(1);
    const Sha256 codeHash = sha256(bytesOf("code")), deviceId = sha256(bytesOf("device"));
    StatusCounters counters(*store_, folder_ / "counters");
    const auto run = counters.take(day, 1);
    ASSERT_TRUE(run);
    const auto revoked = store_->write([&](Session& session) -> Result<RevokedCount> {
      CC_CHECK(people::add(session, people::rowOf(keys_->people(), person.id, {})));
      CC_CHECK(enrolments::addCode(session, EnrolmentCode{codeHash, person.id, (day + 1) * kDayMs}));
      CC_CHECK(enrolments::enrolDevice(session, {codeHash, deviceId, newSigningKey().publicKey(), day * kDayMs}));
      CC_CHECK(pass_runs::add(session, {deviceId, {}, *run, (day + 2) * kDayMs}));
      return revoking::revokeDevices(session, listKeysOf(*keys_), {{deviceId}, RevocationReason::Lost, day * kDayMs, {}});
    });
    ASSERT_TRUE(revoked);
    ASSERT_EQ(revoked->passes, 1u);
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<CityKeys> keys_;
};

/// One keeper, as a server has it, whose clocks are moved by hand: it begins at noon.
class OneKeeper : public StatusKeeping {
 protected:
  void SetUp() override {
    StatusKeeping::SetUp();
    machine_.pass(36 * 3'600'000);
    clock_ = Clock(std::make_shared<CityTime>(machine_.clocks(), std::nullopt));
    trustList_ = std::make_unique<TrustListKeeper>(*keys_, *store_, clock_, "Test");
    ASSERT_TRUE(trustList_->refresh());
    keeper_ = std::make_unique<StatusListKeeper>(*keys_, *trustList_, *store_, clock_);
  }
  StatusHead todays() {
    const auto days = keeper_->current();
    EXPECT_TRUE(days);
    return days ? days->at(1)->head : StatusHead{};
  }

  static constexpr std::int64_t kMinuteMs = 60'000;
  Machine machine_;
  Clock clock_;
  std::unique_ptr<TrustListKeeper> trustList_;
  std::unique_ptr<StatusListKeeper> keeper_;
};

TEST_F(OneKeeper, SignsItsListsAnewAfterAQuarterOfAnHour) {
  const StatusHead first = todays();
  machine_.pass(14 * kMinuteMs);
  EXPECT_EQ(todays().issuedUnixSeconds, first.issuedUnixSeconds);
  machine_.pass(2 * kMinuteMs);
  EXPECT_EQ(todays().issuedUnixSeconds, first.issuedUnixSeconds + 16 * 60);
  EXPECT_EQ(todays().version, first.version) << "nobody was revoked";
}

TEST_F(OneKeeper, LooksAgainWhenItsClockWasSetBack) {
  const StatusHead first = todays();
  machine_.reading.wallUnixMs -= 60 * kMinuteMs;
  const StatusHead back = todays();
  EXPECT_EQ(back.issuedUnixSeconds, clock_.nowUnixSeconds()) << "not of an hour ahead";
  EXPECT_EQ(back.version, first.version + 1);
}

TEST_F(StatusKeeping, EmptyListsAreSignedAnewSoThatTheyProveFreshness) {
  const std::int64_t now = Clock().nowUnixSeconds();
  const auto first = at(0), later = at(1000);
  EXPECT_EQ(first[1]->head.version, 1u);
  EXPECT_EQ(first[1]->revoked, 0u);
  EXPECT_GE(first[1]->head.issuedUnixSeconds, now);
  EXPECT_GE(later[1]->head.issuedUnixSeconds, now + 1000);
  EXPECT_EQ(later[1]->head.version, 1u);
}

TEST_F(StatusKeeping, AListFromTheFutureIsReplacedByANewVersionOfNow) {
  const auto ahead = at(1000), back = at(0), after = at(0);
  EXPECT_EQ(back[1]->head.version, ahead[1]->head.version + 1) << "its place does not go back";
  EXPECT_LE(back[1]->head.issuedUnixSeconds, Clock().nowUnixSeconds());
  EXPECT_EQ(back[3]->head.version, ahead[3]->head.version + 1) << "the cards' too";
  EXPECT_EQ(after[1]->head.version, back[1]->head.version) << "once";
}

TEST_F(StatusKeeping, TimesDoNotFollowASmallStepBack) {
  const auto ahead = at(50);
  EXPECT_GE(at(0)[1]->head.issuedUnixSeconds, ahead[1]->head.issuedUnixSeconds);
  EXPECT_EQ(at(0)[1]->head.version, ahead[1]->head.version);
}

TEST_F(StatusKeeping, OldDaysAreDropped) {
  const std::int64_t today = Clock().nowUnixSeconds() / 86400;
  revokeAPassOf(today);
  const auto namedToday = [&] {
    return store_->read([&](Session& session) { return revocations::named(session, keys_->issuer().publicKey(), today, 99); })->size();
  };
  ASSERT_EQ(namedToday(), 1u);
  const auto first = at(0), later = at(2 * 86400);
  EXPECT_EQ(later.size(), 4u);
  EXPECT_EQ(later[3]->head.day, kPaperStatusDay);
  EXPECT_EQ(later[0]->head.day, first[2]->head.day) << "the day before yesterday is over";
  ASSERT_TRUE(store_->write([&](Session& session) { return revocations::deleteEndedBefore(session, (today + 40) * 86'400'000); }));
  const auto kept = store_->read([&](Session& session) { return revocations::days(session, keys_->issuer().publicKey()); });
  ASSERT_EQ(kept->size(), 1u) << "the list of the cards never ends";
  EXPECT_EQ(kept->front().utcDay, kPaperStatusDay);
  EXPECT_EQ(namedToday(), 0u) << "what it named, too";
}

}  // namespace
}  // namespace citycode::server::test
