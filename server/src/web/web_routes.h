// Static files (docs/api.md): every path outside /v1/; and the page that portals show in a frame.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "callers/router.h"
#include "store/store.h"
#include "web/web_folder.h"

namespace citycode::server {

class WebRoutes {
 public:
  /// Null for a server without a web app: then every path is 404.
  WebRoutes(std::shared_ptr<const WebFolder> folder, Store& store) : folder_(std::move(folder)), store_(store) {}

  /// This object must outlive the router.
  void addTo(Router& router) const;
  /// Takes effect for the next request (SIGHUP after a new build).
  void replace(std::shared_ptr<const WebFolder> folder) { folder_.store(std::move(folder)); }

 private:
  Response answer(const Request& request) const;
  Result<Response> frame(const Call& call) const;

  std::atomic<std::shared_ptr<const WebFolder>> folder_;
  Store& store_;
};

}  // namespace citycode::server
