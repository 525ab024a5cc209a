// Rows of revocations; used by the store only, inside its transactions.
#pragma once

#include "store/sqlite_database.h"
#include "store/store.h"

namespace citycode::server::rows {

/// All that one revocation revokes of a day becomes one version.
Result<std::int64_t> nextVersion(sqlite3* database, const PublicKey& issuerKey, std::int64_t utcDay);
Result<bool> isRevokedDevice(sqlite3* database, const DeviceId& id);
Result<std::vector<DeviceId>> selectDevicesOf(sqlite3* database, const Identifier& personId);
Result<RevokedCount> revokeDevices(sqlite3* database, const DeviceRevocation& revocation);
/// Of devices that a clock revoked which was ahead: passes that it took for expired are named now.
Result<Done> correctRevocationsAfter(sqlite3* database, const CorrectedDates& dates);
Result<std::vector<StatusDay>> selectStatusDays(sqlite3* database, const PublicKey& issuerKey);
Result<std::vector<RevokedIndex>> selectRevokedIndices(sqlite3* database, const PublicKey& issuerKey, std::int64_t utcDay,
                                                       std::uint64_t upToVersion);
Result<Done> upsertStatusIssued(sqlite3* database, const PublicKey& issuerKey, std::int64_t utcDay,
                                std::int64_t issuedUnixSeconds);
Result<StatusDay> correctStatusIssued(sqlite3* database, const PublicKey& issuerKey, std::int64_t utcDay,
                                      std::int64_t issuedUnixSeconds);
Result<Done> deleteEndedRevocations(sqlite3* database, std::int64_t beforeUnixMs);

}  // namespace citycode::server::rows
