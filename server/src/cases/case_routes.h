// POST /v1/rating-cases/{read,answer,close} of raters, /v1/office-cases/{list,read,answer,complex} of an office's staff, and
// GET /v1/open/cases, their numbers.
#pragma once

#include "callers/router.h"
#include "cases/case_desk.h"
#include "http/json.h"

namespace citycode::server {

struct CaseRoutes {
  CaseDesk desk;

  void addTo(Router& router) const;

 private:
  Result<Response> read(const Request& request) const;
  Result<Response> answer(const Request& request) const;
  Result<Response> close(const Request& request) const;
  Result<Response> showCounts() const;
  Result<Response> listFor(const Call& call) const;
  Result<Response> readFor(const Call& call) const;
  Result<Response> answerFor(const Call& call) const;
  Result<Response> makeComplexFor(const Call& call) const;
};

}  // namespace citycode::server
