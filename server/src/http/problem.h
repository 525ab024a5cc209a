// Refusals as problem documents (RFC 9457): one fault, one plain sentence, never a word of the request.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/result.h"
#include "http/response.h"

namespace citycode::server {

/// What a person is told; English, the page translates by fault id.
std::string_view problemTitle(Fault fault);

struct ProblemDetails {
  std::optional<std::int64_t> retryAfterSeconds{};      // default kRetryAfterSeconds for 429 and 503
  std::optional<std::int64_t> clockDifferenceSeconds{};  // request/clock-differs: created - now
};

inline constexpr std::int64_t kRetryAfterSeconds = 5;   // a full disk or a busy store is not mended sooner

Response problem(Fault fault, std::string_view requestId, const ProblemDetails& details = {});

}  // namespace citycode::server
