// Makes the record by which phones know a portal (docs/format.md, the portal request). No HTTP and no command line here.
#pragma once

#include "base/clock.h"
#include "citycode/crypto.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"
#include "registry/portals.h"

namespace citycode::server {

/// A portal fetches one a month; one that was removed is refused by the relay at once, whatever its record says.
inline constexpr std::int64_t kPortalRecordLifeSeconds = 30 * kSecondsPerDay;

struct SignedPortalRecord {
  Bytes bytes;
  std::int64_t expiresUnixSeconds = 0;
};

/// Faults: request/not-found for a portal that asks nobody to sign in, scope/unknown for a scene that the list does not have,
/// portal/bad-request for what no phone would take.
Result<SignedPortalRecord> portalRecordOf(const Portal& portal, const TrustList& list, const SigningKey& issuer, std::int64_t nowUnixSeconds);

}  // namespace citycode::server
