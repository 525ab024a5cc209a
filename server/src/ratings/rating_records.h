// What people said, by the tokens that they spent for it. A row says nothing of who gave it or when: its key is a digest of random bytes,
// and of its time there is the UTC day (docs/adr/0069). Each function runs inside the caller's unit of work.
#pragma once

#include <cstdint>
#include <optional>

#include "rating/rating.h"
#include "store/session.h"

namespace citycode::server {

struct RatingRecord {
  RatedService service;
  Sha256 tokenDigest{};                   // of the token's input; at a kiosk random bytes
  std::optional<Sha256> ratingDigest;     // of the message, for whoever sends it again; none at a kiosk
  std::int64_t utcDay = 0;
  Opinion opinion;
  std::optional<Sha256> replyDigest;
  bool isUnusual = false;
};

namespace rating_records {

/// False when the same message is there already. Fault: rating/spent when its token is there with another one.
Result<bool> add(Session& session, const RatingRecord& record);

}  // namespace rating_records
}  // namespace citycode::server
