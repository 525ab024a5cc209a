// Services that ended, until a week after their tickets have: what a ticket says, and whether a token was given for it. Which person
// was served stands nowhere; whoever showed a pass, as its digest. Each function runs inside the caller's unit of work.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rating/service_ticket.h"
#include "store/session.h"
#include "token/voprf.h"

namespace citycode::server {

struct EndedService {
  Sha256 idDigest{};   // of the ticket's id, which is of the case: so each case is here once
  std::string officeId;
  std::string itemId;
  Channel channel = Channel::OnSite;
  std::optional<Sha256> passDigest;
  std::int64_t endedUnixSeconds = 0;
  bool hasTicket = false;              // somebody could be handed one
  std::optional<Element> blinded;      // for which a token was given

  RatedService rated() const { return {officeId, itemId, channel, weekOf(endedUnixSeconds)}; }
};

namespace ended_services {

/// False when the case is there already; nothing is changed then.
Result<bool> add(Session& session, const EndedService& service);
Result<std::optional<EndedService>> find(Session& session, const Sha256& idDigest);
/// The same, and nobody else may change it until the unit of work ends.
Result<std::optional<EndedService>> hold(Session& session, const Sha256& idDigest);
Result<Done> giveTicket(Session& session, const Sha256& idDigest);
Result<Done> rememberBlinded(Session& session, const Sha256& idDigest, const Element& blinded);

/// At most kDeletedAtOnce of those that ended before then; how many it were. For short units of work.
inline constexpr std::int64_t kDeletedAtOnce = 10'000;
Result<std::int64_t> deleteEndedBefore(Session& session, std::int64_t unixSeconds);

}  // namespace ended_services
}  // namespace citycode::server
