// An answer in our own words. The engine adds Content-Length and Connection and nothing else.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "citycode/result.h"

namespace citycode::server {

struct Response;

/// An answer that is not there yet. Nobody's thread waits for it: the engine asks `mayBeThere` every kLookAgainEvery, on its event loop,
/// and then looks, where what may block does. When the time is over, or the server stops, it looks for the last time.
struct Later {
  std::chrono::milliseconds most{};
  std::function<bool()> mayBeThere;                               // quick
  std::function<std::optional<Response>(bool isLast)> look;       // nothing: not yet; never nothing when it is the last time
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string_view, std::string>> headers;   // names are literals
  std::string body;
  std::shared_ptr<const std::string> sharedBody;   // instead of `body`: a file that is held in memory anyway
  std::string_view route = "-";                    // a template, for the log
  std::optional<Fault> fault;                      // for the log
  std::shared_ptr<const Later> later;              // set: this is no answer, and nothing else of it counts

  std::string_view content() const { return sharedBody ? std::string_view(*sharedBody) : std::string_view(body); }

  bool hasHeader(std::string_view name) const {
    for (const auto& header : headers) {
      if (header.first == name) return true;
    }
    return false;
  }
};

}  // namespace citycode::server
