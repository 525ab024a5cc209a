// A person's paper cards, from any of their phones: POST /v1/paper-codes makes one, …/list tells of all, …/revoke withdraws.
#pragma once

#include "http/json.h"
#include "issuance/issuance_routes.h"
#include "issuance/paper_office.h"
#include "revocation/status_list_keeper.h"

namespace citycode::server {

struct PaperRoutes {
  const IssuanceRoutes& issuance;   // admits devices
  PaperOffice office;
  StatusListKeeper& lists;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  using Answer = Result<Response> (PaperRoutes::*)(const Request&, const SignatureParameters&, std::int64_t nowUnixSeconds) const;

  Response answer(const Request& request, Answer of) const;
  Result<Response> issue(const Request& request, const SignatureParameters& parameters, std::int64_t nowUnixSeconds) const;
  Result<Response> list(const Request& request, const SignatureParameters& parameters, std::int64_t nowUnixSeconds) const;
  Result<Response> revoke(const Request& request, const SignatureParameters& parameters, std::int64_t nowUnixSeconds) const;
};

/// What is printed beside a card's code and what the card says (docs/api.md, "POST /v1/paper-codes").
Json describeCard(const IssuedPaper& paper, const PersonRecord& person);

}  // namespace citycode::server
