#include "store/sqlite_terminals.h"

#include "store/sqlite_codes.h"
#include "store/sqlite_people.h"

namespace citycode::server::rows {
namespace {

constexpr char kSeparator = ',';   // in no name of a scene

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

struct Place {
  Venue venue;
  std::vector<std::string> scopes;
};

/// Where a code's scanner will stand. The code was found a moment ago, in the same transaction.
Result<Place> selectPlaceOf(sqlite3* database, const Sha256& codeHash) {
  CC_TRY(statement, Statement::prepare(database, "SELECT venue_id, venue_name, scopes FROM terminal_code WHERE code_hash = ?"));
  CC_TRY(hasRow, statement.bind(codeHash).step());
  if (!hasRow) return Fault::StoreDamaged;
  return Place{{statement.text(0), statement.text(1)}, split(statement.text(2))};
}

Result<Done> putTerminal(sqlite3* database, const Enrolment& enrolment, const Place& place) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO terminal (id, terminal_key, venue_id, venue_name, scopes, enrolled_ms) VALUES (?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET venue_id = excluded.venue_id, venue_name = excluded.venue_name,"
      " scopes = excluded.scopes, enrolled_ms = excluded.enrolled_ms"));
  const std::string scopes = joined(place.scopes);
  statement.bind(enrolment.deviceId).bind(enrolment.deviceKey).bind(std::string_view(place.venue.id));
  return statement.bind(std::string_view(place.venue.name)).bind(std::string_view(scopes)).bind(enrolment.nowUnixMs).run();
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

Result<Terminal> enrolTerminal(sqlite3* database, const Enrolment& enrolment) {
  CC_TRY(state, checkCode(database, CodeKind::Terminals, enrolment));
  if (state == CodeState::UsedByThisKey) {
    CC_TRY(known, selectTerminal(database, enrolment.deviceId));
    if (!known) return Fault::EnrolUsedCode;   // one that was removed does not come back with its old code
    return std::move(*known);
  }
  CC_TRY(phone, selectDevice(database, enrolment.deviceId));
  if (phone) return Fault::EnrolBadKey;
  CC_TRY(place, selectPlaceOf(database, enrolment.codeHash));
  CC_CHECK(putTerminal(database, enrolment, place));
  CC_CHECK(markCodeUsed(database, CodeKind::Terminals, enrolment));
  return Terminal{enrolment.deviceId, enrolment.deviceKey, std::move(place.venue), std::move(place.scopes)};
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
