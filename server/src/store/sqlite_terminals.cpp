#include "store/sqlite_terminals.h"

#include "store/sqlite_people.h"
#include "store/sqlite_revocations.h"

namespace citycode::server::rows {
namespace {

constexpr char kSeparator = ',';   // in no name of a scene

struct CodeRow {
  TerminalCode code;
  Bytes usedBy;   // empty: not used
};

std::string joined(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) {
    if (!text.empty()) text += kSeparator;
    text += scope;
  }
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> scopes;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(kSeparator, begin), text.size());
    scopes.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return scopes;
}

Result<std::optional<CodeRow>> selectCode(sqlite3* database, const Sha256& codeHash) {
  CC_TRY(statement, Statement::prepare(database,
      "SELECT venue_id, venue_name, scopes, expires_ms, used_by FROM terminal_code WHERE code_hash = ?"));
  CC_TRY(hasRow, statement.bind(codeHash).step());
  if (!hasRow) return std::optional<CodeRow>();
  return std::optional(CodeRow{{codeHash, {statement.text(0), statement.text(1)}, split(statement.text(2)), statement.integer(3)},
                               statement.bytes(4)});
}

Result<Done> putTerminal(sqlite3* database, const Enrolment& enrolment, const TerminalCode& code) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO terminal (id, terminal_key, venue_id, venue_name, scopes, enrolled_ms) VALUES (?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET venue_id = excluded.venue_id, venue_name = excluded.venue_name,"
      " scopes = excluded.scopes, enrolled_ms = excluded.enrolled_ms"));
  const std::string scopes = joined(code.scopes);
  statement.bind(enrolment.deviceId).bind(enrolment.deviceKey).bind(std::string_view(code.venue.id));
  return statement.bind(std::string_view(code.venue.name)).bind(std::string_view(scopes)).bind(enrolment.nowUnixMs).run();
}

Result<Done> markUsed(sqlite3* database, const Enrolment& enrolment) {
  CC_TRY(statement, Statement::prepare(database, "UPDATE terminal_code SET used_by = ? WHERE code_hash = ?"));
  return statement.bind(enrolment.deviceId).bind(enrolment.codeHash).run();
}

constexpr const char* kTerminalColumns = "SELECT id, terminal_key, venue_id, venue_name, scopes FROM terminal";

Result<Terminal> readTerminal(const Statement& statement) {
  Terminal terminal;
  if (!statement.copyTo(0, terminal.id) || !statement.copyTo(1, terminal.key)) return Fault::StoreDamaged;
  terminal.venue = {statement.text(2), statement.text(3)};
  terminal.scopes = split(statement.text(4));
  return terminal;
}

}  // namespace

Result<Done> insertTerminalCode(sqlite3* database, const TerminalCode& code) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO terminal_code (code_hash, venue_id, venue_name, scopes, expires_ms) VALUES (?, ?, ?, ?, ?)"));
  const std::string scopes = joined(code.scopes);
  statement.bind(code.codeHash).bind(std::string_view(code.venue.id)).bind(std::string_view(code.venue.name));
  return statement.bind(std::string_view(scopes)).bind(code.expiresUnixMs).run();
}

Result<bool> isTerminalCode(sqlite3* database, const Sha256& codeHash) {
  CC_TRY(row, selectCode(database, codeHash));
  return row.has_value();
}

Result<bool> isTerminalCodeUsedBy(sqlite3* database, const Sha256& codeHash, const DeviceId& terminalId) {
  CC_TRY(row, selectCode(database, codeHash));
  return row.has_value() && sameBytes(row->usedBy, terminalId);
}

Result<Terminal> enrolTerminal(sqlite3* database, const Enrolment& enrolment) {
  CC_TRY(row, selectCode(database, enrolment.codeHash));
  if (!row) {
    CC_TRY(isPhones, isPersonsCode(database, enrolment.codeHash));
    return isPhones ? Fault::EnrolWrongKind : Fault::EnrolUnknownCode;
  }
  CC_TRY(isRevoked, isRevokedDevice(database, enrolment.deviceId));
  if (isRevoked) return Fault::EnrolBadKey;   // as a phone that is enrolled anew
  CC_TRY(known, selectTerminal(database, enrolment.deviceId));
  if (sameBytes(row->usedBy, enrolment.deviceId)) {
    // A repetition after a lost answer. A terminal that was removed does not come back with its old code.
    if (!known) return Fault::EnrolUsedCode;
    return std::move(*known);
  }
  if (!row->usedBy.empty()) return Fault::EnrolUsedCode;
  if (row->code.expiresUnixMs <= enrolment.nowUnixMs) return Fault::EnrolExpiredCode;
  CC_TRY(phone, selectDevice(database, enrolment.deviceId));
  if (phone) return Fault::EnrolBadKey;
  CC_CHECK(putTerminal(database, enrolment, row->code));
  CC_CHECK(markUsed(database, enrolment));
  return Terminal{enrolment.deviceId, enrolment.deviceKey, row->code.venue, row->code.scopes};
}

Result<std::optional<Terminal>> selectTerminal(sqlite3* database, const DeviceId& id) {
  CC_TRY(statement, Statement::prepare(database, std::string(kTerminalColumns) +
      " WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM revoked_device WHERE device_id = ?1)"));
  CC_TRY(hasRow, statement.bind(id).step());
  if (!hasRow) return std::optional<Terminal>();
  CC_TRY(terminal, readTerminal(statement));
  return std::optional(std::move(terminal));
}

Result<std::vector<Terminal>> selectTerminals(sqlite3* database) {
  CC_TRY(statement, Statement::prepare(database, std::string(kTerminalColumns) + " ORDER BY id"));
  std::vector<Terminal> terminals;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return terminals;
    CC_TRY(terminal, readTerminal(statement));
    terminals.push_back(std::move(terminal));
  }
}

Result<bool> deleteTerminal(sqlite3* database, const DeviceId& id) {
  CC_TRY(statement, Statement::prepare(database, "DELETE FROM terminal WHERE id = ?"));
  CC_CHECK(statement.bind(id).run());
  return sqlite3_changes(database) > 0;
}

}  // namespace citycode::server::rows
