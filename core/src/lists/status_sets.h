// Status lists and deltas with their sets, for whoever signs or verifies them. Each is a COSE_Sign1 by the issuer's key, with
// kid; its payload is
//
//   full   {1: day, 2: version, 3: iat, 4: exp, 5: universe bits, 6: revoked}
//   delta  {1: day, 2: version, 3: iat, 4: exp, 5: universe bits, 7: base version, 8: removed, 9: added,
//           10: SHA-256 of the set that results}
//
// where revoked, removed and added are sets, `[count, k, gaps]` (revoked_set.h). Unknown keys below 64 are critical
// and refused; keys from 64 on are for later and ignored. A pass by the same key is no status list: it has no 1.
#pragma once

#include <variant>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/result.h"
#include "citycode/status_list.h"
#include "lists/revoked_set.h"

namespace citycode {

/// A signed list or delta: the gaps of two sets, and room for the rest.
inline constexpr std::size_t kMaxStatusListBytes = 2 * kMaxGapBytes + 1024;

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
Bytes writeStatusDelta(const SigningKey& issuer, const StatusDelta& delta);

/// Payload only, nothing verified. Faults: cbor/*, revocation/bad-list.
Result<std::variant<StatusList, StatusDelta>> decodeStatus(ByteView payload);

/// Verifies a full list or a delta against the issuer's key, then decodes.
/// Faults: revocation/bad-list, revocation/bad-signature, cbor/*, cose/*.
Result<std::variant<StatusList, StatusDelta>> readStatus(ByteView bytes, ByteView issuerKey);

/// The very list that the issuer signed as that version, or revocation/delta-not-for-this-list.
Result<StatusList> applyStatusDelta(const StatusList& base, const StatusDelta& delta);

}  // namespace citycode
