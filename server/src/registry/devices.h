// The phones that act for people. Each function runs inside the caller's unit of work.
#pragma once

#include <optional>
#include <vector>

#include "citycode/crypto.h"
#include "registry/people.h"
#include "registry/revocation_reason.h"

namespace citycode::server {

using DeviceId = Sha256;   // SHA-256 of the device key

struct Device {
  DeviceId id{};
  PublicKey key{};
  SealedPerson person;
};

namespace devices {

/// Nothing when unknown or revoked, or of somebody whom the city forgot.
Result<std::optional<Device>> find(Session& session, const DeviceId& id);
/// Those of a person that were not revoked, by rising id.
Result<std::vector<DeviceId>> ofPerson(Session& session, const Identifier& personId);
/// Every phone that a person has or had, by rising id.
struct Known {
  DeviceId id{};
  std::int64_t enrolledUnixMs = 0, revokedUnixMs = 0;   // 0: it was not
};
Result<std::vector<Known>> everOfPerson(Session& session, const Identifier& personId);
/// False when the id is there already, whoever's.
Result<bool> add(Session& session, const DeviceId& id, const PublicKey& key, const Identifier& personId, std::int64_t nowUnixMs);

Result<bool> isRevoked(Session& session, const DeviceId& id);
/// Whoever revokes it meanwhile waits until the unit of work ends. Fault: issue/unknown-device when it is unknown or revoked.
Result<Done> hold(Session& session, const DeviceId& id);

/// A quota of passes for a device and day.
struct Quota {
  std::int64_t utcDay = 0;
  std::uint32_t passes = 0;
};
/// Takes `passes` from the device's quota of that day, and holds the device as `hold` does; another day begins with all of it.
/// Faults: issue/quota-reached, issue/unknown-device when it is unknown or revoked.
Result<Done> charge(Session& session, const DeviceId& id, const Quota& quota, std::uint32_t passes);

/// Once revoked, a device is unknown for ever and its key enrols no more. False when it is unknown or was revoked before.
Result<bool> revoke(Session& session, const DeviceId& id, RevocationReason reason, std::int64_t nowUnixMs);

struct Revoked {
  DeviceId id{};
  RevocationReason reason{};
};
/// Those that a clock which was ahead has revoked after then.
Result<std::vector<Revoked>> revokedAfter(Session& session, std::int64_t unixMs);
/// They count as revoked then.
Result<Done> bringRevocationsBackTo(Session& session, std::int64_t unixMs);

}  // namespace devices
}  // namespace citycode::server
