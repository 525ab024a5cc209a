// POST /v1/services and /v1/rating-tokens: a terminal or a portal says that a service ended, and a phone gets a token for its ticket.
#pragma once

#include "callers/router.h"
#include "callers/signed_requests.h"
#include "city/trust_list_keeper.h"
#include "http/json.h"
#include "services/service_desk.h"
#include "services/token_desk.h"

namespace citycode::server {

/// The member "pass": SHA-256 of the pass that was shown, or null. Fault: request/malformed.
Result<std::optional<Sha256>> takePassDigest(const Json& body);
/// 201 with the ticket and the address at which it is used, or with null where nobody could be handed one.
Response ticketResponse(const TicketGiven& given);

struct ServiceRoutes {
  ServiceDesk services;
  TokenDesk tokens;
  const TrustListKeeper& trustList;
  SignedRequests& signedRequests;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> end(const Call& call) const;
  Result<Response> giveToken(const Request& request) const;
  Result<Done> mustBePhoneOf(const Sha256& passDigest, const Request& request, const Json& body) const;
};

}  // namespace citycode::server
