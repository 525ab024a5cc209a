// Two servers of one city on the same records: what must hold across them.
#include <signal.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <set>
#include <thread>

#include "citycode/pass.h"
#include "citycode/status_list.h"
#include "citycode/trust_list.h"
#include "support/demo_city.h"
#include "support/engines.h"
#include "support/portal_server.h"
#include "support/rater.h"
#include "support/scanner.h"
#include "support/status.h"

namespace citycode::server::test {
namespace {

namespace fs = std::filesystem;

class TwoServers : public testing::Test {
 protected:
  static constexpr const char* kOrigin = "http://code.example";

  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    ASSERT_TRUE(start(one_, folder_ / "one")) << one_.errors();
    ASSERT_TRUE(start(two_, anotherMachine("two"))) << two_.errors();
  }
  /// It has a copy of the keys, and nothing else.
  std::string anotherMachine(const std::string& name) {
    fs::create_directory(folder_ / name);
    fs::copy(folder_ / "one" + "/keys", folder_ / name + "/keys", fs::copy_options::recursive);
    return folder_ / name;
  }
  bool start(ServerProcess& server, const std::string& data, std::int64_t clockAheadSeconds = 0) {
    return server.start(data, {{"--store", store_, "--demo", "--post-rate", "0", "--origin", kOrigin, "--clock-offset-seconds",
                                std::to_string(clockAheadSeconds)}, {}});
  }
  static Reply post(const ServerProcess& server, const Device& device, const std::string& target, const std::string& body) {
    return device.post(server, target, body, {.origin = kOrigin});
  }
  Device enrolled() {
    Device device;
    EXPECT_EQ(device.enrol(one_, newDemoCode(one_), {.origin = kOrigin}).status, 201);
    return device;
  }
  static std::string signedPost(const ServerProcess& server, const Device& device, const std::string& target, const std::string& body) {
    return device.signedPost(server, target, body, {.origin = kOrigin});
  }
  static std::uint32_t indexOf(const nlohmann::json& pass) {
    return static_cast<std::uint32_t>(readUnverifiedPass(*decodeBase64Url(pass["pass"].get<std::string>()))->statusIndex);
  }

  TemporaryFolder folder_;
  const std::string store_ = isOnPostgresql() ? storeUrl(folder_.path()) : "sqlite:" + (folder_ / "city.sqlite");
  ServerProcess one_, two_;
};

TEST_F(TwoServers, ARequestThatOneAnsweredIsNoneForTheOther) {
  const Device phone = enrolled(), terminal;
  ASSERT_EQ(terminal.enrolAsTerminal(two_, newDemoTerminalCode(two_), {.origin = kOrigin}).status, 201);
  for (const auto& [device, target, body, status] : std::vector<std::tuple<const Device*, std::string, std::string, int>>{
           {&phone, "/v1/passes", passesBody({"transit"}), 200},
           {&phone, "/v1/paper-codes", R"({"photo":null})", 201},
           {&phone, "/v1/paper-codes/list", "{}", 200},
           {&terminal, "/v1/scene-keys", "{}", 200},
           {&phone, "/v1/devices/revoke", R"({"devices":"others","reason":"lost"})", 200}}) {
    const std::string bytes = signedPost(one_, *device, target, body);
    EXPECT_EQ(exchangeRaw(one_.port(), bytes).status, status) << target;
    const Reply again = exchangeRaw(two_.port(), bytes);
    EXPECT_EQ(again.status, 409) << target;
    EXPECT_EQ(again.fault(), "request/replayed") << target;
  }
}

TEST_F(TwoServers, AnAnswerThatOneWasGivenIsTakenAtTheOtherThatWaits) {
  const PortalServer portal;
  std::vector<std::string> words = portal.registration();
  words.insert(words.begin(), {"--data", folder_ / "one", "--store", store_});
  ASSERT_EQ(runToEnd(words).status, 0);
  const Asking asking = portal.asking(one_);
  ASSERT_EQ(post(one_, portal.device(), "/v1/portal-requests", asking.body()).status, 201);
  EXPECT_EQ(post(two_, portal.device(), "/v1/portal-requests", asking.body()).fault(), "request/replayed");
  auto poll = std::async(std::launch::async, [&] {
    return post(two_, portal.device(), "/v1/portal-answers/take", takeBody({{asking.idText(), "opened"}}, 25));
  });
  const std::string ticket = openedTicket(two_, asking);
  EXPECT_EQ(openRequest(one_, asking.code()).fault(), "portal/opened");
  const Bytes sealed = sealedAnswer(asking);
  ASSERT_EQ(answerRequest(one_, asking, ticket, sealed).status, 200);
  ASSERT_EQ(poll.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_EQ(entryOf(poll.get(), asking)["answer"], encodeBase64Url(sealed));
}

TEST_F(TwoServers, ACodeIsUsedOnceWhicheverIsAsked) {
  const std::string code = newDemoCode(one_);
  std::vector<Device> devices(8);
  std::atomic<int> enrolled = 0, used = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    threads.emplace_back([&, i] {
      const Reply reply = devices[i].enrol(i % 2 == 0 ? one_ : two_, code, {.origin = kOrigin});
      enrolled += reply.status == 201;
      used += reply.fault() == "enrol/used-code";
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(enrolled, 1);
  EXPECT_EQ(used, 7);
}

TEST_F(TwoServers, QuotasAreTheCitys) {
  const Device phone = enrolled();
  std::atomic<int> passes = 0, refused = 0, cards = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const ServerProcess& server = i % 2 == 0 ? one_ : two_;
      const Reply reply = post(server, phone, "/v1/passes", passesBody(std::vector<std::string>(128, "transit")));
      passes += reply.status == 200 ? 128 : 0;
      refused += reply.fault() == "issue/quota-reached";
      cards += post(server, phone, "/v1/paper-codes", R"({"photo":null})").status == 201;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(passes, 512) << "of a device and day";
  EXPECT_EQ(refused, 4);
  EXPECT_EQ(cards, 3) << "of a person and day";
}

TEST_F(TwoServers, NoPlaceIsGivenTwice) {
  std::set<std::uint32_t> places;
  for (int i = 0; i < 4; ++i) {
    const Device phone = enrolled();
    for (const ServerProcess* server : {&one_, &two_}) {
      const auto answer = post(*server, phone, "/v1/passes", passesBody(std::vector<std::string>(32, "transit"))).json();
      for (const auto& pass : answer["passes"]) places.insert(indexOf(pass));
    }
  }
  EXPECT_EQ(places.size(), 4u * 2 * 32);
}

/// Version and number of revoked of each list.
std::vector<std::pair<std::int64_t, std::uint64_t>> versionsAt(const ServerProcess& server) {
  std::vector<std::pair<std::int64_t, std::uint64_t>> versions;
  const auto index = server.get("/v1/status-lists").json();
  for (const auto& entry : index["lists"]) versions.emplace_back(entry["version"], entry["revoked"].get<std::uint64_t>());
  return versions;
}

template <class Condition>
bool becomes(Condition condition) {
  for (const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30); !condition();) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return true;
}

TEST_F(TwoServers, ListsHaveOneVersionAndOneContent) {
  EXPECT_EQ(one_.get("/v1/city").json()["trustListVersion"], two_.get("/v1/city").json()["trustListVersion"]);
  const Device phone = enrolled();
  const auto answer = post(two_, phone, "/v1/passes", passesBody({"transit", "transit"})).json();
  ASSERT_EQ(answer["passes"].size(), 2u);
  ASSERT_EQ(post(one_, phone, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})").json()["revokedPasses"], 2);
  EXPECT_EQ(post(two_, phone, "/v1/passes", passesBody({"transit"})).fault(), "issue/unknown-device");
  EXPECT_TRUE(becomes([&] { return versionsAt(two_) == versionsAt(one_); }));
  const Bytes root = *decodeBase64Url(one_.get("/v1/city").json()["rootKey"].get<std::string>());
  for (const ServerProcess* server : {&one_, &two_}) {
    const TrustList trust = *readTrustList(bytesOf(server->get("/v1/trust-list").body), root, 0, 0);
    const StatusLists lists = statusLists(*server, trust);
    for (const auto& pass : answer["passes"]) {
      const auto claims = readUnverifiedPass(*decodeBase64Url(pass["pass"].get<std::string>()));
      EXPECT_TRUE(lists.find(trust.issuers[0].key, statusDayOf(claims->notBeforeUnixSeconds))->revoked.contains(indexOf(pass)));
    }
  }
}

TEST_F(TwoServers, AThirdWhoseClockIsWrongHarmsNobodyWhoAsksTheOthers) {
  constexpr std::int64_t kDay = 86'400;
  for (const std::int64_t ahead : {3 * kDay, -2 * kDay}) {
    SCOPED_TRACE(ahead);
    const Device phone = enrolled(), stolen = enrolled();
    std::vector<PassClaims> passes;
    const auto answer = post(one_, stolen, "/v1/passes", passesBody({"transit", "transit"})).json();
    for (const auto& pass : answer["passes"]) passes.push_back(*readUnverifiedPass(*decodeBase64Url(pass["pass"].get<std::string>())));
    ASSERT_EQ(passes.size(), 2u);
    Scanner scanner(one_), other(two_);
    ASSERT_EQ(scanner.fetch(one_, nowUnixSeconds()), "");
    const std::string data = anotherMachine(ahead > 0 ? "ahead" : "behind");
    ServerProcess third;
    ASSERT_TRUE(start(third, data, ahead)) << third.errors();

    for (int i = 0; i < 3; ++i) {
      ASSERT_EQ(third.get("/v1/status-lists").status, 200) << "it signs its own";
      EXPECT_EQ(scanner.fetch(one_, nowUnixSeconds()), "") << "what the others publish is taken by every right clock";
      EXPECT_EQ(other.fetch(two_, nowUnixSeconds()), "");
      EXPECT_EQ(scanner.stateOf(passes[0], nowUnixSeconds()), CheckState::Passed);
      EXPECT_EQ(post(third, phone, "/v1/passes", passesBody({"transit"})).fault(), "request/clock-differs");
      EXPECT_EQ(post(two_, phone, "/v1/passes", passesBody({"transit"})).status, 200);
      std::this_thread::sleep_for(std::chrono::milliseconds(1100));   // then they look again
    }
    // A phone of a wrong clock, or the operator at that machine: to a clock that is ahead the passes seem expired.
    const Finished revoked = runToEnd({"--data", data, "--store", store_, "--clock-offset-seconds", std::to_string(ahead), "revoke-device", "--device",
                                       stolen.id(), "--reason", "stolen"});
    ASSERT_EQ(revoked.status, 0) << revoked.errors;
    EXPECT_EQ(post(two_, stolen, "/v1/passes", passesBody({"transit"})).fault(), "issue/unknown-device");
    EXPECT_TRUE(becomes([&] {
      EXPECT_EQ(scanner.fetch(one_, nowUnixSeconds()), "");
      return scanner.stateOf(passes[0], nowUnixSeconds()) == CheckState::Failed && scanner.stateOf(passes[1], nowUnixSeconds()) == CheckState::Failed;
    })) << "a moment later the others name them";

    ASSERT_EQ(third.stop(SIGTERM), 0);
    EXPECT_TRUE(becomes([&] {
      const auto before = versionsAt(one_);
      std::this_thread::sleep_for(std::chrono::milliseconds(2200));   // two looks of each
      return versionsAt(one_) == before && versionsAt(two_) == before;
    })) << "without it the versions rest";
  }
}

TEST_F(TwoServers, ATokenThatIsSpentAtOneIsSpentAtTheOtherUnder200ParallelTries) {
  const Device desk;
  const auto code = one_.post("/v1/demo/terminal-codes", R"({"venue":"tax-office"})").json()["enrolmentCode"].get<std::string>();
  ASSERT_EQ(desk.enrolAsTerminal(one_, code, {.origin = kOrigin}).status, 201);
  const TrustList trust = trustOf(two_);
  const ServiceTicket ticket = readTicket(endService(two_, desk, {}, {.origin = kOrigin}), trust);
  const RatingToken token;
  const auto output = token.finish(askToken(one_, ticket, token), ticket.service(), trust);
  ASSERT_TRUE(output);
  EXPECT_EQ(askToken(two_, ticket, RatingToken()).fault(), "ticket/used");
  std::atomic<int> taken = 0, spent = 0, next = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&] {
      for (int at = next++; at < 200; at = next++) {   // no two of the same bytes
        const Rating rating = ratingOf(ticket.service(), token, *output, Level::Satisfied, "try " + std::to_string(at));
        const Reply reply = (at % 2 == 0 ? one_ : two_).post("/v1/ratings", ratingBody(rating));
        taken += reply.status == 201;
        spent += reply.fault() == "rating/spent";
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(spent, 199);
}

TEST_F(TwoServers, OneWithOtherKeysIsRefused) {
  ServerProcess other;
  ASSERT_TRUE(other.start(folder_ / "other", {{"--store", "sqlite:" + (folder_ / "other.sqlite")}, {}})) << other.errors();
  ASSERT_EQ(other.stop(SIGTERM), 0);
  const Finished failed = runToEnd({"--data", folder_ / "other", "--store", store_, "--port", "0"});
  EXPECT_EQ(failed.status, 2);
  EXPECT_NE(failed.errors.find("go with other keys"), std::string::npos) << failed.errors;
  const Finished without = runToEnd({"--data", folder_ / "new", "--store", store_, "--port", "0"});
  EXPECT_NE(without.status, 0) << "a machine without the keys makes none";
}

}  // namespace
}  // namespace citycode::server::test
