// POST /v1/ratings and /v1/kiosk-ratings. A rating comes without a cookie, signature or account, and where it came from is not kept.
#pragma once

#include "callers/admission.h"
#include "callers/router.h"
#include "ratings/rating_desk.h"

namespace citycode::server {

struct RatingRoutes {
  RatingDesk desk;
  Admission& admission;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> take(const Request& request) const;
  Result<Response> takeAtKiosk(const Call& call) const;
};

}  // namespace citycode::server
