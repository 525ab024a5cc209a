// The trust lists that were ever published. Each function runs inside the caller's unit of work.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/session.h"

namespace citycode::server {

struct StoredTrustList {
  std::uint64_t version = 0;
  std::int64_t issuedUnixSeconds = 0;
  Bytes bytes;   // as signed
};

namespace trust_lists {

/// Nothing before the first.
Result<std::optional<StoredTrustList>> newest(Session& session);
/// All versions, the newest first.
Result<std::vector<StoredTrustList>> history(Session& session);
/// Keeps the newer one: an older version, or an older time of the same version, changes nothing. False then.
Result<bool> save(Session& session, const StoredTrustList& list);

}  // namespace trust_lists
}  // namespace citycode::server
