// An answer in our own words. The engine adds Content-Length and Connection and nothing else.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "citycode/result.h"

namespace citycode::server {

struct Response {
  int status = 200;
  std::vector<std::pair<std::string_view, std::string>> headers;   // names are literals
  std::string body;
  std::shared_ptr<const std::string> sharedBody;   // instead of `body`: a file that is held in memory anyway
  std::string_view route = "-";                    // a template, for the log
  std::optional<Fault> fault;                      // for the log

  std::string_view content() const { return sharedBody ? std::string_view(*sharedBody) : std::string_view(body); }

  bool hasHeader(std::string_view name) const {
    for (const auto& header : headers) {
      if (header.first == name) return true;
    }
    return false;
  }
};

}  // namespace citycode::server
