#include "verdict/work_clock.h"

namespace citycode {

void WorkClock::judged(std::int64_t nowUnixSeconds) {
  if (!wentBack(nowUnixSeconds)) {
    latestUnixSeconds_ = std::max(latestUnixSeconds_, nowUnixSeconds);
    noticedUnixSeconds_.reset();
  } else if (!noticedUnixSeconds_ || nowUnixSeconds < *noticedUnixSeconds_) {
    noticedUnixSeconds_ = nowUnixSeconds;
  }
}

void WorkClock::listCame(std::int64_t issuedUnixSeconds, std::int64_t nowUnixSeconds) {
  const bool isNewest = issuedUnixSeconds > newestListUnixSeconds_;
  newestListUnixSeconds_ = std::max(newestListUnixSeconds_, issuedUnixSeconds);
  if (!isNewest || !wentBack(nowUnixSeconds) || !noticedUnixSeconds_ || issuedUnixSeconds < *noticedUnixSeconds_) return;
  latestUnixSeconds_ = nowUnixSeconds;
  noticedUnixSeconds_.reset();
}

void WorkClock::serverSaid(std::int64_t serverUnixSeconds, std::int64_t nowUnixSeconds) {
  const std::int64_t ahead = nowUnixSeconds - serverUnixSeconds;
  if (!wentBack(nowUnixSeconds) || ahead > kClockBackSeconds || ahead < -kClockBackSeconds) return;
  latestUnixSeconds_ = nowUnixSeconds;
  noticedUnixSeconds_.reset();
}

}  // namespace citycode
