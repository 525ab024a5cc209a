#include "store/postgres_store.h"

#include <mutex>
#include <thread>

#include <sodium.h>

#include "store/postgres_connect.h"
#include "store/postgres_fault.h"
#include "store/postgres_pool.h"
#include "store/postgres_session.h"

namespace citycode::server {
namespace {

/// How long a unit may wait for a connection, its repetitions included.
constexpr std::chrono::seconds kPatience = kAnswerPatience;
constexpr int kMostRuns = 8;   // of two units that collide one always gets through; these are for a queue of them
constexpr std::chrono::milliseconds kLongestStep{4};   // about what a transaction takes with its flush
constexpr std::chrono::seconds kBetweenLooksForPrimary{1};
/// How long a full disk is said of after it refused something, unless something was written since.
constexpr std::chrono::seconds kFullFor{60};

/// What a further connection has to be.
Result<Done> makeOurs(PostgresConnection& connection, std::int64_t version, Presence presence) {
  if (presence == Presence::Shown) CC_CHECK(showPresence(connection));
  return checkPostgresVersion(connection, version);
}

class PostgresStore final : public Store {
 public:
  PostgresStore(const PostgresAddress& address, std::int64_t version, Presence presence, std::unique_ptr<PostgresConnection> first)
      : place_(address.place()),
        isOneOfSeveral_(address.target != TargetSession::Any),
        pool_(address, [version, presence](PostgresConnection& connection) { return makeOurs(connection, version, presence); }, std::move(first)) {}

  std::optional<Fault> cannotWrite() override {
    const std::lock_guard lock(mutex_);
    return writeFault_;
  }

  Result<Done> tryToWrite() override {
    if (isFull()) return Fault::StoreDiskFull;   // it would still take this change, which fits into a page that it has
    return write([](Session& session) -> Result<Done> {
      CC_TRY(statement, session.prepare("UPDATE citycode_schema SET version = version"));
      CC_CHECK(statement.run());
      return Done{};
    });
  }

  std::string place() const override { return place_; }

 protected:
  std::optional<Fault> runReading(const Unit& unit) override { return run(unit, Access::Read).fault; }

  std::optional<Fault> runWriting(const Unit& unit) override {
    const auto ended = run(unit, Access::Write);
    if (ended.fault && isGround(*ended.fault)) remember(ended.fault);
    if (!ended.fault && ended.changes > 0) remember(std::nullopt);
    return ended.fault;
  }

 private:
  struct Ended {
    std::optional<Fault> fault;
    std::int64_t changes = 0;
  };

  Ended run(const Unit& unit, Access access) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    for (int runs = 1;; ++runs) {
      auto lease = pool_.take(deadline);
      if (!lease) return {lease.fault()};
      PostgresSession session(lease->connection(), access);
      const auto outcome = session.finish(unit(session));
      if (!outcome.fault) return {std::nullopt, session.changes()};
      settle(*lease, outcome);
      if (!runsAgain(outcome) || runs == kMostRuns || std::chrono::steady_clock::now() >= deadline) return {outcome.fault};
      if (isCollision(outcome.sqlState)) stepAside(runs);
    }
  }

  /// What the outcome says of the connection, and of the others.
  void settle(PostgresPool::Lease& lease, const PostgresSession::Outcome& outcome) {
    if (isStalePlan(outcome.sqlState)) lease.drop();
    if (isReadOnly(outcome.sqlState) && isTimeToLookForPrimary()) {
      lease.drop();
      pool_.dropIdle();
    }
    if (outcome.hasTimedOut) pool_.dropIdle();
  }

  bool runsAgain(const PostgresSession::Outcome& outcome) const {
    if (outcome.ending != PostgresSession::Ending::MayRunAgain) return false;
    return isOneOfSeveral_ || !isReadOnly(outcome.sqlState);   // the same server would say the same
  }

  /// New connections all the time would not help a server that stays read-only.
  bool isTimeToLookForPrimary() {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now < nextLookForPrimary_) return false;
    nextLookForPrimary_ = now + kBetweenLooksForPrimary;
    return true;
  }

  static void stepAside(int runs) {
    const auto most = static_cast<std::uint32_t>(runs * std::chrono::microseconds(kLongestStep).count());
    std::this_thread::sleep_for(std::chrono::microseconds(randombytes_uniform(most + 1)));
  }

  static bool isGround(Fault fault) {
    return fault == Fault::StoreDiskFull || fault == Fault::StoreNoPermission || fault == Fault::StoreUnavailable || fault == Fault::StoreDamaged;
  }

  void remember(std::optional<Fault> fault) {
    const std::lock_guard lock(mutex_);
    writeFault_ = fault;
    if (fault == Fault::StoreDiskFull) fullUntil_ = std::chrono::steady_clock::now() + kFullFor;
  }

  bool isFull() {
    const std::lock_guard lock(mutex_);
    return writeFault_ == Fault::StoreDiskFull && std::chrono::steady_clock::now() < fullUntil_;
  }

  const std::string place_;
  const bool isOneOfSeveral_;
  std::mutex mutex_;
  std::optional<Fault> writeFault_;
  SteadyTime nextLookForPrimary_{}, fullUntil_{};
  PostgresPool pool_;   // goes first
};

}  // namespace

Started<std::unique_ptr<Store>> openPostgresStore(const PostgresAddress& address, Upgrade upgrade, Presence presence) {
  return openPostgresStore(address, citySchema(), upgrade, presence);
}

Started<std::unique_ptr<Store>> openPostgresStore(const PostgresAddress& address, const PostgresSchema& schema, Upgrade upgrade, Presence presence) {
  if (auto checked = checkPasswordFiles(address); !checked) return checked.failure();
  auto connected = connectToPostgres(address);
  if (const auto* failure = std::get_if<ConnectFailure>(&connected)) return startFailureOf(*failure, address);
  auto& connection = std::get<std::unique_ptr<PostgresConnection>>(connected);
  if (presence == Presence::Shown && !showPresence(*connection)) return restoreGoesOn(address.place());
  if (auto prepared = preparePostgresSchema(*connection, schema, upgrade, address.place()); !prepared) return prepared.failure();
  return std::unique_ptr<Store>(std::make_unique<PostgresStore>(address, schema.version, presence, std::move(connection)));
}

}  // namespace citycode::server
