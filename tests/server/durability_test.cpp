// Storage fails while the server runs: it refuses with 503, loses nothing, and recovers.
#include <signal.h>
#include <sys/resource.h>

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include <sqlite3.h>

#include "support/demo_city.h"
#include "support/engines.h"
#include "support/status.h"

namespace citycode::server::test {
namespace {

class Durability : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(startCrypto()); }
  std::string data() const { return folder_ / "data"; }

  /// How many passes the records of batches have places for.
  std::int64_t countPasses() const {
    return std::stoll(runOnRecords(data(), "SELECT coalesce(sum(count), 0) FROM pass_batch"));
  }

  TemporaryFolder folder_;
};

// As long as a clock that is ahead may take them for ended too early: a week, and a day.
TEST_F(Durability, BatchesWhosePassesEndedAreForgottenAfterEightDaysAndNotBefore) {
  const auto startLater = [&](ServerProcess& server, std::int64_t days) {
    return server.start(data(), {{"--demo", "--clock-offset-seconds", std::to_string(days * 86400)}, {}});
  };
  {
    const Device device;
    ServerProcess server;
    ASSERT_TRUE(startLater(server, 0));
    ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
    ASSERT_EQ(device.post(server, "/v1/passes", passesBody({"transit", "transit"})).status, 200);
    server.stop(SIGTERM);
  }
  for (const auto& [days, kept] : {std::pair{5, 2}, {8, 2}, {10, 0}}) {
    ServerProcess server;
    ASSERT_TRUE(startLater(server, days)) << server.errors();
    EXPECT_EQ(countPasses(), kept) << "after " << days << " days";
    server.stop(SIGTERM);
  }
}

TEST_F(Durability, AFullDiskIsRefusedWith503AndLosesNothing) {
  const Device device;
  std::vector<std::string> answered;
  {
    ServerProcess server;
    const auto smallDisk = [] {
      const rlimit limit{400 * 1024, 400 * 1024};   // the database and its journal may not grow beyond
      ::setrlimit(RLIMIT_FSIZE, &limit);
    };
    ASSERT_TRUE(server.start(data(), {{"--demo", "--post-rate", "0"}, smallDisk})) << server.errors();
    ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
    Reply reply;
    std::vector<std::unique_ptr<Device>> devices;
    for (int i = 0; i < 200 && reply.status != 503; ++i) {
      if (i % 4 == 0) {
        devices.push_back(std::make_unique<Device>());
        if (devices.back()->enrol(server, newDemoCode(server)).status != 201) break;
      }
      const std::string body = passesBody(std::vector<std::string>(128, "transit"));
      reply = devices.back()->post(server, "/v1/passes", body);
      if (reply.status == 200) answered.push_back(body);
    }
    const Reply full = device.post(server, "/v1/passes", passesBody(std::vector<std::string>(128, "transit")));
    EXPECT_EQ(full.status, 503) << full.body;
    EXPECT_EQ(full.fault(), "store/disk-full");
    EXPECT_FALSE(full.header("Retry-After").empty());
    EXPECT_EQ(full.json()["retryable"], true);
    EXPECT_EQ(server.get("/v1/trust-list").status, 200) << "what needs no store goes on";
    EXPECT_EQ(server.get("/v1/health").status, 200) << "reading still works";
    EXPECT_EQ(server.get("/v1/health").json()["store"], "store/disk-full");
    ASSERT_GE(answered.size(), 2u);
    server.stop(SIGTERM);
  }
  EXPECT_EQ(countPasses(), static_cast<std::int64_t>(answered.size()) * 128) << "every answered pass and no other";
  ServerProcess again;
  ASSERT_TRUE(again.start(data(), {{"--demo"}, {}})) << again.errors();
  EXPECT_EQ(device.post(again, "/v1/passes", passesBody({"transit"})).status, 200);
}

TEST_F(Durability, AStartOnAFullDiskServesWhatCanBeReadAndRecovers) {
  const Device device;
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
  ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
  ASSERT_EQ(server.stop(SIGTERM), 0);
  // Neither the file beside the database that readers share nor a page of its journal has room.
  const auto fullDisk = [] {
    rlimit limit{4096, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  };
  for (const int end : {SIGKILL, SIGTERM}) {
    ASSERT_TRUE(server.start(data(), {{"--demo", "--post-rate", "0"}, fullDisk})) << server.errors();
    EXPECT_EQ(server.get("/v1/trust-list").status, 200);
    EXPECT_EQ(server.get("/v1/status-lists").status, 200);
    EXPECT_EQ(server.get(statusAddress(server)).status, 200);
    const Reply health = server.get("/v1/health");
    EXPECT_EQ(health.status, 200);
    EXPECT_EQ(health.json(), (nlohmann::json{{"status", "attention"}, {"store", "store/disk-full"}}));
    EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).fault(), "store/disk-full");
    if (end == SIGKILL) server.stop(end);
  }
  const rlimit room{RLIM_INFINITY, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(server.pid(), RLIMIT_FSIZE, &room, nullptr), 0);
  EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).status, 200);
  EXPECT_EQ(server.get("/v1/health").json(), (nlohmann::json{{"status", "ok"}, {"store", "ok"}}));
  EXPECT_EQ(runToEnd({"--data", data(), "enrolment-code", "--person", demoPersonId(1)}).status, 0) << "others may use the file again";
}

TEST_F(Durability, AStoreThatSomebodyHoldsIsRefusedWith503) {
  ServerProcess server;
  const Device device;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
  ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
  sqlite3* other = nullptr;
  sqlite3_open((data() + "/citycode.sqlite").c_str(), &other);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const Reply busy = device.post(server, "/v1/passes", passesBody({"transit"}));   // waits 5 s
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.fault(), "store/unavailable");
  EXPECT_EQ(busy.header("Retry-After"), "5");
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).status, 200);
}

TEST_F(Durability, WhatWasAnsweredSurvivesKill9UnderLoad) {
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo", "--post-rate", "0"}, {}}));
  const std::string rootKey = server.get("/v1/city").json()["rootKey"];
  std::vector<std::unique_ptr<Device>> devices;
  for (int i = 0; i < 3; ++i) {
    devices.push_back(std::make_unique<Device>());
    ASSERT_EQ(devices.back()->enrol(server, newDemoCode(server, i + 1)).status, 201);
  }
  std::mutex mutex;
  std::vector<std::pair<Device*, std::string>> answered;
  std::atomic<bool> enough = false;
  std::vector<std::thread> clients;
  for (const auto& device : devices) {
    clients.emplace_back([&, device = device.get()] {
      for (int i = 0; i < 100; ++i) {
        const std::string body = passesBody(std::vector<std::string>(4, "transit"));
        if (device->post(server, "/v1/passes", body).status != 200) return;
        const std::lock_guard lock(mutex);
        answered.emplace_back(device, body);
        if (answered.size() >= 30) enough = true;
      }
    });
  }
  while (!enough) std::this_thread::yield();
  ::kill(server.pid(), SIGKILL);
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(server.wait(), -SIGKILL);

  ASSERT_TRUE(server.start(data(), {{"--demo", "--post-rate", "0"}, {}})) << server.errors();
  EXPECT_EQ(server.get("/v1/city").json()["rootKey"], rootKey);
  EXPECT_EQ(devices[0]->post(server, "/v1/passes", passesBody({"transit"})).status, 200);
  for (const auto& device : devices) {
    const auto its = std::count_if(answered.begin(), answered.end(), [&](const auto& each) { return each.first == device.get(); });
    const Reply revoked = device->post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})");
    EXPECT_GE(revoked.json()["revokedPasses"].get<std::int64_t>(), its * 4) << "an answered batch was forgotten";
  }
  server.stop(SIGTERM);
  const std::int64_t records = countPasses();
  EXPECT_GE(records, static_cast<std::int64_t>(answered.size()) * 4 + 1);
}

/// The open files of a process whose name was taken away.
std::vector<std::string> deletedFilesOf(pid_t pid) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd", error)) {
    const std::string name = std::filesystem::read_symlink(entry.path(), error).string();
    if (name.find("citycode.sqlite") != std::string::npos && name.ends_with(" (deleted)")) names.push_back(name);
  }
  return names;
}

/// The commands that --help names, by their first word.
std::set<std::string> commandsOfHelp() {
  std::set<std::string> names;
  std::istringstream help(runToEnd({"--help"}).output);
  const std::string begin = "  citycode-server --data DIR ";
  for (std::string line; std::getline(help, line);) {
    if (!line.starts_with(begin)) continue;
    std::istringstream words(line.substr(begin.size()));
    std::string word;
    while (words >> word && (word.starts_with('[') || word.ends_with(']') || word.starts_with("--") || word == "URL")) {}
    std::string second;
    if (word == "people" && words >> second) word += " " + second;
    names.insert(word);
  }
  return names;
}

// POSIX locks belong to a process and a file: whoever opens a file of the database once more and closes it drops those that
// SQLite holds (sqlite.org/howtocorrupt.html, 2.2). A command beside such a server takes itself for the last user and
// takes the journal away, in which the server goes on writing. base/private_mode.cpp once did so.
TEST_F(Durability, NoCommandBesideTheServerTakesItsJournalAway) {
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo", "--post-rate", "0"}, {}}));
  const Device terminal, gone;
  ASSERT_EQ(terminal.enrolAsTerminal(server, newDemoTerminalCode(server)).status, 201);
  ASSERT_EQ(gone.enrol(server, newDemoCode(server, 9)).status, 201);
  const Device holder;
  ASSERT_EQ(holder.enrol(server, newDemoCode(server, 8)).status, 201);
  std::vector<std::string> cards;
  for (int i = 0; i < 2; ++i)
    cards.push_back(std::to_string(100'000'000 + holder.post(server, "/v1/paper-codes", R"({"photo":null})").json()["number"].get<int>()).substr(1));

  std::mutex mutex;
  std::vector<std::pair<std::shared_ptr<Device>, std::string>> answered;
  std::atomic<std::size_t> count = 0;
  std::atomic<bool> enough = false;
  std::vector<std::thread> clients;
  for (int person = 1; person <= 3; ++person) {
    clients.emplace_back([&, person] {
      while (!enough) {
        const auto device = std::make_shared<Device>();
        if (device->enrol(server, newDemoCode(server, person)).status != 201) return;
        for (int i = 0; i < 20 && !enough; ++i) {
          const std::string body = passesBody(std::vector<std::string>(4, "transit"));
          if (device->post(server, "/v1/passes", body).status != 200) return;
          const std::lock_guard lock(mutex);
          answered.emplace_back(device, body);
          ++count;
        }
      }
    });
  }
  const auto someMore = [&] {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    for (const std::size_t before = count; count < before + 5 && std::chrono::steady_clock::now() < until;) std::this_thread::yield();
  };

  writeFile(data() + "/register.csv", "register_id,latin_name,documents,born\nR-1,Li,passport:E12345678,1990\n");
  const std::vector<std::vector<std::string>> commands{
      {"people", "import", data() + "/register.csv"}, {"people", "show", "R-1"}, {"people", "export", "R-1"}, {"people", "forget", "R-1"},
      {"enrolment-code", "--person", demoPersonId(4)}, {"revoke-device", "--device", gone.id(), "--reason", "lost"},
      {"cards", "--person", demoPersonId(8)}, {"replace-card", "--card", cards[0], "--out", data() + "/replaced"}, {"revoke-card", "--card", cards[1], "--reason", "lost"},
      {"make-card", "--person", demoPersonId(5), "--out", data() + "/made"}, {"terminal-code", "--venue", "court-1", "--venue-name", "Court", "--scenes", "court"}, {"terminals"},
      {"remove-terminal", "--terminal", terminal.id()}, {"venue-record", "--venue", "a", "--name", "A", "--scenes", "identity"},
      {"add-office", "--office", "court-1", "--name", "Court", "--item", "filing=Filing"}, {"list-offices"},
      {"add-portal", "--id", "court", "--key", encodeBase64Url(Device().key().publicKey()), "--portal-origin", "https://court.example", "--office", "court-1",
       "--name", "Court", "--scenes", "court", "--sealing-key", encodeBase64Url(Device().key().publicKey()), "--return-to", "https://court.example/back"}, {"list-portals"},
      {"remove-portal", "--id", "court"}, {"staff-link", "--office", "court-1"}, {"remove-staff-links", "--office", "court-1"},
      {"close-office", "--office", "court-1"}, {"check"}, {"check-records"}, {"confirm-clock"},
      {"copy-store", "--from", "sqlite:" + data() + "/citycode.sqlite", "--to", "sqlite:" + data() + "/copy.sqlite"},
      {"backup", "--to", data() + "/kept", "--with-keys"}, {"restore", "--from", data() + "/kept"},
      {"announce-next-root"}, {"announce-next-issuer"}, {"switch-root"}, {"switch-issuer"}};
  std::set<std::string> played;
  for (const auto& words : commands) played.insert(words[0] == "people" ? words[0] + " " + words[1] : words[0]);
  EXPECT_EQ(played, commandsOfHelp()) << "a command that is not played here is not known to be harmless";

  someMore();
  const auto journal = data() + "/citycode.sqlite-wal";
  struct stat before{}, after{};
  EXPECT_EQ(::stat(journal.c_str(), &before), 0);
  for (const auto& words : commands) {
    std::vector<std::string> all{"--data", data()};
    all.insert(all.end(), words.begin(), words.end());
    const Finished finished = runToEnd(all);
    const bool maySayNo = words[0].starts_with("switch") || words[0] == "restore";   // what was announced just now is not published yet; the server runs
    EXPECT_TRUE(finished.status == 0 || maySayNo) << words[0] << ": " << finished.errors;
    const bool isThere = ::stat(journal.c_str(), &after) == 0;
    EXPECT_TRUE(isThere) << words[0] << " took the journal away";
    if (!isThere) break;   // the load ends below
    EXPECT_EQ(after.st_ino, before.st_ino) << words[0];
    EXPECT_TRUE(deletedFilesOf(server.pid()).empty()) << words[0] << ": " << deletedFilesOf(server.pid()).front();
    if (words[0] == "check-records") ::kill(server.pid(), SIGHUP);
    someMore();
  }
  ::kill(server.pid(), SIGKILL);
  enough = true;
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(server.wait(), -SIGKILL);

  ASSERT_TRUE(server.start(data(), {{"--demo", "--post-rate", "0", "--device-rate", "0"}, {}})) << server.errors();
  std::map<std::shared_ptr<Device>, std::int64_t> passesOf;
  for (const auto& [device, body] : answered) passesOf[device] += 4;
  for (const auto& [device, count] : passesOf) {
    const Reply revoked = device->post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})");
    ASSERT_GE(revoked.json()["revokedPasses"].get<std::int64_t>(), count) << "an answered batch was forgotten";
  }
  EXPECT_EQ(gone.post(server, "/v1/passes", passesBody({"transit"})).fault(), "issue/unknown-device") << "and what a command wrote";
  EXPECT_EQ(terminal.post(server, "/v1/scene-keys", "{}").fault(), "issue/unknown-device");
  EXPECT_EQ(holder.post(server, "/v1/paper-codes/list", "{}").json()["cards"].size(), 3u);
}

TEST_F(Durability, ARecordedRequestIsRefusedAfterARestartToo) {
  ServerProcess server;
  const Device device;
  ASSERT_TRUE(server.start(data(), {{"--demo", "--port", "0"}, {}}));
  const std::string port = std::to_string(server.port());
  const std::string code = newDemoCode(server);
  const std::string enrolment = device.signedPost(server, "/v1/devices", device.enrolmentBody(code));
  ASSERT_EQ(exchangeRaw(server.port(), enrolment).status, 201);
  const std::string passes = device.signedPost(server, "/v1/passes", passesBody({"transit"}));
  ASSERT_EQ(exchangeRaw(server.port(), passes).status, 200);
  server.stop(SIGTERM);
  const std::string origin = server.origin();
  ASSERT_TRUE(server.start(data(), {{"--demo", "--origin", origin}, {}}));
  EXPECT_EQ(exchangeRaw(server.port(), enrolment).status, 201) << "the same device, the same answer";
  EXPECT_EQ(exchangeRaw(server.port(), passes).fault(), "request/replayed");
}

TEST_F(Durability, AReaderThatWasForgottenIsToldOf) {
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
  EXPECT_EQ(server.errors().find("store-journal-large"), std::string::npos);
  server.stop(SIGTERM);
  sqlite3 *reader = nullptr, *writer = nullptr;
  ASSERT_EQ(sqlite3_open((data() + "/citycode.sqlite").c_str(), &reader), SQLITE_OK);
  ASSERT_EQ(sqlite3_open((data() + "/citycode.sqlite").c_str(), &writer), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(writer, "PRAGMA synchronous = OFF; CREATE TABLE filler (content BLOB)", nullptr, nullptr, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM person", nullptr, nullptr, nullptr), SQLITE_OK);
  for (int i = 0; i < 7; ++i)
    ASSERT_EQ(sqlite3_exec(writer, "INSERT INTO filler VALUES (zeroblob(10485760))", nullptr, nullptr, nullptr), SQLITE_OK);
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  EXPECT_NE(server.errors().find(R"("event":"store-journal-large","bytes":)"), std::string::npos) << server.errors();
  sqlite3_close(reader);
  sqlite3_close(writer);
}

TEST_F(Durability, NothingIsRevealedOrDoneTwiceForTheSameBytesAfterAKill) {
  ServerProcess server;
  const Device phone, other, terminal;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
  const std::string origin = server.origin();
  ASSERT_EQ(phone.enrol(server, newDemoCode(server)).status, 201);
  ASSERT_EQ(other.enrol(server, newDemoCode(server)).status, 201);
  ASSERT_EQ(terminal.enrolAsTerminal(server, newDemoTerminalCode(server)).status, 201);
  const std::string keys = terminal.signedPost(server, "/v1/scene-keys", "{}"), card = phone.signedPost(server, "/v1/paper-codes", R"({"photo":null})"),
                    others = phone.signedPost(server, "/v1/devices/revoke", R"({"devices":"others","reason":"lost"})"),
                    refused = phone.signedPost(server, "/v1/paper-codes", R"({"photo":1})");
  ASSERT_EQ(exchangeRaw(server.port(), keys).status, 200);
  ASSERT_EQ(exchangeRaw(server.port(), card).status, 201);
  ASSERT_EQ(exchangeRaw(server.port(), others).json()["revokedDevices"], 1);
  ASSERT_EQ(server.stop(SIGKILL), -SIGKILL);

  ASSERT_TRUE(server.start(data(), {{"--demo", "--origin", origin, "--origin", "http://code.example"}, {}}));
  const Device later;
  ASSERT_EQ(later.enrol(server, newDemoCode(server), {.origin = "http://code.example"}).status, 201);
  for (const std::string& bytes : {keys, card, others}) {
    const Reply again = exchangeRaw(server.port(), bytes);
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(again.fault(), "request/replayed") << again.body;
  }
  EXPECT_EQ(later.post(server, "/v1/passes", passesBody({"transit"}), {.origin = "http://code.example"}).status, 200) << "enrolled since: nobody revoked it";
  EXPECT_EQ(terminal.post(server, "/v1/scene-keys", "{}", {.origin = origin}).status, 200) << "signed anew";
  EXPECT_EQ(exchangeRaw(server.port(), refused).fault(), "request/malformed") << "never sent before";
}

}  // namespace
}  // namespace citycode::server::test
