#include "openapi/openapi_routes.h"

#include "http/conditional.h"
#include "openapi/described_api.h"

namespace citycode::server {

void OpenApiRoutes::addTo(Router& router) {
  router.add({Method::Get, "/v1/openapi.json", kAnyone, Work::Quick, [this](const Call& c) { return answer(c.request); }, Readers::AnyPage});
  document_ = describeApi(router);
  etag_ = etagOf(bytesOf(document_));
}

Response OpenApiRoutes::answer(const Request& request) const {
  Response response;
  response.headers.emplace_back("ETag", etag_);
  response.headers.emplace_back("Cache-Control", "public, max-age=300");   // as the trust list: it changes with the server
  if (matchesEtag(request.header("if-none-match"), etag_)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = document_;
  return response;
}

}  // namespace citycode::server
