// Notices when one network, one kiosk or one office sends more ratings than people do. What comes then is kept and counted like
// everything else, and marked: nobody can drown an office's figures, or silence people by sending much beside them. Who sent is never
// kept (http/rate_limit.h).
#pragma once

#include <string_view>

#include "base/clock.h"
#include "http/rate_limit.h"

namespace citycode::server {

/// A household, or a hall full of people who share its network, rates a few times an hour: 30 at once, and one in 10 s, are more.
inline constexpr RateLimitOptions kSenderRate{0.1, 30};
/// A large office serves 3,000 people in a day of 8 hours, one in 10 s; ten times as many ratings are more, and so are 300 at once.
inline constexpr RateLimitOptions kOfficeRate{1, 300};

class FloodWatch {
 public:
  /// `isBehindProxy`: every network is the proxy's, and says nothing; `clock` is asked for passed time alone.
  FloodWatch(Clock clock, bool isBehindProxy) : FloodWatch(clock, isBehindProxy ? RateLimitOptions{0, 0} : kSenderRate, kSenderRate, kOfficeRate) {}
  FloodWatch(Clock clock, RateLimitOptions networks, RateLimitOptions kiosks, RateLimitOptions offices)
      : clock_(clock), networks_(networks), kiosks_(kiosks), offices_(offices) {}

  bool isUnusualFrom(std::string_view network, std::string_view officeId) { return isOver(networks_, network, officeId); }
  bool isUnusualFromKiosk(std::string_view terminalId, std::string_view officeId) { return isOver(kiosks_, terminalId, officeId); }

 private:
  /// Both are counted, whichever is over.
  bool isOver(RateLimit& senders, std::string_view sender, std::string_view officeId) {
    const bool isSender = senders.admit(sender, clock_.passedMs()), isOffice = offices_.admit(officeId, clock_.passedMs());
    return !isSender || !isOffice;
  }

  Clock clock_;
  RateLimit networks_, kiosks_, offices_;
};

}  // namespace citycode::server
