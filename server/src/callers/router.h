// Which handler answers which path, and for whom. Everything outside /v1/ that no row names belongs to the web app.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "callers/call.h"

namespace citycode::server {

enum class Work { Quick, Blocking };   // Blocking may wait for the disk
/// Which pages may read the answer. Any: public, the same for everybody, and nothing that a cookie or a signature has opened.
enum class Readers { OwnPages, AnyPage };

/// One row: what is answered, for whom, by what.
struct Route {
  Method method;             // Get answers HEAD too
  std::string_view path;     // a literal, which logs show; with parameters (http/path_template.h), or without
  Callers callers;
  Work work;
  std::function<Result<Response>(const Call&)> handler;   // a fault becomes a problem document; one that waits (Response::later) is Blocking
  Readers readers = Readers::OwnPages;
};

class Router {
 public:
  /// `authenticator` must outlive the router.
  explicit Router(Authenticator& authenticator) : authenticator_(authenticator) {}

  /// A path without parameters goes before one with. Two rows of one method and path are a bug.
  void add(Route route);
  /// GET and HEAD of `path`, a literal, are sent to `location`, for everybody.
  void redirect(std::string_view path, std::string location);
  /// Answers GET and HEAD of every path outside /v1/ that no row names.
  void setFallback(std::function<Response(const Request&)> handler);

  /// In the order in which they are tried.
  const std::vector<Route>& rows() const { return routes_; }

  Response answer(const Request& request) const;
  bool mayBlock(const Request& request) const;

 private:
  struct Found {
    const Route* route;
    PathParameters parameters;
  };

  std::optional<Found> find(Method method, std::string_view path) const;
  Response call(Found found, const Request& request) const;
  std::optional<Response> refuseMethod(const Request& request) const;

  Authenticator& authenticator_;
  std::vector<Route> routes_;
  std::function<Response(const Request&)> fallback_;
};

}  // namespace citycode::server
