#include "store/copy_records.h"

#include <span>
#include <string>
#include <variant>

#include "store/copy_mark.h"

namespace citycode::server {
namespace {

using enum ColumnKind;

constexpr std::int64_t kRowsAtOnce = 1000;       // in one transaction of the target: a few hundred kilobytes
constexpr std::int64_t kCountedAtOnce = 10'000;   // a few milliseconds

using Value = std::variant<std::int64_t, std::string, Bytes>;
using Row = std::vector<Value>;

std::string namesOf(const CopiedTable& table, std::size_t count) {
  std::string names;
  for (std::size_t i = 0; i < count; ++i) names.append(i == 0 ? "" : ", ").append(table.columns[i].name);
  return names;
}

std::string parameters(std::size_t count) {
  std::string text;
  for (std::size_t i = 1; i <= count; ++i) text.append(i == 1 ? "$" : ", $").append(std::to_string(i));
  return text;
}

void bindAll(Statement& statement, const Row& row, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (const auto* number = std::get_if<std::int64_t>(&row[i])) statement.bind(*number);
    else if (const auto* text = std::get_if<std::string>(&row[i])) statement.bind(std::string_view(*text));
    else statement.bind(ByteView(std::get<Bytes>(row[i])));
  }
}

Value valueOf(const Statement& row, int column, ColumnKind kind) {
  if (kind == Integer) return row.integer(column);
  if (kind == Text) return row.text(column);
  return row.bytes(column);
}

/// SELECT of what comes behind `last` in the order of the key; from the beginning when it is empty.
std::string selectBehind(const CopiedTable& table, const Row& last, std::size_t columns, const std::string& limit) {
  const std::string key = namesOf(table, table.keyColumns);
  const std::string behind = last.empty() ? "" : " WHERE (" + key + ") > (" + parameters(table.keyColumns) + ")";
  return "SELECT " + namesOf(table, columns) + " FROM " + std::string(table.name) + behind + " ORDER BY " + key + limit;
}

Row rowOf(const Statement& statement, const CopiedTable& table, std::size_t columns) {
  Row row;
  for (std::size_t i = 0; i < columns; ++i) row.push_back(valueOf(statement, static_cast<int>(i), table.columns[i].kind));
  return row;
}

Result<std::vector<Row>> readRows(Session& session, const CopiedTable& table, const Row& last) {
  const std::size_t columns = table.columns.size();
  CC_TRY(statement, session.prepare(selectBehind(table, last, columns, " LIMIT " + std::to_string(kRowsAtOnce))));
  bindAll(statement, last, last.empty() ? 0 : table.keyColumns);
  std::vector<Row> rows;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return rows;
    rows.push_back(rowOf(statement, table, columns));
  }
}

/// How a parameter becomes the column's value: what may be absent is read as no bytes.
std::string valueText(Engine engine, ColumnKind kind, std::size_t parameter) {
  const std::string text = std::string("$").append(std::to_string(parameter));
  if (kind != BlobOrNothing) return text;
  const std::string bytes = engine == Engine::Postgresql ? "CAST(" + text + " AS BYTEA)" : text;
  return "CASE WHEN length(" + bytes + ") = 0 THEN NULL ELSE " + bytes + " END";
}

Result<Done> writeRows(Session& session, const CopiedTable& table, const std::vector<Row>& rows) {
  std::string values;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    values.append(i == 0 ? "" : ", ").append(valueText(session.engine(), table.columns[i].kind, i + 1));
  const std::string sql = "INSERT INTO " + std::string(table.name) + " (" + namesOf(table, table.columns.size()) + ") VALUES (" + values + ")";
  for (const Row& row : rows) {
    CC_TRY(statement, session.prepare(sql));
    bindAll(statement, row, row.size());
    CC_CHECK(statement.runLater());
  }
  return Done{};
}

/// The key that stands so many rows behind `last`; no values when there are fewer.
Result<Row> keyAfter(Session& session, const CopiedTable& table, const Row& last, std::int64_t rows) {
  CC_TRY(statement, session.prepare(selectBehind(table, last, table.keyColumns, " LIMIT 1 OFFSET " + std::to_string(rows - 1))));
  bindAll(statement, last, last.size());
  CC_TRY(hasRow, statement.step());
  return hasRow ? rowOf(statement, table, table.keyColumns) : Row{};
}

Result<std::int64_t> countBehind(Session& session, const CopiedTable& table, const Row& last) {
  const std::string limit = " LIMIT " + std::to_string(kCountedAtOnce);
  CC_TRY(statement, session.prepare("SELECT count(*) FROM (" + selectBehind(table, last, table.keyColumns, limit) + ") AS rest"));
  bindAll(statement, last, last.size());
  CC_TRY(hasRow, statement.step());
  if (!hasRow) return Fault::InternalBug;
  return statement.integer(0);
}

/// In steps, because no answer of PostgreSQL is waited for as long as a hundred million rows take.
Result<std::int64_t> count(Session& session, const CopiedTable& table) {
  std::int64_t rows = 0;
  for (Row last;;) {
    CC_TRY(next, keyAfter(session, table, last, kCountedAtOnce));
    if (next.empty()) {
      CC_TRY(rest, countBehind(session, table, last));
      return rows + rest;
    }
    rows += kCountedAtOnce;
    last = std::move(next);
  }
}

/// But for the mark of a copy.
Result<bool> isEmpty(Session& session) {
  for (const CopiedTable& table : copiedTables()) {
    const bool hasMark = &table == &copiedTables().back();
    CC_TRY(statement, session.prepare("SELECT 1 FROM " + std::string(table.name) + (hasMark ? " WHERE name <> $1" : "") + " LIMIT 1"));
    if (hasMark) statement.bind(copy_mark::kName);
    CC_TRY(hasRow, statement.step());
    if (hasRow) return false;
  }
  return true;
}

/// Fault: start/bad-option.
Result<Done> mustTakeACopy(Session& session) {
  CC_TRY(isUnfinished, copy_mark::isThere(session));
  if (isUnfinished) return Done{};
  CC_TRY(hasNothing, isEmpty(session));
  return hasNothing ? Result<Done>(Done{}) : Fault::StartBadOption;
}

/// TRUNCATE gives PostgreSQL's disk its room back at once, and takes as long for many rows as for few.
std::string emptyingOf(Engine engine, std::string_view table) {
  if (engine == Engine::Postgresql) return "TRUNCATE " + std::string(table) + " CASCADE";
  return "DELETE FROM " + std::string(table);
}

/// All but the mark, which is the only row of its table until the copy ends. Tables that name others first.
Result<Done> makeEmpty(Session& session) {
  for (auto table = copiedTables().rbegin() + 1; table != copiedTables().rend(); ++table) {
    CC_TRY(statement, session.prepare(emptyingOf(session.engine(), table->name)));
    CC_CHECK(statement.run());
  }
  return Done{};
}

/// The copy as it goes on: each unit of work makes sure that no other has begun meanwhile.
class Target {
 public:
  Target(Store& store, copy_mark::By by) : store_(store), mark_(copy_mark::newMark(by)) {}

  /// Empties what a copy that did not end has left. Fault: start/bad-option when there is something else.
  Result<Done> begin() {
    return store_.write([&](Session& session) -> Result<Done> {
      CC_TRY(isUnfinished, copy_mark::isThere(session));
      CC_CHECK(mustTakeACopy(session));
      CC_CHECK(copy_mark::put(session, mark_));   // of two that begin at once the second waits here
      return isUnfinished ? makeEmpty(session) : Result<Done>(Done{});
    });
  }
  Result<Done> write(const CopiedTable& table, const std::vector<Row>& rows) {
    return store_.write([&](Session& session) -> Result<Done> {
      CC_CHECK(copy_mark::hold(session, mark_));
      return writeRows(session, table, rows);
    });
  }
  /// The rows of the table where the mark stands, and what else ends the copy.
  Result<Done> end(const CopiedTable& table, const std::vector<Row>& rows, const Finish& finish) {
    return store_.write([&](Session& session) -> Result<Done> {
      CC_CHECK(copy_mark::hold(session, mark_));
      CC_CHECK(copy_mark::remove(session));
      CC_CHECK(writeRows(session, table, rows));
      return finish ? finish(session) : Result<Done>(Done{});
    });
  }
  Result<std::int64_t> count(const CopiedTable& table) {
    return store_.read([&](Session& session) { return server::count(session, table); });
  }

 private:
  Store& store_;
  const Bytes mark_;
};

/// What differs between those who copy.
struct Manner {
  copy_mark::By by = copy_mark::By::Copy;
  Finish finish{};
  TellRows tell{};
};

Result<Done> copyTable(Session& from, Target& to, const CopiedTable& table, const TellRows& tell) {
  std::int64_t copied = 0;
  for (Row last;;) {
    CC_TRY(rows, readRows(from, table, last));
    if (rows.empty()) return Done{};
    CC_CHECK(to.write(table, rows));
    copied += static_cast<std::int64_t>(rows.size());
    if (tell) tell(table.name, copied);
    last = std::move(rows.back());
  }
}

Result<CopiedRows> compare(Session& from, Target& to, const CopiedTable& table) {
  CC_TRY(there, count(from, table));
  CC_TRY(here, to.count(table));
  if (there != here) return Fault::InternalBug;
  return CopiedRows{table.name, here};
}

/// May run more than once, as a unit does: it begins anew then.
Result<std::vector<CopiedRows>> copyHeld(Session& from, Store& store, const Manner& manner) {
  Target to(store, manner.by);
  CC_CHECK(to.begin());
  const std::span<const CopiedTable> tables(copiedTables().begin(), copiedTables().size() - 1);
  for (const CopiedTable& table : tables) CC_CHECK(copyTable(from, to, table, manner.tell));
  std::vector<CopiedRows> copied;
  for (const CopiedTable& table : tables) {
    CC_TRY(rows, compare(from, to, table));
    copied.push_back(rows);
  }
  const CopiedTable& facts = copiedTables().back();   // a handful
  CC_TRY(rows, readRows(from, facts, {}));
  CC_CHECK(to.end(facts, rows, manner.finish));
  CC_TRY(counted, compare(from, to, facts));
  copied.push_back(counted);
  return copied;
}

}  // namespace

Result<Done> mayTakeACopy(Store& to) { return to.read(mustTakeACopy); }

Result<std::vector<CopiedRows>> copyRecords(Store& from, Store& to) {
  CC_CHECK(mayTakeACopy(to));   // before the source is held, for it may be the same
  // A unit that writes nothing holds the source: whoever serves it waits, and loses nothing that would not be copied.
  return from.write([&](Session& session) { return copyHeld(session, to, {}); });
}

Result<std::vector<CopiedRows>> copyRecordsAsTheyAre(Store& from, Store& to, const TellRows& tell) {
  CC_CHECK(mayTakeACopy(to));
  return from.write([&](Session& session) -> Result<std::vector<CopiedRows>> {
    // Before anything is read (postgresql.org/docs/15/sql-set-transaction.html).
    CC_TRY(moment, session.prepare("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"));
    CC_CHECK(moment.run());
    return copyHeld(session, to, {copy_mark::By::Copy, {}, tell});
  });
}

Result<std::vector<CopiedRows>> restoreRecords(Session& from, Store& to, const Finish& finish, const TellRows& tell) {
  CC_CHECK(mayTakeACopy(to));
  return copyHeld(from, to, {copy_mark::By::Restore, finish, tell});
}

}  // namespace citycode::server
