// A thin, exception-free skin over the sqlite3 C API.
#pragma once

#include <memory>
#include <string>

#include <sqlite3.h>

#include "citycode/result.h"

namespace citycode::server {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;

/// What a result code means for whoever asked. `database` may be null.
Fault faultOfSqlite(sqlite3* database, int code);

Result<DatabaseHandle> openDatabase(const std::string& path, int flags);
/// Statements without parameters and rows.
Result<Done> execute(sqlite3* database, const char* sql);

/// BEGIN IMMEDIATE; rolled back when it goes without `commit`.
class Transaction {
 public:
  static Result<Transaction> begin(sqlite3* database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  ~Transaction();

  Result<Done> commit();

 private:
  explicit Transaction(sqlite3* database) : database_(database) {}
  sqlite3* database_;
};

}  // namespace citycode::server
