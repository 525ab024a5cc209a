// How old a trust list is for a scene, and whether it proves this clock wrong: the same for every kind of code.
#pragma once

#include <algorithm>
#include <cstdint>

#include "citycode/verify.h"

namespace citycode {

/// The times of a code are compared with this much tolerance, as kListAheadSeconds is for lists: phones and terminals
/// without a network drift by a few seconds a day.
inline constexpr std::int64_t kClockSkewSeconds = 60;

struct TrustListAge {
  std::int64_t seconds = 0;
  bool clockIsBehind = false;
  Freshness freshness = Freshness::Unknown;   // Unknown also for a scene that the list has not
};

inline TrustListAge ageOfTrustList(const TrustList& list, const VerifyRequest& request) {
  TrustListAge age;
  age.seconds = request.nowUnixSeconds - list.issuedUnixSeconds;
  // No right clock is before what was signed already, by root or issuer.
  const std::int64_t newestStatus = request.statusLists ? request.statusLists->newestIssuedUnixSeconds() : 0;
  const std::int64_t newestList = std::max(list.issuedUnixSeconds, newestStatus);
  age.clockIsBehind = request.nowUnixSeconds < newestList - kListAheadSeconds;
  const ScopePolicy* const scope = list.findScope(request.scopeName);
  if (scope && !age.clockIsBehind)
    age.freshness = age.seconds <= scope->freshSeconds    ? Freshness::Fresh
                    : age.seconds < scope->tooOldSeconds ? Freshness::Stale
                                                         : Freshness::TooOld;
  return age;
}

}  // namespace citycode
