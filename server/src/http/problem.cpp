#include "http/problem.h"

#include <nlohmann/json.hpp>

namespace citycode::server {
namespace {

constexpr int kTooManyRequests = 429;     // RFC 6585 section 4
constexpr int kServiceUnavailable = 503;  // RFC 9110 section 15.6.4
constexpr int kInternalError = 500;

// Faults of browsers have no status; should one ever get here it is our bug.
int statusOf(Fault fault) {
  const int status = faultHttpStatus(fault);
  return status == 0 ? kInternalError : status;
}

}  // namespace

Response problem(Fault fault, std::string_view requestId, const ProblemDetails& details) {
  const int status = statusOf(fault);
  nlohmann::ordered_json document = {
      {"type", "about:blank"},       {"title", problemTitle(fault)}, {"status", status},
      {"fault", faultId(fault)},     {"requestId", requestId},       {"retryable", faultIsRetryable(fault)},
  };
  if (details.clockDifferenceSeconds) document["clockDifferenceSeconds"] = *details.clockDifferenceSeconds;

  Response response;
  response.status = status;
  response.fault = fault;
  response.headers.emplace_back("Content-Type", "application/problem+json");
  response.headers.emplace_back("Cache-Control", "no-store");
  if (status == kTooManyRequests || status == kServiceUnavailable) {
    response.headers.emplace_back("Retry-After", std::to_string(details.retryAfterSeconds.value_or(kRetryAfterSeconds)));
  }
  response.body = document.dump();
  return response;
}

}  // namespace citycode::server
