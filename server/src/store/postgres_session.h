// What a unit of work sees of PostgreSQL: one connection, and for a unit that writes one transaction.
#pragma once

#include <optional>

#include "store/postgres_connection.h"
#include "store/session.h"

namespace citycode::server {

enum class Access : std::uint8_t { Read, Write };

class PostgresSession final : public Session {
 public:
  PostgresSession(PostgresConnection& connection, Access access) : connection_(connection), access_(access) {}

  Engine engine() const override { return Engine::Postgresql; }
  Result<Statement> prepare(std::string_view sql) override;

  /// BEGIN travels with the first statement. Nothing is asked of the server after a failure, which stays the unit's outcome.
  Result<PostgresResult> run(std::string_view sql, const std::vector<PostgresValue>& values);

  /// The same without waiting: what follows brings its outcome.
  Result<Done> runLater(std::string_view sql, const std::vector<PostgresValue>& values);

  enum class Ending : std::uint8_t {
    Final,       // as `fault` says
    MayRunAgain  // nothing was done; another connection, or the same one now, may do it
  };
  struct Outcome {
    std::optional<Fault> fault;
    Ending ending = Ending::Final;
    std::string sqlState;       // of what the server refused
    bool hasTimedOut = false;   // the server did not answer
  };
  /// Commits, or rolls back when the unit had a fault. When the answer to COMMIT is missing nobody knows whether it was done:
  /// store/unavailable, and it may not run again (docs/adr/0063).
  Outcome finish(std::optional<Fault> unitsFault);

  /// Rows that its statements changed.
  std::int64_t changes() const { return changes_; }

 private:
  void queue(std::string_view sql, const std::vector<PostgresValue>& values);
  Outcome outcomeOf(Fault fault) const;
  void rollBack();
  Outcome commit();

  PostgresConnection& connection_;
  Access access_;
  bool hasBegun_ = false;
  std::int64_t changes_ = 0;
  std::optional<Outcome> failure_;   // the first one
};

}  // namespace citycode::server
