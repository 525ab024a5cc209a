// GET /v1/health/live and /v1/health/ready, for whoever starts servers and sends requests to them. What an operator reads is /v1/health
// (city/city_routes.h).
#pragma once

#include "callers/router.h"
#include "city/trust_list_keeper.h"
#include "revocation/status_list_keeper.h"

namespace citycode::server {

/// When the oldest status list that is published was signed. Fault: of StatusListKeeper::current.
Result<std::int64_t> oldestStatusListUnixSeconds(StatusListKeeper& lists);

struct HealthRoutes {
  Store& store;
  const TrustListKeeper& trustList;
  StatusListKeeper& statusLists;
  Clock clock;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  /// Faults: store/* while the records cannot be read; trust/missing, trust/too-old and revocation/too-old while no verifier would
  /// believe the lists that are served.
  Result<Response> answerReady() const;
};

}  // namespace citycode::server
