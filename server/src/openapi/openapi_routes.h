// GET /v1/openapi.json: what the other routes are.
#pragma once

#include <string>

#include "callers/router.h"

namespace citycode::server {

class OpenApiRoutes {
 public:
  /// The last of all that have routes: what is added later is not described.
  void addTo(Router& router);

 private:
  Response answer(const Request& request) const;

  std::string document_, etag_;
};

}  // namespace citycode::server
