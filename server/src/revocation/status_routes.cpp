#include "revocation/status_routes.h"

#include <algorithm>

#include "http/conditional.h"
#include "http/json.h"
#include "signing/http_signature.h"

namespace citycode::server {
namespace {

// Short beside the hour in which a list is fresh; verifiers ask every five minutes.
constexpr const char* kCaching = "public, max-age=60";

Response conditionalAnswer(const Request& request, const StatusListKeeper::SignedBytes& signedBytes, const char* type) {
  Response response;
  response.headers.emplace_back("ETag", signedBytes.etag);
  response.headers.emplace_back("Cache-Control", kCaching);
  if (matchesEtag(request.header("if-none-match"), signedBytes.etag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", type);
  response.body = signedBytes.bytes;
  return response;
}

}  // namespace

void StatusRoutes::addTo(Router& router) const {
  router.add({Method::Get, "/v1/status-lists", kAnyone, Work::Blocking, [this](const Call&) { return answerIndex(); }, Readers::AnyPage});
  router.add({Method::Get, "/v1/status-lists/{issuerKid}/{day}", kAnyone, Work::Blocking, [this](const Call& c) { return answerList(c); }, Readers::AnyPage});
  router.add({Method::Get, "/v1/status-lists/{issuerKid}/{day}/delta/{version}", kAnyone, Work::Blocking, [this](const Call& c) { return answerDelta(c); }, Readers::AnyPage});
  router.add({Method::Get, "/v1/status-lists/{issuerKid}/{day}/token", kAnyone, Work::Blocking, [this](const Call& c) { return answerToken(c); }});
}

Result<Response> StatusRoutes::answerIndex() const {
  CC_TRY(days, lists.current());
  const std::int64_t now = clock.nowUnixSeconds();
  Json entries = Json::array();
  for (const auto& day : days) {
    entries.push_back({{"issuerKid", keyIdText(day->issuerKey)},
                       {"issuerKey", encodeBase64Url(day->issuerKey)},
                       {"day", day->head.day},
                       {"version", day->head.version},
                       {"issuedUnixSeconds", day->head.issuedUnixSeconds},
                       {"expiresUnixSeconds", day->head.expiresUnixSeconds},
                       {"ageSeconds", now - day->head.issuedUnixSeconds},
                       {"sizeBytes", day->full.bytes.size()},
                       {"revoked", day->revoked}});
  }
  Response response = jsonResponse(200, {{"lists", std::move(entries)}, {"nowUnixSeconds", now}});
  response.headers.emplace_back("Cache-Control", kCaching);
  return response;
}

Result<std::shared_ptr<const StatusListKeeper::Day>> StatusRoutes::dayNamedIn(const PathParameters& path) const {
  CC_TRY(wanted, path.number("day"));
  CC_TRY(days, lists.current());
  const auto day = std::find_if(days.begin(), days.end(), [&](const auto& each) {
    return each->head.day == wanted && keyIdText(each->issuerKey) == path.text("issuerKid");
  });
  if (day == days.end()) return Fault::RequestNotFound;
  return *day;
}

Result<Response> StatusRoutes::answerList(const Call& call) const {
  CC_TRY(day, dayNamedIn(call.path));
  return conditionalAnswer(call.request, day->full, "application/cose");
}

Result<Response> StatusRoutes::answerDelta(const Call& call) const {
  CC_TRY(version, call.path.number("version"));
  CC_TRY(day, dayNamedIn(call.path));
  for (const auto& delta : day->deltas)
    if (static_cast<std::int64_t>(delta.fromVersion) == version) return conditionalAnswer(call.request, delta.signedBytes, "application/cose");
  return Fault::RequestNotFound;
}

Result<Response> StatusRoutes::answerToken(const Call& call) const {
  CC_TRY(day, dayNamedIn(call.path));
  if (!StatusListKeeper::hasToken(*day)) return Fault::RequestNotFound;
  CC_TRY(token, lists.tokenStatusList(*day, origin + std::string(call.request.path())));
  return conditionalAnswer(call.request, token, "application/statuslist+cwt");
}

}  // namespace citycode::server
