// Paper cards as rows: whose, and where in which day's status list. Runs inside the caller's transaction.
#pragma once

#include "store/sqlite_database.h"
#include "store/store.h"

namespace citycode::server::rows {

Result<std::uint32_t> insertPaperCard(sqlite3* database, const WantedPaperCard& card);
Result<Done> deleteExpiredPaperCards(sqlite3* database, std::int64_t beforeUnixMs);

}  // namespace citycode::server::rows
