#include "callers/request_pipeline.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <exception>

#include "base/identifier.h"
#include "http/problem.h"
#include "http/security_headers.h"

namespace citycode::server {
namespace {

constexpr std::string_view kUnreadRoute = "unread";
constexpr std::int64_t kWarnAddressSeconds = 60;   // every phone of the city may say it
constexpr std::string_view kTooManyRoute = "rate-limit";

// RFC 9110 section 5.6.7, "Sun, 06 Nov 1994 08:49:37 GMT"; the names do not follow the locale, which
// this program never sets.
std::string httpDate(std::int64_t unixSeconds) {
  const auto seconds = static_cast<std::time_t>(unixSeconds);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[40];
  const std::size_t size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
  return {text, size};
}

/// Whether it brings something: nothing is known of its sender yet, and whatever answers it has work.
bool isSent(Method method) { return method == Method::Post || method == Method::Put || method == Method::Patch || method == Method::Delete; }

}  // namespace

RequestPipeline::RequestPipeline(const Router& router, RateLimit& networks, Clock clock, const Log& log, Metrics& metrics, std::vector<std::string> origins)
    : router_(router), networks_(networks), clock_(std::move(clock)), log_(log), metrics_(metrics), origins_(std::move(origins)),
      overTls_(std::any_of(origins_.begin(), origins_.end(), [](const std::string& o) { return o.starts_with("https://"); })) {}

// Devices sign the address that they see. Behind a proxy that is not this machine's: a forgotten --origin.
void RequestPipeline::warnAboutOtherAddress(const Request& request, const Response& response) {
  if (response.fault != Fault::RequestSignatureMismatch) return;
  const auto isOurs = [&](const std::string& origin) { return origin.substr(origin.find("//") + 2) == request.header("host"); };
  const std::int64_t now = clock_.passedSeconds();
  if (std::any_of(origins_.begin(), origins_.end(), isOurs) || now < warnAgainSeconds_.exchange(now + kWarnAddressSeconds)) return;
  log_.expected("warn", "signed-for-another-address", origins_);
}

Response RequestPipeline::answer(const Request& request) {
  const auto begin = std::chrono::steady_clock::now();
  Response response = route(request);
  if (response.later) return waiting(request, begin, std::move(response.later));
  complete(response, request, begin);
  return response;
}

Response RequestPipeline::waiting(const Request& request, Begin begin, std::shared_ptr<const Later> later) {
  Response response;
  response.later = std::make_shared<Later>(Later{later->most, later->mayBeThere, [this, &request, begin, later](bool isLast) -> std::optional<Response> {
    std::optional<Response> answer;
    try {
      answer = later->look(isLast);
    } catch (const std::exception&) {
      answer = problem(Fault::InternalBug, request.requestId);
    }
    if (answer) complete(*answer, request, begin);
    return answer;
  }});
  return response;
}

void RequestPipeline::complete(Response& response, const Request& request, Begin begin) {
  finish(response, request.requestId, request.path().starts_with("/v1/"));
  account(response, request.requestId, request.method, std::chrono::steady_clock::now() - begin);
  warnAboutOtherAddress(request, response);
}

Response RequestPipeline::route(const Request& request) {
  // What is read costs next to nothing, and lists have to reach everybody: only what is sent is counted.
  if (isSent(request.method) && !networks_.admit(request.clientNetwork, clock_.passedMs())) {
    const std::int64_t wait = networks_.waitSeconds(request.clientNetwork, clock_.passedMs());
    Response response = problem(Fault::RequestTooMany, request.requestId, {.retryAfterSeconds = std::max<std::int64_t>(1, wait)});
    response.route = kTooManyRoute;
    return response;
  }
  try {
    return router_.answer(request);
  } catch (const std::exception&) {   // its text may quote the request: it goes nowhere
    return problem(Fault::InternalBug, request.requestId);
  }
}

Response RequestPipeline::refuse(Fault fault) {
  const std::string requestId = newRequestId(clock_.nowUnixMs());
  Response response = problem(fault, requestId);
  response.route = kUnreadRoute;
  finish(response, requestId, false);
  account(response, requestId, Method::Other, {});
  return response;
}

void RequestPipeline::finish(Response& response, std::string_view requestId, bool isApi) {
  response.headers.emplace_back("Date", httpDate(clock_.nowUnixSeconds()));
  response.headers.emplace_back("X-Request-Id", requestId);
  if (isApi && !response.hasHeader("Cache-Control")) response.headers.emplace_back("Cache-Control", "no-store");
  addSecurityHeaders(response, overTls_);
}

void RequestPipeline::account(const Response& response, std::string_view requestId, Method method, std::chrono::steady_clock::duration taken) const {
  const std::chrono::duration<double, std::milli> milliseconds = taken;
  log_.request({requestId, methodName(method), response.route, response.status, milliseconds.count(), response.fault});
  metrics_.answered(response.route, method, response.status, taken, response.fault);
}

}  // namespace citycode::server
