// Invented ratings of the demo's offices, so that its public figures show something.
#pragma once

#include <cstdint>

#include "store/session.h"

namespace citycode::server {

inline constexpr std::int64_t kMaxDemoRatings = 100'000;

/// Inside the caller's unit of work: so many ratings of services in the half year before, as if they had been given one after another. Nothing
/// is done where a rating is stored already.
Result<Done> addDemoRatings(Session& session, std::int64_t count, std::int64_t nowUnixSeconds);

}  // namespace citycode::server
