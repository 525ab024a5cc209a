// Two servers of one city on the same records: what must hold across them.
#include <signal.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include "citycode/pass.h"
#include "citycode/status_list.h"
#include "citycode/trust_list.h"
#include "support/demo_city.h"
#include "support/engines.h"
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
    // The other machine has a copy of the keys, and nothing else.
    fs::create_directory(folder_ / "two");
    fs::copy(folder_ / "one" + "/keys", folder_ / "two" + "/keys", fs::copy_options::recursive);
    ASSERT_TRUE(start(two_, folder_ / "two")) << two_.errors();
  }
  bool start(ServerProcess& server, const std::string& data) {
    return server.start(data, {{"--store", store_, "--demo", "--post-rate", "0", "--origin", kOrigin}, {}});
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

TEST_F(TwoServers, ListsHaveOneVersionAndOneContent) {
  const auto versionsAt = [](const ServerProcess& server) {
    std::vector<std::pair<std::int64_t, std::uint64_t>> versions;
    const auto index = server.get("/v1/status-lists").json();
    for (const auto& entry : index["lists"]) versions.emplace_back(entry["version"], entry["revoked"].get<std::uint64_t>());
    return versions;
  };
  EXPECT_EQ(one_.get("/v1/city").json()["trustListVersion"], two_.get("/v1/city").json()["trustListVersion"]);
  const Device phone = enrolled();
  const auto answer = post(two_, phone, "/v1/passes", passesBody({"transit", "transit"})).json();
  ASSERT_EQ(answer["passes"].size(), 2u);
  ASSERT_EQ(post(one_, phone, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})").json()["revokedPasses"], 2);
  EXPECT_EQ(post(two_, phone, "/v1/passes", passesBody({"transit"})).fault(), "issue/unknown-device");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (versionsAt(two_) != versionsAt(one_) && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(versionsAt(two_), versionsAt(one_));
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
