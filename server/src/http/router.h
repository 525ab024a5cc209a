// Which handler answers which path. Paths are exact; everything outside /v1/ belongs to the web app.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace citycode::server {

using Handler = std::function<Response(const Request&)>;

enum class Work { Quick, Blocking };   // Blocking may wait for the disk

class Router {
 public:
  /// `path` is a literal: it is the template that logs show. One that ends in "/*" takes every path beneath it that no
  /// exact one takes.
  void add(Method method, std::string_view path, Work work, Handler handler);
  /// Answers GET and HEAD of every path outside /v1/.
  void setFallback(Handler handler);

  Response answer(const Request& request) const;
  bool mayBlock(const Request& request) const;

 private:
  struct Route {
    Method method;
    std::string_view path;
    Work work;
    Handler handler;
  };

  const Route* find(Method method, std::string_view path) const;
  Response refuseMethod(const Request& request) const;

  std::vector<Route> routes_;
  Handler fallback_;
};

}  // namespace citycode::server
