#include "signin/portal_requests.h"

#include <algorithm>

namespace citycode::server::portal_requests {
namespace {

constexpr ByteView kNothing;   // no phone has opened it, or none has answered

/// A poll looks twice a second, so it goes to PostgreSQL and back once for many: as many as a statement has parameters for.
constexpr std::size_t kIdsOfStatement = 15;
constexpr const char* kSelectStates =
    "SELECT id, length(ticket_digest), length(answer), portal_id FROM portal_request WHERE (expires_ms > $1 OR length(answer) > 0)"
    " AND id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

/// Of the first kIdsOfStatement; where there are fewer, the last stands in the places of the others.
Result<Done> addStates(Session& session, std::string_view portalId, std::span<const PortalRequestId> ids, std::int64_t nowUnixMs,
                       std::vector<RequestState>& states) {
  CC_TRY(row, session.prepare(kSelectStates));
  row.bind(nowUnixMs);
  for (std::size_t i = 0; i < kIdsOfStatement; ++i) row.bind(ids[std::min(i, ids.size() - 1)]);
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) return Done{};
    if (row.text(3) != portalId) continue;   // here, so that SQLite goes by the id and not through all that the portal has asked
    RequestState& state = states.emplace_back(RequestState{{}, row.integer(1) > 0, row.integer(2) > 0});
    if (!row.copyTo(0, state.id)) return Fault::StoreDamaged;
  }
}

}  // namespace

Result<bool> add(Session& session, const KeptRequest& request) {
  CC_TRY(statement, session.prepare("INSERT INTO portal_request (id, portal_id, request, taken_ms, expires_ms, ticket_digest, answer)"
                                    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING"));
  statement.bind(request.id).bind(std::string_view(request.portalId)).bind(request.request).bind(request.takenUnixMs).bind(request.expiresUnixMs);
  CC_TRY(added, statement.bind(kNothing).bind(kNothing).run());
  return added > 0;
}

Result<std::int64_t> countOf(Session& session, std::string_view portalId, std::int64_t nowUnixMs) {
  CC_TRY(row, session.prepare("SELECT COUNT(*) FROM portal_request WHERE portal_id = $1 AND expires_ms > $2"));
  CC_CHECK(row.bind(portalId).bind(nowUnixMs).step());
  return row.integer(0);
}

Result<std::optional<KeptRequest>> find(Session& session, const PortalRequestId& id, std::int64_t nowUnixMs) {
  CC_TRY(row, session.prepare("SELECT portal_id, request, taken_ms, expires_ms, ticket_digest FROM portal_request WHERE id = $1 AND expires_ms > $2"));
  CC_TRY(hasRow, row.bind(id).bind(nowUnixMs).step());
  if (!hasRow) return std::optional<KeptRequest>();
  KeptRequest request{id, row.text(0), row.bytes(1), row.integer(2), row.integer(3)};
  if (!row.bytes(4).empty() && !row.copyTo(4, request.ticketDigest.emplace())) return Fault::StoreDamaged;
  return std::optional(std::move(request));
}

Result<bool> open(Session& session, const PortalRequestId& id, const Sha256& ticketDigest) {
  CC_TRY(statement, session.prepare("UPDATE portal_request SET ticket_digest = $1 WHERE id = $2 AND length(ticket_digest) = 0"));
  CC_TRY(opened, statement.bind(ticketDigest).bind(id).run());
  return opened > 0;
}

Result<bool> answer(Session& session, const PortalRequestId& id, const Sha256& ticketDigest, ByteView answer) {
  CC_TRY(statement, session.prepare("UPDATE portal_request SET answer = $1 WHERE id = $2 AND ticket_digest = $3 AND (length(answer) = 0 OR answer = $4)"));
  CC_TRY(answered, statement.bind(answer).bind(id).bind(ticketDigest).bind(answer).run());
  return answered > 0;
}

Result<std::vector<RequestState>> statesOf(Session& session, std::string_view portalId, std::span<const PortalRequestId> ids, std::int64_t nowUnixMs) {
  std::vector<RequestState> states;
  for (; !ids.empty(); ids = ids.subspan(std::min(ids.size(), kIdsOfStatement))) CC_CHECK(addStates(session, portalId, ids, nowUnixMs, states));
  return states;
}

Result<std::optional<Bytes>> takeAnswer(Session& session, std::string_view portalId, const PortalRequestId& id) {
  CC_TRY(row, session.prepare("DELETE FROM portal_request WHERE id = $1 AND portal_id = $2 AND length(answer) > 0 RETURNING answer"));
  CC_TRY(hasRow, row.bind(id).bind(portalId).step());
  if (!hasRow) return std::optional<Bytes>();
  Bytes answer = row.bytes(0);
  CC_CHECK(row.step());   // to its end: the row goes
  return std::optional(std::move(answer));
}

Result<Done> remove(Session& session, std::string_view portalId, const PortalRequestId& id) {
  CC_TRY(statement, session.prepare("DELETE FROM portal_request WHERE id = $1 AND portal_id = $2"));
  CC_CHECK(statement.bind(id).bind(portalId).run());
  return Done{};
}

Result<Done> deleteExpiredBefore(Session& session, std::int64_t unixMs) {
  CC_TRY(statement, session.prepare("DELETE FROM portal_request WHERE expires_ms < $1"));
  CC_CHECK(statement.bind(unixMs).run());
  return Done{};
}

}  // namespace citycode::server::portal_requests
