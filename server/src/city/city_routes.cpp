#include "city/city_routes.h"

#include "base/key_text.h"
#include "city/names_json.h"
#include "http/conditional.h"

namespace citycode::server {

void CityRoutes::addTo(Router& router) const {
  router.add({Method::Get, "/v1/city", kAnyone, Work::Quick, [this](const Call&) { return answerCity(); }, Readers::AnyPage});
  router.add({Method::Get, "/v1/trust-list", kAnyone, Work::Quick, [this](const Call& c) { return answerTrustList(c.request); }, Readers::AnyPage});
  router.add({Method::Get, "/first-list.json", kAnyone, Work::Quick, [this](const Call&) { return answerFirstList(); }, Readers::AnyPage});
  router.add({Method::Get, "/v1/health", kAnyone, Work::Blocking, [this](const Call&) { return answerHealth(); }});
}

Result<Response> CityRoutes::answerCity() const {
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  return jsonResponse(200, {{"name", namesJson(name)},
                            {"rootKey", encodeBase64Url(keys.root().publicKey())},
                            {"demo", demo},
                            {"nowUnixSeconds", clock.nowUnixSeconds()},
                            {"trustListVersion", published->list.version}});
}

namespace {

// Five minutes: so often terminals ask for it, and a list is fresh for a day at least.
constexpr const char* kListCaching = "public, max-age=300";

// "?root=KEY": for verifiers that missed the announcement of a root. Nothing for any other query.
std::optional<std::string> askedRoot(const Request& request) {
  constexpr std::string_view kRoot = "?root=";
  const std::string_view query = std::string_view(request.target).substr(request.path().size());
  if (!query.starts_with(kRoot)) return std::nullopt;
  return std::string(query.substr(kRoot.size()));
}

}  // namespace

Result<Response> CityRoutes::answerTrustList(const Request& request) const {
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  Response response;
  if (const auto root = askedRoot(request)) {
    const auto key = publicKeyFromText(*root);
    const auto former = key ? published->formerLists.find(*key) : published->formerLists.end();
    if (former != published->formerLists.end()) {
      response.headers.emplace_back("ETag", etagOf(bytesOf(former->second)));
      response.headers.emplace_back("Cache-Control", kListCaching);
      response.headers.emplace_back("Content-Type", "application/cose");
      response.body = former->second;
      return response;
    }
    if (!key || *key != keys.root().publicKey()) return Fault::RequestNotFound;
  }
  response.headers.emplace_back("ETag", published->etag);
  response.headers.emplace_back("Cache-Control", kListCaching);
  if (matchesEtag(request.header("if-none-match"), published->etag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", "application/cose");
  response.body = published->bytes;
  return response;
}

// One of the pages' files, although it changes: what a scanner begins with, also without a network.
Result<Response> CityRoutes::answerFirstList() const {
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  Response response = jsonResponse(200, {{"name", namesJson(name)},
                                         {"rootKey", encodeBase64Url(keys.root().publicKey())},
                                         {"trustList", encodeBase64Url(bytesOf(published->bytes))}});
  response.headers.emplace_back("ETag", published->etag);
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

Result<Response> CityRoutes::answerHealth() const {
  CC_CHECK(store.read([](Session& session) { return trust_lists::newest(session); }));   // reads something
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
