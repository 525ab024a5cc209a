// The status list: which passes of one issuer key and one day are revoked, exactly. The day is the UTC day in which
// a pass begins (its nbf). Signed by the issuer's key as a COSE_Sign1 with kid; its payload is
//
//   full   {1: day, 2: version, 3: iat, 4: exp, 5: universe bits, 6: revoked}
//   delta  {1: day, 2: version, 3: iat, 4: exp, 5: universe bits, 7: base version, 8: removed, 9: added,
//           10: SHA-256 of the set that results}
//
// where revoked, removed and added are sets, `[count, k, gaps]` (revoked_set.h). Unknown keys below 64 are critical
// and refused; keys from 64 on are for later and ignored. A pass by the same key is no status list: it has no 1.
#pragma once

#include <cstdint>
#include <span>
#include <variant>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/result.h"
#include "citycode/revoked_set.h"

namespace citycode {

inline constexpr std::int64_t kSecondsPerStatusDay = 86400;

/// A signed list or delta: the gaps of two sets, and room for the rest.
inline constexpr std::size_t kMaxStatusListBytes = 2 * kMaxGapBytes + 1024;

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

struct StatusList {
  StatusHead head;
  RevokedSet revoked;
};

struct StatusDelta {
  StatusHead head;                        // of the list that results
  std::uint64_t baseVersion = 0;          // the same version too: then only the times are new
  RevokedSet removed, added;
  Sha256 resultDigest{};                  // RevokedSet::digest
};

Bytes writeStatusList(const SigningKey& issuer, const StatusList& list);
/// The same of indices, which rise strictly. Fault: revocation/bad-list for a list that a verifier would refuse.
Result<Bytes> writeStatusList(const SigningKey& issuer, const StatusHead& head, std::span<const std::uint32_t> revoked);
Bytes writeStatusDelta(const SigningKey& issuer, const StatusDelta& delta);

/// Payload only, nothing verified. Faults: cbor/*, revocation/bad-list.
Result<std::variant<StatusList, StatusDelta>> decodeStatus(ByteView payload);

/// Verifies a full list or a delta against the issuer's key, then decodes.
/// Faults: revocation/bad-list, revocation/bad-signature, cbor/*, cose/*.
Result<std::variant<StatusList, StatusDelta>> readStatus(ByteView bytes, ByteView issuerKey);

/// The very list that the issuer signed as that version, or revocation/delta-not-for-this-list.
Result<StatusList> applyStatusDelta(const StatusList& base, const StatusDelta& delta);

}  // namespace citycode
