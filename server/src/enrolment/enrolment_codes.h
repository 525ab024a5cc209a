// Making one-use enrolment codes.
#pragma once

#include <string>

#include "base/clock.h"
#include "store/store.h"

namespace citycode::server {

inline constexpr std::int64_t kCounterCodeSeconds = 24 * kSecondsPerHour;   // docs/api.md: a letter, a day
inline constexpr std::int64_t kDemoCodeSeconds = 15 * 60;

inline constexpr std::size_t kMaxTypedCodeBytes = 64;   // 12 characters and whatever spaces and hyphens people add

struct FreshCode {
  std::string text;   // "ABCD-EFGH-JKMN": for the person, never for a log
  std::int64_t expiresUnixSeconds = 0;
};

/// The hash under which a code is stored. `canonical` is what canonicalEnrolmentCode gave.
Sha256 enrolmentCodeHash(std::string_view canonical);

/// The venue's id and the scenes were checked. Faults: store/*, internal/bug.
Result<FreshCode> makeTerminalCode(Store& store, Venue venue, std::vector<std::string> scopes, std::int64_t lifeSeconds, Clock clock);

/// The person must exist. Faults: store/*, internal/bug.
Result<FreshCode> makeEnrolmentCode(Store& store, const Identifier& personId, std::int64_t lifeSeconds, Clock clock);

}  // namespace citycode::server
