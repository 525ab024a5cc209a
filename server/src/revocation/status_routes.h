// GET /v1/status-lists and what lies beneath: the lists of the city's issuers, whole, as deltas, and as Token Status
// Lists for other verifiers.
#pragma once

#include <string>

#include "callers/router.h"
#include "revocation/status_list_keeper.h"

namespace citycode::server {

struct StatusRoutes {
  StatusListKeeper& lists;
  Clock clock;
  std::string origin;   // of the addresses that Token Status Lists name as their own

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> answerIndex() const;
  Result<Response> answerList(const Call& call) const;
  Result<Response> answerDelta(const Call& call) const;
  Result<Response> answerToken(const Call& call) const;
  /// Fault: request/not-found, also for what is no number.
  Result<std::shared_ptr<const StatusListKeeper::Day>> dayNamedIn(const PathParameters& path) const;
};

}  // namespace citycode::server
