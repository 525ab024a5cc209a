// A thin, exception-free skin over the sqlite3 C API: one connection, statements, transactions.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode::server {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;

/// What a result code means for whoever asked. `database` may be null.
Fault faultOfSqlite(sqlite3* database, int code);

Result<DatabaseHandle> openDatabase(const std::string& path, int flags);
Result<Done> execute(sqlite3* database, const char* sql);

/// One prepared statement, used and dropped. Texts and bytes bound must live until it goes.
class Statement {
 public:
  static Result<Statement> prepare(sqlite3* database, std::string_view sql);

  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view text);
  Statement& bind(ByteView bytes);

  /// True while there is a row.
  Result<bool> step();
  /// For statements without rows.
  Result<Done> run();

  std::int64_t integer(int column) const;
  std::string text(int column) const;
  Bytes bytes(int column) const;
  /// False when the column does not hold exactly that many bytes.
  bool copyTo(int column, std::span<std::uint8_t> out) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int nextParameter_ = 1;
  int bindCode_ = SQLITE_OK;
};

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
