// What every request passes, whoever answers it: rate limit, routing, headers, one log line; and the place
// where an exception stops.
#pragma once

#include "base/clock.h"
#include "base/log.h"
#include "http/rate_limit.h"
#include "http/router.h"

namespace citycode::server {

class FrontDesk {
 public:
  FrontDesk(const Router& router, RateLimitOptions rate, Clock clock, const Log& log, bool overTls)
      : router_(router), rate_(rate), clock_(clock), log_(log), overTls_(overTls) {}

  Response answer(const Request& request);
  /// The answer to bytes that never became a request.
  Response refuse(Fault fault);

 private:
  Response route(const Request& request);
  void finish(Response& response, std::string_view requestId, bool isApi);
  void writeLog(const Response& response, std::string_view requestId, Method method, double durationMs) const;

  const Router& router_;
  RateLimit rate_;
  Clock clock_;
  const Log& log_;
  bool overTls_;
};

}  // namespace citycode::server
