// What everybody may see under /v1/open/: which offices there are, and their figures, from kMinShownRatings ratings on.
#pragma once

#include "base/clock.h"
#include "callers/router.h"
#include "ratings/written_documents.h"
#include "store/store.h"

namespace citycode::server {

class OpenRoutes {
 public:
  /// `store` must outlive this object.
  OpenRoutes(Store& store, Clock clock) : store_(store), clock_(clock) {}

  /// This object must outlive the router.
  void addTo(Router& router);

 private:
  Result<Response> answerOffices(const Request& request) const;
  Result<Response> answerFigures(const Request& request);
  Result<Response> answerFiguresOf(const Call& call) const;
  Result<Response> answerCsv(const Request& request);

  Store& store_;
  Clock clock_;
  DocumentMemo figures_, csv_;
};

}  // namespace citycode::server
