#include "http/router.h"

#include <algorithm>

#include "http/problem.h"

namespace citycode::server {
namespace {

constexpr std::string_view kApiRoute = "/v1/*";
constexpr std::string_view kStaticRoute = "/*";

// HEAD is answered as GET; the engine leaves the body out.
Method handledAs(Method method) { return method == Method::Head ? Method::Get : method; }

bool isApiPath(std::string_view path) { return path == "/v1" || path.starts_with("/v1/"); }

bool isBeneath(std::string_view route, std::string_view path) {
  return route.ends_with("/*") && path.starts_with(route.substr(0, route.size() - 1));
}

Response methodNotAllowed(const Request& request, std::string_view route, std::string allow) {
  Response response = problem(Fault::RequestMethodNotAllowed, request.requestId);
  response.headers.emplace_back("Allow", std::move(allow));   // RFC 9110 section 15.5.6
  response.route = route;
  return response;
}

}  // namespace

void Router::add(Method method, std::string_view path, Work work, Handler handler) {
  routes_.push_back({method, path, work, std::move(handler)});
}

void Router::setFallback(Handler handler) { fallback_ = std::move(handler); }

const Router::Route* Router::find(Method method, std::string_view path) const {
  const auto fits = [&](const Route& route) { return route.method == method && route.path == path; };
  auto found = std::find_if(routes_.begin(), routes_.end(), fits);
  if (found == routes_.end()) {
    found = std::find_if(routes_.begin(), routes_.end(),
                         [&](const Route& route) { return route.method == method && isBeneath(route.path, path); });
  }
  return found == routes_.end() ? nullptr : &*found;
}

bool Router::mayBlock(const Request& request) const {
  const Route* route = find(handledAs(request.method), request.path());
  return route != nullptr && route->work == Work::Blocking;
}

Response Router::answer(const Request& request) const {
  const Method method = handledAs(request.method);
  if (const Route* route = find(method, request.path())) {
    Response response = route->handler(request);
    response.route = route->path;
    return response;
  }
  if (find(Method::Get, request.path()) || find(Method::Post, request.path())) return refuseMethod(request);
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

Response Router::refuseMethod(const Request& request) const {
  const Route* get = find(Method::Get, request.path());
  const Route* post = find(Method::Post, request.path());
  std::string allow = get ? "GET, HEAD" : "";
  if (post) allow += get ? ", POST" : "POST";
  return methodNotAllowed(request, get ? get->path : post->path, std::move(allow));
}

}  // namespace citycode::server
