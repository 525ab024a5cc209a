// Digests that were seen in one run, in a file without a name once they are many: memory stays as it is.
#pragma once

#include <cstdint>
#include <memory>

#include "citycode/bytes.h"
#include "store/sqlite_database.h"

struct sqlite3_stmt;

namespace citycode::server {

class SeenDigests {
 public:
  static Result<SeenDigests> open();

  /// False when it was seen before. Faults: store/*.
  Result<bool> add(ByteView digest);
  Result<bool> has(ByteView digest);

 private:
  Result<int> run(sqlite3_stmt* statement, ByteView digest);

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  DatabaseHandle database_;
  std::unique_ptr<sqlite3_stmt, Finalize> insert_, select_;   // go before the database
};

}  // namespace citycode::server
