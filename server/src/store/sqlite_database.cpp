#include "store/sqlite_database.h"

#include "base/start_failure.h"

namespace citycode::server {
namespace {

// The errno of a failed read or write. SQLite's own record of it is often overwritten by the rollback that
// follows; the files keep theirs (sqlite.org/c3ref/c_fcntl_begin_atomic_write.html, LAST_ERRNO).
int ioErrno(sqlite3* database) {
  if (const int error = sqlite3_system_errno(database); error != 0) return error;
  for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {   // in WAL mode the first is the WAL
    sqlite3_file* file = nullptr;
    int error = 0;
    const bool isOpen = sqlite3_file_control(database, "main", which, &file) == SQLITE_OK && file != nullptr && file->pMethods != nullptr;
    if (isOpen && file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error) == SQLITE_OK && error != 0) return error;
  }
  return 0;
}

}  // namespace

Fault faultOfSqlite(sqlite3* database, int code) {
  switch (code & 0xff) {   // the primary code (sqlite.org/rescode.html)
    case SQLITE_FULL:
      return Fault::StoreDiskFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Fault::StoreDamaged;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return Fault::StoreNoPermission;
    case SQLITE_CANTOPEN:
      return database != nullptr ? faultOfErrno(sqlite3_system_errno(database)) : Fault::StoreNoPermission;
    case SQLITE_IOERR:   // SQLite says FULL for ENOSPC only; a quota or a file size limit is the same to us
      return database != nullptr ? faultOfErrno(ioErrno(database)) : Fault::StoreUnavailable;
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
      return Fault::InternalBug;
    default:
      return Fault::StoreUnavailable;
  }
}

Result<DatabaseHandle> openDatabase(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  DatabaseHandle database(raw);
  if (code != SQLITE_OK) return faultOfSqlite(raw, code);
  return database;
}

Result<Done> execute(sqlite3* database, const char* sql) {
  const int code = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return faultOfSqlite(database, code);
  return Done{};
}

Result<Transaction> Transaction::begin(sqlite3* database) {
  CC_CHECK(execute(database, "BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  // SQLite has rolled back by itself after a full disk; asking again would be an error.
  if (database_ != nullptr && sqlite3_get_autocommit(database_) == 0) (void)execute(database_, "ROLLBACK").operator bool();
}

Result<Done> Transaction::commit() {
  CC_CHECK(execute(database_, "COMMIT"));
  database_ = nullptr;
  return Done{};
}

}  // namespace citycode::server
