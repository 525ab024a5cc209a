#include "city/city_routes.h"

#include "citycode/http_signature.h"
#include "http/conditional.h"
#include "http/json.h"
#include "http/problem.h"

namespace citycode::server {

void CityRoutes::addTo(Router& router) const {
  router.add(Method::Get, "/v1/city", Work::Quick, [this](const Request& r) { return answerCity(r); });
  router.add(Method::Get, "/v1/trust-list", Work::Quick, [this](const Request& r) { return answerTrustList(r); });
  router.add(Method::Get, "/first-list.json", Work::Quick, [this](const Request& r) { return answerFirstList(r); });
  router.add(Method::Get, "/v1/health", Work::Blocking, [this](const Request& r) { return answerHealth(r); });
}

Json CityRoutes::names() const {
  Json names = Json::object();
  for (std::size_t i = 0; i < kLanguages.size(); ++i)
    if (!name[i].empty()) names[std::string(kLanguages[i])] = name[i];   // pages show another language's then
  return names;
}

Response CityRoutes::answerCity(const Request& request) const {
  const auto published = trustList.current();
  if (!published) return problem(Fault::TrustMissing, request.requestId);
  return jsonResponse(200, {{"name", names()},
                            {"rootKey", encodeBase64Url(keys.root().publicKey())},
                            {"demo", demo},
                            {"nowUnixSeconds", clock.nowUnixSeconds()},
                            {"trustListVersion", published->list.version}});
}

namespace {

// "?root=KEY": for verifiers that missed the announcement of a root. Nothing for any other query.
std::optional<std::string> askedRoot(const Request& request) {
  constexpr std::string_view kRoot = "?root=";
  const std::string_view query = std::string_view(request.target).substr(request.path().size());
  if (!query.starts_with(kRoot)) return std::nullopt;
  return std::string(query.substr(kRoot.size()));
}

}  // namespace

Response CityRoutes::answerTrustList(const Request& request) const {
  const auto published = trustList.current();
  if (!published) return problem(Fault::TrustMissing, request.requestId);
  Response response;
  if (const auto root = askedRoot(request)) {
    const auto key = publicKeyFromText(*root);
    const auto former = key ? published->formerLists.find(*key) : published->formerLists.end();
    if (former != published->formerLists.end()) {
      response.headers.emplace_back("ETag", etagOf(bytesOf(former->second)));
      response.headers.emplace_back("Cache-Control", "public, max-age=300");
      response.headers.emplace_back("Content-Type", "application/cose");
      response.body = former->second;
      return response;
    }
    if (!key || *key != keys.root().publicKey()) return problem(Fault::RequestNotFound, request.requestId);
  }
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

// One of the pages' files, although it changes: what a scanner begins with, also without a network.
Response CityRoutes::answerFirstList(const Request& request) const {
  const auto published = trustList.current();
  if (!published) return problem(Fault::TrustMissing, request.requestId);
  Response response = jsonResponse(200, {{"name", names()},
                                         {"rootKey", encodeBase64Url(keys.root().publicKey())},
                                         {"trustList", encodeBase64Url(bytesOf(published->bytes))}});
  response.headers.emplace_back("ETag", published->etag);
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

Response CityRoutes::answerHealth(const Request& request) const {
  if (const auto checked = store.check(); !checked) return problem(checked.fault(), request.requestId);
  const auto doubt = clock.doubtSeconds();
  const auto fault = store.cannotWrite();
  Json health{{"status", doubt || fault ? "attention" : "ok"}, {"store", fault ? faultId(*fault) : "ok"}};
  if (doubt) {
    health["clock"] = "in-doubt";
    health["clockAheadSeconds"] = *doubt;
  }
  return jsonResponse(200, health);
}

}  // namespace citycode::server
