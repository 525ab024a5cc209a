// The city is lost and comes back from a backup, as an operator does it, and no verifier that saw what it published since takes the
// new city for an old one.
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include <sqlite3.h>

#include "backup/backup_folder.h"
#include "backup/raised_records.h"
#include "city/trust_lists.h"
#include "citycode/pass.h"
#include "fault_or_none.h"
#include "store/schema.h"
#include "support/demo_city.h"
#include "support/engines.h"
#include "support/portal_server.h"
#include "support/postgres_cluster.h"
#include "support/scanner.h"

namespace citycode::server::test {
namespace {

namespace fs = std::filesystem;

/// Ends the process that much after its start, wherever it is then.
std::function<void()> endedAfter(std::chrono::microseconds time) {
  return [time] {
    const itimerval timer{{0, 0}, {time.count() / 1'000'000, time.count() % 1'000'000}};
    ::setitimer(ITIMER_REAL, &timer, nullptr);
  };
}

/// For this process: no file of it grows beyond.
std::function<void()> diskThatEndsAt(rlim_t bytes) {
  return [bytes] {
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  };
}

void runOnFile(const std::string& path, const std::string& sql) {
  sqlite3* records = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &records), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(records, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(records);
  sqlite3_close(records);
}

/// A megabyte of rows, in the words of both engines but for how they make them.
constexpr int kBatchesOfOthers = 12'000;
const std::string kFillFile = "INSERT INTO pass_batch WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                              std::to_string(kBatchesOfOthers) + ") SELECT randomblob(32), randomblob(16), 20000, i, 1, 4000000000000 FROM n";
const std::string kFillDatabase = "INSERT INTO pass_batch SELECT sha256(g::text::bytea), decode(md5(g::text), 'hex'), 20000, g, 1, 4000000000000"
                                  " FROM generate_series(1, " +
                                  std::to_string(kBatchesOfOthers) + ") g";

class BackedUp : public testing::Test {
 protected:
  static constexpr const char* kOrigin = "http://code.example";

  void SetUp() override { ASSERT_TRUE(startCrypto()); }

  /// --store of a city's folder: its own file, or a database of its own.
  static std::string storeOf(const std::string& data, bool onPostgresql) {
    return onPostgresql ? PostgresCluster::shared().url(PostgresCluster::shared().databaseOf(data)) : "sqlite:" + data + "/citycode.sqlite";
  }
  static bool start(ServerProcess& server, const std::string& data, const std::string& store, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"--store", store, "--demo", "--post-rate", "0", "--device-rate", "0", "--origin", kOrigin};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return server.start(data, {arguments, {}});
  }
  static Finished act(const std::string& data, const std::string& store, const std::vector<std::string>& words, const std::function<void()>& inChild = {}) {
    std::vector<std::string> arguments{"--data", data, "--store", store};
    arguments.insert(arguments.end(), words.begin(), words.end());
    return runToEnd(arguments, inChild);
  }
  static Reply post(const ServerProcess& server, const Device& device, const std::string& target, const std::string& body) {
    return device.post(server, target, body, {.origin = kOrigin});
  }
  static Reply enrol(const ServerProcess& server, const Device& device, int person = 1) {
    return device.enrol(server, newDemoCode(server, person), {.origin = kOrigin});
  }
  /// The folder of another machine, with the copy of the keys that the operator keeps.
  std::string machineWithKeys(const std::string& name, const std::string& keysOf) const {
    fs::create_directories(folder_ / name);
    fs::copy(keysOf + "/keys", folder_ / name + "/keys", fs::copy_options::recursive);
    return folder_ / name;
  }

  const TemporaryFolder folder_;
};

// ---- From an engine to an engine, under load -----------------------------------------------------------

struct Way {
  const char* name;
  bool fromPostgresql, toPostgresql;
};
std::ostream& operator<<(std::ostream& out, const Way& way) { return out << way.name; }

std::vector<Way> ways() {
  if (isOnPostgresql()) return {{"postgresql_to_postgresql", true, true}, {"postgresql_to_sqlite", true, false}, {"sqlite_to_postgresql", false, true}};
  return {{"sqlite_to_sqlite", false, false}};
}

class BackupBetween : public BackedUp, public testing::WithParamInterface<Way> {
 protected:
  struct Given {
    std::set<std::pair<std::int64_t, std::uint64_t>> places;   // day and index
    bool isTwice = false;

    void take(const Reply& reply) {
      const nlohmann::json answer = reply.json();
      for (const auto& entry : answer["passes"]) {
        const auto pass = readUnverifiedPass(*decodeBase64Url(entry["pass"].get<std::string>()));
        if (!places.emplace(pass->notBeforeUnixSeconds / 86'400, pass->statusIndex).second) isTwice = true;
      }
    }
  };
  /// The trust list and each status list, as a verifier could have kept them.
  static std::vector<std::string> published(const ServerProcess& server) {
    std::vector<std::string> lists{server.get("/v1/trust-list").body};
    const auto index = server.get("/v1/status-lists").json();
    for (const auto& entry : index["lists"])
      lists.push_back(server.get("/v1/status-lists/" + entry["issuerKid"].get<std::string>() + "/" + std::to_string(entry["day"].get<std::int64_t>())).body);
    return lists;
  }
  static void expectThatOldListsAreRefused(Scanner& scanner, const std::vector<std::string>& lists, std::int64_t now) {
    EXPECT_EQ(faultOrNone(adoptTrustList(bytesOf(lists[0]), scanner.anchors, now)), Fault::TrustRolledBack);
    for (std::size_t i = 1; i < lists.size(); ++i)
      EXPECT_EQ(faultOrNone(scanner.lists.adopt(bytesOf(lists[i]), *scanner.trust, now)), Fault::RevocationRolledBack);
  }
};

TEST_P(BackupBetween, UnderLoadTheCityGoesOnAndNoVerifierSeesARollback) {
  const std::string data = folder_ / "lost", store = storeOf(data, GetParam().fromPostgresql), place = folder_ / "kept";
  ServerProcess server;
  ASSERT_TRUE(start(server, data, store)) << server.errors();
  const Device phone, other;
  ASSERT_EQ(enrol(server, phone).status, 201);
  ASSERT_EQ(enrol(server, other, 2).status, 201);
  ASSERT_EQ(post(server, other, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})").status, 200);
  const std::string openCode = newDemoCode(server, 3);
  Scanner scanner(server);
  ASSERT_EQ(scanner.fetch(server, nowUnixSeconds()), "");

  std::atomic<bool> goesOn = true;
  std::atomic<int> refused = 0, batches = 0;
  Given given;
  std::vector<Device> busy(3);
  for (const Device& each : busy) ASSERT_EQ(enrol(server, each, 4).status, 201);
  std::thread issuing([&] {
    while (goesOn) {
      const Reply reply = post(server, busy[static_cast<std::size_t>(batches) % 2], "/v1/passes", passesBody({"transit"}));
      if (reply.status == 200) given.take(reply);
      else ++refused;
      ++batches;
    }
  });
  std::thread enrolling([&] {
    while (goesOn) refused += enrol(server, Device(), 5).status != 201;
  });
  while (batches < 3) std::this_thread::yield();
  const int before = batches;
  const Finished kept = act(data, store, {"backup", "--to", place});
  const int during = batches;
  goesOn = false;
  issuing.join();
  enrolling.join();
  ASSERT_EQ(kept.status, 0) << kept.errors;
  EXPECT_GT(during, before);
  EXPECT_EQ(refused, 0) << "nobody waits for a backup until they are refused";

  // What the backup knows nothing of: a scanner sees it.
  ASSERT_EQ(post(server, busy[2], "/v1/passes", passesBody({"transit"})).status, 200);
  for (const Device& each : busy) ASSERT_EQ(post(server, each, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})").status, 200);
  ASSERT_EQ(server.stop(SIGTERM), 0);
  ASSERT_TRUE(start(server, data, store, {"--city-name", "Another Name"})) << server.errors();
  ASSERT_EQ(scanner.fetch(server, nowUnixSeconds()), "");
  const Reply last = post(server, phone, "/v1/passes", passesBody({"transit"}));
  ASSERT_EQ(last.status, 200);
  given.take(last);
  std::vector<std::string> seen = published(server);
  ASSERT_EQ(server.stop(SIGKILL), -SIGKILL);

  // Twice from the same backup: the second city follows one that has gone on, too.
  for (int restored = 1; restored <= 2; ++restored) {
    const std::string machine = machineWithKeys("machine-" + std::to_string(restored), data), there = storeOf(machine, GetParam().toPostgresql);
    const std::string later = std::to_string(60 * restored);
    const Finished back = act(machine, there, {"restore", "--from", place, "--clock-offset-seconds", later});
    ASSERT_EQ(back.status, 0) << back.errors;
    const auto manifest = readManifest(readFile(place + "/backup.json"));
    ASSERT_TRUE(manifest);
    for (const auto& [table, rows] : manifest->rows) EXPECT_NE(back.output.find(table + ": " + std::to_string(rows) + " rows\n"), std::string::npos) << table;
    EXPECT_GE(manifest->rows.at("pass_batch"), 3);

    ASSERT_TRUE(start(server, machine, there, {"--clock-offset-seconds", later})) << server.errors();
    const std::int64_t now = nowUnixSeconds() + 60 * restored;
    EXPECT_EQ(scanner.fetch(server, now), "");
    expectThatOldListsAreRefused(scanner, seen, now);
    seen = published(server);
    const Tampering onTime{.clockOffsetSeconds = 60 * restored, .origin = kOrigin};
    const Reply again = phone.post(server, "/v1/passes", passesBody({"transit", "identity"}), onTime);
    ASSERT_EQ(again.status, 200) << again.body;
    given.take(again);
    EXPECT_EQ(other.post(server, "/v1/passes", passesBody({"transit"}), onTime).fault(), "issue/unknown-device");
    EXPECT_EQ(Device().enrol(server, openCode, onTime).fault(), "enrol/expired-code");
    EXPECT_EQ(phone.post(server, "/v1/paper-codes", R"({"photo":null})", onTime).status, 201);
    EXPECT_EQ(Device().enrol(server, newDemoCode(server), onTime).status, 201);
    for (const Device* each : {&busy[0], &busy[1]})   // they live again: what is said of a restore
      EXPECT_EQ(each->post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})", onTime).status, 200);
    EXPECT_EQ(scanner.fetch(server, now), "") << "its own next versions";
    ASSERT_EQ(server.stop(SIGKILL), -SIGKILL);
  }
  EXPECT_FALSE(given.isTwice) << "a place of the status lists";
}

INSTANTIATE_TEST_SUITE_P(Stores, BackupBetween, testing::ValuesIn(ways()));

// ---- Ended in the middle -------------------------------------------------------------------------------

/// A city that has stopped, with a backup of it.
class Backup : public BackedUp {
 protected:
  void SetUp() override {
    BackedUp::SetUp();
    ASSERT_TRUE(start(server_, data_, store_)) << server_.errors();
    ASSERT_EQ(enrol(server_, phone_).status, 201);
    ASSERT_EQ(server_.stop(SIGTERM), 0);
    if (isOnPostgresql()) runOnRecords(data_, kFillDatabase);
    else runOnFile(data_ + "/citycode.sqlite", kFillFile);
  }
  void keep() { ASSERT_EQ(act(data_, store_, {"backup", "--to", place_, "--with-keys"}).status, 0); }
  std::string anotherStore(const std::string& name) const { return storeOf(folder_ / name, isOnPostgresql()); }
  Finished restoreTo(const std::string& name, const std::function<void()>& inChild = {}) const {
    return act(folder_ / name, anotherStore(name), {"restore", "--from", place_}, inChild);
  }
  void expectThatTheCityIsAt(const std::string& data, const std::string& store) {
    ASSERT_TRUE(start(server_, data, store)) << server_.errors();
    EXPECT_EQ(post(server_, phone_, "/v1/passes", passesBody({"transit"})).status, 200);
    ASSERT_EQ(server_.stop(SIGTERM), 0);
  }
  static void expectSentence(const Finished& finished, int status, const std::string& part) {
    EXPECT_EQ(finished.status, status) << finished.errors;
    EXPECT_EQ(finished.output, "");
    EXPECT_EQ(std::count(finished.errors.begin(), finished.errors.end(), '\n'), 1) << finished.errors;
    EXPECT_NE(finished.errors.find(part), std::string::npos) << finished.errors;
  }
  /// Changes the manifest and signs it as the city does.
  void rewrite(const std::function<void(Manifest&)>& change) const {
    auto manifest = readManifest(readFile(place_ + "/backup.json"));
    ASSERT_TRUE(manifest);
    change(*manifest);
    const auto root = SigningKey::fromSeed(bytesOf(readFile(data_ + "/keys/root.seed")));
    writeFile(place_ + "/backup.json", manifestText(*manifest));
    writeFile(place_ + "/backup.sig", manifestSignature(*root, manifestText(*manifest)));
  }

  const std::string data_ = folder_ / "data", store_ = storeOf(data_, isOnPostgresql()), place_ = folder_ / "kept";
  const Device phone_;
  ServerProcess server_;
};

TEST_F(Backup, KilledAnywhereIsNoneAndTheNextOneIsWhole) {
  int killed = 0;
  for (auto time = std::chrono::microseconds(5'000); !fs::exists(place_); time = time * 3 / 2) {
    const Finished ended = act(data_, store_, {"backup", "--to", place_}, endedAfter(time));
    killed += ended.status != 0;
    ASSERT_TRUE(ended.status == -SIGALRM || fs::exists(place_)) << ended.errors;   // killed behind the last step, it is there, too
  }
  EXPECT_GE(killed, 2);
  EXPECT_FALSE(fs::exists(place_ + ".unfinished"));
  fs::create_directories(folder_ / "there");
  fs::copy(data_ + "/keys", folder_ / "there/keys", fs::copy_options::recursive);
  ASSERT_EQ(restoreTo("there").status, 0);
  expectThatTheCityIsAt(folder_ / "there", anotherStore("there"));
}

TEST_F(Backup, RestoreKilledAnywhereIsNoCityAndTheSameCommandBeginsAnew) {
  keep();
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(restoreTo("whole").status, 0);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
  std::string there = "there-0";
  int unfinished = 0, cities = 0;
  for (int tries = 0; tries < 60 && (tries < 8 || unfinished == 0); ++tries) {
    const Finished ended = restoreTo(there, endedAfter(whole * (tries % 8 + 1) / 9));
    ASSERT_TRUE(ended.status == 0 || ended.status == -SIGALRM) << ended.errors;
    if (!fs::exists(folder_ / there + "/keys")) continue;
    const Finished asked = act(folder_ / there, anotherStore(there), {"enrolment-code", "--person", demoPersonId(1)});
    EXPECT_TRUE(asked.status == 0 || (asked.status == 1 && ended.status != 0)) << "half a city is none: " << asked.errors;
    unfinished += asked.errors.find("holds a restore that did not end: give restore the same --from once more") != std::string::npos;
    if (asked.status == 0) there = "there-" + std::to_string(++cities);   // it had ended, but for its last words at most
  }
  EXPECT_GE(unfinished, 1);
  ASSERT_EQ(restoreTo(there).status, 0);
  expectThatTheCityIsAt(folder_ / there, anotherStore(there));
  EXPECT_FALSE(fs::exists(folder_ / there + "/unfinished-restore"));
}

TEST_F(Backup, ThatIsOldComesBackWithTheTimeOfTheMachine) {
  keep();
  const std::vector<std::string> later{"--clock-offset-seconds", std::to_string(30 * 86'400)};
  ASSERT_EQ(act(folder_ / "there", anotherStore("there"), {"restore", "--from", place_, later[0], later[1]}).status, 0);
  ASSERT_TRUE(start(server_, folder_ / "there", anotherStore("there"), later)) << server_.errors();
  const Reply reply = phone_.post(server_, "/v1/passes", passesBody({"transit"}), {.clockOffsetSeconds = 30 * 86'400, .origin = kOrigin});
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(server_.get("/v1/health").json(), (nlohmann::json{{"status", "ok"}, {"store", "ok"}}));
}

// ---- A full disk ---------------------------------------------------------------------------------------

TEST_F(Backup, OnAFullDiskLeavesNothingBehind) {
  for (const rlim_t bytes : {rlim_t{100'000}, rlim_t{300'000}, rlim_t{800'000}}) {
    expectSentence(act(data_, store_, {"backup", "--to", place_}, diskThatEndsAt(bytes)), 1,
                   "The disk that holds " + place_ + " is full: free some space and back up again");
    EXPECT_FALSE(fs::exists(place_));
    EXPECT_FALSE(fs::exists(place_ + ".unfinished"));
  }
  keep();
  ASSERT_EQ(restoreTo("there").status, 0);
  expectThatTheCityIsAt(folder_ / "there", anotherStore("there"));
}

TEST_F(Backup, RestoredOntoAFullDiskIsNoCityUntilThereIsRoom) {
  keep();
  for (const rlim_t bytes : {rlim_t{300'000}, rlim_t{800'000}}) {
    expectSentence(restoreTo("there", diskThatEndsAt(bytes)), 1,
                   "/there/citycode.sqlite is full: free some space and restore again; what is there so far is taken for no city.");
    expectSentence(act(folder_ / "there", anotherStore("there"), {"--port", "0"}), 1, "holds a restore that did not end");
    expectSentence(act(folder_ / "there", anotherStore("there"), {"check-records"}), 1, "holds a restore that did not end");
  }
  ASSERT_EQ(restoreTo("there").status, 0);
  expectThatTheCityIsAt(folder_ / "there", anotherStore("there"));
}

TEST_F(Backup, OfPostgresqlOnAFullDisk) {
  PostgresCluster cluster;
  const std::string database = cluster.newDatabase(), url = cluster.url(database);
  keep();
  cluster.limitFileSize(cluster.pid(), 1024 * 1024 + 100);
  const std::string there = machineWithKeys("there", data_);
  expectSentence(act(there, url, {"restore", "--from", place_}), 1, "/" + database + " is full: free some space and restore again");
  expectSentence(act(there, url, {"--port", "0", "--demo"}), 1, "holds a restore that did not end");
  cluster.limitFileSize(cluster.pid(), RLIM_INFINITY);
  ASSERT_EQ(act(there, url, {"restore", "--from", place_}).status, 0);
  expectThatTheCityIsAt(there, url);
  const std::string place = folder_ / "of-postgresql";
  expectSentence(act(there, url, {"backup", "--to", place}, diskThatEndsAt(300'000)), 1,
                 "The disk that holds " + place + " is full: free some space and back up again");
  EXPECT_FALSE(fs::exists(place));
  EXPECT_FALSE(fs::exists(place + ".unfinished"));
  // A server that was never stopped, whose tables somebody dropped under it.
  ASSERT_TRUE(start(server_, there, url)) << server_.errors();
  Operator(cluster.conninfo(database)).run("SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION city");
  expectSentence(act(machineWithKeys("another", data_), url, {"restore", "--from", place_}), 2, "A server is running on " + url.substr(0, 13));
  ASSERT_EQ(server_.stop(SIGTERM), 0);
  EXPECT_EQ(act(folder_ / "another", url, {"restore", "--from", place_}).status, 0);
}

// ---- What is no backup of this city ----------------------------------------------------------------------

TEST_F(Backup, ThatWasCutShortOrChangedRestoresNothing) {
  keep();
  for (const char* name : {"records.sqlite", "backup.json", "backup.sig", "keys/root.seed", "keys/scene.key"}) {
    SCOPED_TRACE(name);
    const std::string path = place_ + "/" + name, whole = readFile(path);
    for (const std::size_t bytes : {std::size_t{0}, whole.size() / 2, whole.size() - 1}) {
      writeFile(path, whole.substr(0, bytes));
      expectSentence(restoreTo("there"), 1, "nothing was restored");
    }
    for (const std::size_t at : {std::size_t{0}, whole.size() / 2, whole.size() - 1}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ 1);
      writeFile(path, changed);
      expectSentence(restoreTo("there"), 1, "nothing was restored");
    }
    fs::remove(path);
    EXPECT_NE(restoreTo("there").status, 0) << name;
    EXPECT_FALSE(fs::exists(folder_ / "there/citycode.sqlite")) << name;
    EXPECT_FALSE(fs::exists(folder_ / "there/keys")) << name;
    writeFile(path, whole);
  }
  // Somebody who can write there and has not the city's key.
  const std::string text = readFile(place_ + "/backup.json");
  runOnFile(place_ + "/records.sqlite", "UPDATE device SET enrolled_ms = 1");
  auto manifest = readManifest(text);
  manifest->files[0] = *lookAtFile(place_, "records.sqlite");
  writeFile(place_ + "/backup.json", manifestText(*manifest));
  expectSentence(restoreTo("there"), 1, "is not what the city signed when the backup was made: nothing was restored");
  EXPECT_FALSE(fs::exists(folder_ / "there/citycode.sqlite"));
}

TEST_F(Backup, IsRefusedForAnotherCityWithoutKeysAndWhereSomethingIs) {
  ASSERT_EQ(act(data_, store_, {"backup", "--to", place_}).status, 0);
  expectSentence(act(data_, store_, {"backup", "--to", place_}), 2, "There is something at " + place_ + " already");
  expectSentence(act(data_, store_, {"backup", "--to", folder_ / "nowhere/kept"}), 2, "There is no folder ");
  expectSentence(restoreTo("there"), 2, "There are no keys in ");
  ASSERT_TRUE(start(server_, folder_ / "city-2", anotherStore("city-2"))) << server_.errors();
  expectSentence(act(folder_ / "city-2", "sqlite:" + (folder_ / "new.sqlite"), {"restore", "--from", place_}), 2, "A server is running on ");
  ASSERT_EQ(server_.stop(SIGTERM), 0);
  expectSentence(act(folder_ / "city-2", "sqlite:" + (folder_ / "new.sqlite"), {"restore", "--from", place_}), 2, "is of another city than the keys in ");
  EXPECT_FALSE(fs::exists(folder_ / "new.sqlite"));
  // The root's key alone makes no city.
  writeFile(folder_ / "there/keys/root.seed", readFile(data_ + "/keys/root.seed"));
  for (const char* name : {"issuer.seed", "status.key", "pseudonym.key", "scene.key", "rating.key", "people.key"})
    writeFile(folder_ / "there/keys/" + name, readFile(folder_ / "city-2/keys/" + name));
  expectSentence(restoreTo("there"), 2, "is of another city than the keys in ");
  const std::string before = readFile(data_ + "/citycode.sqlite");
  expectSentence(act(data_, store_, {"restore", "--from", place_}), 2, "There are records in " + data_ + "/citycode.sqlite already");
  EXPECT_TRUE(readFile(data_ + "/citycode.sqlite") == before);
  expectSentence(act(data_, store_, {"restore", "--from", folder_ / "mistyped"}), 2, "There is no backup in ");
  machineWithKeys("slow", data_);
  expectSentence(act(folder_ / "slow", anotherStore("slow"), {"restore", "--from", place_, "--clock-offset-seconds", "-4000"}), 2, "set the machine's clock");
}

TEST_F(Backup, OfAnEarlierVersionIsBroughtForwardAndOfALaterOneRefused) {
  keep();
  const std::string records = readFile(place_ + "/records.sqlite");
  rewrite([](Manifest& manifest) { manifest.schemaVersion = kSchemaVersion + 1; });
  const std::string versions = std::to_string(kSchemaVersion + 1) + ", this one knows " + std::to_string(kSchemaVersion);
  expectSentence(restoreTo("there"), 1, "was made by a later version of Citycode (records of version " + versions + "): restore it with that version");
  EXPECT_FALSE(fs::exists(folder_ / "there"));
  const std::string former = readFile(CITYCODE_SERVER_FILES "/version-1.sqlite");
  writeFile(place_ + "/records.sqlite", former);
  rewrite([&](Manifest& manifest) {
    manifest.schemaVersion = 1;
    manifest.files[0] = *lookAtFile(place_, "records.sqlite");
  });
  const Finished back = restoreTo("there");
  ASSERT_EQ(back.status, 0) << back.errors;
  EXPECT_TRUE(readFile(place_ + "/records.sqlite") == former) << "the backup is what it was";
  EXPECT_FALSE(fs::exists(folder_ / "there/unfinished-restore"));
  ASSERT_TRUE(start(server_, folder_ / "there", anotherStore("there"))) << server_.errors();
  EXPECT_EQ(runOnRecords(folder_ / "there", "SELECT CAST(count(*) AS TEXT) FROM person WHERE length(sealed) = 0"), "0") << "nobody is lost on the way to be sealed";
  EXPECT_NE(runOnRecords(folder_ / "there", "SELECT CAST(count(*) AS TEXT) FROM person"), "0");
}

// ---- What a restore raises -------------------------------------------------------------------------------

class RaisedRecords : public StoredCity {
 protected:
  Result<std::int64_t> raise(std::int64_t takenSeconds) {
    const RestoreMoment moment{{keyOf(9), keyOf(8)}, takenSeconds, kNowSeconds};
    return write(raiseRecords, moment);
  }
  std::uint64_t versionOf(const PublicKey& issuer, std::int64_t day) {
    const auto days = read(revocations::days, issuer);
    const auto found = std::find_if(days->begin(), days->end(), [&](const StatusDay& each) { return each.utcDay == day; });
    return found == days->end() ? 0 : found->version;
  }
};

TEST_P(RaisedRecords, GoOnAboveAllThatWasGivenSince) {
  enrolPhone(1);
  addCode(50, kNowMs + 1'000'000);
  ASSERT_TRUE(takePlaces(1, 1, 100));
  ASSERT_TRUE(paperOffice().issue(person_, {}, kNowSeconds));
  ASSERT_EQ(revoke({{hashOf(1)}, RevocationReason::Lost, kNowMs}, {keyOf(9)})->passes, 100u);
  ASSERT_TRUE(*write(trust_lists::save, StoredTrustList{4, kNowSeconds - 3600, {1, 2, 3}}));
  const auto cardsBefore = read(status_counters::find, std::int64_t{0}), passesBefore = read(status_counters::find, kToday);

  const auto skipped = raise(kNowSeconds - 60);   // PostgreSQL's own tools had brought an hour back before
  ASSERT_TRUE(skipped);
  EXPECT_EQ(*skipped, 1'000'000 + 3600 * 100);
  EXPECT_EQ((*read(trust_lists::newest))->version, 4u + static_cast<std::uint64_t>(*skipped));
  EXPECT_EQ((*read(trust_lists::newest))->bytes, (Bytes{1, 2, 3}));
  EXPECT_EQ(versionOf(keyOf(9), kToday), 1u + static_cast<std::uint64_t>(*skipped));
  for (const std::int64_t day : {std::int64_t{0}, kToday - 1, kToday + 1})
    EXPECT_EQ(versionOf(keyOf(8), day), 1u + static_cast<std::uint64_t>(*skipped)) << day;
  const auto listed = read(revocations::named, keyOf(9), kToday, std::uint64_t{2'000'000'000});
  EXPECT_EQ(listed->size(), 100u);
  EXPECT_EQ((*read(status_counters::find, std::int64_t{0}))->next, (*cardsBefore)->next + 65'536 + 3600);
  EXPECT_EQ((*read(status_counters::find, kToday))->next, (*passesBefore)->next + 16'777'216 + 3600LL * 16'384);
  EXPECT_EQ(faultOrNone(enrol(50, 50, kNowMs)), Fault::EnrolExpiredCode);
}

TEST_P(RaisedRecords, LeaveRoomWhateverTheClocksSay) {
  const auto skippedFrom = [](std::int64_t highest, std::int64_t taken) { return versionsToSkip(highest, {{}, taken, kNowSeconds}); };
  EXPECT_EQ(skippedFrom(1, kNowSeconds), 1'000'000);
  EXPECT_EQ(skippedFrom(1, kNowSeconds + 100), 1'000'000) << "a clock that has gone back";
  EXPECT_EQ(skippedFrom(0, 0), kNowSeconds / 2) << "verifiers refuse a version above its second";
  EXPECT_EQ(skippedFrom(kNowSeconds - 10, 0), 5);
  // A list of places that is half given keeps half of its rest.
  ASSERT_TRUE(write(status_counters::raise, std::int64_t{0}, CounterMark{(1 << 24) - 100, 24}));
  ASSERT_TRUE(raise(0));
  EXPECT_EQ((*read(status_counters::find, std::int64_t{0}))->next, (1 << 24) - 50);
}

INSTANTIATE_TEST_SUITE_P(Stores, RaisedRecords, testing::ValuesIn(engines()));

}  // namespace
}  // namespace citycode::server::test
