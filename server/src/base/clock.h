// The server's one source of time, handed to whoever needs it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "base/city_time.h"

namespace citycode::server {

inline constexpr std::int64_t kMillisecondsPerSecond = 1000;
inline constexpr std::int64_t kSecondsPerHour = 3600;
inline constexpr std::int64_t kSecondsPerDay = 86400;

/// A record's date may lie this far ahead of the clock before it counts as one of a clock that was ahead: what small
/// corrections of a clock leave behind. Verifiers allow 300 s (docs/format.md); the rest is for their own clocks.
inline constexpr std::int64_t kDateAheadSeconds = 60;

/// What is of use until some time is kept as much longer, for a server whose clock is ahead would delete it from under the others: a week
/// is believed without anybody's word (kSwitchedOffMs), and a day is spare.
inline constexpr std::int64_t kKeptForWrongClocksSeconds = 8 * kSecondsPerDay;

class Clock {
 public:
  /// `offsetSeconds` is 0 except in tests, which look at tomorrow without waiting for it.
  explicit Clock(std::int64_t offsetSeconds = 0) : offsetMs_(offsetSeconds * kMillisecondsPerSecond) {}
  /// The time that the city believes; it is shared by all copies.
  explicit Clock(std::shared_ptr<CityTime> time) : time_(std::move(time)) {}

  std::int64_t nowUnixMs() const {
    if (time_) return time_->nowUnixMs();
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(sinceEpoch).count() + offsetMs_;
  }
  std::int64_t nowUnixSeconds() const { return nowUnixMs() / kMillisecondsPerSecond; }

  /// Seconds that have passed since some moment, for memories: nobody sets this one.
  std::int64_t passedSeconds() const { return passedMs() / kMillisecondsPerSecond; }
  std::int64_t passedMs() const {
    if (time_) return time_->passedMs();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
  }

  /// How far the machine's clock is ahead of the time that the city believes, while it is in doubt.
  std::optional<std::int64_t> doubtSeconds() const { return time_ ? time_->state().doubtSeconds : std::nullopt; }

 private:
  std::int64_t offsetMs_ = 0;
  std::shared_ptr<CityTime> time_;
};

}  // namespace citycode::server
