#include "store/sqlite_store.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

#include "store/sqlite_schema.h"
#include "store/unit_queue.h"

namespace citycode::server {
namespace {

/// As long as SQLite itself waits for another process: then everybody in the queue is told, not one by one.
constexpr std::chrono::seconds kPatience{5};

/// Connections for readers that are kept when nobody reads: as many as there are usually worker threads.
constexpr std::size_t kIdleReaders = 16;

Result<Done> run(Session& session, std::string_view sql) {
  CC_TRY(statement, session.prepare(sql));
  CC_CHECK(statement.run());
  return Done{};
}

/// One unit must not take the others of its group down with it.
std::optional<Fault> faultOf(const UnitQueue::Unit& unit, Session& session) {
  try {
    return unit(session);
  } catch (const std::exception&) {
    return Fault::InternalBug;
  }
}

class SqliteStore final : public Store {
 public:
  SqliteStore(CityDatabase database, const std::string& path)
      : path_(path), main_(std::move(database.session)), sharing_(database.sharing),
        queue_([this](UnitQueue::Group& group) { writeGroup(group); }, kPatience) {}

  std::optional<Fault> cannotWrite() override {
    const std::lock_guard lock(faultMutex_);
    return writeFault_;
  }

  Result<Done> tryToWrite() override {
    const auto outcome = write([](Session& session) { return writeOnePage(static_cast<SqliteSession&>(session).database()); });
    if (outcome) remember(std::nullopt);
    return outcome;
  }

  std::string place() const override { return path_; }

 protected:
  std::optional<Fault> runReading(const Unit& unit) override {
    auto reader = takeReader();
    if (!reader) return runOnMain(unit);
    const auto fault = unit(*reader);
    giveBack(std::move(reader));
    return fault;
  }

  std::optional<Fault> runWriting(const Unit& unit) override { return queue_.run(unit); }

 private:
  /// Null where no further connection may be, or can be opened: the one that writes reads then.
  std::unique_ptr<SqliteSession> takeReader() {
    if (sharing_ == Sharing::Alone) return nullptr;
    {
      const std::lock_guard lock(readerMutex_);
      if (!readers_.empty()) {
        auto reader = std::move(readers_.back());
        readers_.pop_back();
        return reader;
      }
    }
    auto opened = connectToRead(path_);
    return opened ? *std::move(opened) : nullptr;
  }

  void giveBack(std::unique_ptr<SqliteSession> reader) {
    const std::lock_guard lock(readerMutex_);
    if (readers_.size() < kIdleReaders) readers_.push_back(std::move(reader));
  }

  std::optional<Fault> runOnMain(const Unit& unit) {
    const std::unique_lock lock(mainMutex_, kPatience);
    if (!lock) return Fault::StoreUnavailable;
    if (const auto connected = connect(); !connected) return connected.fault();
    return unit(*main_);
  }

  void writeGroup(UnitQueue::Group& group) {
    const std::lock_guard lock(mainMutex_);
    if (const auto connected = connect(); !connected) {
      for (UnitQueue::Waiting* each : group) each->fault = connected.fault();
      remember(connected.fault());
      return;
    }
    const auto before = sqlite3_total_changes64(main_->database());
    // What takes everybody's work away, such as a full disk, may be one unit's alone: then each is on its own.
    if (group.size() == 1 || !writeTogether(group))
      for (UnitQueue::Waiting* each : group) each->fault = writeAlone(*each->unit);
    look(group, sqlite3_total_changes64(main_->database()) != before);
  }

  /// Commits when the work succeeded; a fault of the work leaves nothing behind.
  std::optional<Fault> writeAlone(const Unit& unit) {
    auto transaction = Transaction::begin(main_->database());
    if (!transaction) return transaction.fault();
    if (const auto fault = faultOf(unit, *main_)) return fault;
    const auto committed = transaction->commit();
    return committed ? std::nullopt : std::optional(committed.fault());
  }

  /// One transaction, a savepoint each. False when all of it was undone.
  bool writeTogether(UnitQueue::Group& group) {
    auto transaction = Transaction::begin(main_->database());
    if (!transaction) {
      for (UnitQueue::Waiting* each : group) each->fault = transaction.fault();
      return true;
    }
    for (UnitQueue::Waiting* each : group)
      if (!writeInside(*each)) return false;
    return static_cast<bool>(transaction->commit());
  }

  bool writeInside(UnitQueue::Waiting& waiting) {
    if (!run(*main_, "SAVEPOINT unit")) return false;
    waiting.fault = faultOf(*waiting.unit, *main_);
    if (sqlite3_get_autocommit(main_->database()) != 0) return false;   // SQLite has undone everything
    if (waiting.fault && !run(*main_, "ROLLBACK TO unit")) return false;
    return static_cast<bool>(run(*main_, "RELEASE unit"));
  }

  // What the outcome of a group says about the disk.
  void look(const UnitQueue::Group& group, bool somethingChanged) {
    bool isWritten = false;
    for (const UnitQueue::Waiting* each : group) {
      if (each->fault && isGround(*each->fault)) remember(each->fault);
      isWritten = isWritten || !each->fault;
    }
    if (!isWritten || !somethingChanged) return;
    remember(std::nullopt);
    shareAgain();
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
    main_.reset();   // a connection that is alone cannot let others in
    sharing_ = Sharing::WithOthers;
    (void)static_cast<bool>(connect());
  }

  Result<Done> connect() {
    if (main_) return Done{};
    for (const Sharing sharing : {sharing_.load(), Sharing::Alone}) {
      auto session = connectToCity(path_, sharing, Upgrade::Refused);
      if (!session) continue;
      main_ = std::move(*session);
      sharing_ = sharing;
      return Done{};
    }
    return Fault::StoreUnavailable;
  }

  std::string path_;
  std::timed_mutex mainMutex_;
  std::unique_ptr<SqliteSession> main_;   // null only between two connections
  std::atomic<Sharing> sharing_;
  std::mutex readerMutex_;
  std::vector<std::unique_ptr<SqliteSession>> readers_;
  std::mutex faultMutex_;
  std::optional<Fault> writeFault_;
  UnitQueue queue_;
};

}  // namespace

Started<std::unique_ptr<Store>> openSqliteStore(const std::string& path, Upgrade upgrade) {
  auto database = openCityDatabase(path, upgrade);
  if (!database) return database.failure();
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(*database), path));
}

}  // namespace citycode::server
