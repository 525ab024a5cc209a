// The disk ends in the middle of what changes many records, under the real program: nothing is lost, and it goes on when there is room.
#include <signal.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include <sqlite3.h>

#include "citycode/crypto.h"
#include "support/demo_city.h"
#include "support/postgres_cluster.h"

namespace citycode::server::test {
namespace {

namespace fs = std::filesystem;

/// For one process: no file of it grows beyond.
std::function<void()> diskThatEndsAt(rlim_t bytes) {
  return [bytes] {
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  };
}

std::string hexOf(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text.append({"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]});
  return text;
}

/// As SQLite writes bytes.
std::string inHex(ByteView bytes) { return "x'" + hexOf(bytes) + "'"; }

class FullDisk : public testing::Test {
 protected:
  static constexpr int kPassesOfOthers = 20'000, kPassesOfPhone = 3;   // two megabytes to be moved

  void SetUp() override { ASSERT_TRUE(startCrypto()); }
  std::string data() const { return folder_ / "data"; }
  std::string database() const { return data() + "/citycode.sqlite"; }

  /// The first column of the first row, as a number.
  std::int64_t runOnFile(const std::string& sql) const {
    sqlite3* records = nullptr;
    EXPECT_EQ(sqlite3_open(database().c_str(), &records), SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(records, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(records);
    const int code = sqlite3_step(statement);
    EXPECT_TRUE(code == SQLITE_ROW || code == SQLITE_DONE) << sqlite3_errmsg(records);
    const std::int64_t first = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    sqlite3_close(records);
    return first;
  }

  void addFormerPasses(const std::string& device, int count, int firstIndex) const {
    runOnFile("INSERT INTO pass WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < " + std::to_string(count) +
              ") SELECT randomblob(32), " + device + ", 20000, i + " + std::to_string(firstIndex) + ", 7, 4000000000000 FROM n");
  }

  /// A city as a server of version 1 left it, with this phone among others.
  void makeCityOfVersion1(const Device& phone) {
    ServerProcess server;
    ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();   // makes the keys
    ASSERT_EQ(server.stop(SIGTERM), 0);
    for (const char* beside : {"-wal", "-shm", "-counters"}) fs::remove(database() + beside);
    writeFile(database(), readFile(CITYCODE_SERVER_FILES "/version-1.sqlite"));
    const PublicKey& key = phone.key().publicKey();
    runOnFile("INSERT INTO device SELECT " + inHex(sha256(key)) + ", " + inHex(key) + ", id, 1000 FROM person LIMIT 1");
    addFormerPasses("(SELECT id FROM device WHERE device_key <> " + inHex(key) + ")", kPassesOfOthers, 100);
    addFormerPasses(inHex(sha256(key)), kPassesOfPhone, kPassesOfOthers + 100);
  }

  const TemporaryFolder folder_;
};

TEST_F(FullDisk, RecordsOfAnEarlierVersionStayItsOwnUntilThereIsRoom) {
  const Device phone;
  ASSERT_NO_FATAL_FAILURE(makeCityOfVersion1(phone));
  const std::string before = readFile(database());
  // From no page of the journal and no memory that connections share, to the middle of the passes.
  for (const rlim_t bytes : {4096, 40'000, 300'000, 1'000'000}) {
    const Finished failed = runToEnd({"--data", data(), "--port", "0", "--demo"}, diskThatEndsAt(bytes));
    EXPECT_EQ(failed.status, 1) << bytes;
    EXPECT_EQ(failed.output, "") << bytes;
    EXPECT_EQ(failed.errors, "The disk that holds " + database() + " is full: free some space and start again.\n") << bytes;
    EXPECT_TRUE(readFile(database()) == before) << "the file is what it was, with " << bytes;
    EXPECT_EQ(runOnFile("PRAGMA user_version"), 1) << "with its journal, too";
    EXPECT_EQ(runOnFile("SELECT count(*) FROM pass"), kPassesOfOthers + kPassesOfPhone + 1);
  }
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  EXPECT_EQ(phone.post(server, "/v1/passes", passesBody({"transit"})).status, 200);
  const Reply revoked = phone.post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})");
  EXPECT_EQ(revoked.json()["revokedPasses"], kPassesOfPhone + 1) << "those of then among them";
  ASSERT_EQ(server.stop(SIGTERM), 0);
  EXPECT_EQ(runOnFile("SELECT count(*) FROM former_pass"), kPassesOfOthers + kPassesOfPhone + 1);
  EXPECT_EQ(runToEnd({"--data", data(), "check-records"}).output, "The records are whole.\n");
}

TEST_F(FullDisk, OfPostgresqlIsSaidToPhonesAndLosesNothingThatWasAnswered) {
  PostgresCluster cluster;
  const std::string database = cluster.newDatabase();
  const std::vector<std::string> arguments{"--demo", "--post-rate", "0", "--store", cluster.url(database, "&pool_size=1")};
  Operator operatorsHand(cluster.conninfo(database));
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {arguments, {}})) << server.errors();
  const Device phone;
  ASSERT_EQ(phone.enrol(server, newDemoCode(server)).status, 201);
  // The largest of its files, and the disk ends in its next page.
  operatorsHand.run("INSERT INTO pass_batch SELECT sha256(g::text::bytea), decode(md5(g::text), 'hex'), 30000, g, 1, 4000000000000 FROM generate_series(1, 20000) g");
  const auto bytes = static_cast<rlim_t>(std::stoll(operatorsHand.run("SELECT pg_relation_size('pass_batch')")));
  ASSERT_GT(bytes, 1024u * 1024u) << "or the log of changes would not have room, and PostgreSQL would stop";
  const auto backend = static_cast<pid_t>(std::stol(operatorsHand.run("SELECT pid FROM pg_stat_activity WHERE usename = 'city'")));
  const auto diskEndsAt = [&](rlim_t end) {
    for (const pid_t process : {cluster.pid(), backend}) cluster.limitFileSize(process, end);   // and for connections to come
  };
  diskEndsAt(bytes + 100);

  std::int64_t answered = 0;
  Reply reply;
  for (int i = 0; i < 400 && reply.status != 503; ++i) {   // a page has room for about seventy
    reply = phone.post(server, "/v1/passes", passesBody({"transit"}));
    answered += reply.status == 200;
  }
  const auto health = [&] { return server.get("/v1/health"); };
  EXPECT_EQ(health().json(), (nlohmann::json{{"status", "attention"}, {"store", "store/disk-full"}}));
  EXPECT_EQ(reply.status, 503) << reply.body;
  EXPECT_EQ(reply.fault(), "store/disk-full");
  EXPECT_FALSE(reply.header("Retry-After").empty());
  EXPECT_EQ(reply.json()["retryable"], true);
  EXPECT_EQ(health().status, 200) << "what can be read is";
  EXPECT_EQ(server.get("/v1/trust-list").status, 200);
  EXPECT_EQ(phone.post(server, "/v1/passes", passesBody({"transit"})).fault(), "store/disk-full");
  const std::string ofPhone = " FROM pass_batch WHERE device_id = '\\x" + hexOf(sha256(phone.key().publicKey())) + "'";
  EXPECT_EQ(operatorsHand.run("SELECT count(*)" + ofPhone), std::to_string(answered)) << "every answered pass and no other";
  const auto isLogged = [&] { return server.errors().find(R"("event":"store-not-writable","fault":"store/disk-full")") != std::string::npos; };
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);   // it looks again every five
  while (!isLogged() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_TRUE(isLogged()) << server.errors();
  EXPECT_EQ(health().json()["store"], "store/disk-full") << "a change of a page that is there does not make it well";

  diskEndsAt(RLIM_INFINITY);
  EXPECT_EQ(phone.post(server, "/v1/passes", passesBody({"transit"})).status, 200) << "by itself";
  EXPECT_EQ(health().json(), (nlohmann::json{{"status", "ok"}, {"store", "ok"}}));
  ASSERT_EQ(server.stop(SIGKILL), -SIGKILL);
  ASSERT_TRUE(server.start(data(), {arguments, {}})) << server.errors();
  const Reply revoked = phone.post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})");
  EXPECT_EQ(revoked.json()["revokedPasses"], answered + 1);
}

}  // namespace
}  // namespace citycode::server::test
