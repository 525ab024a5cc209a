#include "callers/router.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>

#include "http/path_template.h"
#include "http/redirect.h"
#include "http/security_headers.h"

namespace citycode::server {
namespace {

constexpr std::string_view kApiRoute = "/v1/*";
constexpr std::string_view kStaticRoute = "/*";

// In the order in which Allow names them.
constexpr std::array<Method, 5> kMethods{Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete};

// HEAD is answered as GET; the engine leaves the body out.
Method handledAs(Method method) { return method == Method::Head ? Method::Get : method; }

bool isApiPath(std::string_view path) { return path == "/v1" || path.starts_with("/v1/"); }

Response methodNotAllowed(const Request& request, std::string_view route, std::string allow) {
  Response response = problem(Fault::RequestMethodNotAllowed, request.requestId);
  response.headers.emplace_back("Allow", std::move(allow));   // RFC 9110 section 15.5.6
  response.route = route;
  return response;
}

}  // namespace

void Router::add(Route route) {
  assert(std::none_of(routes_.begin(), routes_.end(), [&](const Route& r) { return r.method == route.method && r.path == route.path; }));
  // Literal paths first, so that the first that fits is the one that is meant.
  const auto place = hasParameters(route.path) ? routes_.end() : std::find_if(routes_.begin(), routes_.end(), [](const Route& r) { return hasParameters(r.path); });
  routes_.insert(place, std::move(route));
}

void Router::redirect(std::string_view path, std::string location) {
  add({Method::Get, path, kAnyone, Work::Quick, [to = std::move(location)](const Call&) { return redirectTo(to); }});
}

void Router::setFallback(std::function<Response(const Request&)> handler) { fallback_ = std::move(handler); }

std::optional<Router::Found> Router::find(Method method, std::string_view path) const {
  for (const Route& route : routes_) {
    if (route.method != method) continue;
    if (auto parameters = matchPath(route.path, path)) return Found{&route, std::move(*parameters)};
  }
  return std::nullopt;
}

bool Router::mayBlock(const Request& request) const {
  const auto found = find(handledAs(request.method), request.path());
  return found && found->route->work == Work::Blocking;
}

Response Router::answer(const Request& request) const {
  const Method method = handledAs(request.method);
  if (auto found = find(method, request.path())) return call(std::move(*found), request);
  if (auto refused = refuseMethod(request)) return std::move(*refused);
  if (isApiPath(request.path())) {
    Response response = problem(Fault::RequestNotFound, request.requestId);
    response.route = kApiRoute;
    return response;
  }
  if (method != Method::Get) return methodNotAllowed(request, kStaticRoute, "GET, HEAD");
  Response response = fallback_(request);
  response.route = kStaticRoute;
  return response;
}

Response Router::call(Found found, const Request& request) const {
  const auto answered = [&]() -> Result<Response> {
    CC_TRY(admitted, authenticator_.admit(request, found.route->callers));
    // Asked again of whoever was let in: no mistake of the authenticator makes a terminal of a phone.
    if (!mayCall(admitted.caller, found.route->callers)) return Fault::IssueUnknownDevice;
    return found.route->handler(Call(request, std::move(found.parameters), std::move(admitted)));
  };
  auto answer = answered();
  Response response = answer ? std::move(*answer) : authenticator_.refuse(answer.fault(), request);
  response.route = found.route->path;
  if (response.later) {
    const auto look = [later = response.later, route = response.route](bool isLast) {
      auto answer = later->look(isLast);
      if (answer) answer->route = route;
      return answer;
    };
    response.later = std::make_shared<Later>(Later{response.later->most, response.later->mayBeThere, look});
  }
  if (found.route->readers == Readers::AnyPage) letAnyPageRead(response);
  return response;
}

std::optional<Response> Router::refuseMethod(const Request& request) const {
  std::string allow;
  std::string_view route;
  for (const Method method : kMethods) {
    const auto found = find(method, request.path());
    if (!found) continue;
    if (allow.empty()) route = found->route->path;
    allow.append(allow.empty() ? "" : ", ").append(methodName(method));
    if (method == Method::Get) allow += ", HEAD";
  }
  if (allow.empty()) return std::nullopt;
  return methodNotAllowed(request, route, std::move(allow));
}

}  // namespace citycode::server
