#include "store/seen_digests.h"

#include <utility>

namespace citycode::server {

Result<SeenDigests> SeenDigests::open() {
  SeenDigests seen;
  CC_TRY(database, openDatabase("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));   // sqlite.org/inmemorydb.html, "Temporary Databases"
  seen.database_ = std::move(database);
  CC_CHECK(execute(seen.database_.get(), "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;"
                                         "CREATE TABLE seen (digest BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID; BEGIN"));
  const std::pair<std::unique_ptr<sqlite3_stmt, Finalize>*, const char*> statements[] = {
      {&seen.insert_, "INSERT OR IGNORE INTO seen VALUES (?)"}, {&seen.select_, "SELECT 1 FROM seen WHERE digest = ?"}};
  for (const auto& [into, sql] : statements) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(seen.database_.get(), sql, -1, &statement, nullptr);
    into->reset(statement);
    if (code != SQLITE_OK) return faultOfSqlite(seen.database_.get(), code);
  }
  return seen;
}

Result<int> SeenDigests::run(sqlite3_stmt* statement, ByteView digest) {
  sqlite3_bind_blob(statement, 1, digest.data(), static_cast<int>(digest.size()), SQLITE_STATIC);
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  if (code != SQLITE_DONE && code != SQLITE_ROW) return faultOfSqlite(database_.get(), code);
  return code;
}

Result<bool> SeenDigests::add(ByteView digest) {
  CC_CHECK(run(insert_.get(), digest));
  return sqlite3_changes(database_.get()) > 0;
}

Result<bool> SeenDigests::has(ByteView digest) {
  CC_TRY(code, run(select_.get(), digest));
  return code == SQLITE_ROW;
}

}  // namespace citycode::server
