// What portals ask of people just now, and the sealed answers that they have not fetched. Each function runs inside the caller's unit
// of work.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "places/portal_code.h"
#include "store/session.h"

namespace citycode::server {

struct KeptRequest {
  PortalRequestId id{};
  std::string portalId;
  Bytes request;
  std::int64_t takenUnixMs = 0;     // by this server's clock: a living code counts from there
  std::int64_t expiresUnixMs = 0;
  std::optional<Sha256> ticketDigest{};   // of the ticket that the phone has which opened it
};

/// How far it is, for its portal.
struct RequestState {
  PortalRequestId id{};
  bool isOpened = false;
  bool isAnswered = false;
};

namespace portal_requests {

/// False when there is one of its id.
Result<bool> add(Session& session, const KeptRequest& request);
/// Of those that are not over.
Result<std::int64_t> countOf(Session& session, std::string_view portalId, std::int64_t nowUnixMs);
/// Nothing when it is over.
Result<std::optional<KeptRequest>> find(Session& session, const PortalRequestId& id, std::int64_t nowUnixMs);
/// False when a phone has opened it, or it is not there.
Result<bool> open(Session& session, const PortalRequestId& id, const Sha256& ticketDigest);
/// False when it was opened with another ticket, or answered otherwise. The same answer again is there already.
Result<bool> answer(Session& session, const PortalRequestId& id, const Sha256& ticketDigest, ByteView answer);
/// Of these, those of a portal that are not over; one that was answered in time until it is deleted.
Result<std::vector<RequestState>> statesOf(Session& session, std::string_view portalId, std::span<const PortalRequestId> ids, std::int64_t nowUnixMs);
/// The answer, which is here no more then, nor is its request. Nothing when there is none of this portal's.
Result<std::optional<Bytes>> takeAnswer(Session& session, std::string_view portalId, const PortalRequestId& id);
/// One of this portal, if it is there.
Result<Done> remove(Session& session, std::string_view portalId, const PortalRequestId& id);
Result<Done> deleteExpiredBefore(Session& session, std::int64_t unixMs);

}  // namespace portal_requests
}  // namespace citycode::server
