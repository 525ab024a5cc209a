#include "services/ended_services.h"

namespace citycode::server::ended_services {
namespace {

constexpr const char* kSelect =
    "SELECT id_digest, office_id, item_id, channel, pass_digest, ended_s, has_ticket, blinded FROM ended_service WHERE id_digest = $1";

/// No bytes are nothing; any other number than those wanted are damage.
template <std::size_t kBytes>
Result<std::optional<std::array<std::uint8_t, kBytes>>> bytesOrNothing(const Statement& row, int column) {
  std::array<std::uint8_t, kBytes> bytes{};
  if (row.copyTo(column, bytes)) return std::optional(bytes);
  if (!row.bytes(column).empty()) return Fault::StoreDamaged;
  return std::optional<std::array<std::uint8_t, kBytes>>();
}

template <std::size_t kBytes>
ByteView viewOf(const std::optional<std::array<std::uint8_t, kBytes>>& bytes) {
  return bytes ? ByteView(*bytes) : ByteView();
}

Result<EndedService> read(const Statement& row) {
  EndedService service;
  const auto channel = channelFromNumber(static_cast<std::uint64_t>(row.integer(3)));
  if (!row.copyTo(0, service.idDigest) || !channel) return Fault::StoreDamaged;
  service.officeId = row.text(1);
  service.itemId = row.text(2);
  service.channel = *channel;
  CC_TRY(passDigest, bytesOrNothing<kSha256Bytes>(row, 4));
  service.passDigest = passDigest;
  service.endedUnixSeconds = row.integer(5);
  service.hasTicket = row.integer(6) != 0;
  CC_TRY(blinded, bytesOrNothing<kElementBytes>(row, 7));
  service.blinded = blinded;
  return service;
}

Result<std::optional<EndedService>> select(Session& session, const Sha256& idDigest, std::string_view lock) {
  CC_TRY(row, session.prepare(std::string(kSelect).append(lock)));
  CC_TRY(hasRow, row.bind(idDigest).step());
  if (!hasRow) return std::optional<EndedService>();
  CC_TRY(service, read(row));
  return std::optional(std::move(service));
}

}  // namespace

Result<bool> add(Session& session, const EndedService& service) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO ended_service (id_digest, office_id, item_id, channel, pass_digest, ended_s, has_ticket, blinded)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id_digest) DO NOTHING"));
  statement.bind(service.idDigest).bind(std::string_view(service.officeId)).bind(std::string_view(service.itemId)).bind(std::int64_t(service.channel));
  statement.bind(viewOf(service.passDigest)).bind(service.endedUnixSeconds).bind(std::int64_t{service.hasTicket});
  CC_TRY(added, statement.bind(viewOf(service.blinded)).run());
  return added > 0;
}

Result<std::optional<EndedService>> find(Session& session, const Sha256& idDigest) { return select(session, idDigest, ""); }

Result<std::optional<EndedService>> hold(Session& session, const Sha256& idDigest) { return select(session, idDigest, session.rowLock()); }

Result<Done> giveTicket(Session& session, const Sha256& idDigest) {
  CC_TRY(statement, session.prepare("UPDATE ended_service SET has_ticket = 1 WHERE id_digest = $1"));
  return statement.bind(idDigest).runLater();
}

Result<Done> rememberBlinded(Session& session, const Sha256& idDigest, const Element& blinded) {
  CC_TRY(statement, session.prepare("UPDATE ended_service SET blinded = $2 WHERE id_digest = $1"));
  return statement.bind(idDigest).bind(blinded).runLater();
}

Result<std::int64_t> deleteEndedBefore(Session& session, std::int64_t unixSeconds) {
  CC_TRY(statement, session.prepare("DELETE FROM ended_service WHERE id_digest IN (SELECT id_digest FROM ended_service WHERE ended_s < $1 LIMIT " +
                                    std::to_string(kDeletedAtOnce) + ")"));
  return statement.bind(unixSeconds).run();
}

}  // namespace citycode::server::ended_services
