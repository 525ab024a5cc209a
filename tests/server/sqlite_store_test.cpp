// The SQLite file: of versions before this one, and how units of work share a flush.
#include "store/sqlite_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <map>
#include <thread>

#include "callers/used_requests.h"
#include "city/key_marks.h"
#include "city/trust_lists.h"
#include "fault_or_none.h"
#include "registry/cards.h"
#include "registry/enrolments.h"
#include "registry/portals.h"
#include "registry/staff_links.h"
#include "revocation/pass_runs.h"
#include "revocation/revocations.h"
#include "revocation/revoking.h"
#include "services/ended_services.h"
#include "services/offices.h"
#include "store/sqlite_schema.h"
#include "store/unit_queue.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {
namespace {

Sha256 bytesOf32(std::uint8_t n) {
  Sha256 bytes{};
  bytes.fill(n);
  return bytes;
}

void execute(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  sqlite3_close(database);
}

// What a server of version 2 left: a card was its phone's. Made from version 1's file as that version made it.
class FormerVersion : public testing::Test {
 protected:
  void SetUp() override { writeFile(path_, readFile(CITYCODE_SERVER_FILES "/version-1.sqlite")); }

  template <class Work, class... Arguments>
  static auto read(Store& store, Work work, const Arguments&... arguments) {
    return store.read([&](Session& session) { return work(session, arguments...); });
  }
  template <class Work, class... Arguments>
  static auto write(Store& store, Work work, const Arguments&... arguments) {
    return store.write([&](Session& session) { return work(session, arguments...); });
  }
  std::unique_ptr<Store> upgraded() {
    auto command = openSqliteStore(path_, Upgrade::Refused);
    EXPECT_FALSE(command) << "beside a server of the version before";
    if (!command) EXPECT_NE(command.failure().sentence.find("start the server of this version once"), std::string::npos);
    auto store = openSqliteStore(path_, Upgrade::Allowed);
    EXPECT_TRUE(store) << store.failure().sentence;
    store = openSqliteStore(path_, Upgrade::Refused);
    EXPECT_TRUE(store) << "once is enough";
    EXPECT_TRUE(*(*store)->read(people::haveFormer));
    while (*write(**store, people::sealFormer, seal_, std::int64_t{1})) {}   // one at a time, as after a server that was killed
    EXPECT_FALSE(*(*store)->read(people::haveFormer));
    EXPECT_TRUE(checkWholeDatabase(path_));
    return std::move(*store);
  }

  const bool hasCrypto_ = bool(startCrypto());   // before a key lies in its memory
  const PeopleSeal seal_{Bytes(kPeopleSecretBytes, 3)};
  const Bytes scatterKey_ = Bytes(16, 5);
  const PublicKey issuer_ = bytesOf32(12);
  const TemporaryFolder folder_;
  const std::string path_ = folder_ / "citycode.sqlite";
};

TEST_F(FormerVersion, IsLeftAsItWasByACommand) {
  const std::string before = readFile(path_);
  ASSERT_GT(before.size(), 4096u);
  auto command = openSqliteStore(path_, Upgrade::Refused);
  ASSERT_FALSE(command) << "beside a server of that version";
  EXPECT_NE(command.failure().sentence.find("start the server of this version once"), std::string::npos);
  EXPECT_EQ(readFile(path_), before);
}

TEST_F(FormerVersion, IsBroughtToThisVersionWithAllThatIsInIt) {
  const auto store = upgraded();
  const auto device = read(*store, devices::find, bytesOf32(2));
  ASSERT_TRUE(device && *device);
  const auto entry = seal_.open((*device)->person);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->chineseName, "王小明");
  EXPECT_EQ(entry->enterpriseRole, "agent");
  EXPECT_TRUE(*read(*store, enrolments::wasDeviceEnrolled, bytesOf32(3), bytesOf32(2)));
  EXPECT_EQ((*read(*store, trust_lists::newest))->version, 3u);

  // What came later works on it.
  ASSERT_TRUE(write(*store, enrolments::enrolDevice, Enrolment{bytesOf32(4), bytesOf32(6), bytesOf32(6), 1000})) << "a code of then";
  const auto run = write(*store, status_counters::take, std::int64_t{20000}, std::uint32_t{1}, 32);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->first, 1) << "the day's counter goes on";
  EXPECT_EQ(run->indexBits, 24) << "with the bits that its list has";
  EXPECT_TRUE(write(*store, devices::charge, bytesOf32(2), devices::Quota{20000, 2}, 1u));
  EXPECT_EQ(faultOrNone(write(*store, devices::charge, bytesOf32(2), devices::Quota{20000, 2}, 1u)), Fault::IssueQuotaReached) << "and so does the quota";
  ASSERT_TRUE(write(*store, pass_runs::add, PassRun{bytesOf32(2), {}, *run, 9000}));
  const TerminalCode code{bytesOf32(10), {{"court-1", "First Court"}, {"court"}}, 5000};
  ASSERT_TRUE(store->write([&](Session& session) { return enrolments::addCode(session, code); }));
  ASSERT_TRUE(write(*store, enrolments::enrolTerminal, Enrolment{bytesOf32(10), bytesOf32(11), bytesOf32(11), 1000}));
  ASSERT_TRUE(write(*store, cards::add, PaperCardRecord{50, (*device)->person.id, 1, 2, 0}, std::int64_t{0}));
  const DeviceRevocation revocation{{bytesOf32(2)}, RevocationReason::Lost, 1000, {}};
  EXPECT_EQ(write(*store, revoking::revokeDevices, ListKeys{{issuer_}, scatterKey_}, revocation)->passes, 2u) << "a pass of then among them";
  const auto named = read(*store, revocations::named, issuer_, std::int64_t{20000}, std::uint64_t{1});
  ASSERT_EQ(named->size(), 2u);
  EXPECT_TRUE((*named)[0].index == 41u || (*named)[1].index == 41u);
  EXPECT_TRUE(write(*store, used_requests::add, UsedRequest{bytesOf32(2), "nonce", 1000}));
}

TEST_F(FormerVersion, Version2sCardsOfPhonesAreCardsOfPersons) {
  execute(path_, R"sql(
    CREATE TABLE paper_card (
      person_id BLOB NOT NULL REFERENCES person (id), quota_utc_day INTEGER NOT NULL, utc_day INTEGER NOT NULL,
      status_index INTEGER NOT NULL, device_id BLOB NOT NULL REFERENCES device (id), expires_ms INTEGER NOT NULL,
      PRIMARY KEY (person_id, quota_utc_day, utc_day, status_index)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS revocation (
      issuer_key BLOB NOT NULL, utc_day INTEGER NOT NULL, status_index INTEGER NOT NULL, version INTEGER NOT NULL,
      revoked_ms INTEGER NOT NULL, reason INTEGER NOT NULL, PRIMARY KEY (issuer_key, utc_day, status_index)) WITHOUT ROWID;
    INSERT INTO paper_card SELECT person_id, 20000, 0, 41, id, 1743552000000 FROM device LIMIT 1;
    INSERT INTO paper_card SELECT person_id, 20000, 0, 42, id, 1743552000000 FROM device LIMIT 1;
    INSERT INTO revocation VALUES (x'01', 0, 42, 1, 1730000000000, 2);
    INSERT INTO revocation VALUES (x'01', 19999, 41, 1, 1730000000000, 2);
    PRAGMA user_version = 2;)sql");
  const auto store = upgraded();
  const Identifier person = (*read(*store, devices::find, bytesOf32(2)))->person.id;
  const auto all = read(*store, cards::ofPerson, person);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[0].number, 41u);
  EXPECT_EQ((*all)[0].expiresUnixMs, 1'743'552'000'000);
  EXPECT_EQ((*all)[0].issuedUnixMs, 1'743'552'000'000 - 180LL * 86'400'000 + 120'000);
  EXPECT_EQ((*all)[0].revokedUnixMs, 0) << "41 of another day is a pass";
  EXPECT_EQ((*all)[1].revokedUnixMs, 1'730'000'000'000);
  const CardRevocation rest{person, std::nullopt, RevocationReason::Lost, 1};
  EXPECT_EQ(valueOrNone(write(*store, revoking::revokeCards, ListKeys{{issuer_}, scatterKey_}, rest)), 1u);
}

TEST_F(FormerVersion, Version3sQuotasRevocationsAndListsAreKept) {
  execute(path_, R"sql(
    CREATE TABLE revoked_device (
      device_id BLOB PRIMARY KEY NOT NULL REFERENCES device (id), revoked_ms INTEGER NOT NULL, reason INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE status_day (
      issuer_key BLOB NOT NULL, utc_day INTEGER NOT NULL, version INTEGER NOT NULL, issued_s INTEGER NOT NULL,
      PRIMARY KEY (issuer_key, utc_day)) WITHOUT ROWID;
    INSERT INTO status_day VALUES (x'01', 20001, 3, 7);
    INSERT INTO device VALUES (x'aa', x'bb', (SELECT id FROM person LIMIT 1), 0);
    INSERT INTO revoked_device VALUES (x'aa', 1234, 2);
    INSERT INTO device_day SELECT id, 20009, 7 FROM device WHERE id <> x'aa';
    PRAGMA user_version = 3;)sql");
  const auto store = upgraded();
  const auto revoked = read(*store, devices::revokedAfter, std::int64_t{1233});
  ASSERT_FALSE(revoked) << "a device's id has 32 bytes";   // and so it was found
  EXPECT_EQ(revoked.fault(), Fault::StoreDamaged);
  EXPECT_EQ(faultOrNone(write(*store, devices::charge, bytesOf32(2), devices::Quota{20009, 7}, 1u)), Fault::IssueQuotaReached);
  EXPECT_EQ(write(*store, status_counters::take, std::int64_t{20001}, std::uint32_t{1}, 32)->indexBits, 24) << "a list of that day is out";
  EXPECT_EQ(write(*store, status_counters::take, std::int64_t{20002}, std::uint32_t{1}, 32)->indexBits, 32);
}

// What a server of version 4 left: the first tables without ratings.
class VersionFour : public FormerVersion {
 protected:
  void SetUp() override { writeFile(path_, readFile(CITYCODE_SERVER_FILES "/version-4.sqlite")); }

  /// The CREATE statements of all tables and indices, by name.
  static std::map<std::string, std::string> schemaOf(Store& store) {
    std::map<std::string, std::string> schema;
    EXPECT_TRUE(store.read([&](Session& session) -> Result<Done> {
      CC_TRY(row, session.prepare("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"));
      for (;;) {
        CC_TRY(hasRow, row.step());
        if (!hasRow) return Done{};
        if (row.text(0) != "person") schema[row.text(0)] = row.text(1);   // whose columns were changed one by one
      }
    }));
    schema["person"] = columnsOf(store, "person");
    return schema;
  }
  static std::string columnsOf(Store& store, const std::string& table) {
    std::string columns;
    EXPECT_TRUE(store.read([&](Session& session) -> Result<Done> {
      CC_TRY(row, session.prepare("SELECT name, type, pk, \"notnull\" FROM pragma_table_info('" + table + "')"));
      for (;;) {
        CC_TRY(hasRow, row.step());
        if (!hasRow) return Done{};
        columns += row.text(0) + " " + row.text(1) + " " + row.text(2) + " " + row.text(3) + ", ";
      }
    }));
    return columns;
  }
};

TEST_F(VersionFour, GetsTheTablesOfANewCityAndKeepsWhatItHas) {
  const auto store = upgraded();
  auto made = openSqliteStore(folder_ / "new.sqlite");
  ASSERT_TRUE(made);
  EXPECT_EQ(schemaOf(*store), schemaOf(**made));
  EXPECT_EQ(seal_.open((*read(*store, devices::find, bytesOf32(2)))->person)->chineseName, "王小明");
  EXPECT_EQ((*read(*store, terminals::list))[0].venue.id, "court-1");
  EXPECT_EQ(read(*store, status_counters::find, std::int64_t{20000})->value().next, 65536);
  EXPECT_FALSE(*read(*store, key_marks::haveRatingKey)) << "its key of ratings is made";

  const Office court{"court-1", {"First Court", "", "", ""}, 0, {{"filing", {"Filing", "", "", ""}}}};
  ASSERT_TRUE(write(*store, offices::put, court));
  EXPECT_EQ((*read(*store, offices::find, std::string_view("court-1")))->items[0].names[0], "Filing");
  ASSERT_TRUE(*write(*store, ended_services::add, EndedService{bytesOf32(1), "court-1", "filing", Channel::OnSiteSlip, {}, 1000, true, {}}));
  EXPECT_EQ((*read(*store, ended_services::find, bytesOf32(1)))->itemId, "filing");
}

// What a server of version 5 left: ratings, and no portals.
class VersionFive : public VersionFour {
 protected:
  void SetUp() override { writeFile(path_, readFile(CITYCODE_SERVER_FILES "/version-5.sqlite")); }
};

TEST_F(VersionFive, GetsTheTablesOfANewCityAndKeepsWhatItHas) {
  const auto store = upgraded();
  auto made = openSqliteStore(folder_ / "new.sqlite");
  ASSERT_TRUE(made);
  EXPECT_EQ(schemaOf(*store), schemaOf(**made));
  EXPECT_EQ(seal_.open((*read(*store, devices::find, bytesOf32(2)))->person)->chineseName, "王小明");
  EXPECT_EQ((*read(*store, offices::find, std::string_view("court-1")))->names[1], "第一法院");
  EXPECT_EQ((*read(*store, ended_services::find, bytesOf32(7)))->passDigest, bytesOf32(8));
  EXPECT_EQ((*read(*store, staff_links::find, bytesOf32(11), std::int64_t{1}))->officeId, "court-1");

  const Portal portal{"court-portal", bytesOf32(5), "https://court.example", "court-1"};
  ASSERT_TRUE(write(*store, portals::put, portal));
  EXPECT_EQ(*read(*store, portals::findByKey, sha256(portal.key)), portal);
}

// What a server of version 6 left: portals that end services, and ask nobody to sign in.
class VersionSix : public VersionFour {
 protected:
  void SetUp() override { writeFile(path_, readFile(CITYCODE_SERVER_FILES "/version-6.sqlite")); }
};

TEST_F(VersionSix, GetsTheTablesOfANewCityAndKeepsItsPortals) {
  const auto store = upgraded();
  auto made = openSqliteStore(folder_ / "new.sqlite");
  ASSERT_TRUE(made);
  EXPECT_EQ(schemaOf(*store), schemaOf(**made));
  Portal portal{"court-portal", bytesOf32(5), "https://court.example", "court-1"};
  EXPECT_EQ(*read(*store, portals::findByKey, sha256(portal.key)), portal);
  portal.signIn = PortalSignIn{{{Language::English, "Court"}}, bytesOf32(6), {"court"}, {}};
  ASSERT_TRUE(write(*store, portals::put, portal));
  EXPECT_EQ(*read(*store, portals::find, std::string_view("court-portal")), portal);
}

/// A writer that notes what it was given, and waits until it is let go on.
class OneFlush : public testing::Test {
 protected:
  void write(UnitQueue::Group& group) {
    sizes_.push_back(group.size());
    hasBegun_ = true;
    while (isHeld_) std::this_thread::yield();
    for (UnitQueue::Waiting* each : group) each->fault = (*each->unit)(session_);
  }
  struct NoSession final : Session {
    Engine engine() const override { return Engine::Sqlite; }
    Result<Statement> prepare(std::string_view) override { return Fault::InternalBug; }
  };

  NoSession session_;
  std::atomic<bool> isHeld_ = false, hasBegun_ = false;
  std::vector<std::size_t> sizes_;   // of the groups; one thread writes at a time
  UnitQueue patient_{[this](UnitQueue::Group& group) { write(group); }, std::chrono::minutes(1)};
  UnitQueue hasty_{[this](UnitQueue::Group& group) { write(group); }, std::chrono::milliseconds(200)};
};

TEST_F(OneFlush, TakesAllThatWaitTogetherAndGivesEachItsOwnOutcome) {
  isHeld_ = true;
  std::atomic<int> refused = 0, done = 0;
  std::vector<std::thread> threads;
  const auto add = [&](int i) {
    threads.emplace_back([&, i] {
      const auto fault = patient_.run([i](Session&) { return i % 2 == 0 ? std::nullopt : std::optional(Fault::RequestReplayed); });
      ++(fault ? refused : done);
    });
  };
  add(0);
  while (!hasBegun_) std::this_thread::yield();
  for (int i = 1; i < 9; ++i) add(i);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));   // longer only makes the second group surer to be whole
  isHeld_ = false;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sizes_.front(), 1u);
  EXPECT_LT(sizes_.size(), 9u) << "some wrote together";
  EXPECT_EQ(refused, 4);
  EXPECT_EQ(done, 5);
}

TEST_F(OneFlush, TellsWhoWaitsTooLongAndForgetsTheUnit) {
  isHeld_ = true;
  std::thread first([&] { EXPECT_EQ(hasty_.run([](Session&) { return std::optional<Fault>(); }), std::nullopt); });
  while (!hasBegun_) std::this_thread::yield();
  bool ran = false;
  EXPECT_EQ(hasty_.run([&](Session&) { ran = true; return std::optional<Fault>(); }), Fault::StoreUnavailable);
  isHeld_ = false;
  first.join();
  EXPECT_FALSE(ran);
  EXPECT_EQ(hasty_.run([](Session&) { return std::optional<Fault>(); }), std::nullopt) << "and goes on";
}

}  // namespace
}  // namespace citycode::server::test
