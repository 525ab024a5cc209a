// What a restore changes in the records that it brings back, so that the city that goes on with them says nothing that contradicts what
// it said after the backup and has forgotten (docs/adr/0086).
#pragma once

#include <cstdint>
#include <vector>

#include "citycode/crypto.h"
#include "store/session.h"

namespace citycode::server {

struct RestoreMoment {
  std::vector<PublicKey> issuerKeys;   // of all issuers that the city has keys of
  std::int64_t takenUnixSeconds = 0;   // the backup
  std::int64_t nowUnixSeconds = 0;
};

/// Raises versions of lists and counters of places above all that may have been given since, and ends codes and questions that were open.
/// Returns by how much versions rise. Inside the unit of work that ends the restore.
Result<std::int64_t> raiseRecords(Session& session, const RestoreMoment& moment);

/// By how much versions of lists rise: of what was published since, nothing has more. `highest` is the highest in the backup.
std::int64_t versionsToSkip(std::int64_t highest, const RestoreMoment& moment);

}  // namespace citycode::server
