// A UTC day as people write it.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/log.h"

namespace citycode::server {

/// "2026-11-27" of days since 1970-01-01.
inline std::string dayText(std::int64_t utcDay) {
  constexpr std::size_t kDayChars = 10;   // of "2026-11-27T00:00:00.000Z"
  return utcText(utcDay * kSecondsPerDay * kMillisecondsPerSecond).substr(0, kDayChars);
}

}  // namespace citycode::server
