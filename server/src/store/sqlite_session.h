// One connection to a SQLite file, and the statements that it has prepared.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "store/session.h"
#include "store/sqlite_database.h"

namespace citycode::server {

class SqliteSession final : public Session {
 public:
  explicit SqliteSession(DatabaseHandle database) : database_(std::move(database)) {}

  Engine engine() const override { return Engine::Sqlite; }
  /// A statement that is in use is prepared once more.
  Result<Statement> prepare(std::string_view sql) override;

  sqlite3* database() const { return database_.get(); }

 private:
  class Body;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

  DatabaseHandle database_;
  std::unordered_map<std::string, std::vector<Prepared>> idle_;   // by their SQL
};

}  // namespace citycode::server
