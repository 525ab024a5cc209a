// How far apart the clocks of phones, terminals and issuers may be.
#pragma once

#include <cstdint>

namespace citycode {

/// The times of a code are compared with this much tolerance, as kListAheadSeconds is for lists: phones and terminals
/// without a network drift by a few seconds a day.
inline constexpr std::int64_t kClockSkewSeconds = 60;

}  // namespace citycode
