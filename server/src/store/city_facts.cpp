#include "store/city_facts.h"

#include <string>

namespace citycode::server::city_facts {
namespace {

Result<std::optional<Bytes>> select(Session& session, std::string_view name, std::string_view lock) {
  CC_TRY(statement, session.prepare(std::string("SELECT value FROM city_fact WHERE name = $1").append(lock)));
  CC_TRY(hasRow, statement.bind(name).step());
  if (!hasRow) return std::optional<Bytes>();
  return std::optional(statement.bytes(0));
}

}  // namespace

Result<std::optional<Bytes>> find(Session& session, std::string_view name) { return select(session, name, ""); }

Result<std::optional<Bytes>> hold(Session& session, std::string_view name) { return select(session, name, session.rowLock()); }

Result<Done> put(Session& session, std::string_view name, ByteView value) {
  CC_TRY(statement, session.prepare("INSERT INTO city_fact (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
  CC_CHECK(statement.bind(name).bind(value).run());
  return Done{};
}

Result<Done> remove(Session& session, std::string_view name) {
  CC_TRY(statement, session.prepare("DELETE FROM city_fact WHERE name = $1"));
  CC_CHECK(statement.bind(name).run());
  return Done{};
}

}  // namespace citycode::server::city_facts
