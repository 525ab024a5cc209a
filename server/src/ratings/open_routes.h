// What everybody may see under /v1/open/: which offices there are, and their figures, from kMinShownRatings ratings on.
#pragma once

#include "base/clock.h"
#include "callers/router.h"
#include "store/store.h"

namespace citycode::server {

struct OpenRoutes {
  Store& store;
  Clock clock;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> answerOffices(const Request& request) const;
  Result<Response> answerFigures(const Request& request) const;
  Result<Response> answerFiguresOf(const Call& call) const;
  Result<Response> answerCsv(const Request& request) const;
};

}  // namespace citycode::server
