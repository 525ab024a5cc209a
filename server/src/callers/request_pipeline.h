// What every request passes, whoever answers it: rate limit, routing, headers, one log line, numbers; and the place
// where an exception stops.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "callers/router.h"
#include "http/rate_limit.h"
#include "metrics/metrics.h"

namespace citycode::server {

class RequestPipeline {
 public:
  /// `networks` counts requests by where they come from; what is charged to somebody else is refunded there.
  RequestPipeline(const Router& router, RateLimit& networks, Clock clock, const Log& log, Metrics& metrics, std::vector<std::string> origins);

  /// Where it has to be waited for (Response::later), `request` must live until it is there.
  Response answer(const Request& request);
  /// The answer to bytes that never became a request.
  Response refuse(Fault fault);

 private:
  using Begin = std::chrono::steady_clock::time_point;

  Response route(const Request& request);
  Response waiting(const Request& request, Begin begin, std::shared_ptr<const Later> later);
  void complete(Response& response, const Request& request, Begin begin);
  void finish(Response& response, std::string_view requestId, bool isApi);
  void warnAboutOtherAddress(const Request& request, const Response& response);
  /// Its line in the log, and its place in the numbers.
  void account(const Response& response, std::string_view requestId, Method method, std::chrono::steady_clock::duration taken) const;

  const Router& router_;
  RateLimit& networks_;
  Clock clock_;
  const Log& log_;
  Metrics& metrics_;
  std::vector<std::string> origins_;
  bool overTls_;
  std::atomic<std::int64_t> warnAgainSeconds_{0};
};

}  // namespace citycode::server
