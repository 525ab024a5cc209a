// POST /v1/passes: an enrolled device gets a batch.
#pragma once

#include <vector>

#include "callers/admission.h"
#include "callers/router.h"
#include "issuance/pass_office.h"
#include "metrics/metrics.h"

namespace citycode::server {

struct IssuanceRoutes {
  const TrustListKeeper& trustList;
  Admission& admission;
  PassOffice office;
  Clock clock;
  Metrics& metrics;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> issue(const Call& call) const;
};

}  // namespace citycode::server
