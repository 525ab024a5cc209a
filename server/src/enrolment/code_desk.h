// Makes one-use enrolment codes. No HTTP and no command line here.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "citycode/trust_list.h"
#include "registry/enrolments.h"
#include "store/store.h"

namespace citycode::server {

inline constexpr std::int64_t kCounterCodeSeconds = 24 * kSecondsPerHour;   // docs/api.md: a letter, a day
inline constexpr std::int64_t kDemoCodeSeconds = 15 * 60;                   // docs/api.md: as long as somebody looks at the demo

inline constexpr std::size_t kMaxTypedCodeBytes = 64;   // 12 characters and whatever spaces and hyphens people add

struct FreshCode {
  std::string text;   // "ABCD-EFGH-JKMN": for the person, never for a log
  std::int64_t expiresUnixSeconds = 0;
};

/// The hash under which a code is stored. `canonical` is what canonicalEnrolmentCode gave.
Sha256 enrolmentCodeHash(std::string_view canonical);

struct CodeDesk {
  Store& store;
  Clock clock;

  /// Faults: request/not-found for a person that the records do not have, store/*.
  Result<FreshCode> forPhone(const Identifier& personId, std::int64_t lifeSeconds) const;
  /// The venue's id was checked (isVenueId). Faults: scope/unknown for a scene that `list` does not have, store/*.
  Result<FreshCode> forTerminal(Venue venue, std::vector<std::string> scopes, const TrustList& list, std::int64_t lifeSeconds) const;
};

}  // namespace citycode::server
