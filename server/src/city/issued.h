// What everything that the city issues has in common: those who issue need it, and those who publish what was revoked.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace citycode::server {

/// 4.3 billion passes a day: 126 for each of 34 million people (docs/adr/0062).
inline constexpr int kPassIndexBits = 32;
/// A card's number is its index: 16.8 million, which people read in 8 digits.
inline constexpr int kCardIndexBits = 24;
inline constexpr std::int64_t kPassLifeSeconds = kSecondsPerDay;   // docs/api.md, "POST /v1/passes"
/// 96 bits: two of 10^9 people have one with a probability of 10^-11.
inline constexpr std::size_t kPseudonymBytes = 12;

}  // namespace citycode::server
