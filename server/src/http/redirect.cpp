#include "http/redirect.h"

namespace citycode::server {

Response redirectTo(std::string location) {
  Response response;
  response.status = 302;
  response.headers.emplace_back("Location", std::move(location));
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace citycode::server
