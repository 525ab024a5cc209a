// GET /v1/status-lists and what lies beneath: the lists of the city's issuers, whole, as deltas, and as Token Status
// Lists for other verifiers.
#pragma once

#include <string>

#include "http/router.h"
#include "revocation/status_list_keeper.h"

namespace citycode::server {

struct StatusRoutes {
  StatusListKeeper& lists;
  Clock clock;
  std::string origin;   // of the addresses that Token Status Lists name as their own

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Response answerIndex(const Request& request) const;
  Response answerList(const Request& request) const;
  Response answerToken(const Request& request, const StatusListKeeper::Day& day) const;
};

}  // namespace citycode::server
