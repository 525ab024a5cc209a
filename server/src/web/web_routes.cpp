#include "web/web_routes.h"

#include <optional>

#include "http/conditional.h"
#include "http/problem.h"
#include "http/redirect.h"
#include "http/security_headers.h"
#include "registry/portals.h"
#include "web/frame_page.h"
#include "web/web_path.h"

namespace citycode::server {
namespace {

constexpr const char* kImmutable = "public, max-age=31536000, immutable";   // a year: the name changes with the content
constexpr const char* kRevalidate = "no-cache";
constexpr const char* kAnHour = "public, max-age=3600";   // under a name that stays, on pages that we do not know

// No style and no script: it must be right under the same Content-Security-Policy. Nobody knows yet which language the
// person reads.
constexpr const char* kNotFoundPage =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
    "<title>404</title><main>"
#define CC_LANGUAGE(enumerator, number, tag, name, place, voice, askedAs, paperCard, notLoaded, noScript, nothingHere, elsewhere) \
  "<h1 lang=\"" tag "\">" nothingHere "</h1><p lang=\"" tag "\">" elsewhere "</p>"
#include "citycode/languages.def"
#undef CC_LANGUAGE
    "</main></html>\n";

Response notFound(const Request& request) {
  if (!acceptsToken(request.header("accept"), "text/html")) return problem(Fault::RequestNotFound, request.requestId);
  Response response;
  response.status = 404;
  response.fault = Fault::RequestNotFound;
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = kNotFoundPage;
  return response;
}

Response send(const WebFile& file, const Request& request) {
  const bool compressed = file.brotli && acceptsToken(request.header("accept-encoding"), "br");
  const std::string& etag = compressed ? file.brotliEtag : file.etag;
  Response response;
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Cache-Control", file.isImmutable ? kImmutable : file.isForOthers ? kAnHour : kRevalidate);
  if (file.isForOthers) letAnyPageLoad(response);
  if (file.brotli) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (matchesEtag(request.header("if-none-match"), etag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", file.contentType);
  if (compressed) response.headers.emplace_back("Content-Encoding", "br");
  response.sharedBody = compressed ? file.brotli : file.content;
  return response;
}

std::string indexOf(const std::string& folder) { return folder + "index.html"; }

// Some messengers write the sign before a fragment as %23: then it is a part of the path, which no page has.
std::optional<std::string> pageWithFragment(std::string_view path, const WebFolder& folder) {
  const std::size_t at = path.find("%23");
  if (at == std::string_view::npos || at == 0 || path[at - 1] != '/') return std::nullopt;
  const std::string page(path.substr(1, at - 1));
  if (!folder.find(indexOf(page))) return std::nullopt;   // only pages of our own
  return std::string("/").append(page).append("#").append(path.substr(at + 3));
}

}  // namespace

void WebRoutes::addTo(Router& router) const {
  if (folder_.load())
    for (const char* shortAddress : {"/scan", "/scan/"}) router.redirect(shortAddress, "/console/");   // what staff type
  router.add({Method::Get, "/frame/{portal}/", kAnyone, Work::Blocking, [this](const Call& call) { return frame(call); }});
  router.setFallback([this](const Request& request) { return answer(request); });
}

Result<Response> WebRoutes::frame(const Call& call) const {
  const auto folder = folder_.load();
  const WebFile* page = folder ? folder->find("frame/index.html") : nullptr;
  if (!page) return notFound(call.request);
  CC_TRY(portal, store_.read([&](Session& session) { return portals::find(session, call.path.text("portal")); }));
  if (!portal) return notFound(call.request);
  CC_TRY(html, framePageFor(*page->content, portal->origin));
  Response response;
  response.headers.emplace_back("Content-Type", page->contentType);
  response.headers.emplace_back("Cache-Control", "no-store");   // a portal that is removed is framed no more
  letFrame(response, portal->origin);
  response.body = std::move(html);
  return response;
}

Response WebRoutes::answer(const Request& request) const {
  const auto folder = folder_.load();
  const auto name = decodeWebPath(request.path());
  if (!folder || !name) return notFound(request);
  const bool isFolder = name->empty() || name->ends_with('/');
  if (const WebFile* file = folder->find(isFolder ? indexOf(*name) : *name)) return send(*file, request);
  if (const auto page = pageWithFragment(request.path(), *folder)) return redirectTo(*page);
  // Relative links of a page work only below its folder. Built from a name that is in our own map.
  if (!isFolder && folder->find(indexOf(*name + "/")) && request.path().substr(1) == *name) {
    return redirectTo(std::string(request.path()).append("/"));
  }
  return notFound(request);
}

}  // namespace citycode::server
