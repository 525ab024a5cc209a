#include "registry/devices.h"

namespace citycode::server::devices {

Result<std::optional<Device>> find(Session& session, const DeviceId& id) {
  CC_TRY(statement, session.prepare(std::string("SELECT device_key, ").append(people::kColumns).append(
      " FROM device JOIN person ON person.id = device.person_id WHERE device.id = $1 AND revoked_ms = 0")));
  CC_TRY(hasRow, statement.bind(id).step());
  if (!hasRow) return std::optional<Device>();
  Device device;
  device.id = id;
  if (!statement.copyTo(0, device.key)) return Fault::StoreDamaged;
  CC_TRY(person, people::read(statement, 1));
  if (person.sealed.empty()) return std::optional<Device>();   // forgotten
  device.person = std::move(person);
  return std::optional(std::move(device));
}

Result<std::vector<DeviceId>> ofPerson(Session& session, const Identifier& personId) {
  CC_TRY(statement, session.prepare("SELECT id FROM device WHERE person_id = $1 AND revoked_ms = 0 ORDER BY id"));
  statement.bind(personId);
  std::vector<DeviceId> devices;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return devices;
    if (!statement.copyTo(0, devices.emplace_back())) return Fault::StoreDamaged;
  }
}

Result<std::vector<Known>> everOfPerson(Session& session, const Identifier& personId) {
  CC_TRY(statement, session.prepare("SELECT id, enrolled_ms, revoked_ms FROM device WHERE person_id = $1 ORDER BY id"));
  statement.bind(personId);
  std::vector<Known> devices;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return devices;
    Known& device = devices.emplace_back();
    if (!statement.copyTo(0, device.id)) return Fault::StoreDamaged;
    device.enrolledUnixMs = statement.integer(1);
    device.revokedUnixMs = statement.integer(2);
  }
}

Result<bool> add(Session& session, const DeviceId& id, const PublicKey& key, const Identifier& personId, std::int64_t nowUnixMs) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO device (id, device_key, person_id, enrolled_ms, revoked_ms, revocation_reason, quota_utc_day, quota_passes)"
      " VALUES ($1, $2, $3, $4, 0, 0, 0, 0) ON CONFLICT (id) DO NOTHING"));
  CC_TRY(added, statement.bind(id).bind(key).bind(personId).bind(nowUnixMs).run());
  return added > 0;
}

Result<bool> isRevoked(Session& session, const DeviceId& id) {
  CC_TRY(statement, session.prepare("SELECT 1 FROM device WHERE id = $1 AND revoked_ms <> 0"));
  return statement.bind(id).step();
}

Result<Done> hold(Session& session, const DeviceId& id) {
  CC_TRY(statement, session.prepare(std::string("SELECT 1 FROM device WHERE id = $1 AND revoked_ms = 0").append(session.rowLock())));
  CC_TRY(isKnown, statement.bind(id).step());
  if (!isKnown) return Fault::IssueUnknownDevice;
  return Done{};
}

Result<Done> charge(Session& session, const DeviceId& id, const Quota& quota, std::uint32_t passes) {
  // The row of the device is changed, so that nobody revokes it meanwhile and no other server charges beside.
  CC_TRY(statement, session.prepare(
      "UPDATE device SET quota_passes = CASE WHEN quota_utc_day = $1 THEN quota_passes ELSE 0 END + $2, quota_utc_day = $1"
      " WHERE id = $3 AND revoked_ms = 0 RETURNING quota_passes"));
  CC_TRY(isKnown, statement.bind(quota.utcDay).bind(std::int64_t{passes}).bind(id).step());
  if (!isKnown) return Fault::IssueUnknownDevice;
  if (statement.integer(0) > std::int64_t{quota.passes}) return Fault::IssueQuotaReached;   // and the unit leaves nothing behind
  return Done{};
}

Result<bool> revoke(Session& session, const DeviceId& id, RevocationReason reason, std::int64_t nowUnixMs) {
  CC_TRY(statement, session.prepare("UPDATE device SET revoked_ms = $1, revocation_reason = $2 WHERE id = $3 AND revoked_ms = 0"));
  CC_TRY(revoked, statement.bind(nowUnixMs).bind(static_cast<std::int64_t>(reason)).bind(id).run());
  return revoked > 0;
}

Result<std::vector<Revoked>> revokedAfter(Session& session, std::int64_t unixMs) {
  // The second condition is that of the index.
  CC_TRY(statement, session.prepare("SELECT id, revocation_reason FROM device WHERE revoked_ms > $1 AND revoked_ms <> 0 ORDER BY id"));
  statement.bind(unixMs);
  std::vector<Revoked> devices;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return devices;
    Revoked& device = devices.emplace_back();
    if (!statement.copyTo(0, device.id)) return Fault::StoreDamaged;
    device.reason = static_cast<RevocationReason>(statement.integer(1));
  }
}

Result<Done> bringRevocationsBackTo(Session& session, std::int64_t unixMs) {
  CC_TRY(statement, session.prepare("UPDATE device SET revoked_ms = $1 WHERE revoked_ms > $1 AND revoked_ms <> 0"));
  CC_CHECK(statement.bind(unixMs).run());
  return Done{};
}

}  // namespace citycode::server::devices
