#include "metrics_page.h"

#include <filesystem>

#include "health_routes.h"
#include "http/problem.h"

namespace citycode::server {

Response MetricsPage::answer(const Request& request) const {
  if (request.path() != "/metrics") return problem(Fault::RequestNotFound, request.requestId);
  if (request.method != Method::Get && request.method != Method::Head) {
    Response refused = problem(Fault::RequestMethodNotAllowed, request.requestId);
    refused.headers.emplace_back("Allow", "GET, HEAD");
    return refused;
  }
  Response response;
  response.headers.emplace_back("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = metrics.text(now());
  return response;
}

Metrics::Now MetricsPage::now() const {
  const std::int64_t nowUnixSeconds = clock.nowUnixSeconds();
  Metrics::Now now{.connections = server.connections(), .canWrite = !store.cannotWrite(), .clockDoubtSeconds = clock.doubtSeconds().value_or(0)};
  if (const auto published = trustList.current()) now.trustListAgeSeconds = nowUnixSeconds - published->list.issuedUnixSeconds;
  if (const auto oldest = oldestStatusListUnixSeconds(statusLists)) now.statusListAgeSeconds = nowUnixSeconds - *oldest;
  std::error_code error;
  const auto space = std::filesystem::space(dataFolder, error);
  if (!error) now.freeBytes = space.available;
  return now;
}

}  // namespace citycode::server
