#include "registry/terminals.h"

#include <algorithm>

namespace citycode::server::terminals {
namespace {

constexpr char kSeparator = ',';   // in no name of a scene

constexpr const char* kSelect = "SELECT id, terminal_key, venue_id, venue_name, scopes FROM terminal";

Result<Terminal> read(const Statement& row) {
  Terminal terminal;
  if (!row.copyTo(0, terminal.id) || !row.copyTo(1, terminal.key)) return Fault::StoreDamaged;
  terminal.venue = {row.text(2), row.text(3)};
  terminal.scopes = scopesOfText(row.text(4));
  return terminal;
}

}  // namespace

std::string textOfScopes(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) {
    if (!text.empty()) text += kSeparator;
    text += scope;
  }
  return text;
}

std::vector<std::string> scopesOfText(const std::string& text) {
  std::vector<std::string> scopes;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(kSeparator, begin), text.size());
    scopes.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return scopes;
}

Result<std::optional<Terminal>> find(Session& session, const DeviceId& id) {
  CC_TRY(statement, session.prepare(std::string(kSelect) +
      " WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM device WHERE device.id = $1 AND revoked_ms <> 0)"));
  CC_TRY(hasRow, statement.bind(id).step());
  if (!hasRow) return std::optional<Terminal>();
  CC_TRY(terminal, read(statement));
  return std::optional(std::move(terminal));
}

Result<std::vector<Terminal>> list(Session& session) {
  CC_TRY(statement, session.prepare(std::string(kSelect) + " ORDER BY id"));
  std::vector<Terminal> terminals;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return terminals;
    CC_TRY(terminal, read(statement));
    terminals.push_back(std::move(terminal));
  }
}

Result<Done> put(Session& session, const Terminal& terminal, std::int64_t nowUnixMs) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO terminal (id, terminal_key, venue_id, venue_name, scopes, enrolled_ms) VALUES ($1, $2, $3, $4, $5, $6)"
      " ON CONFLICT (id) DO UPDATE SET venue_id = excluded.venue_id, venue_name = excluded.venue_name,"
      " scopes = excluded.scopes, enrolled_ms = excluded.enrolled_ms"));
  const std::string scopes = textOfScopes(terminal.scopes);
  statement.bind(terminal.id).bind(terminal.key).bind(std::string_view(terminal.venue.id));
  CC_CHECK(statement.bind(std::string_view(terminal.venue.name)).bind(std::string_view(scopes)).bind(nowUnixMs).run());
  return Done{};
}

Result<bool> remove(Session& session, const DeviceId& id) {
  CC_TRY(statement, session.prepare("DELETE FROM terminal WHERE id = $1"));
  CC_TRY(removed, statement.bind(id).run());
  return removed > 0;
}

}  // namespace citycode::server::terminals
