// What the status lists name: for each issuer key and day the revoked indices, each with the version that names it first. Each function
// runs inside the caller's unit of work.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "citycode/crypto.h"
#include "registry/revocation_reason.h"
#include "store/session.h"

namespace citycode::server {

/// Where the status list of one day stands. The version rises in the unit of work that revokes.
struct StatusDay {
  std::int64_t utcDay = 0;
  std::uint64_t version = 0;
  std::int64_t issuedUnixSeconds = 0;   // when it was last signed; 0: never
};

struct RevokedIndex {
  std::uint32_t index = 0;
  std::uint64_t version = 0;   // the first list that names it
};

namespace revocations {

Result<std::vector<StatusDay>> days(Session& session, const PublicKey& issuerKey);
/// What the list of that day and version names, by rising index.
Result<std::vector<RevokedIndex>> named(Session& session, const PublicKey& issuerKey, std::int64_t utcDay, std::uint64_t upToVersion);
/// Remembers when a day's list was signed, for a day without a list as version 1. Time never goes back.
Result<Done> saveIssued(Session& session, const PublicKey& issuerKey, std::int64_t utcDay, std::int64_t issuedUnixSeconds);
/// The date of a day's list was given by a clock that was ahead: a new version with this date takes its place.
Result<StatusDay> correctIssued(Session& session, const PublicKey& issuerKey, std::int64_t utcDay, std::int64_t issuedUnixSeconds);
/// What is said of passes that ended before then; the list of the cards never ends.
Result<Done> deleteEndedBefore(Session& session, std::int64_t unixMs);

/// Names indices in the lists of issuers, within one unit of work: each list gets one new version, however much it names anew.
class Naming {
 public:
  Naming(Session& session, const std::vector<PublicKey>& issuerKeys, RevocationReason reason, std::int64_t nowUnixMs)
      : session_(session), issuerKeys_(issuerKeys), reason_(reason), nowUnixMs_(nowUnixMs) {}

  /// Returns how many were not named before, in each list the same. No index of a day is given twice, whoever signs.
  Result<std::uint32_t> name(std::int64_t utcDay, const std::vector<std::uint32_t>& indices);
  /// For what is named from now on.
  void because(RevocationReason reason) { reason_ = reason; }

 private:
  Result<std::int64_t> versionOf(const PublicKey& issuerKey, std::int64_t utcDay);

  Session& session_;
  const std::vector<PublicKey>& issuerKeys_;
  RevocationReason reason_;
  std::int64_t nowUnixMs_;
  std::map<std::pair<PublicKey, std::int64_t>, std::int64_t> versions_;
};

}  // namespace revocations
}  // namespace citycode::server
