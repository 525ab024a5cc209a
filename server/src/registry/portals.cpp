#include "registry/portals.h"

namespace citycode::server::portals {
namespace {

constexpr const char* kSelect = "SELECT id, portal_key, origin, office_id FROM portal";

Result<Portal> read(const Statement& row) {
  Portal portal{row.text(0), {}, row.text(2), row.text(3)};
  if (!row.copyTo(1, portal.key)) return Fault::StoreDamaged;
  return portal;
}

template <class Value>
Result<std::optional<Portal>> findWhere(Session& session, std::string_view column, const Value& value) {
  CC_TRY(row, session.prepare(std::string(kSelect).append(" WHERE ").append(column).append(" = $1")));
  CC_TRY(hasRow, row.bind(value).step());
  if (!hasRow) return std::optional<Portal>();
  CC_TRY(portal, read(row));
  return std::optional(std::move(portal));
}

}  // namespace

Result<std::optional<Portal>> find(Session& session, std::string_view id) { return findWhere(session, "id", id); }

Result<std::optional<Portal>> findByKey(Session& session, const Sha256& keyDigest) { return findWhere(session, "key_digest", keyDigest); }

Result<std::vector<Portal>> list(Session& session) {
  CC_TRY(row, session.prepare(std::string(kSelect) + " ORDER BY id"));
  std::vector<Portal> found;
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) return found;
    CC_TRY(portal, read(row));
    found.push_back(std::move(portal));
  }
}

Result<Done> put(Session& session, const Portal& portal) {
  CC_TRY(statement, session.prepare("INSERT INTO portal (id, key_digest, portal_key, origin, office_id) VALUES ($1, $2, $3, $4, $5)"
                                    " ON CONFLICT (id) DO UPDATE SET key_digest = excluded.key_digest, portal_key = excluded.portal_key,"
                                    " origin = excluded.origin, office_id = excluded.office_id"));
  const Sha256 keyDigest = sha256(portal.key);
  statement.bind(std::string_view(portal.id)).bind(keyDigest).bind(portal.key);
  CC_CHECK(statement.bind(std::string_view(portal.origin)).bind(std::string_view(portal.officeId)).run());
  return Done{};
}

Result<bool> remove(Session& session, std::string_view id) {
  CC_TRY(statement, session.prepare("DELETE FROM portal WHERE id = $1"));
  CC_TRY(removed, statement.bind(id).run());
  return removed > 0;
}

}  // namespace citycode::server::portals
