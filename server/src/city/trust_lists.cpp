#include "city/trust_lists.h"

#include <string>

namespace citycode::server::trust_lists {
namespace {

constexpr const char* kSelect = "SELECT version, issued_s, signed_bytes FROM trust_list ORDER BY version DESC";

StoredTrustList read(const Statement& row) { return {static_cast<std::uint64_t>(row.integer(0)), row.integer(1), row.bytes(2)}; }

}  // namespace

Result<std::optional<StoredTrustList>> newest(Session& session) {
  CC_TRY(statement, session.prepare(std::string(kSelect) + " LIMIT 1"));
  CC_TRY(hasRow, statement.step());
  if (!hasRow) return std::optional<StoredTrustList>();
  return std::optional(read(statement));
}

Result<std::vector<StoredTrustList>> history(Session& session) {
  CC_TRY(statement, session.prepare(kSelect));
  std::vector<StoredTrustList> lists;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return lists;
    lists.push_back(read(statement));
  }
}

Result<bool> save(Session& session, const StoredTrustList& list) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO trust_list (version, issued_s, signed_bytes)"
      " SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), $3 WHERE CAST($1 AS BIGINT) >= (SELECT coalesce(max(version), 0) FROM trust_list)"
      " ON CONFLICT (version) DO UPDATE SET issued_s = excluded.issued_s, signed_bytes = excluded.signed_bytes"
      " WHERE excluded.issued_s > trust_list.issued_s"));
  statement.bind(static_cast<std::int64_t>(list.version)).bind(list.issuedUnixSeconds);
  CC_TRY(saved, statement.bind(list.bytes).run());
  return saved > 0;
}

}  // namespace citycode::server::trust_lists
