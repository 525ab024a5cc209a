// What stands in the way of a start is one sentence that says what to do, and nothing is lost by it.
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <tuple>

#include <sqlite3.h>

#include "store/schema.h"
#include "support/demo_city.h"
#include "support/engines.h"

namespace citycode::server::test {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kNobody = 65534;   // Debian's nobody

void becomeNobody() {
  if (::geteuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) ::_exit(126);
}

void expectOneSentence(const std::string& text) {
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  EXPECT_TRUE(text.ends_with(".\n")) << text;
}

class Start : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    // Other users must be able to look into it; it is their missing permission inside that counts.
    ::chmod(folder_.path().c_str(), 0755);
  }

  /// A city with one enrolled device, stopped.
  void makeCity(const Device& device) {
    ServerProcess server;
    ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
    ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
    ASSERT_EQ(device.post(server, "/v1/passes", passesBody({"transit", "identity"})).status, 200);
    ASSERT_EQ(server.stop(SIGTERM), 0);
  }
  std::string data() const { return folder_ / "data"; }
  std::string database() const { return data() + "/citycode.sqlite"; }

  TemporaryFolder folder_;
};

TEST_F(Start, IsReadyWithinASecondAndSaysWhere) {
  ServerProcess server;
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  EXPECT_LT(seconds, 5) << "one second on an idle machine without sanitizers";
  RecordProperty("startMilliseconds", static_cast<int>(seconds * 1000));
  EXPECT_EQ(server.output(), "Citycode is ready at http://localhost:" + std::to_string(server.port()) + "/\n");
}

TEST_F(Start, MakesKeysThatOnlyItsUserCanReadAndKeepsThem) {
  ServerProcess server;
  ASSERT_TRUE(server.start(data()));
  const std::string rootKey = server.get("/v1/city").json()["rootKey"];
  server.stop(SIGTERM);
  const auto mode = [](const std::string& path) {
    struct stat facts{};
    ::stat(path.c_str(), &facts);
    return facts.st_mode & 07777;
  };
  EXPECT_EQ(mode(data()), 0700u);
  EXPECT_EQ(mode(data() + "/keys"), 0700u);
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(data() + "/keys")) {
    EXPECT_EQ(mode(entry.path()), 0600u);
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"issuer.seed", "people.key", "pseudonym.key", "rating.key", "root.seed", "scene.key", "status.key"}));
  EXPECT_EQ(mode(database()), 0600u);
  ASSERT_TRUE(server.start(data()));
  EXPECT_EQ(server.get("/v1/city").json()["rootKey"], rootKey);
}

// "start/port-taken", told as a sentence before there is anybody to tell an id.
TEST_F(Start, SaysThatThePortIsTaken) {
  ServerProcess first;
  ASSERT_TRUE(first.start(data()));
  const std::string port = std::to_string(first.port());
  const Finished second = runToEnd({"--data", folder_ / "other", "--port", port});
  EXPECT_EQ(second.status, 1);
  EXPECT_EQ(second.errors, "Port " + port + " is already in use; stop the other program or start with --port " + std::to_string(first.port() + 1) + ".\n");
  EXPECT_EQ(second.output, "");
  EXPECT_FALSE(fs::exists(folder_ / "other"));
}

// "store/damaged", told as a sentence before there is anybody to tell an id.
TEST_F(Start, LeavesADamagedDatabaseUntouched) {
  const Device device;
  makeCity(device);
  const std::string whole = readFile(database());
  for (const bool header : {false, true}) {
    std::string damaged = whole;
    const std::size_t begin = header ? 0 : damaged.size() / 2;
    ASSERT_GT(damaged.size(), 2 * 4096u);
    std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(begin), std::min<std::size_t>(damaged.size() - begin, 3 * 4096), '\xa5');
    writeFile(database(), damaged);
    const Finished failed = runToEnd({"--data", data(), "--port", "0", "--demo"});
    EXPECT_EQ(failed.status, 1);
    EXPECT_EQ(failed.output, "");
    expectOneSentence(failed.errors);
    EXPECT_NE(failed.errors.find(database() + " is damaged"), std::string::npos) << failed.errors;
    EXPECT_EQ(readFile(database()), damaged) << "the file must stay as it was found";
  }
  writeFile(database(), whole);   // the backup
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
  EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).status, 200);
}

// The time of a start does not grow with the records; what is damaged between the ends is found by the check command.
TEST_F(Start, ReadsFewPagesAndLeavesTheWholeToTheCheckCommand) {
  constexpr int kFillerMiB = 64;
  const Device device;
  makeCity(device);
  sqlite3* filler = nullptr;
  ASSERT_EQ(sqlite3_open(database().c_str(), &filler), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(filler, "PRAGMA synchronous = OFF; CREATE TABLE filler (id INTEGER PRIMARY KEY, content BLOB)", nullptr, nullptr, nullptr), SQLITE_OK);
  for (int i = 0; i < kFillerMiB; ++i)
    ASSERT_EQ(sqlite3_exec(filler, "INSERT INTO filler (content) VALUES (zeroblob(1048576))", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(filler);

  const auto bytesReadBy = [](pid_t pid) {
    const std::string counters = readFile("/proc/" + std::to_string(pid) + "/io");
    return std::atoll(counters.c_str() + counters.find("rchar: ") + 7);
  };
  {
    ServerProcess server;
    ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
    EXPECT_LT(bytesReadBy(server.pid()), kFillerMiB * 1024 * 1024 / 4) << "program, libraries and a few pages of each table";
    const Finished checked = runToEnd({"--data", data(), "check-records"});
    EXPECT_EQ(checked.status, 0) << checked.errors;
    EXPECT_EQ(checked.output, "The records are whole.\n");
    EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).status, 200);
    ASSERT_EQ(server.stop(SIGTERM), 0);
  }
  {
    std::fstream file(database(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(kFillerMiB / 2 * 1024 * 1024);
    file << std::string(std::size_t{3} * 4096, '\xa5');
  }
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).status, 200) << "what is whole is served";
  const Finished damaged = runToEnd({"--data", data(), "check-records"});
  EXPECT_EQ(damaged.status, 1);
  expectOneSentence(damaged.errors);
  EXPECT_NE(damaged.errors.find(database() + " is damaged"), std::string::npos) << damaged.errors;
}

// "store/damaged": an empty database beside keys is a loss, not a beginning.
TEST_F(Start, RefusesRecordsThatAreMissingOrEmptyBesideKeys) {
  makeCity(Device());
  const std::string whole = readFile(database());
  const auto refused = [&](const std::vector<std::string>& words) {
    std::vector<std::string> arguments{"--data", data(), "--port", "0"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const Finished failed = runToEnd(arguments);
    expectOneSentence(failed.errors);
    return failed.status == 1 && failed.errors.find(database() + " is missing or empty") != std::string::npos;
  };
  writeFile(database(), "");
  EXPECT_TRUE(refused({"--demo"}));
  EXPECT_TRUE(refused({"enrolment-code", "--person", demoPersonId(1)}));
  EXPECT_EQ(readFile(database()), "");
  fs::remove(database());
  EXPECT_TRUE(refused({"--demo"}));
  EXPECT_FALSE(fs::exists(database()));
  writeFile(database(), whole);
  ServerProcess server;
  EXPECT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
}

TEST_F(Start, GivesNoStatusIndexTwiceAfterAnOlderBackup) {
  const Device device;
  makeCity(device);
  const std::string backup = readFile(database());
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
  ASSERT_EQ(device.post(server, "/v1/passes", passesBody(std::vector<std::string>(100, "transit"))).status, 200);
  ASSERT_EQ(server.stop(SIGKILL), -SIGKILL);
  for (const char* beside : {"-wal", "-shm"}) fs::remove(database() + beside);
  writeFile(database(), backup);
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  ASSERT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).status, 200);
  server.stop(SIGTERM);
  sqlite3* records = nullptr;
  ASSERT_EQ(sqlite3_open(database().c_str(), &records), SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(records, "SELECT max(next) FROM status_counter", -1, &statement, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW);
  EXPECT_GE(sqlite3_column_int64(statement, 0), 2 + 100 + 1);
  sqlite3_finalize(statement);
  sqlite3_close(records);
}

// With another status key places would be given twice, and others revoked than meant.
TEST_F(Start, RefusesRecordsThatGoWithOtherKeys) {
  makeCity(Device());
  ServerProcess other;
  ASSERT_TRUE(other.start(folder_ / "other"));
  ASSERT_EQ(other.stop(SIGTERM), 0);
  for (const char* key : {"status.key", "pseudonym.key", "scene.key", "rating.key", "people.key", "root.seed", "issuer.seed"}) {
    const std::string path = data() + "/keys/" + key, own = readFile(path);
    writeFile(path, readFile(folder_ / "other" + "/keys/" + key));
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"--data", data(), "--port", "0", "--demo"}, {"--data", data(), "revoke-device", "--person", demoPersonId(1), "--reason", "lost"}}) {
      const Finished failed = runToEnd(arguments);
      EXPECT_EQ(failed.status, 2) << key;
      expectOneSentence(failed.errors);
      EXPECT_NE(failed.errors.find("go with other keys"), std::string::npos) << key << ": " << failed.errors;
    }
    writeFile(path, own);
  }
  ServerProcess server;
  EXPECT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
}

TEST_F(Start, RefusesADatabaseOfAnotherVersion) {
  makeCity(Device());
  std::string content = readFile(database());
  content[63] = 9;   // user_version, offset 60, big-endian (sqlite.org/fileformat2.html section 1.3)
  writeFile(database(), content);
  const Finished failed = runToEnd({"--data", data(), "--port", "0"});
  EXPECT_EQ(failed.status, 1);
  expectOneSentence(failed.errors);
  const std::string ours = std::to_string(kSchemaVersion), part = "another version of Citycode (its records are of version 9, this one's of " + ours + "): start";
  EXPECT_NE(failed.errors.find(part), std::string::npos) << failed.errors;
}

// "store/no-permission", told as a sentence before there is anybody to tell an id.
TEST_F(Start, SaysThatAPermissionIsMissing) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
  const Device device;
  makeCity(device);
  const std::string before = readFile(database());
  const Finished others = runToEnd({"--data", data(), "--port", "0"}, becomeNobody);
  EXPECT_EQ(others.status, 1);
  expectOneSentence(others.errors);
  EXPECT_NE(others.errors.find("give this user write permission"), std::string::npos) << others.errors;
  const Finished fresh = runToEnd({"--data", folder_ / "fresh", "--port", "0"}, becomeNobody);
  EXPECT_EQ(fresh.status, 1);
  EXPECT_NE(fresh.errors.find(folder_ / "fresh"), std::string::npos) << fresh.errors;
  expectOneSentence(fresh.errors);
  // A folder of its own, in which somebody left the database write-protected.
  fs::permissions(data(), fs::perms::all);
  for (const auto& entry : fs::recursive_directory_iterator(data())) ASSERT_EQ(::chown(entry.path().c_str(), kNobody, kNobody), 0);
  ASSERT_EQ(::chown(database().c_str(), 0, 0), 0);
  ::chmod(database().c_str(), 0644);
  const Finished readOnly = runToEnd({"--data", data(), "--port", "0"}, becomeNobody);
  EXPECT_EQ(readOnly.status, 1) << readOnly.errors;
  expectOneSentence(readOnly.errors);
  EXPECT_EQ(readFile(database()), before);
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).status, 200);
}

// What a kill in the first moments of a first start leaves: one page that says WAL, and a journal that says that there
// was no page before (sqlite.org/fileformat2.html section 3).
TEST_F(Start, RecoversFromAKillWhileTheDatabaseWasMade) {
  fs::create_directories(data());
  sqlite3* made = nullptr;
  ASSERT_EQ(sqlite3_open(database().c_str(), &made), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(made, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(made);
  ASSERT_EQ(fs::file_size(database()), 4096u);
  std::string journal = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
  for (const std::uint32_t field : {0u, 12345u, 0u, 512u, 4096u})   // records, nonce, pages before, sector, page
    for (int shift = 24; shift >= 0; shift -= 8) journal += static_cast<char>(field >> shift);
  journal.resize(512, '\0');
  writeFile(database() + "-journal", journal);
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  EXPECT_EQ(Device().enrol(server, newDemoCode(server)).status, 201);
}

TEST_F(Start, RecoversFromFilesThatAStartOnAWriteProtectedDatabaseLeft) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
  makeCity(Device());
  ASSERT_EQ(::chown(data().c_str(), kNobody, kNobody), 0);
  for (const auto& entry : fs::recursive_directory_iterator(data())) ASSERT_EQ(::chown(entry.path().c_str(), kNobody, kNobody), 0);
  ::chmod(database().c_str(), 0400);
  const Finished refused = runToEnd({"--data", data(), "--port", "0"}, becomeNobody);
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.errors.find("give this user write permission"), std::string::npos) << refused.errors;
  EXPECT_FALSE(fs::exists(database() + "-wal") || fs::exists(database() + "-shm")) << "a refused start leaves nothing";
  for (const char* beside : {"-wal", "-shm"}) {   // of an earlier version, which did
    writeFile(database() + beside, "");
    ASSERT_EQ(::chown((database() + beside).c_str(), kNobody, kNobody), 0);
    ::chmod((database() + beside).c_str(), 0400);
  }
  ::chmod(database().c_str(), 0600);
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, becomeNobody})) << server.errors();
  EXPECT_EQ(Device().enrol(server, newDemoCode(server)).status, 201);
}

TEST_F(Start, SaysThatTheDiskIsFull) {
  // A file size limit of 8 KiB stands for a disk that is full while the database is being made.
  const Finished failed = runToEnd({"--data", data(), "--port", "0", "--demo"}, [] {
    const rlimit limit{8192, 8192};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  });
  EXPECT_EQ(failed.status, 1);
  expectOneSentence(failed.errors);
  EXPECT_NE(failed.errors.find("full: free some space"), std::string::npos) << failed.errors;
  ServerProcess server;
  EXPECT_TRUE(server.start(data(), {{"--demo"}, {}})) << "with space again it starts: " << server.errors();
}

TEST_F(Start, NeverReplacesAKeyThatIsMissingOrDamaged) {
  makeCity(Device());
  // Not by running it to its end: a server that takes such a key goes on.
  const auto refusalOfStart = [&] {
    ServerProcess server;
    if (server.start(data())) return std::string("it started");
    EXPECT_EQ(server.wait(), 1);
    return server.errors();
  };
  for (const char* name : {"root.seed", "issuer.seed", "status.key", "pseudonym.key", "scene.key", "rating.key", "people.key"}) {
    const std::string path = data() + "/keys/" + name;
    const std::string key = readFile(path);
    fs::remove(path);
    const std::string missing = refusalOfStart();
    expectOneSentence(missing);
    EXPECT_NE(missing.find(path + " is missing"), std::string::npos) << missing;
    EXPECT_FALSE(fs::exists(path));
    for (const std::string& wrong : {key.substr(1), key + "x"}) {   // a byte less, a byte more
      writeFile(path, wrong);
      const std::string damaged = refusalOfStart();
      EXPECT_NE(damaged.find(path + " is damaged"), std::string::npos) << damaged;
      EXPECT_EQ(readFile(path), wrong);
    }
    writeFile(path, key);
  }
}

// Its records do not say yet which key they go with.
TEST_F(Start, MakesTheKeyOfRatingsForACityOfAnEarlierVersion) {
  makeCity(Device());
  const std::string path = data() + "/keys/rating.key", key = readFile(path);
  runOnRecords(data(), "DELETE FROM city_fact WHERE name = 'rating-key'");
  fs::remove(path);
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  EXPECT_EQ(readFile(path).size(), key.size());
  EXPECT_NE(readFile(path), key);
  EXPECT_EQ(runOnRecords(data(), "SELECT count(*) FROM city_fact WHERE name = 'rating-key'"), "1") << "and from then on never again";
}

mode_t modeOf(const std::string& path) {
  struct stat facts{};
  ::stat(path.c_str(), &facts);
  return facts.st_mode & 07777;
}

TEST_F(Start, TakesBackWhatARestoreOpenedToOthersAndSaysSo) {
  makeCity(Device());
  const std::string key = data() + "/keys/issuer.seed";
  ServerProcess server;
  for (const auto& [path, mode, then] : {std::tuple{key, 0644, 0600}, {data() + "/keys", 0777, 0700}, {data(), 0777, 0700}, {database(), 0666, 0600}}) {
    ::chmod(path.c_str(), static_cast<mode_t>(mode));
    ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
    EXPECT_EQ(modeOf(path), static_cast<mode_t>(then)) << path;
    const std::string errors = server.errors();
    EXPECT_NE(errors.find(path + " was open to other users (mode 0"), std::string::npos) << errors;
    server.stop(SIGTERM);
    ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
    EXPECT_EQ(server.errors().find("was open to other users"), std::string::npos) << "once";
    server.stop(SIGTERM);
  }
}

TEST_F(Start, RefusesAKeyThatIsOpenToOthersAndCannotBeClosed) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
  makeCity(Device());
  ASSERT_EQ(::chown(data().c_str(), kNobody, kNobody), 0);
  for (const auto& entry : fs::recursive_directory_iterator(data())) ASSERT_EQ(::chown(entry.path().c_str(), kNobody, kNobody), 0);
  const std::string key = data() + "/keys/issuer.seed";
  ASSERT_EQ(::chown(key.c_str(), 0, kNobody), 0);
  ::chmod(key.c_str(), 0644);
  const Finished refused = runToEnd({"--data", data(), "--port", "0", "--demo"}, becomeNobody);
  EXPECT_EQ(refused.status, 1);
  expectOneSentence(refused.errors);
  EXPECT_NE(refused.errors.find(key + " is open to other users (mode 0644)"), std::string::npos) << refused.errors;
  ::chmod(key.c_str(), 0440);   // as containers give it: root's, for a group of this user's
  ServerProcess server;
  EXPECT_TRUE(server.start(data(), {{"--demo"}, becomeNobody})) << server.errors();
}

TEST_F(Start, TakesLinksToPrivateKeyFiles) {
  makeCity(Device());
  const std::string key = data() + "/keys/issuer.seed", mounted = folder_ / "mounted.seed";
  fs::rename(key, mounted);
  fs::create_symlink(mounted, key);
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  server.stop(SIGTERM);
  ::chmod(mounted.c_str(), 0644);
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
  EXPECT_EQ(modeOf(mounted), 0600u);
  server.stop(SIGTERM);
  fs::remove(mounted);
  const Finished missing = runToEnd({"--data", data(), "--port", "0", "--demo"});
  EXPECT_EQ(missing.status, 1);
  expectOneSentence(missing.errors);
  EXPECT_NE(missing.errors.find(key + " is a link to a file that is missing"), std::string::npos) << missing.errors;
  fs::remove(key);
  fs::create_directory(key);
  const Finished folder = runToEnd({"--data", data(), "--port", "0", "--demo"});
  EXPECT_NE(folder.errors.find(key + " is damaged"), std::string::npos) << folder.errors;
}

TEST_F(Start, SaysWhatIsWrongWithAnOption) {
  const std::vector<std::vector<std::string>> wrong{
      {"--nothing"}, {"--port"}, {"--port", "http"}, {"--port", "65536"}, {"--port", "-1"}, {"--threads", "0"}, {"--origin", "code.example"},
      {"--origin", "https://code.example/"}, {"--web", "/nonexistent-folder"}, {"enrolment-code"}, {"--host", "nowhere.example"}, {"extra"}};
  for (const auto& arguments : wrong) {
    std::vector<std::string> all{"--data", data(), "--port=0"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Finished finished = runToEnd(all);
    EXPECT_EQ(finished.status, 2) << arguments[0];
    expectOneSentence(finished.errors);
    EXPECT_EQ(finished.output, "");
  }
  EXPECT_FALSE(fs::exists(data())) << "a wrong command line leaves nothing behind";
}

TEST_F(Start, ACommandMakesNoCity) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"enrolment-code", "--person", demoPersonId(1)}, {"revoke-device", "--person", demoPersonId(1), "--reason", "lost"}, {"terminals"},
           {"remove-terminal", "--terminal", "x"}, {"switch-root"}, {"announce-next-issuer"}, {"switch-issuer"}, {"confirm-clock"}, {"check-records"},
           {"venue-record", "--venue", "a", "--name", "A", "--scenes", "identity"}, {"cards", "--person", demoPersonId(1)},
           {"make-card", "--person", demoPersonId(1), "--out", "card"}, {"replace-card", "--card", "00000001", "--out", "card"}, {"revoke-card", "--card", "00000001", "--reason", "lost"}}) {
    std::vector<std::string> all{"--data", data()};
    all.insert(all.end(), words.begin(), words.end());
    const Finished finished = runToEnd(all);
    EXPECT_EQ(finished.status, 2) << words[0];
    EXPECT_NE(finished.errors.find("There is no city in " + data()), std::string::npos) << finished.errors;
    EXPECT_FALSE(fs::exists(data())) << words[0];
  }
}

TEST_F(Start, SaysThatAKeyCannotBeRead) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
  makeCity(Device());
  ASSERT_EQ(::chown(data().c_str(), kNobody, kNobody), 0);
  for (const auto& entry : fs::recursive_directory_iterator(data())) ASSERT_EQ(::chown(entry.path().c_str(), kNobody, kNobody), 0);
  const std::string key = data() + "/keys/issuer.seed";
  ASSERT_EQ(::chown(key.c_str(), 0, 0), 0);
  const Finished refused = runToEnd({"--data", data(), "--port", "0", "--demo"}, becomeNobody);
  EXPECT_EQ(refused.status, 1);
  expectOneSentence(refused.errors);
  EXPECT_NE(refused.errors.find(key + " cannot be read"), std::string::npos) << refused.errors;
}

TEST_F(Start, SaysWhichAddressDevicesHaveToSign) {
  const Device device;
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo", "--origin", "https://code.example"}, {}}));
  EXPECT_EQ(device.enrol(server, newDemoCode(server)).fault(), "request/signature-mismatch");
  EXPECT_NE(server.errors().find(R"("event":"signed-for-another-address","expected":["https://code.example"])"), std::string::npos) << server.errors();
}

TEST_F(Start, TakesNoWebFolderWithoutPages) {
  fs::create_directory(folder_ / "web");
  const Finished empty = runToEnd({"--data", data(), "--port", "0", "--web", folder_ / "web"});
  EXPECT_EQ(empty.status, 2);
  expectOneSentence(empty.errors);
  EXPECT_NE(empty.errors.find("holds no index.html"), std::string::npos);
  writeFile(folder_ / "web/index.html", "page");
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--web", folder_ / "web"}, {}})) << server.errors();
  fs::remove(folder_ / "web/index.html");
  ::kill(server.pid(), SIGHUP);
  for (int i = 0; i < 500 && server.errors().find("web-folder-unreadable") == std::string::npos; ++i) ::usleep(10'000);
  EXPECT_EQ(server.get("/").body, "page") << "the old one stays";
}

TEST_F(Start, PrintsHelpAndVersion) {
  const Finished help = runToEnd({"--help"}), version = runToEnd({"--version"});
  EXPECT_EQ(help.status, 0);
  for (const char* option : {"--data", "--web", "--host", "--port", "--origin", "--threads", "--demo", "enrolment-code"}) {
    EXPECT_NE(help.output.find(option), std::string::npos) << option;
  }
  EXPECT_EQ(version.status, 0);
  EXPECT_TRUE(version.output.starts_with("citycode-server "));
}

}  // namespace
}  // namespace citycode::server::test
