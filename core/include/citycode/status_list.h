// The status list: which passes of one issuer key and one day are revoked, exactly. The day is the UTC day in which
// a pass begins (its nbf). Signed by the issuer's key.
#pragma once

#include <cstdint>
#include <span>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/result.h"

namespace citycode {

inline constexpr std::int64_t kSecondsPerStatusDay = 86400;

/// The day whose list speaks of a pass that begins then; days since 1970-01-01 UTC.
inline std::int64_t statusDayOf(std::int64_t notBeforeUnixSeconds) { return notBeforeUnixSeconds / kSecondsPerStatusDay; }

/// All cards of one issuer key share one status list, which stands under this day: a terminal fetches one list and not
/// one for each of the last 180 days.
inline constexpr std::int64_t kPaperStatusDay = 0;

struct StatusHead {
  std::int64_t day = 0;
  std::uint64_t version = 0;              // rises when the set changes; the same set may be signed anew
  std::int64_t issuedUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;    // from here on no pass of this day is valid: the list may be forgotten
  int universeBits = 0;                   // 1 to 32: the list speaks of indices below 2^bits

  friend bool operator==(const StatusHead&, const StatusHead&) = default;
};

/// A signed full list of these indices, which rise strictly. Fault: revocation/bad-list for a list that a verifier would
/// refuse.
Result<Bytes> writeStatusList(const SigningKey& issuer, const StatusHead& head, std::span<const std::uint32_t> revoked);

}  // namespace citycode
