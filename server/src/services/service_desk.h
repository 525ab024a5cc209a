// Takes from a terminal or a portal that a service ended, counts it, and writes the ticket for whoever was served. No HTTP and no command line here.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "city/rating_keys.h"
#include "services/ended_services.h"
#include "services/offices.h"
#include "store/store.h"

namespace citycode::server {

struct ToldService {
  std::string officeId;
  std::string itemId;
  ServiceWay way = ServiceWay::OnSite;
  std::string caseReference;            // of the office; it is kept as a keyed digest alone
  std::optional<Sha256> passDigest;     // of the pass that was shown
  bool wantsTicket = true;              // false: nobody could be handed one
};

struct TicketGiven {
  ServiceTicket ticket;
  Bytes bytes;   // as signed; none where nobody could be handed one
};

struct ServiceDesk {
  const CityKeys& keys;
  const RatingKeys& ratingKeys;
  Store& store;
  Clock clock;

  /// Counted once for each case of an office, whoever tells it again: the ticket then is the same. One that was told without a ticket can
  /// be told again with one.
  /// Faults: ticket/unknown-office for an office or item that the catalogue does not have, ticket/office-closed, request/malformed for
  /// a telephone call in which a pass was shown, request/replayed when another service has this case, store/*.
  Result<TicketGiven> end(const ToldService& told) const;

 private:
  Result<TicketGiven> ticketOf(const EndedService& service, const TicketId& id, const Office& office) const;
};

}  // namespace citycode::server
