// Connections to one PostgreSQL that units of work take one at a time. A thread of its own makes them, so that no request waits for
// a server that is away, and the city comes back by itself.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/descriptor.h"
#include "store/postgres_address.h"
#include "store/postgres_connection.h"

namespace citycode::server {

class PostgresPool {
 public:
  /// Whether a new connection may serve: its records are ours.
  using Check = std::function<Result<Done>(PostgresConnection&)>;

  /// `first` serves at once.
  PostgresPool(PostgresAddress address, Check check, std::unique_ptr<PostgresConnection> first);
  ~PostgresPool();
  PostgresPool(const PostgresPool&) = delete;
  PostgresPool& operator=(const PostgresPool&) = delete;

  /// A connection for one unit; it goes back by itself, unless it is broken or in a transaction.
  class Lease {
   public:
    Lease(PostgresPool& pool, std::unique_ptr<PostgresConnection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    PostgresConnection& connection() { return *connection_; }
    /// It is not used again.
    void drop() { isDropped_ = true; }

   private:
    PostgresPool* pool_;
    std::unique_ptr<PostgresConnection> connection_;
    bool isDropped_ = false;
  };

  /// Waits for one that is free until then. Faults at once while the server is away: why it could not be reached when that was last
  /// tried; store/unavailable when all stay in use.
  Result<Lease> take(SteadyTime deadline);

  /// None that is free now is used again: the server may be gone without a word.
  void dropIdle();

 private:
  void putBack(std::unique_ptr<PostgresConnection> connection, bool isGood);
  bool isConnectionWanted() const;
  void keepConnecting();
  Result<std::unique_ptr<PostgresConnection>> connect() const;
  void connected(std::unique_ptr<PostgresConnection> connection);
  void notConnected(Fault fault);

  const PostgresAddress address_;
  const Check check_;
  Descriptor stop_;   // an eventfd; once it can be read, connecting ends

  std::mutex mutex_;
  std::condition_variable freed_;    // a connection is idle, or nobody needs to wait for one
  std::condition_variable wanted_;   // of the thread that connects
  std::vector<std::unique_ptr<PostgresConnection>> idle_;   // the last one is the warmest
  std::size_t open_ = 0;      // idle or taken
  std::size_t waiting_ = 0;
  std::chrono::milliseconds pause_{0};   // before the next try; 0 after a success
  std::optional<Fault> away_;            // no connection is open, and none could be made
  bool isStopping_ = false;
  std::thread connector_;
};

}  // namespace citycode::server
