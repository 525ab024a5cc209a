// POST /v1/paper-codes: an enrolled device gets a card for its holder.
#pragma once

#include "issuance/issuance_routes.h"
#include "issuance/paper_office.h"

namespace citycode::server {

struct PaperRoutes {
  const IssuanceRoutes& issuance;   // admits devices
  PaperOffice office;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Response answer(const Request& request) const;
  Result<Response> issue(const Request& request, const SignatureParameters& parameters, std::int64_t nowUnixSeconds) const;
};

}  // namespace citycode::server
