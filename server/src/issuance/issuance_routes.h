// POST /v1/passes: an enrolled device gets a batch.
#pragma once

#include <vector>

#include "enrolment/signed_requests.h"
#include "http/router.h"
#include "issuance/pass_office.h"

namespace citycode::server {

struct IssuanceRoutes {
  Store& store;
  const TrustListKeeper& trustList;
  SignedRequests& signedRequests;
  PassOffice office;
  Clock clock;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Response answer(const Request& request) const;
  Result<Response> issue(const Request& request, const SignatureParameters& parameters, std::int64_t nowUnixSeconds) const;
};

}  // namespace citycode::server
