#include "store/sqlite_backup.h"

#include <filesystem>

namespace citycode::server {
namespace {

constexpr int kStepsBetweenLooks = 1'000'000;   // of SQLite's own machine: some milliseconds

struct Telling {
  const std::string& path;
  std::int64_t of = 0;
  const CopiedBytes& tell;
};

int look(void* context) {
  const auto& telling = *static_cast<const Telling*>(context);
  std::error_code ignored;
  telling.tell(static_cast<std::int64_t>(std::filesystem::file_size(telling.path, ignored)), telling.of);
  return 0;   // goes on
}

Result<std::int64_t> number(Session& session, std::string_view sql) {
  CC_TRY(statement, session.prepare(sql));
  CC_TRY(hasRow, statement.step());
  return hasRow ? statement.integer(0) : std::int64_t{0};
}

/// One statement is one moment (sqlite.org/lang_vacuum.html).
Result<Done> copyInto(SqliteSession& session, const std::string& to) {
  CC_TRY(statement, session.prepare("VACUUM INTO $1"));
  CC_CHECK(statement.bind(std::string_view(to)).run());
  return Done{};
}

}  // namespace

Result<Done> copyFileAsItIs(const std::string& from, const std::string& to, const CopiedBytes& tell) {
  CC_TRY(database, openDatabase(from, SQLITE_OPEN_READWRITE));   // who reads beside a journal writes its index
  CC_CHECK(execute(database.get(), "PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON"));
  SqliteSession session(std::move(database));
  CC_TRY(pages, number(session, "PRAGMA page_count"));
  CC_TRY(pageBytes, number(session, "PRAGMA page_size"));
  Telling telling{to, pages * pageBytes, tell};
  sqlite3_progress_handler(session.database(), kStepsBetweenLooks, look, &telling);
  return copyInto(session, to);
}

Result<Done> putAwayJournal(const std::string& path) {
  CC_TRY(database, openDatabase(path, SQLITE_OPEN_READWRITE));
  return execute(database.get(), "PRAGMA journal_mode = DELETE");
}

Result<std::unique_ptr<SqliteSession>> openPutAway(const std::string& path) {
  CC_TRY(database, openDatabase(path, SQLITE_OPEN_READONLY));
  CC_CHECK(execute(database.get(), "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON"));
  return std::make_unique<SqliteSession>(std::move(database));
}

Result<std::int64_t> schemaVersionOf(SqliteSession& session) { return number(session, "PRAGMA user_version"); }

}  // namespace citycode::server
