// The latest time at which a verifier worked. A clock that is set back would accept what somebody filmed before, also
// within the life of the newest list: so a clock that goes back decides nothing until it is known to be right.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "citycode/limits.h"

namespace citycode {

class WorkClock {
 public:
  /// The latest time at which a code was judged by a list that was not too old; 0 before the first.
  std::int64_t latestUnixSeconds() const { return latestUnixSeconds_; }

  bool wentBack(std::int64_t nowUnixSeconds) const { return nowUnixSeconds < latestUnixSeconds_ - kClockBackSeconds; }

  /// A code is judged. A clock that went back is noticed, and changes nothing.
  void judged(std::int64_t nowUnixSeconds);

  /// What was saved at the last start.
  void restore(std::int64_t latestUnixSeconds) { latestUnixSeconds_ = std::max(latestUnixSeconds_, latestUnixSeconds); }

  /// A signed list was taken. One that is newer than every list before, and was signed after this clock was noticed to have
  /// gone back, agrees with it: then the clock is right, and was ahead before.
  void listCame(std::int64_t issuedUnixSeconds, std::int64_t nowUnixSeconds);

  /// The city's server was asked for its time, by a connection that nobody else can answer.
  void serverSaid(std::int64_t serverUnixSeconds, std::int64_t nowUnixSeconds);

 private:
  std::int64_t latestUnixSeconds_ = 0;
  std::int64_t newestListUnixSeconds_ = 0;
  std::optional<std::int64_t> noticedUnixSeconds_;   // when it was first seen that the clock went back
};

}  // namespace citycode
