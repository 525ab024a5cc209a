// The server is killed at random points of enrolment, issue, revocation and the start: nothing that was answered is lost, and no place
// in a status list is given twice.
#include <signal.h>
#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include <sqlite3.h>

#include "citycode/pass.h"
#include "citycode/status_list.h"
#include "citycode/trust_list.h"
#include "support/demo_city.h"
#include "support/engines.h"
#include "support/postgres_cluster.h"
#include "support/rater.h"
#include "support/status.h"

namespace citycode::server::test {
namespace {

/// CITYCODE_KILLS says how many, for a long look; a run of all tests has time for a few.
int kills() {
  const char* wanted = std::getenv("CITYCODE_KILLS");
  return wanted == nullptr ? 12 : std::atoi(wanted);
}

using Place = std::pair<std::int64_t, std::uint32_t>;   // day, index

/// A phone, and what the city has answered it.
struct Phone {
  Device device;
  bool isEnrolled = false;
  enum class Revocation { None, Asked, Answered } revocation = Revocation::None;
  std::vector<Place> places;
};

class Killed : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    std::random_device seed;
    seed_ = seed();
    random_.seed(seed_);
  }
  std::string data() const { return folder_ / "data"; }
  std::int64_t between(std::int64_t least, std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(least, most)(random_); }
  bool start(ServerProcess& server, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"--demo", "--post-rate", "0", "--device-rate", "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return server.start(data(), {arguments, {}});
  }

  /// One phone's life until the server is gone: enrols, asks for passes, is sometimes revoked.
  void live(const ServerProcess& server, const std::string& code, unsigned fate) {
    auto phone = std::make_shared<Phone>();
    {
      const std::lock_guard lock(mutex_);
      phones_.push_back(phone);
    }
    if (phone->device.enrol(server, code).status != 201) return;
    phone->isEnrolled = true;
    for (unsigned batch = 0; batch < 2 + fate % 3; ++batch) {
      const Reply reply = phone->device.post(server, "/v1/passes", passesBody(std::vector<std::string>(3, "transit")));
      if (reply.status != 200) return;
      ++batches_;
      const auto answer = reply.json();
      for (const auto& pass : answer["passes"]) {
        const auto claims = readUnverifiedPass(*decodeBase64Url(pass["pass"].get<std::string>()));
        phone->places.emplace_back(statusDayOf(claims->notBeforeUnixSeconds), claims->statusIndex);
      }
    }
    if (fate % 4 != 0) return;
    phone->revocation = Phone::Revocation::Asked;
    const Reply reply = phone->device.post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})");
    if (reply.status == 200) phone->revocation = Phone::Revocation::Answered;
  }

  /// Phones that live side by side while `happens` goes on.
  void loadWhile(const ServerProcess& server, const std::function<void()>& happens) {
    std::atomic<bool> isOver = false;
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < 4; ++t) {
      threads.emplace_back([&, fate = static_cast<unsigned>(random_())]() mutable {
        while (!isOver) {
          const Reply code = server.post("/v1/demo/enrolment-codes", nlohmann::json{{"citizenId", demoPersonId(static_cast<int>(1 + fate % 9))}}.dump());
          if (code.status != 201) {   // the server or its database is away
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            continue;
          }
          live(server, code.json()["enrolmentCode"].get<std::string>(), fate++);
        }
      });
    }
    happens();
    isOver = true;
    for (std::thread& thread : threads) thread.join();
  }

  /// However busy the machine is: while phones live, somebody gets passes again.
  void waitForABatch() const {
    const int before = batches_;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (batches_ == before && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_GT(batches_, before) << "nobody got passes for a minute";
  }

  /// Revokes whoever is left, and looks at the lists.
  void checkAll(const ServerProcess& server) {
    std::set<Place> all, mustBeNamed;
    std::size_t count = 0, answered = 0, revocations = 0;
    for (const auto& phone : phones_) {
      count += phone->places.size();
      all.insert(phone->places.begin(), phone->places.end());
      if (!phone->isEnrolled) continue;
      ++answered;
      const Reply reply = phone->device.post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})");
      const bool isRevoked = reply.status == 401;
      if (phone->revocation == Phone::Revocation::Answered) {
        EXPECT_TRUE(isRevoked) << "an answered revocation was forgotten";
        ++revocations;
      } else if (phone->revocation == Phone::Revocation::None) {
        ASSERT_EQ(reply.status, 200) << "an answered enrolment was forgotten: " << reply.body;
      }
      if (reply.status == 200)
        EXPECT_GE(reply.json()["revokedPasses"].get<std::size_t>(), phone->places.size()) << "an answered batch was forgotten";
      mustBeNamed.insert(phone->places.begin(), phone->places.end());
    }
    EXPECT_EQ(all.size(), count) << "a place was given twice";
    const Bytes root = *decodeBase64Url(server.get("/v1/city").json()["rootKey"].get<std::string>());
    const TrustList trust = *readTrustList(bytesOf(server.get("/v1/trust-list").body), root, 0, 0);
    const StatusLists lists = statusLists(server, trust);
    std::size_t missing = 0;
    for (const auto& [day, index] : mustBeNamed) missing += !lists.find(trust.issuers[0].key, day)->revoked.contains(index);
    EXPECT_EQ(missing, 0u) << "places of revoked phones that no list names";
    RecordProperty("phones", static_cast<int>(answered));
    RecordProperty("passes", static_cast<int>(count));
    RecordProperty("revocations", static_cast<int>(revocations));
    EXPECT_GT(count, 0u);
    EXPECT_GT(answered, 0u);
  }

  unsigned seed_ = 0;
  std::mt19937 random_;
  std::atomic<int> batches_ = 0;   // that were answered
  std::mutex mutex_;
  std::vector<std::shared_ptr<Phone>> phones_;
  TemporaryFolder folder_;
};

TEST_F(Killed, AtRandomPointsOfItsWork) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  ServerProcess server;
  for (int i = 0; i < kills(); ++i) {
    ASSERT_TRUE(start(server)) << server.errors();
    loadWhile(server, [&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(between(20, 400)));
      ::kill(server.pid(), SIGKILL);
    });
    EXPECT_EQ(server.wait(), -SIGKILL);
  }
  ASSERT_TRUE(start(server)) << server.errors();
  loadWhile(server, [&] { waitForABatch(); });
  checkAll(server);
}

// Every process of PostgreSQL at once, and back, while the server goes on.
TEST_F(Killed, AndSoIsItsDatabase) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  PostgresCluster cluster;
  const std::string store = cluster.url(cluster.newDatabase());
  ServerProcess server;
  ASSERT_TRUE(start(server, {"--store", store})) << server.errors();
  loadWhile(server, [&] {
    for (int i = 0; i < kills() / 3; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(between(20, 800)));
      cluster.stop(SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(between(1, 300)));
      ASSERT_TRUE(cluster.start()) << cluster.log();
    }
    waitForABatch();
  });
  cluster.stop(SIGKILL);
  EXPECT_EQ(server.get("/v1/health/ready").fault(), "store/unavailable");
  EXPECT_EQ(server.get("/v1/health/live").status, 200) << "to restart it would help nobody";
  ASSERT_TRUE(cluster.start()) << cluster.log();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (server.get("/v1/health/ready").status != 200 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  ASSERT_EQ(server.get("/v1/health/ready").status, 200) << "it comes back by itself";
  checkAll(server);
}

/// Somebody who is served and rates, and goes on from wherever the server left them.
struct Visit {
  std::string caseReference = newNonce();
  std::optional<ServiceTicket> ticket;
  RatingToken token;
  std::optional<Rating> rating;
  bool isRated = false;

  /// True when all is done; else the server was gone.
  bool goOn(const ServerProcess& server, const Device& desk, const TrustList& trust) {
    if (!ticket) {
      const Reply reply = endService(server, desk, {.caseReference = caseReference});
      if (isGone(reply)) return false;
      ticket = readTicket(reply, trust);
    }
    if (!rating) {
      const Reply reply = askToken(server, *ticket, token);
      if (isGone(reply)) return false;
      const auto output = token.finish(reply, ticket->service(), trust);
      EXPECT_TRUE(output) << reply.body;
      rating = ratingOf(ticket->service(), token, output.value_or(TokenOutput{}));
    }
    if (!isRated) {
      const Reply reply = server.post("/v1/ratings", ratingBody(*rating));
      if (isGone(reply)) return false;
      EXPECT_EQ(reply.status, 201) << reply.body;
      isRated = true;
    }
    return true;
  }

 private:
  static bool isGone(const Reply& reply) { return reply.status == 0 || reply.status == 503; }
};

// Whoever asks again for what was not answered gets it, and nothing is counted twice.
TEST_F(Killed, BetweenAServiceItsTokenAndItsRating) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  ServerProcess server;
  ASSERT_TRUE(start(server)) << server.errors();
  const Device desk = enrolledDesk(server, "tax-office");
  const TrustList trust = trustOf(server);
  constexpr std::size_t kThreads = 4;
  std::vector<Visit> visits(static_cast<std::size_t>(kills()) * 5 * kThreads);
  for (int i = 0; i < kills(); ++i) {
    std::atomic<bool> isOver = false;
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < kThreads; ++t)   // each has people of its own
      threads.emplace_back([&, t] {
        for (std::size_t at = t; !isOver; at = (at + kThreads) % visits.size()) visits[at].goOn(server, desk, trust);
      });
    std::this_thread::sleep_for(std::chrono::milliseconds(between(20, 400)));
    ::kill(server.pid(), SIGKILL);
    isOver = true;
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(server.wait(), -SIGKILL);
    ASSERT_TRUE(start(server)) << server.errors();
  }
  for (Visit& visit : visits) EXPECT_TRUE(visit.goOn(server, desk, trust));
  for (const char* column : {"services", "tickets", "tokens", "ratings"})
    EXPECT_EQ(runOnRecords(data(), std::string("SELECT CAST(sum(") + column + ") AS TEXT) FROM figure"), std::to_string(visits.size())) << column;
}

/// Ends the process that much after its start, wherever it is then: a timer outlives exec, and nobody handles its signal.
std::function<void()> endedAfter(std::chrono::microseconds time) {
  return [time] {
    const itimerval timer{{0, 0}, {time.count() / 1'000'000, time.count() % 1'000'000}};
    ::setitimer(ITIMER_REAL, &timer, nullptr);
  };
}

// From half a millisecond to half a second, as often short as long: whatever the build takes for a start, some fall within.
std::chrono::microseconds anyTime(std::mt19937& random) {
  const double exponent = std::uniform_real_distribution<double>(0, 10)(random);
  return std::chrono::microseconds(static_cast<std::int64_t>(500 * std::exp2(exponent)));
}

TEST_F(Killed, WhileItMakesANewCity) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  for (int i = 0; i < kills(); ++i) {
    ServerProcess server;
    server.start(data(), {{"--demo"}, endedAfter(anyTime(random_))});
    server.stop(SIGKILL);
  }
  ServerProcess server;
  ASSERT_TRUE(start(server)) << server.errors();
}

// Of a city that ran version 1, with more passes than fit a moment.
TEST_F(Killed, WhileItBringsTheRecordsOfAnEarlierVersionToItsOwn) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  constexpr int kPasses = 20'000;
  const std::string path = data() + "/citycode.sqlite";
  ServerProcess server;
  ASSERT_TRUE(start(server)) << server.errors();   // makes the keys
  ASSERT_EQ(server.stop(SIGTERM), 0);
  for (const char* beside : {"-wal", "-shm", "-counters"}) std::filesystem::remove(path + beside);
  writeFile(path, readFile(CITYCODE_SERVER_FILES "/version-1.sqlite"));
  sqlite3* records = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &records), SQLITE_OK);
  const std::string fill = "DELETE FROM pass; INSERT INTO pass WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(kPasses) +
                           ") SELECT randomblob(32), (SELECT id FROM device LIMIT 1), 20000, i, 7, 4000000000000 FROM n";
  ASSERT_EQ(sqlite3_exec(records, fill.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(records);
  sqlite3_close(records);
  for (int i = 0; i < kills(); ++i) {
    ServerProcess killed;
    killed.start(data(), {{"--demo"}, endedAfter(anyTime(random_))});
    killed.stop(SIGKILL);
  }
  ASSERT_TRUE(start(server)) << server.errors();
  ASSERT_EQ(server.stop(SIGTERM), 0);
  ASSERT_EQ(sqlite3_open(path.c_str(), &records), SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(records, "SELECT count(*) FROM former_pass", -1, &statement, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW);
  EXPECT_EQ(sqlite3_column_int(statement, 0), kPasses);
  sqlite3_finalize(statement);
  sqlite3_close(records);
}

}  // namespace
}  // namespace citycode::server::test
