// Printed cards. A card belongs to a person, not to the phone that it was asked for with. Each function runs inside the caller's
// unit of work.
#pragma once

#include <optional>
#include <vector>

#include "base/identifier.h"
#include "registry/revocation_reason.h"
#include "store/session.h"

namespace citycode::server {

/// Its number is its place in the status list of the cards; no other card ever has it.
struct PaperCardRecord {
  std::uint32_t number = 0;
  Identifier personId{};
  std::int64_t issuedUnixMs = 0;
  std::int64_t expiresUnixMs = 0;
  std::int64_t revokedUnixMs = 0;   // 0: it was not
};

namespace cards {

/// `quotaUtcDay` is the day whose quota it counts for.
Result<Done> add(Session& session, const PaperCardRecord& card, std::int64_t quotaUtcDay);
Result<std::int64_t> countOn(Session& session, const Identifier& personId, std::int64_t quotaUtcDay);
/// The newest first, those that ended or were revoked too, as long as they are kept.
Result<std::vector<PaperCardRecord>> ofPerson(Session& session, const Identifier& personId);
/// Nothing when unknown.
Result<std::optional<PaperCardRecord>> find(Session& session, std::uint32_t number);
/// One card of this person, or without a number all; returns the numbers of those that were not revoked before.
/// Fault: request/not-found when the number is no card of this person.
Result<std::vector<std::uint32_t>> revoke(Session& session, const Identifier& personId, std::optional<std::uint32_t> number,
                                          RevocationReason reason, std::int64_t nowUnixMs);
/// Of a clock that was ahead: what it dated after now.
Result<Done> bringDatesBackTo(Session& session, std::int64_t nowUnixMs);
Result<Done> deleteExpiredBefore(Session& session, std::int64_t unixMs);

}  // namespace cards
}  // namespace citycode::server
