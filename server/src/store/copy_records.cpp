#include "store/copy_records.h"

#include <string>
#include <variant>

namespace citycode::server {
namespace {

using enum ColumnKind;

constexpr std::int64_t kRowsAtOnce = 1000;   // in one transaction of the target: a few hundred kilobytes

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

/// What comes behind `last` in the order of the key; from the beginning when it is empty.
Result<std::vector<Row>> readRows(Session& session, const CopiedTable& table, const Row& last) {
  const std::string key = namesOf(table, table.keyColumns);
  const std::string behind = last.empty() ? "" : " WHERE (" + key + ") > (" + parameters(table.keyColumns) + ")";
  CC_TRY(statement, session.prepare("SELECT " + namesOf(table, table.columns.size()) + " FROM " + std::string(table.name) + behind +
                                    " ORDER BY " + key + " LIMIT " + std::to_string(kRowsAtOnce)));
  if (!last.empty()) bindAll(statement, last, table.keyColumns);
  std::vector<Row> rows;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return rows;
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < table.columns.size(); ++i) row.push_back(valueOf(statement, static_cast<int>(i), table.columns[i].kind));
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

Result<std::int64_t> count(Session& session, const CopiedTable& table) {
  CC_TRY(statement, session.prepare("SELECT count(*) FROM " + std::string(table.name)));
  CC_TRY(hasRow, statement.step());
  if (!hasRow) return Fault::InternalBug;
  return statement.integer(0);
}

Result<std::int64_t> countIn(Store& store, const CopiedTable& table) {
  return store.read([&](Session& session) { return count(session, table); });
}

Result<Done> copyTable(Session& from, Store& to, const CopiedTable& table) {
  for (Row last;;) {
    CC_TRY(rows, readRows(from, table, last));
    if (rows.empty()) return Done{};
    CC_CHECK(to.write([&](Session& session) { return writeRows(session, table, rows); }));
    last = std::move(rows.back());
  }
}

Result<std::vector<CopiedRows>> copyHeld(Session& from, Store& to) {
  std::vector<CopiedRows> copied;
  for (const CopiedTable& table : copiedTables()) CC_CHECK(copyTable(from, to, table));
  for (const CopiedTable& table : copiedTables()) {
    CC_TRY(there, count(from, table));
    CC_TRY(here, countIn(to, table));
    if (there != here) return Fault::InternalBug;
    copied.push_back({table.name, here});
  }
  return copied;
}

}  // namespace

const std::vector<CopiedTable>& copiedTables() {
  static const std::vector<CopiedTable> tables{
      {"city_fact", 1, {{"name", Text}, {"value", Blob}}},
      {"person", 1, {{"id", Blob}, {"display_name", Text}, {"holder_class", Integer}, {"document_number", Text}, {"born_year", Integer},
                     {"born_month", Integer}, {"born_day", Integer}, {"city_resident", Integer}, {"disability_permit", Integer},
                     {"insurance_type", Integer}, {"trade_certificate", Integer}, {"safety_training", Integer}, {"enterprise_code", Text},
                     {"enterprise_role", Text}}},
      {"device", 1, {{"id", Blob}, {"device_key", Blob}, {"person_id", Blob}, {"enrolled_ms", Integer}, {"revoked_ms", Integer},
                     {"revocation_reason", Integer}, {"quota_utc_day", Integer}, {"quota_passes", Integer}}},
      {"enrolment_code", 1, {{"code_hash", Blob}, {"person_id", Blob}, {"expires_ms", Integer}, {"used_by", BlobOrNothing}}},
      {"terminal", 1, {{"id", Blob}, {"terminal_key", Blob}, {"venue_id", Text}, {"venue_name", Text}, {"scopes", Text}, {"enrolled_ms", Integer}}},
      {"terminal_code", 1, {{"code_hash", Blob}, {"venue_id", Text}, {"venue_name", Text}, {"scopes", Text}, {"expires_ms", Integer},
                            {"used_by", BlobOrNothing}}},
      {"used_request", 2, {{"device_id", Blob}, {"nonce", Text}, {"forget_ms", Integer}}},
      {"pass_batch", 2, {{"device_id", Blob}, {"request", Blob}, {"utc_day", Integer}, {"first_counter", Integer}, {"count", Integer},
                         {"expires_ms", Integer}}},
      {"former_pass", 3, {{"device_id", Blob}, {"utc_day", Integer}, {"status_index", Integer}, {"expires_ms", Integer}}},
      {"card", 2, {{"person_id", Blob}, {"number", Integer}, {"quota_utc_day", Integer}, {"issued_ms", Integer}, {"expires_ms", Integer},
                   {"withdrawn_ms", Integer}, {"reason", Integer}}},
      {"status_counter", 1, {{"utc_day", Integer}, {"next", Integer}, {"index_bits", Integer}}},
      {"revocation", 3, {{"issuer_key", Blob}, {"utc_day", Integer}, {"status_index", Integer}, {"version", Integer}, {"revoked_ms", Integer},
                         {"reason", Integer}}},
      {"status_day", 2, {{"issuer_key", Blob}, {"utc_day", Integer}, {"version", Integer}, {"issued_s", Integer}}},
      {"trust_list", 1, {{"version", Integer}, {"issued_s", Integer}, {"signed_bytes", Blob}}},
  };
  return tables;
}

Result<std::vector<CopiedRows>> copyRecords(Store& from, Store& to) {
  for (const CopiedTable& table : copiedTables()) {
    CC_TRY(rows, countIn(to, table));
    if (rows != 0) return Fault::StartBadOption;
  }
  // A unit that writes nothing holds the source: whoever serves it waits, and loses nothing that would not be copied.
  return from.write([&](Session& session) { return copyHeld(session, to); });
}

}  // namespace citycode::server
