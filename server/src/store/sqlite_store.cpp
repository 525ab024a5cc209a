#include "store/sqlite_store.h"

#include <chrono>
#include <mutex>

#include "base/clock.h"
#include "citycode/paper_card.h"
#include "citycode/status_list.h"
#include "store/counter_file.h"
#include "store/sqlite_codes.h"
#include "store/sqlite_paper.h"
#include "store/sqlite_passes.h"
#include "store/sqlite_people.h"
#include "store/sqlite_revocations.h"
#include "store/sqlite_schema.h"
#include "store/sqlite_terminals.h"

namespace citycode::server {
namespace {

/// As long as SQLite itself waits for another process: then everybody in the queue is told, not one by one.
constexpr std::chrono::seconds kPatience{5};

class SqliteStore final : public Store {
 public:
  SqliteStore(CityDatabase database, const std::string& path)
      : path_(path), database_(std::move(database.handle)), sharing_(database.sharing), counterFile_(path + "-counters") {}

  /// Records that were restored from a backup know fewer counters than were given.
  Result<Done> catchUpWithCounters() {
    for (const auto& [utcDay, next] : counterFile_.counters()) {
      CC_TRY(known, reading([&, day = utcDay](sqlite3* db) { return rows::selectStatusCounter(db, day); }));
      if (known >= next) continue;
      CC_CHECK(writing([&, day = utcDay, given = next](sqlite3* db) { return rows::raiseStatusCounter(db, day, given + kCountersLost); }));
    }
    return Done{};
  }

  Result<Done> check() override {
    return reading([](sqlite3* db) -> Result<Done> {
      CC_TRY(statement, Statement::prepare(db, "SELECT count(*) FROM status_counter"));
      return statement.run();
    });
  }

  std::optional<Fault> cannotWrite() override {
    const std::lock_guard lock(faultMutex_);
    return writeFault_;
  }

  Result<Done> tryToWrite() override {
    const auto outcome = writing([](sqlite3* db) { return writeOnePage(db); });
    if (outcome) remember(std::nullopt);
    return outcome;
  }

  Result<Done> addPeople(const std::vector<Person>& people) override {
    return writing([&](sqlite3* db) -> Result<Done> {
      for (const Person& person : people) CC_CHECK(rows::insertPerson(db, person));
      return Done{};
    });
  }

  Result<std::optional<Person>> findPerson(const Identifier& id) override {
    return reading([&](sqlite3* db) { return rows::selectPerson(db, id); });
  }

  Result<Done> addEnrolmentCode(const EnrolmentCode& code) override {
    return writing([&](sqlite3* db) { return rows::insertCode(db, code); });
  }

  Result<Device> enrol(const Enrolment& enrolment) override {
    return writing([&](sqlite3* db) { return rows::enrolDevice(db, enrolment); });
  }

  Result<bool> wasEnrolled(const Sha256& codeHash, const DeviceId& deviceId) override {
    return reading([&](sqlite3* db) { return rows::isCodeUsedBy(db, rows::CodeKind::Persons, codeHash, deviceId); });
  }

  Result<std::optional<Device>> findDevice(const DeviceId& id) override {
    return reading([&](sqlite3* db) { return rows::selectDevice(db, id); });
  }

  Result<Done> addTerminalCode(const TerminalCode& code) override {
    return writing([&](sqlite3* db) { return rows::insertTerminalCode(db, code); });
  }

  Result<Terminal> enrolTerminal(const Enrolment& enrolment) override {
    return writing([&](sqlite3* db) { return rows::enrolTerminal(db, enrolment); });
  }

  Result<bool> wasTerminalEnrolled(const Sha256& codeHash, const DeviceId& terminalId) override {
    return reading([&](sqlite3* db) { return rows::isCodeUsedBy(db, rows::CodeKind::Terminals, codeHash, terminalId); });
  }

  Result<std::optional<Terminal>> findTerminal(const DeviceId& id) override {
    return reading([&](sqlite3* db) { return rows::selectTerminal(db, id); });
  }

  Result<std::vector<Terminal>> listTerminals() override {
    return reading([](sqlite3* db) { return rows::selectTerminals(db); });
  }

  Result<bool> removeTerminal(const DeviceId& id) override {
    return writing([&](sqlite3* db) { return rows::deleteTerminal(db, id); });
  }

  Result<Done> useRequest(const UsedRequest& request) override {
    return writing([&](sqlite3* db) { return rows::insertUsedRequest(db, request); });
  }

  Result<Done> deleteUsedRequests(std::int64_t nowUnixMs) override {
    return writing([&](sqlite3* db) { return rows::deleteUsedRequests(db, nowUnixMs); });
  }

  Result<std::vector<std::uint32_t>> registerPasses(const PassBatch& batch) override {
    return counting(batch.utcDay, [&](sqlite3* db) { return rows::insertPasses(db, batch); });
  }

  Result<std::vector<DeviceId>> devicesOf(const Identifier& personId) override {
    return reading([&](sqlite3* db) { return rows::selectDevicesOf(db, personId); });
  }

  Result<RevokedCount> revokeDevices(const DeviceRevocation& revocation) override {
    return writing([&](sqlite3* db) { return rows::revokeDevices(db, revocation); });
  }

  Result<std::vector<StatusDay>> statusDays(const PublicKey& issuerKey) override {
    return reading([&](sqlite3* db) { return rows::selectStatusDays(db, issuerKey); });
  }

  Result<std::vector<RevokedIndex>> revokedIndices(const PublicKey& issuerKey, std::int64_t utcDay,
                                                   std::uint64_t upToVersion) override {
    return reading([&](sqlite3* db) { return rows::selectRevokedIndices(db, issuerKey, utcDay, upToVersion); });
  }

  Result<Done> saveStatusIssued(const PublicKey& issuerKey, std::int64_t utcDay, std::int64_t issuedUnixSeconds) override {
    return writing([&](sqlite3* db) { return rows::upsertStatusIssued(db, issuerKey, utcDay, issuedUnixSeconds); });
  }

  Result<StatusDay> correctStatusIssued(const PublicKey& issuerKey, std::int64_t utcDay, std::int64_t issuedUnixSeconds) override {
    return writing([&](sqlite3* db) { return rows::correctStatusIssued(db, issuerKey, utcDay, issuedUnixSeconds); });
  }

  Result<Done> correctDatesAfter(const CorrectedDates& dates) override {
    return writing([&](sqlite3* db) -> Result<Done> {
      CC_CHECK(rows::shortenCodes(db, dates.codesEndUnixMs));
      CC_CHECK(rows::freeQuotasAfter(db, dates.nowUnixMs));
      CC_CHECK(rows::correctCardsAfter(db, dates.nowUnixMs));
      return rows::correctRevocationsAfter(db, dates);
    });
  }

  Result<std::uint32_t> registerPaperCard(const WantedPaperCard& card) override {
    return counting(kPaperStatusDay, [&](sqlite3* db) { return rows::insertPaperCard(db, card); });
  }

  Result<std::vector<PaperCardRecord>> paperCardsOf(const Identifier& personId) override {
    return reading([&](sqlite3* db) { return rows::selectPaperCardsOf(db, personId); });
  }

  Result<std::optional<PaperCardRecord>> findPaperCard(std::uint32_t number) override {
    return reading([&](sqlite3* db) { return rows::selectPaperCard(db, number); });
  }

  Result<std::uint32_t> revokePaperCards(const CardRevocation& revocation) override {
    return writing([&](sqlite3* db) { return rows::revokePaperCards(db, revocation); });
  }

  Result<std::optional<StoredTrustList>> loadTrustList() override {
    return reading([](sqlite3* db) { return rows::selectTrustList(db); });
  }
  Result<std::vector<StoredTrustList>> trustListHistory() override {
    return reading([](sqlite3* db) { return rows::selectTrustListHistory(db); });
  }

  Result<Done> saveTrustList(const StoredTrustList& list) override {
    return writing([&](sqlite3* db) { return rows::replaceTrustList(db, list); });
  }

  Result<Done> deleteExpiredBefore(std::int64_t unixMs) override {
    return writing([&](sqlite3* db) -> Result<Done> {
      deleteCounters(unixMs);
      CC_CHECK(rows::deleteExpired(db, unixMs));
      CC_CHECK(rows::deleteExpiredPaperCards(db, unixMs));
      return rows::deleteEndedRevocations(db, unixMs);
    });
  }

 private:
  template <class Work>
  auto reading(Work&& work) -> decltype(work(nullptr)) {
    const std::unique_lock lock(mutex_, kPatience);
    if (!lock) return Fault::StoreUnavailable;
    CC_CHECK(connect());
    return work(database_.get());
  }

  /// Commits when the work succeeded; a fault of the work leaves nothing behind.
  template <class Work>
  auto writing(Work&& work) -> decltype(work(nullptr)) {
    const std::unique_lock lock(mutex_, kPatience);
    if (!lock) return Fault::StoreUnavailable;
    CC_CHECK(connect());
    const auto before = sqlite3_total_changes64(database_.get());
    auto outcome = committed(work);
    if (!outcome && isGround(outcome.fault())) remember(outcome.fault());
    if (outcome && sqlite3_total_changes64(database_.get()) != before) {
      remember(std::nullopt);
      shareAgain();
    }
    return outcome;
  }

  template <class Work>
  auto committed(Work&& work) -> decltype(work(nullptr)) {
    CC_TRY(transaction, Transaction::begin(database_.get()));
    auto outcome = work(database_.get());
    if (outcome) CC_CHECK(transaction.commit());
    return outcome;
  }

  static bool isGround(Fault fault) {
    return fault == Fault::StoreDiskFull || fault == Fault::StoreNoPermission || fault == Fault::StoreUnavailable || fault == Fault::StoreDamaged;
  }

  void remember(std::optional<Fault> fault) {
    const std::lock_guard lock(faultMutex_);
    writeFault_ = fault;
  }

  /// There is room again, and other programs may use the file again.
  void shareAgain() {
    if (sharing_ == Sharing::WithOthers) return;
    database_.reset();   // a connection that is alone cannot let others in
    sharing_ = Sharing::WithOthers;
    (void)static_cast<bool>(connect());
  }

  Result<Done> connect() {
    if (database_) return Done{};
    for (const Sharing sharing : {sharing_, Sharing::Alone}) {
      auto database = connectToCity(path_, sharing, Upgrade::Refused);
      if (!database) continue;
      database_ = std::move(*database);
      sharing_ = sharing;
      return Done{};
    }
    return Fault::StoreUnavailable;
  }

  void deleteCounters(std::int64_t beforeUnixMs) {
    const std::lock_guard lock(counterMutex_);
    counterFile_.deleteBefore(beforeUnixMs / (kSecondsPerDay * kMillisecondsPerSecond));
  }

  /// Writing that gives status indices of a day.
  template <class Work>
  auto counting(std::int64_t utcDay, Work&& work) -> decltype(work(nullptr)) {
    std::int64_t next = 0;
    auto outcome = writing([&](sqlite3* db) -> decltype(work(nullptr)) {
      auto given = work(db);
      CC_TRY(counter, rows::selectStatusCounter(db, utcDay));
      next = counter;
      return given;
    });
    if (!outcome) return outcome;
    const std::lock_guard lock(counterMutex_);   // after the commit and before the answer leaves
    counterFile_.remember(utcDay, next);
    return outcome;
  }

  std::string path_;
  std::timed_mutex mutex_;
  DatabaseHandle database_;   // null only between two connections
  Sharing sharing_;
  std::mutex faultMutex_;
  std::optional<Fault> writeFault_;
  std::mutex counterMutex_;
  CounterFile counterFile_;
};

}  // namespace

Started<std::unique_ptr<Store>> openSqliteStore(const std::string& path, Upgrade upgrade) {
  auto database = openCityDatabase(path, upgrade);
  if (!database) return database.failure();
  auto store = std::make_unique<SqliteStore>(std::move(*database), path);
  if (const auto ready = store->catchUpWithCounters(); !ready) return storageFailure(ready.fault(), path);
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace citycode::server
