#include "store/sqlite_schema.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <vector>

namespace citycode::server {
namespace {

/// 1 had neither terminals nor cards of persons, 2 no cards of persons. Both are brought to this one; later ones are not ours.
constexpr std::int64_t kSchemaVersion = 3, kOldestSchemaVersion = 1;

// The subset that SQLite and PostgreSQL share: no sequences, no triggers, 16-byte ids, int64 milliseconds
// UTC, bytes as they are. Tables of millions of rows begin their key with what they would be spread by.
constexpr const char* kSchema = R"sql(
CREATE TABLE person (
  id BLOB PRIMARY KEY NOT NULL,
  display_name TEXT NOT NULL,
  holder_class INTEGER NOT NULL,
  document_number TEXT NOT NULL,
  born_year INTEGER NOT NULL, born_month INTEGER NOT NULL, born_day INTEGER NOT NULL,
  city_resident INTEGER NOT NULL,
  disability_permit INTEGER NOT NULL,
  insurance_type INTEGER NOT NULL,
  trade_certificate INTEGER NOT NULL,
  safety_training INTEGER NOT NULL,
  enterprise_code TEXT NOT NULL,
  enterprise_role TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE device (
  id BLOB PRIMARY KEY NOT NULL,
  device_key BLOB NOT NULL,
  person_id BLOB NOT NULL REFERENCES person (id),
  enrolled_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE enrolment_code (
  code_hash BLOB PRIMARY KEY NOT NULL,
  person_id BLOB NOT NULL REFERENCES person (id),
  expires_ms INTEGER NOT NULL,
  used_by BLOB REFERENCES device (id)
) WITHOUT ROWID;

CREATE TABLE pass (
  pass_key BLOB PRIMARY KEY NOT NULL,
  device_id BLOB NOT NULL REFERENCES device (id),
  utc_day INTEGER NOT NULL,
  status_index INTEGER NOT NULL,
  scope_id INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX pass_by_expiry ON pass (expires_ms);

CREATE TABLE device_day (
  device_id BLOB NOT NULL REFERENCES device (id),
  utc_day INTEGER NOT NULL,
  passes INTEGER NOT NULL,
  PRIMARY KEY (device_id, utc_day)
) WITHOUT ROWID;

CREATE TABLE status_counter (
  utc_day INTEGER PRIMARY KEY NOT NULL,
  next INTEGER NOT NULL
);

CREATE TABLE trust_list (
  version INTEGER PRIMARY KEY NOT NULL,
  issued_s INTEGER NOT NULL,
  signed_bytes BLOB NOT NULL
);
)sql";

// Since version 2.
constexpr const char* kTerminalSchema = R"sql(
CREATE TABLE IF NOT EXISTS terminal (
  id BLOB PRIMARY KEY NOT NULL,
  terminal_key BLOB NOT NULL,
  venue_id TEXT NOT NULL,
  venue_name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  enrolled_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS terminal_code (
  code_hash BLOB PRIMARY KEY NOT NULL,
  venue_id TEXT NOT NULL,
  venue_name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_ms INTEGER NOT NULL,
  used_by BLOB
) WITHOUT ROWID;
)sql";

// Added since version 1 of the schema without a change to what was there: made when absent. One device's passes lie
// together in the index, so a batch costs it one place.
constexpr const char* kRevocationSchema = R"sql(
CREATE TABLE IF NOT EXISTS revoked_device (
  device_id BLOB PRIMARY KEY NOT NULL REFERENCES device (id),
  revoked_ms INTEGER NOT NULL,
  reason INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS revocation (
  issuer_key BLOB NOT NULL,
  utc_day INTEGER NOT NULL,
  status_index INTEGER NOT NULL,
  version INTEGER NOT NULL,
  revoked_ms INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  PRIMARY KEY (issuer_key, utc_day, status_index)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS status_day (
  issuer_key BLOB NOT NULL,
  utc_day INTEGER NOT NULL,
  version INTEGER NOT NULL,
  issued_s INTEGER NOT NULL,
  PRIMARY KEY (issuer_key, utc_day)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS pass_by_device ON pass (device_id, expires_ms);
)sql";

// Since version 3 a card belongs to a person (docs/adr/0049).
constexpr const char* kPaperSchema = R"sql(
CREATE TABLE IF NOT EXISTS card (
  person_id BLOB NOT NULL REFERENCES person (id),
  number INTEGER NOT NULL,
  quota_utc_day INTEGER NOT NULL,
  issued_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  withdrawn_ms INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  PRIMARY KEY (person_id, number)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS card_by_number ON card (number);
CREATE INDEX IF NOT EXISTS card_by_expiry ON card (expires_ms);
)sql";

// Of the versions before, where a card was its phone's. It lived 180 days from 120 s before it was made; its revocation stood in the
// status list alone. Which phone it was is forgotten.
constexpr const char* kCardsOfPhones = R"sql(
CREATE TABLE IF NOT EXISTS paper_card (
  person_id BLOB NOT NULL, quota_utc_day INTEGER NOT NULL, utc_day INTEGER NOT NULL, status_index INTEGER NOT NULL,
  device_id BLOB NOT NULL, expires_ms INTEGER NOT NULL);
INSERT INTO card (person_id, number, quota_utc_day, issued_ms, expires_ms, withdrawn_ms, reason)
  SELECT c.person_id, c.status_index, c.quota_utc_day, c.expires_ms - 15552000000 + 120000, c.expires_ms,
    coalesce((SELECT max(r.revoked_ms) FROM revocation r WHERE r.utc_day = 0 AND r.status_index = c.status_index), 0),
    coalesce((SELECT max(r.reason) FROM revocation r WHERE r.utc_day = 0 AND r.status_index = c.status_index), 0)
  FROM paper_card c;
DROP TABLE paper_card;
)sql";

// Added since version 1 of the schema without a change to what was there: made when absent.
constexpr const char* kUsedRequestSchema = R"sql(
CREATE TABLE IF NOT EXISTS used_request (
  device_id BLOB NOT NULL,
  nonce TEXT NOT NULL,
  forget_ms INTEGER NOT NULL,
  PRIMARY KEY (device_id, nonce)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS used_request_by_time ON used_request (forget_ms);
)sql";

// WAL with synchronous=FULL: what was answered survives a power cut (sqlite.org/pragma.html#pragma_synchronous).
// 5 s of patience with a backup or the enrolment-code command; a WAL that grew is cut back to 16 MiB.
constexpr const char* kConnectionPragmas =
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
    "PRAGMA journal_size_limit = 16777216; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";

Result<std::int64_t> schemaVersion(sqlite3* database) {
  CC_TRY(statement, Statement::prepare(database, "PRAGMA user_version"));
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

Result<std::vector<std::string>> textsOf(sqlite3* database, std::string_view sql, std::string_view parameter) {
  CC_TRY(statement, Statement::prepare(database, sql));
  if (!parameter.empty()) statement.bind(parameter);
  std::vector<std::string> texts;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return texts;
    texts.push_back(statement.text(0));
  }
}

/// Reads the first and the last entry of a tree, and so every page on the way to them.
Result<Done> lookAtEnds(sqlite3* database, const std::string& from, const std::vector<std::string>& key) {
  for (const char* direction : {"", " DESC"}) {
    std::string order;
    for (const std::string& column : key) order += (order.empty() ? "" : ", ") + inQuotes(column) + direction;
    CC_TRY(statement, Statement::prepare(database, "SELECT " + inQuotes(key.front()) + " FROM " + from + " ORDER BY " + order + " LIMIT 1"));
    CC_CHECK(statement.step());
  }
  return Done{};
}

Result<Done> lookAtTable(sqlite3* database, const std::string& table) {
  CC_TRY(key, textsOf(database, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table));
  if (key.empty()) key = {"rowid"};   // of a table that is not ours
  CC_CHECK(lookAtEnds(database, inQuotes(table), key));
  CC_TRY(indices, textsOf(database, "SELECT name FROM pragma_index_list(?) WHERE origin = 'c'", table));
  for (const std::string& index : indices) {
    CC_TRY(columns, textsOf(database, "SELECT name FROM pragma_index_info(?) ORDER BY seqno", index));
    if (!columns.empty()) CC_CHECK(lookAtEnds(database, inQuotes(table) + " INDEXED BY " + inQuotes(index), columns));
  }
  return Done{};
}

Result<DatabaseHandle> openToLook(const std::string& path, Sharing sharing) {
  // A read-only connection cannot change the file, whatever it finds. Alone needs one that may write, and writes nothing.
  CC_TRY(database, openDatabase(path, sharing == Sharing::Alone ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY));
  if (sharing == Sharing::Alone) CC_CHECK(execute(database.get(), kAlone));
  CC_CHECK(execute(database.get(), "PRAGMA busy_timeout = 5000; PRAGMA cell_size_check = ON"));
  return std::move(database);
}

// Header, schema, and both ends of each tree: a few pages a tree, however many rows there are. What is damaged in between is
// refused when it is met (store/damaged), and found by checkWholeDatabase.
Result<Done> look(const std::string& path, Sharing sharing) {
  CC_TRY(database, openToLook(path, sharing));
  CC_TRY(tables, textsOf(database.get(), "SELECT name FROM sqlite_master WHERE type = 'table'", ""));
  for (const std::string& table : tables) CC_CHECK(lookAtTable(database.get(), table));
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
Result<Done> createSchema(sqlite3* database, Upgrade upgrade) {
  CC_TRY(transaction, Transaction::begin(database));
  CC_TRY(version, schemaVersion(database));
  const bool isNew = version == 0;   // unless another process was faster
  const bool isUpgraded = isEarlier(version) && upgrade == Upgrade::Allowed;
  if (!isNew && !isUpgraded && version != kSchemaVersion) return Done{};   // whoever asked for it says so
  if (isNew) CC_CHECK(execute(database, kSchema));
  for (const char* schema : {kTerminalSchema, kRevocationSchema, kPaperSchema, kUsedRequestSchema}) CC_CHECK(execute(database, schema));
  if (isUpgraded) CC_CHECK(execute(database, kCardsOfPhones));
  if (version != kSchemaVersion) CC_CHECK(writeVersion(database));
  return transaction.commit();
}

StartFailure otherVersion(const std::string& path, std::int64_t version) {
  if (isEarlier(version))
    return {Fault::StoreUnavailable, path + " was written by an earlier version of Citycode: start the server of this version once, then the commands."};
  return {Fault::StoreUnavailable, path + " was written by another version of Citycode: start that version."};
}

Started<DatabaseHandle> checkAndConnect(const std::string& path, Sharing sharing, Upgrade upgrade) {
  if (hasContent(path))
    if (const auto checked = checkContent(path, sharing); !checked) return storageFailure(checked.fault(), path);
  return connectToCity(path, sharing, upgrade);
}

}  // namespace

Started<DatabaseHandle> connectToCity(const std::string& path, Sharing sharing, Upgrade upgrade) {
  auto database = openDatabase(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!database) return storageFailure(database.fault(), path);
  // SQLite falls back to reading without a word when the file is write-protected.
  if (sqlite3_db_readonly(database->get(), "main") == 1) return storageFailure(Fault::StoreNoPermission, path);
  if (sharing == Sharing::Alone)
    if (const auto alone = execute(database->get(), kAlone); !alone) return storageFailure(alone.fault(), path);
  if (const auto ready = execute(database->get(), kConnectionPragmas); !ready) return storageFailure(ready.fault(), path);
  if (const auto created = createSchema(database->get(), upgrade); !created) return storageFailure(created.fault(), path);
  const auto version = schemaVersion(database->get());
  if (!version) return storageFailure(version.fault(), path);
  if (*version != kSchemaVersion) return otherVersion(path, *version);
  return std::move(*database);
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
  CC_TRY(database, openToLook(path, Sharing::WithOthers));
  CC_TRY(statement, Statement::prepare(database.get(), "PRAGMA integrity_check(1)"));
  CC_TRY(hasRow, statement.step());
  if (!hasRow || statement.text(0) != "ok") return Fault::StoreDamaged;
  CC_TRY(strays, Statement::prepare(database.get(), "PRAGMA foreign_key_check"));
  CC_TRY(hasStray, strays.step());
  return hasStray ? Result<Done>(Fault::StoreDamaged) : Result<Done>(Done{});
}

Result<Done> writeOnePage(sqlite3* database) { return writeVersion(database); }   // what is there already

}  // namespace citycode::server
