// Somebody of the population register, in a city without the demo: enrolled at the counter, shown and scanned, moved to a new document, forgotten. The running
// server over HTTP, its commands, and the core as the scanner. And a dump of the records, in which nobody's name is.
#include <gtest/gtest.h>

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "citycode/pass.h"
#include "citycode/verifier.h"
#include "support/device.h"
#include "support/engines.h"
#include "support/server_process.h"
#include "support/temporary_folder.h"
#include "support/ticket_guessing.h"

namespace citycode::server::test {
namespace {

constexpr std::string_view kScene = "medical", kVenue = "hospital-1";

class PeopleJourney : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    ASSERT_TRUE(server_.start(data_, {{"--post-rate", "0", "--device-rate", "0", "--threads", "2"}, {}})) << server_.errors();
  }
  std::string at(std::vector<std::string> words, int status = 0) {
    words.insert(words.end(), {"--data", data_, "--origin", server_.origin()});
    const Finished finished = runToEnd(words);
    EXPECT_EQ(finished.status, status) << finished.errors;
    return status == 0 ? finished.output : finished.errors;
  }
  std::string import(const std::string& lines, std::vector<std::string> more = {}) {
    std::ofstream(register_, std::ios::binary) << "register_id,chinese_name,latin_name,documents,born,city_resident,insurance,guardians\n" << lines;
    more.insert(more.begin(), {"people", "import", register_});
    return at(more);
  }
  std::string idOf(const std::string& registerId) {
    const std::string shown = at({"people", "show", registerId});
    return shown.substr(3, shown.find('\n') - 3);   // "id UUID"
  }
  std::string codeFor(const std::string& registerId) {
    std::string code = at({"enrolment-code", "--person", idOf(registerId)});
    code.erase(code.find_last_not_of('\n') + 1);
    return code;
  }

  /// A scanner of the hospital, with all that it fetches.
  Verifier scanner() {
    const Device terminal;
    std::string code = at({"terminal-code", "--venue", std::string(kVenue), "--venue-name", "First Hospital", "--scenes", std::string(kScene)});
    code.erase(code.find_last_not_of('\n') + 1);
    EXPECT_EQ(terminal.enrolAsTerminal(server_, code).status, 201);
    Verifier verifier;
    const auto root = decodeBase64Url(server_.get("/v1/city").json()["rootKey"].get<std::string>());
    EXPECT_TRUE(verifier.takeTrustList(bytesOf(server_.get("/v1/trust-list").body), *root, nowUnixSeconds()));
    takeStatusLists(verifier);
    const auto answer = terminal.post(server_, "/v1/scene-keys", "{}").json();
    for (const auto& key : answer["keys"])
      EXPECT_TRUE(verifier.takeSceneKey(key["scopeId"], key["utcDay"], *decodeBase64Url(key["secret"].get<std::string>())));
    return verifier;
  }
  void takeStatusLists(Verifier& verifier) {
    const auto index = server_.get("/v1/status-lists").json();
    for (const auto& entry : index["lists"])
      EXPECT_TRUE(verifier.takeStatusList(bytesOf(server_.get("/v1/status-lists/" + entry["issuerKid"].get<std::string>() + "/" +
                                                              std::to_string(entry["day"].get<std::int64_t>())).body), nowUnixSeconds()));
  }
  /// What the phone shows now, from a pass of its own.
  std::string shown(const Device& phone) {
    std::vector<SigningKey> keys;
    const Reply given = phone.post(server_, "/v1/passes", passesBody({std::string(kScene)}, &keys));
    EXPECT_EQ(given.status, 200) << given.body;
    if (given.status != 200) return "";
    const Bytes pass = *decodeBase64Url(given.json()["passes"][0]["pass"].get<std::string>());
    const PresentationClaims claims{std::string(kScene), slotStart(nowUnixSeconds()), std::nullopt};
    return *writeCode(pass, claims, keys[0].sign(*presentationToBeSigned(pass, claims)));
  }
  static Verdict scanned(Verifier& verifier, const std::string& code) {
    return verifier.verify(code, {.nowUnixSeconds = nowUnixSeconds(), .scopeName = kScene, .venueId = {}, .nonce = {}});
  }

  /// Every byte of the files, where the engine has some, and every value of every row; bytes as hexadecimal digits.
  std::string dump() {
    std::string all;
    if (!isOnPostgresql())
      for (const char* ending : {"", "-wal", "-shm"}) all += readFile(data_ + "/citycode.sqlite" + ending);
    const auto store = engines().front().open(data_);
    EXPECT_NE(store, nullptr);
    for (const auto& [table, rows] : dumpOf(*store)) {
      for (const auto& row : rows)
        for (const auto& [column, value] : row) all += value + "\n";
    }
    return all;
  }
  const TemporaryFolder folder_;
  const std::string data_ = folder_ / "data", register_ = folder_ / "register.csv";
  ServerProcess server_;
};

TEST_F(PeopleJourney, FromTheCounterToTheScannerToANewDocumentToBeingForgotten) {
  EXPECT_NE(import("R-1,王小明,Wang Xiaoming,resident:990000199003070013,1990-03-07,yes,employee,\n").find("1 people new"), std::string::npos);
  const Device phone;
  const std::string code = codeFor("R-1");
  const Reply enrolled = phone.enrol(server_, code);
  ASSERT_EQ(enrolled.status, 201) << enrolled.body;
  EXPECT_EQ(enrolled.json()["holder"]["displayName"], "王小明");

  Verifier hospital = scanner();
  const Verdict first = scanned(hospital, shown(phone));
  ASSERT_EQ(first.outcome, Outcome::Valid) << faultId(first.fault.value_or(Fault::InternalBug));
  EXPECT_EQ(std::get<std::string>(first.attributes.at(Attribute::Name)), "王小明");
  const auto pseudonym = first.attributes.at(Attribute::Pseudonym);

  const std::string moved = import("R-1,王晓明,Wang Xiaoming,passport:E12345678;resident:990000199003070013,1990-03-07,yes,resident,\n");
  EXPECT_NE(moved.find("1 changed"), std::string::npos) << moved;
  const Verdict second = scanned(hospital, shown(phone));
  ASSERT_EQ(second.outcome, Outcome::Valid);
  EXPECT_EQ(std::get<std::string>(second.attributes.at(Attribute::Name)), "王晓明");
  EXPECT_EQ(second.attributes.at(Attribute::Pseudonym), pseudonym) << "the hospital knows who it is";
  EXPECT_NE(import("R-1,王晓明,Wang Xiaoming,passport:E12345678;resident:990000199003070013,1990-03-07,yes,resident,\n").find("1 as before"), std::string::npos);

  const std::string held = shown(phone);
  const auto exported = nlohmann::json::parse(at({"people", "export", "R-1"}));
  EXPECT_EQ(exported["documents"][0]["number"], "E12345678");
  EXPECT_EQ(exported["phones"].size(), 1u);
  EXPECT_NE(at({"people", "forget", "R-1"}).find("Revoked now: 1 phone(s)"), std::string::npos);
  EXPECT_EQ(phone.post(server_, "/v1/passes", passesBody({std::string(kScene)})).fault(), "issue/unknown-device");
  EXPECT_NE(at({"people", "show", "R-1"}, 2).find("There is no person with this id"), std::string::npos);
  for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30); std::chrono::steady_clock::now() < end;) {   // the next list names the pass
    takeStatusLists(hospital);
    if (scanned(hospital, held).outcome != Outcome::Valid) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(scanned(hospital, held).outcome, Outcome::Invalid);
}

TEST_F(PeopleJourney, ADumpAndTheLogNameNobody) {
  std::string lines;
  std::vector<std::string> secrets;
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(100'000 + i * 37);
    secrets.insert(secrets.end(), {"reg-" + n, "张" + n + "丰", "Zhang" + n, "E" + n + "77"});
    lines += "reg-" + n + ",张" + n + "丰,Zhang" + n + ",passport:E" + n + "77,1990-03-07,yes,employee," + (i > 0 && i % 10 == 0 ? "reg-100000" : "") + "\n";
  }
  EXPECT_NE(import(lines).find("300 people new"), std::string::npos);
  const Device phone;
  ASSERT_EQ(phone.enrol(server_, codeFor("reg-100000")).status, 201);
  shown(phone);
  ASSERT_NE(dump().find("secret-keys"), std::string::npos) << "it is the records that are searched";
  const std::string all = dump() + server_.errors();
  for (const std::string& secret : secrets) {
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
    EXPECT_EQ(all.find(dumpText(bytesOf(secret)).substr(1)), std::string::npos) << secret;
  }
}

TEST_F(PeopleJourney, WhatIsKilledInTheMiddleIsFinishedByTheSameCommand) {
  constexpr int kPeople = 4000;
  std::string lines = "register_id,latin_name,documents,born\n";
  for (int i = 0; i < kPeople; ++i) lines += "R-" + std::to_string(i) + ",Li,passport:E" + std::to_string(10'000'000 + i) + ",1990\n";
  std::ofstream(register_, std::ios::binary) << lines;
  const auto count = [&] { return std::stoi(runOnRecords(data_, "SELECT CAST(count(*) AS TEXT) FROM person")); };
  const std::string pidPath = folder_ / "pid";
  std::thread killer([&] {
    for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60); std::chrono::steady_clock::now() < end && count() == 0;)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ::kill(std::stoi(readFile(pidPath)), SIGKILL);
  });
  const Finished killed = runToEnd({"people", "import", register_, "--data", data_}, [&] { std::ofstream(pidPath) << ::getpid(); });
  killer.join();
  EXPECT_EQ(killed.status, -SIGKILL) << killed.output;
  EXPECT_LT(count(), kPeople);
  EXPECT_EQ(count() % 1000, 0) << "whole batches";
  EXPECT_NE(at({"people", "import", register_}).find(" 0 refused"), std::string::npos);
  EXPECT_EQ(count(), kPeople);
  EXPECT_NE(at({"people", "import", register_}).find("4000 as before"), std::string::npos);
}

TEST_F(PeopleJourney, OnADiskThatIsFullWhatWasImportedStaysAndTheRestComesLater) {
  if (isOnPostgresql()) GTEST_SKIP() << "its disk is another machine's: postgres_test.cpp";
  std::string lines = "register_id,latin_name,documents,born\n";
  for (int i = 0; i < 4000; ++i) lines += "R-" + std::to_string(i) + ",Li,passport:E" + std::to_string(10'000'000 + i) + ",1990\n";
  std::ofstream(register_, std::ios::binary) << lines;
  const Finished full = runToEnd({"people", "import", register_, "--data", data_}, [] {
    const rlimit most{1'500'000, 1'500'000};
    ::setrlimit(RLIMIT_FSIZE, &most);
  });
  EXPECT_EQ(full.status, 1);
  EXPECT_NE(full.errors.find("is full"), std::string::npos) << full.errors;
  EXPECT_EQ(std::stoi(runOnRecords(data_, "SELECT CAST(count(*) AS TEXT) FROM person")) % 1000, 0);
  EXPECT_NE(at({"people", "import", register_}).find(" 0 refused"), std::string::npos);
  EXPECT_EQ(runOnRecords(data_, "SELECT CAST(count(*) AS TEXT) FROM person"), "4000");

  std::ofstream(register_, std::ios::binary) << "register_id,latin_name,documents,born\nR-1,,passport:E1,1990\n";
  const Finished unkept = runToEnd({"people", "import", register_, "--data", data_, "--rejects", "/dev/full"});
  EXPECT_EQ(unkept.status, 1);
  EXPECT_EQ(std::filesystem::status("/dev/full").permissions() & std::filesystem::perms::others_write, std::filesystem::perms::others_write) << "no device is closed to others";
  EXPECT_NE(unkept.errors.find("file of refused lines cannot be written"), std::string::npos) << unkept.errors;
}

TEST_F(PeopleJourney, WhatIsRefusedCanBeMendedAndImported) {
  const std::string refused = folder_ / "refused.csv";
  EXPECT_NE(import("R-1,王,,passport:E12345678,1900-02-29,no,,\nR-2,\"李,\"\"四\"\"\",,passport:E12345679,1990,no,,\n", {"--rejects", refused}).find("1 refused"), std::string::npos);
  std::string file = readFile(refused);
  EXPECT_NE(file.find("2,\"born/no-date: "), std::string::npos) << file;
  EXPECT_EQ(std::filesystem::status(refused).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  file.replace(file.find("1900-02-29"), 10, "1900-02-28");
  std::ofstream(register_, std::ios::binary) << file;
  EXPECT_NE(at({"people", "import", register_}).find("1 people new"), std::string::npos);
  // Where none is given, a file that is there is somebody's.
  import("R-1,王,,passport:E12345678,1900-02-29,no,,\n");
  const std::string first = readFile(register_ + ".refused.csv");
  EXPECT_NE(import("R-3,,,passport:E12345670,1990,no,,\n").find(register_ + ".refused.2.csv"), std::string::npos);
  EXPECT_EQ(readFile(register_ + ".refused.csv"), first);
  EXPECT_NE(at({"people", "import"}, 2).find("people import needs FILE"), std::string::npos);
  EXPECT_NE(at({"people", "import", folder_ / "none.csv"}, 2).find("cannot be read"), std::string::npos);
}

}  // namespace
}  // namespace citycode::server::test
