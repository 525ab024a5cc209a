// The command that moves a city's records to another database, as an operator uses it.
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include <sqlite3.h>

#include "support/demo_city.h"
#include "support/engines.h"
#include "support/postgres_cluster.h"

namespace citycode::server::test {
namespace {

class CopyStore : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    ASSERT_TRUE(server_.start(data_, {{"--store", from_, "--demo"}, {}})) << server_.errors();
    ASSERT_EQ(device_.enrol(server_, newDemoCode(server_)).status, 201);
    ASSERT_EQ(device_.post(server_, "/v1/passes", passesBody({"transit", "transit"})).status, 200);
    ASSERT_EQ(device_.post(server_, "/v1/paper-codes", R"({"photo":null})").status, 201);
  }
  Finished copy(const std::string& from, const std::string& to) { return runToEnd({"--data", data_, "copy-store", "--from", from, "--to", to}); }

  const TemporaryFolder folder_;
  const std::string data_ = folder_ / "data";
  const std::string from_ = "sqlite:" + (folder_ / "from.sqlite");
  const std::string to_ = isOnPostgresql() ? storeUrl(folder_ / "to") : "sqlite:" + (folder_ / "to.sqlite");
  const Device device_;
  ServerProcess server_;
};

TEST_F(CopyStore, TheCityGoesOnThere) {
  ASSERT_EQ(server_.stop(SIGTERM), 0);
  const Finished copied = copy(from_, to_);
  ASSERT_EQ(copied.status, 0) << copied.errors;
  EXPECT_NE(copied.output.find("pass_batch: 1 rows, counted on both sides\n"), std::string::npos) << copied.output;
  ASSERT_TRUE(server_.start(data_, {{"--store", to_, "--demo"}, {}})) << server_.errors();
  EXPECT_EQ(device_.post(server_, "/v1/passes", passesBody({"transit"})).status, 200);
  EXPECT_EQ(device_.post(server_, "/v1/paper-codes/list", "{}").json()["cards"].size(), 1u);
  EXPECT_EQ(device_.post(server_, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})").json()["revokedPasses"], 3);
}

TEST_F(CopyStore, WhileTheServerRunsNothingIsLostThatItAnswered) {
  ASSERT_EQ(copy(from_, to_).status, 0);
  EXPECT_EQ(device_.post(server_, "/v1/passes", passesBody({"transit"})).status, 200) << "the server goes on with its own";
}

TEST_F(CopyStore, RefusesWhatIsNotEmptyOrNotThere) {
  ASSERT_EQ(copy(from_, to_).status, 0);
  const Finished again = copy(from_, to_);
  EXPECT_EQ(again.status, 2);
  EXPECT_NE(again.errors.find("give --to an empty database"), std::string::npos) << again.errors;
  const Finished nowhere = copy("sqlite:" + (folder_ / "mistyped.sqlite"), to_);
  EXPECT_EQ(nowhere.status, 2);
  EXPECT_NE(nowhere.errors.find("There are no records"), std::string::npos) << nowhere.errors;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "mistyped.sqlite"));
  const Finished noAddress = copy("from.sqlite", to_);
  EXPECT_EQ(noAddress.status, 2);
  const Finished itself = copy(from_, from_);
  EXPECT_NE(itself.status, 0);
}

TEST_F(CopyStore, AServerOnAnEmptyDatabaseBesideKeysIsRefused) {
  ASSERT_EQ(server_.stop(SIGTERM), 0);
  const Finished failed = runToEnd({"--data", data_, "--store", to_, "--port", "0", "--demo"});
  EXPECT_EQ(failed.status, 1);
  EXPECT_NE(failed.errors.find("copy-store"), std::string::npos) << failed.errors;
}

// ---- The disk of the target is full in the middle ----------------------------------------------------

class CopyOnAFullDisk : public CopyStore {
 protected:
  static constexpr int kBatchesOfOthers = 12'000;   // a megabyte, and more on PostgreSQL

  void SetUp() override {
    CopyStore::SetUp();
    ASSERT_EQ(server_.stop(SIGTERM), 0);
    sqlite3* records = nullptr;
    ASSERT_EQ(sqlite3_open(fromFile_.c_str(), &records), SQLITE_OK);
    const std::string fill = "INSERT INTO pass_batch WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                             std::to_string(kBatchesOfOthers) + ") SELECT randomblob(32), randomblob(16), 20000, i, 1, 4000000000000 FROM n";
    ASSERT_EQ(sqlite3_exec(records, fill.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(records);
    sqlite3_close(records);
    before_ = readFile(fromFile_);
  }

  void expectSentence(const Finished& finished, const std::string& part) const {
    EXPECT_EQ(finished.status, 1);
    EXPECT_EQ(finished.output, "");
    EXPECT_EQ(std::count(finished.errors.begin(), finished.errors.end(), '\n'), 1) << finished.errors;
    EXPECT_NE(finished.errors.find(part), std::string::npos) << finished.errors;
    EXPECT_TRUE(readFile(fromFile_) == before_) << "the source is what it was";
  }
  /// Neither a server nor a command nor a copy of the copy.
  void expectThatNobodyTakes(const std::string& to) const {
    const std::string part = "holds a copy that did not end: give copy-store the same --from and --to once more";
    expectSentence(runToEnd({"--data", data_, "--store", to, "--port", "0", "--demo"}), part);
    expectSentence(runToEnd({"--data", data_, "--store", to, "enrolment-code", "--person", demoPersonId(1)}), part);
    expectSentence(runToEnd({"--data", data_, "copy-store", "--from", to, "--to", "sqlite:" + (folder_ / "further.sqlite")}), part);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "further.sqlite"));
  }
  void expectThatTheCityGoesOn(const std::string& to) {
    const Finished copied = copy("sqlite:" + fromFile_, to);
    ASSERT_EQ(copied.status, 0) << copied.errors;
    EXPECT_NE(copied.output.find("pass_batch: " + std::to_string(kBatchesOfOthers + 1) + " rows, counted on both sides\n"), std::string::npos) << copied.output;
    ASSERT_TRUE(server_.start(data_, {{"--store", to, "--demo"}, {}})) << server_.errors();
    EXPECT_EQ(device_.post(server_, "/v1/passes", passesBody({"transit"})).status, 200);
    EXPECT_EQ(device_.post(server_, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})").json()["revokedPasses"], 3);
    EXPECT_TRUE(readFile(fromFile_) == before_);
  }

  const std::string fromFile_ = folder_ / "from.sqlite";
  std::string before_;
};

TEST_F(CopyOnAFullDisk, AFileIsNoCityUntilAllIsThere) {
  const std::string file = folder_ / "other.sqlite", to = "sqlite:" + file;
  const auto copyWith = [&](rlim_t bytes) {
    return runToEnd({"--data", data_, "copy-store", "--from", "sqlite:" + fromFile_, "--to", to}, [bytes] {
      const rlimit limit{bytes, bytes};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    });
  };
  const std::string full = "The disk that holds " + file + " is full: free some space and ";
  // No room for the tables: a server finds an empty database, not a new city.
  expectSentence(copyWith(60'000), full + "start again.");
  expectSentence(runToEnd({"--data", data_, "--store", to, "--port", "0", "--demo"}), "is missing or empty although the city's keys exist");
  for (const rlim_t bytes : {200'000, 500'000}) {
    expectSentence(copyWith(bytes), full + "copy again; what was copied so far is taken for no city.");
    expectThatNobodyTakes(to);
    expectSentence(runToEnd({"--data", data_, "--store", to, "check-records"}), "holds a copy that did not end");
  }
  expectThatTheCityGoesOn(to);
}

TEST_F(CopyOnAFullDisk, ADatabaseIsNoCityUntilAllIsThere) {
  PostgresCluster cluster;
  const std::string database = cluster.newDatabase(), to = cluster.url(database);
  // At once, for whoever opens the database from now on: what it then has of the batches is a part.
  cluster.limitFileSize(cluster.pid(), 1024 * 1024 + 100);
  for (int i = 0; i < 2; ++i) {
    expectSentence(copy("sqlite:" + fromFile_, to), "/" + database + " is full: free some space and copy again; what was copied so far is taken for no city.");
    EXPECT_EQ(Operator(cluster.conninfo(database)).run("SELECT count(*) BETWEEN 1000 AND " + std::to_string(kBatchesOfOthers) + " FROM pass_batch"), "t");
    expectThatNobodyTakes(to);
  }
  cluster.limitFileSize(cluster.pid(), RLIM_INFINITY);
  expectThatTheCityGoesOn(to);
}

}  // namespace
}  // namespace citycode::server::test
