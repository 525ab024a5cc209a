#include "city/city_routes.h"

#include "citycode/http_signature.h"
#include "http/conditional.h"
#include "http/json.h"
#include "http/problem.h"

namespace citycode::server {

void CityRoutes::addTo(Router& router) const {
  router.add(Method::Get, "/v1/city", Work::Quick, [this](const Request& r) { return answerCity(r); });
  router.add(Method::Get, "/v1/trust-list", Work::Quick, [this](const Request& r) { return answerTrustList(r); });
  router.add(Method::Get, "/v1/health", Work::Blocking, [this](const Request& r) { return answerHealth(r); });
}

Response CityRoutes::answerCity(const Request& request) const {
  const auto published = trustList.current();
  if (!published) return problem(Fault::TrustMissing, request.requestId);
  Json names = Json::object();
  for (std::size_t i = 0; i < kLanguages.size(); ++i) names[std::string(kLanguages[i])] = name[i];
  return jsonResponse(200, {{"name", std::move(names)},
                            {"rootKey", encodeBase64Url(keys.root().publicKey())},
                            {"demo", demo},
                            {"nowUnixSeconds", clock.nowUnixSeconds()},
                            {"trustListVersion", published->list.version}});
}

Response CityRoutes::answerTrustList(const Request& request) const {
  const auto published = trustList.current();
  if (!published) return problem(Fault::TrustMissing, request.requestId);
  Response response;
  response.headers.emplace_back("ETag", published->etag);
  response.headers.emplace_back("Cache-Control", "public, max-age=300");
  if (matchesEtag(request.header("if-none-match"), published->etag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", "application/cose");
  response.body = published->bytes;
  return response;
}

Response CityRoutes::answerHealth(const Request& request) const {
  if (const auto checked = store.check(); !checked) return problem(checked.fault(), request.requestId);
  return jsonResponse(200, {{"status", "ok"}, {"store", "ok"}});
}

}  // namespace citycode::server
