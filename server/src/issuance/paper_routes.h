// A person's paper cards, from any of their phones: POST /v1/paper-codes makes one, …/list lists all, …/revoke revokes.
#pragma once

#include "callers/admission.h"
#include "callers/router.h"
#include "http/json.h"
#include "issuance/paper_office.h"
#include "metrics/metrics.h"
#include "revocation/status_list_keeper.h"

namespace citycode::server {

struct PaperRoutes {
  Admission& admission;
  PaperOffice office;
  StatusListKeeper& lists;
  Clock clock;
  Metrics& metrics;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> issue(const Call& call) const;
  Result<Response> list(const Call& call) const;
  Result<Response> revoke(const Call& call) const;
};

/// What is printed beside a card's code and what the card says (docs/api.md, "POST /v1/paper-codes").
Json describeCard(const IssuedPaper& paper, const PersonRecord& person);

}  // namespace citycode::server
