// The page that a portal's site shows in a frame (docs/embed.md).
#pragma once

#include <string>
#include <string_view>

#include "citycode/result.h"

namespace citycode::server {

/// The built page with the origin of the one site that may frame it, which it answers and nobody else. Faults: request/not-found for a page
/// that has no place for it, store/damaged for what is no origin.
Result<std::string> framePageFor(std::string_view page, std::string_view origin);

}  // namespace citycode::server
