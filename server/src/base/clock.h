// The server's one source of time, handed to whoever needs it.
#pragma once

#include <chrono>
#include <cstdint>

namespace citycode::server {

inline constexpr std::int64_t kMillisecondsPerSecond = 1000;
inline constexpr std::int64_t kSecondsPerHour = 3600;
inline constexpr std::int64_t kSecondsPerDay = 86400;

class Clock {
 public:
  /// `offsetSeconds` is 0 except in tests, which look at tomorrow without waiting for it.
  explicit Clock(std::int64_t offsetSeconds = 0) : offsetMs_(offsetSeconds * kMillisecondsPerSecond) {}

  std::int64_t nowUnixMs() const {
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(sinceEpoch).count() + offsetMs_;
  }
  std::int64_t nowUnixSeconds() const { return nowUnixMs() / kMillisecondsPerSecond; }

 private:
  std::int64_t offsetMs_;
};

}  // namespace citycode::server
