// What everything that the city issues has in common: those who issue need it, and those who publish what was revoked.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace citycode::server {

/// 16.8 million passes a day of one issuer key: a status list's gaps stay below 2^24.
inline constexpr int kStatusIndexBits = 24;
inline constexpr std::int64_t kPassLifeSeconds = kSecondsPerDay;   // docs/api.md, "POST /v1/passes"
/// 96 bits: two of 10^9 people have one with a probability of 10^-11.
inline constexpr std::size_t kPseudonymBytes = 12;

}  // namespace citycode::server
