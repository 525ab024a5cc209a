#include "store/sqlite_schema.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <vector>

#include "store/schema.h"
#include "store/sqlite_former_schemas.h"

namespace citycode::server {
namespace {

// WAL with synchronous=FULL: what was answered survives a power cut (sqlite.org/pragma.html#pragma_synchronous).
// 5 s of patience with a backup or the enrolment-code command; a WAL that grew is cut back to 16 MiB. What is deleted
// is overwritten: somebody may have asked to be forgotten.
constexpr const char* kConnectionPragmas =
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
    "PRAGMA journal_size_limit = 16777216; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;";

// Of connections that read beside the one that writes.
constexpr const char* kReaderPragmas =
    "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";

Result<std::int64_t> schemaVersion(Session& session) {
  CC_TRY(statement, session.prepare("PRAGMA user_version"));
  CC_TRY(hasRow, statement.step());
  return hasRow ? statement.integer(0) : std::int64_t{0};
}

// Alone, SQLite keeps in memory what it else keeps in the -shm file, which a full disk has no room for (sqlite.org/wal.html,
// "Use of WAL Without Shared-Memory").
constexpr const char* kAlone = "PRAGMA locking_mode = EXCLUSIVE";

std::string inQuotes(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

Result<std::vector<std::string>> textsOf(Session& session, std::string_view sql, std::string_view parameter) {
  CC_TRY(statement, session.prepare(sql));
  if (!parameter.empty()) statement.bind(parameter);
  std::vector<std::string> texts;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return texts;
    texts.push_back(statement.text(0));
  }
}

/// Reads the first and the last entry of a tree, and so every page on the way to them.
Result<Done> lookAtEnds(Session& session, const std::string& from, const std::vector<std::string>& key) {
  for (const char* direction : {"", " DESC"}) {
    std::string order;
    for (const std::string& column : key) order += (order.empty() ? "" : ", ") + inQuotes(column) + direction;
    CC_TRY(statement, session.prepare("SELECT " + inQuotes(key.front()) + " FROM " + from + " ORDER BY " + order + " LIMIT 1"));
    CC_CHECK(statement.step());
  }
  return Done{};
}

Result<Done> lookAtTable(Session& session, const std::string& table) {
  CC_TRY(key, textsOf(session, "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk", table));
  if (key.empty()) key = {"rowid"};   // of a table that is not ours
  CC_CHECK(lookAtEnds(session, inQuotes(table), key));
  CC_TRY(indices, textsOf(session, "SELECT name FROM pragma_index_list($1) WHERE origin = 'c' AND partial = 0", table));
  for (const std::string& index : indices) {
    CC_TRY(columns, textsOf(session, "SELECT name FROM pragma_index_info($1) ORDER BY seqno", index));
    if (!columns.empty()) CC_CHECK(lookAtEnds(session, inQuotes(table) + " INDEXED BY " + inQuotes(index), columns));
  }
  return Done{};
}

Result<std::unique_ptr<SqliteSession>> openToLook(const std::string& path, Sharing sharing) {
  // A read-only connection cannot change the file, whatever it finds. Alone needs one that may write, and writes nothing.
  CC_TRY(database, openDatabase(path, sharing == Sharing::Alone ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY));
  if (sharing == Sharing::Alone) CC_CHECK(execute(database.get(), kAlone));
  CC_CHECK(execute(database.get(), "PRAGMA busy_timeout = 5000; PRAGMA cell_size_check = ON"));
  return std::make_unique<SqliteSession>(std::move(database));
}

// Header, schema, and both ends of each tree: a few pages a tree, however many rows there are. What is damaged in between is
// refused when it is met (store/damaged), and found by checkWholeDatabase.
Result<Done> look(const std::string& path, Sharing sharing) {
  CC_TRY(session, openToLook(path, sharing));
  CC_TRY(tables, textsOf(*session, "SELECT name FROM sqlite_master WHERE type = 'table'", ""));
  for (const std::string& table : tables) CC_CHECK(lookAtTable(*session, table));
  return Done{};
}

bool hasContent(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return !error && size > 0;
}

// A program that is killed while it makes the database leaves a journal; SQLite rolls it back on the first read of a
// connection that may write.
Result<Done> rollBackJournal(const std::string& path) {
  CC_TRY(database, openDatabase(path, SQLITE_OPEN_READWRITE));
  CC_CHECK(execute(database.get(), "PRAGMA busy_timeout = 5000"));
  return execute(database.get(), "SELECT count(*) FROM sqlite_master");
}

Result<Done> checkContent(const std::string& path, Sharing sharing) {
  const auto checked = look(path, sharing);
  if (checked || checked.fault() == Fault::StoreDamaged || !hasContent(path + "-journal")) return checked;
  CC_CHECK(rollBackJournal(path));
  if (!hasContent(path)) return Done{};   // back to the moment before the first page
  return look(path, sharing);
}

// The files beside take the mode of the database at that moment. A start on a write-protected one leaves them so.
void makeWritable(const std::string& path) {
  struct stat facts{};
  const bool isOurs = ::lstat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_uid == ::geteuid();
  if (isOurs && (facts.st_mode & S_IWUSR) == 0) (void)::chmod(path.c_str(), S_IRUSR | S_IWUSR);
}

bool isEarlier(std::int64_t version) { return version >= kOldestSchemaVersion && version < kSchemaVersion; }

/// `PRAGMA user_version` takes no parameters.
Result<Done> writeVersion(sqlite3* database) {
  return execute(database, ("PRAGMA user_version = " + std::to_string(kSchemaVersion)).c_str());
}

// One transaction: the file is of this version, or it is as it was.
Result<Done> createSchema(SqliteSession& session, Upgrade upgrade) {
  sqlite3* database = session.database();
  CC_TRY(transaction, Transaction::begin(database));
  CC_TRY(version, schemaVersion(session));
  if (version == 0) {   // unless another process was faster
    CC_CHECK(execute(database, schemaFor(Engine::Sqlite).c_str()));
  } else if (isEarlier(version) && upgrade == Upgrade::Allowed) {
    CC_CHECK(bringToThisSchema(database, version));
  } else {
    return Done{};   // whoever asked for a version says so
  }
  CC_CHECK(writeVersion(database));
  return transaction.commit();
}

StartFailure otherVersion(const std::string& path, std::int64_t version) {
  if (isEarlier(version))
    return {Fault::StoreUnavailable, path + " was written by an earlier version of Citycode: start the server of this version once, then the commands."};
  return {Fault::StoreUnavailable, path + ofAnotherVersion(version)};
}

Started<std::unique_ptr<SqliteSession>> checkAndConnect(const std::string& path, Sharing sharing, Upgrade upgrade) {
  if (hasContent(path))
    if (const auto checked = checkContent(path, sharing); !checked) return storageFailure(checked.fault(), path);
  return connectToCity(path, sharing, upgrade);
}

}  // namespace

Started<std::unique_ptr<SqliteSession>> connectToCity(const std::string& path, Sharing sharing, Upgrade upgrade) {
  auto database = openDatabase(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!database) return storageFailure(database.fault(), path);
  // SQLite falls back to reading without a word when the file is write-protected.
  if (sqlite3_db_readonly(database->get(), "main") == 1) return storageFailure(Fault::StoreNoPermission, path);
  if (sharing == Sharing::Alone)
    if (const auto alone = execute(database->get(), kAlone); !alone) return storageFailure(alone.fault(), path);
  if (const auto ready = execute(database->get(), kConnectionPragmas); !ready) return storageFailure(ready.fault(), path);
  auto session = std::make_unique<SqliteSession>(*std::move(database));
  if (const auto created = createSchema(*session, upgrade); !created) return storageFailure(created.fault(), path);
  const auto version = schemaVersion(*session);
  if (!version) return storageFailure(version.fault(), path);
  if (*version != kSchemaVersion) return otherVersion(path, *version);
  return session;
}

Result<std::unique_ptr<SqliteSession>> connectToRead(const std::string& path) {
  CC_TRY(database, openDatabase(path, SQLITE_OPEN_READWRITE));
  CC_CHECK(execute(database.get(), kReaderPragmas));
  return std::make_unique<SqliteSession>(std::move(database));
}

Started<CityDatabase> openCityDatabase(const std::string& path, Upgrade upgrade) {
  const bool isNew = !hasContent(path);
  if (!isNew) {
    // Before anything reads it: reading alone makes the files beside.
    if (::access(path.c_str(), W_OK) != 0) return storageFailure(faultOfErrno(errno), path);
    for (const char* beside : {"-wal", "-shm"}) makeWritable(path + beside);
  }
  auto shared = checkAndConnect(path, Sharing::WithOthers, upgrade);
  if (shared) return CityDatabase{std::move(*shared), Sharing::WithOthers};
  const Fault fault = shared.failure().fault;
  if (isNew || (fault != Fault::StoreDiskFull && fault != Fault::StoreUnavailable)) return shared.failure();
  auto alone = checkAndConnect(path, Sharing::Alone, upgrade);
  if (!alone) return shared.failure();
  return CityDatabase{std::move(*alone), Sharing::Alone};
}

Result<Done> checkWholeDatabase(const std::string& path) {
  CC_TRY(session, openToLook(path, Sharing::WithOthers));
  CC_TRY(statement, session->prepare("PRAGMA integrity_check(1)"));
  CC_TRY(hasRow, statement.step());
  if (!hasRow || statement.text(0) != "ok") return Fault::StoreDamaged;
  CC_TRY(strays, session->prepare("PRAGMA foreign_key_check"));
  CC_TRY(hasStray, strays.step());
  return hasStray ? Result<Done>(Fault::StoreDamaged) : Result<Done>(Done{});
}

Result<Done> writeOnePage(sqlite3* database) { return writeVersion(database); }   // what is there already

}  // namespace citycode::server
