// Passes, their counters, and the trust list as rows. Each function runs inside the caller's transaction.
#pragma once

#include <optional>
#include <vector>

#include "store/sqlite_database.h"
#include "store/store.h"

namespace citycode::server::rows {

/// The first of `count` counters of a day's status list, which nobody gets again.
Result<std::uint32_t> takeStatusCounters(sqlite3* database, std::int64_t utcDay, std::size_t count, std::uint32_t limit);

/// The counters of that day go on from `next` at least.
Result<Done> raiseStatusCounter(sqlite3* database, std::int64_t utcDay, std::int64_t next);
/// The first counter of the day that was not given.
Result<std::int64_t> selectStatusCounter(sqlite3* database, std::int64_t utcDay);

Result<std::vector<std::uint32_t>> insertPasses(sqlite3* database, const PassBatch& batch);
/// Of a clock that was ahead: codes that end later, and quotas of days to come.
Result<Done> shortenCodes(sqlite3* database, std::int64_t endUnixMs);
Result<Done> freeQuotasAfter(sqlite3* database, std::int64_t nowUnixMs);
Result<Done> deleteExpired(sqlite3* database, std::int64_t beforeUnixMs);

Result<std::optional<StoredTrustList>> selectTrustList(sqlite3* database);
Result<std::vector<StoredTrustList>> selectTrustListHistory(sqlite3* database);
Result<Done> replaceTrustList(sqlite3* database, const StoredTrustList& list);

}  // namespace citycode::server::rows
