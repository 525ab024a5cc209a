#include "store/sqlite_revocations.h"

#include <map>

#include "base/clock.h"
#include "citycode/paper_card.h"
#include "citycode/status_list.h"
#include "store/sqlite_paper.h"

namespace citycode::server::rows {
namespace {

/// False when it is unknown or was revoked before.
Result<bool> markRevoked(sqlite3* database, const DeviceId& device, const DeviceRevocation& revocation) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO revoked_device (device_id, revoked_ms, reason) SELECT id, ?, ? FROM device WHERE id = ?"
      " ON CONFLICT (device_id) DO NOTHING"));
  statement.bind(revocation.nowUnixMs).bind(static_cast<std::int64_t>(revocation.reason));
  CC_CHECK(statement.bind(device).run());
  return sqlite3_changes(database) > 0;
}

Result<std::vector<std::int64_t>> selectDaysOf(sqlite3* database, const DeviceId& device, std::int64_t nowUnixMs) {
  CC_TRY(statement, Statement::prepare(database, "SELECT DISTINCT utc_day FROM pass WHERE device_id = ? AND expires_ms > ?"));
  statement.bind(device).bind(nowUnixMs);
  std::vector<std::int64_t> days;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return days;
    days.push_back(statement.integer(0));
  }
}

// The passes of a device, in the list of one issuer.
Result<std::uint32_t> revokePasses(sqlite3* database, const DeviceId& device, const DeviceRevocation& revocation,
                                   const PublicKey& issuerKey, std::int64_t utcDay, std::int64_t version) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO revocation (issuer_key, utc_day, status_index, version, revoked_ms, reason)"
      " SELECT ?, utc_day, status_index, ?, ?, ? FROM pass WHERE device_id = ? AND utc_day = ? AND expires_ms > ?"
      " ON CONFLICT (issuer_key, utc_day, status_index) DO NOTHING"));
  statement.bind(issuerKey).bind(version).bind(revocation.nowUnixMs);
  statement.bind(static_cast<std::int64_t>(revocation.reason)).bind(device).bind(utcDay);
  CC_CHECK(statement.bind(revocation.nowUnixMs).run());
  return static_cast<std::uint32_t>(sqlite3_changes(database));
}

using VersionOf = std::map<std::pair<PublicKey, std::int64_t>, std::int64_t>;   // of an issuer's list of a day

/// Names the device's passes that have not expired; returns how many.
Result<std::uint32_t> namePasses(sqlite3* database, const DeviceId& device, const DeviceRevocation& revocation, VersionOf& versionOf) {
  std::uint32_t count = 0;
  CC_TRY(days, selectDaysOf(database, device, revocation.nowUnixMs));
  for (const std::int64_t day : days) {
    std::uint32_t named = 0;   // in each list the same
    for (const PublicKey& issuerKey : revocation.issuerKeys) {
      const std::pair list{issuerKey, day};
      if (!versionOf.contains(list)) {
        CC_TRY(version, nextVersion(database, issuerKey, day));
        versionOf.emplace(list, version);
      }
      CC_TRY(passes, revokePasses(database, device, revocation, issuerKey, day, versionOf.at(list)));
      named = passes;
    }
    count += named;
  }
  return count;
}

struct RevokedDevice {
  DeviceId id{};
  RevocationReason reason{};
};

Result<std::vector<RevokedDevice>> selectRevokedAfter(sqlite3* database, std::int64_t unixMs) {
  CC_TRY(statement, Statement::prepare(database, "SELECT device_id, reason FROM revoked_device WHERE revoked_ms > ?"));
  statement.bind(unixMs);
  std::vector<RevokedDevice> devices;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return devices;
    RevokedDevice device;
    if (!statement.copyTo(0, device.id)) return Fault::StoreDamaged;
    device.reason = static_cast<RevocationReason>(statement.integer(1));
    devices.push_back(device);
  }
}

}  // namespace

Result<std::int64_t> nextVersion(sqlite3* database, const PublicKey& issuerKey, std::int64_t utcDay) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO status_day (issuer_key, utc_day, version, issued_s) VALUES (?, ?, 1, 0)"
      " ON CONFLICT (issuer_key, utc_day) DO UPDATE SET version = version + 1 RETURNING version"));
  CC_TRY(hasRow, statement.bind(issuerKey).bind(utcDay).step());
  if (!hasRow) return Fault::InternalBug;
  return statement.integer(0);
}

Result<bool> isRevokedDevice(sqlite3* database, const DeviceId& id) {
  CC_TRY(statement, Statement::prepare(database, "SELECT 1 FROM revoked_device WHERE device_id = ?"));
  return statement.bind(id).step();
}

Result<std::vector<DeviceId>> selectDevicesOf(sqlite3* database, const Identifier& personId) {
  CC_TRY(statement, Statement::prepare(database,
      "SELECT id FROM device WHERE person_id = ? AND NOT EXISTS (SELECT 1 FROM revoked_device WHERE device_id = id)"));
  statement.bind(personId);
  std::vector<DeviceId> devices;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return devices;
    if (!statement.copyTo(0, devices.emplace_back())) return Fault::StoreDamaged;
  }
}

Result<RevokedCount> revokeDevices(sqlite3* database, const DeviceRevocation& revocation) {
  RevokedCount count;
  VersionOf versionOf;
  for (const DeviceId& device : revocation.devices) {
    CC_TRY(isNew, markRevoked(database, device, revocation));
    if (!isNew) continue;
    ++count.devices;
    CC_TRY(passes, namePasses(database, device, revocation, versionOf));
    count.passes += passes;
  }
  if (revocation.cardsOf) {
    CC_TRY(cards, revokePaperCards(database, {*revocation.cardsOf, std::nullopt, revocation.issuerKeys, revocation.reason, revocation.nowUnixMs}));
    count.cards = cards;
  }
  return count;
}

Result<Done> correctRevocationsAfter(sqlite3* database, const CorrectedDates& dates) {
  CC_TRY(devices, selectRevokedAfter(database, dates.nowUnixMs));
  VersionOf versionOf;
  for (const RevokedDevice& device : devices)
    CC_CHECK(namePasses(database, device.id, {{}, dates.issuerKeys, device.reason, dates.nowUnixMs, {}}, versionOf));
  CC_TRY(statement, Statement::prepare(database, "UPDATE revoked_device SET revoked_ms = ?1 WHERE revoked_ms > ?1"));
  return statement.bind(dates.nowUnixMs).run();
}

Result<std::vector<StatusDay>> selectStatusDays(sqlite3* database, const PublicKey& issuerKey) {
  CC_TRY(statement, Statement::prepare(database,
      "SELECT utc_day, version, issued_s FROM status_day WHERE issuer_key = ? ORDER BY utc_day"));
  statement.bind(issuerKey);
  std::vector<StatusDay> days;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return days;
    days.push_back({statement.integer(0), static_cast<std::uint64_t>(statement.integer(1)), statement.integer(2)});
  }
}

Result<std::vector<RevokedIndex>> selectRevokedIndices(sqlite3* database, const PublicKey& issuerKey, std::int64_t utcDay,
                                                       std::uint64_t upToVersion) {
  CC_TRY(statement, Statement::prepare(database,
      "SELECT status_index, version FROM revocation WHERE issuer_key = ? AND utc_day = ? AND version <= ? ORDER BY status_index"));
  statement.bind(issuerKey).bind(utcDay).bind(static_cast<std::int64_t>(upToVersion));
  std::vector<RevokedIndex> indices;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return indices;
    indices.push_back({static_cast<std::uint32_t>(statement.integer(0)), static_cast<std::uint64_t>(statement.integer(1))});
  }
}

Result<Done> upsertStatusIssued(sqlite3* database, const PublicKey& issuerKey, std::int64_t utcDay,
                                std::int64_t issuedUnixSeconds) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO status_day (issuer_key, utc_day, version, issued_s) VALUES (?, ?, 1, ?)"
      " ON CONFLICT (issuer_key, utc_day) DO UPDATE SET issued_s = max(issued_s, excluded.issued_s)"));
  return statement.bind(issuerKey).bind(utcDay).bind(issuedUnixSeconds).run();
}

Result<StatusDay> correctStatusIssued(sqlite3* database, const PublicKey& issuerKey, std::int64_t utcDay,
                                     std::int64_t issuedUnixSeconds) {
  CC_TRY(statement, Statement::prepare(database,
      "UPDATE status_day SET version = version + 1, issued_s = ? WHERE issuer_key = ? AND utc_day = ? RETURNING version"));
  CC_TRY(hasRow, statement.bind(issuedUnixSeconds).bind(issuerKey).bind(utcDay).step());
  if (!hasRow) return Fault::InternalBug;   // only a list that was signed has a date
  return StatusDay{utcDay, static_cast<std::uint64_t>(statement.integer(0)), issuedUnixSeconds};
}

Result<Done> deleteEndedRevocations(sqlite3* database, std::int64_t beforeUnixMs) {
  const std::int64_t day = beforeUnixMs / (kSecondsPerDay * kMillisecondsPerSecond) - 1;   // its passes live into the next
  // The list of the cards never ends: an index that left it would be another set of the same version.
  CC_TRY(revocations, Statement::prepare(database, "DELETE FROM revocation WHERE utc_day < ? AND utc_day <> ?"));
  CC_CHECK(revocations.bind(day).bind(kPaperStatusDay).run());
  CC_TRY(days, Statement::prepare(database, "DELETE FROM status_day WHERE utc_day < ? AND utc_day <> ?"));
  return days.bind(day).bind(kPaperStatusDay).run();
}

}  // namespace citycode::server::rows
