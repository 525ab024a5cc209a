// What revoking does to the records: devices with their passes, cards, and what a clock that was ahead has left. Each function runs
// inside the caller's unit of work.
#pragma once

#include <optional>
#include <vector>

#include "city/city_keys.h"
#include "registry/cards.h"
#include "registry/devices.h"

namespace citycode::server {

struct DeviceRevocation {
  std::vector<DeviceId> devices;
  RevocationReason reason = RevocationReason::Removed;
  std::int64_t nowUnixMs = 0;
  std::optional<Identifier> cardsOf{};   // whose paper cards are revoked with them, in the same step
};

struct CardRevocation {
  Identifier personId{};
  std::optional<std::uint32_t> number;   // nothing: all cards of this person
  RevocationReason reason = RevocationReason::Lost;
  std::int64_t nowUnixMs = 0;
};

struct RevokedCount {
  std::uint32_t devices = 0;   // that were not revoked before
  std::uint32_t passes = 0;    // of theirs that had not expired
  std::optional<std::uint32_t> cards{};   // that were not revoked before; nothing when they were not to be
};

/// In whose lists a revocation names what it revokes, and what the places of passes are scattered by.
struct ListKeys {
  std::vector<PublicKey> issuerKeys;
  ByteView scatterKey;
};
/// Of every issuer that is here: no index of a day is given twice, whoever signs. `keys` must live as long.
inline ListKeys listKeysOf(const CityKeys& keys) { return {keys.issuerKeys(), keys.scatterKey()}; }

namespace revoking {

/// Revokes the devices with every pass of theirs that has not expired. Devices that are revoked or unknown change nothing.
/// Faults of all here: store/*.
Result<RevokedCount> revokeDevices(Session& session, const ListKeys& keys, const DeviceRevocation& revocation);
/// Returns how many were not revoked before. An ended card is named too: a clock may have been ahead.
/// Fault: request/not-found when the number is no card of this person.
Result<std::uint32_t> revokeCards(Session& session, const ListKeys& keys, const CardRevocation& revocation);
/// Passes that a clock which was ahead took for expired while it revoked their devices are named in the status lists. Where there
/// is nothing of that kind, nothing changes.
Result<Done> correctAfter(Session& session, const ListKeys& keys, std::int64_t nowUnixMs);

}  // namespace revoking
}  // namespace citycode::server
