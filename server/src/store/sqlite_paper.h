// Paper cards as rows: whose, when they were made and end, whether they were revoked. Neither the text nor the photo of a
// card is kept, nor the phone that asked for it. Runs inside the caller's transaction.
#pragma once

#include <optional>
#include <vector>

#include "store/sqlite_database.h"
#include "store/store.h"

namespace citycode::server::rows {

Result<std::uint32_t> insertPaperCard(sqlite3* database, const WantedPaperCard& card);
Result<std::vector<PaperCardRecord>> selectPaperCardsOf(sqlite3* database, const Identifier& personId);
Result<std::optional<PaperCardRecord>> selectPaperCard(sqlite3* database, std::uint32_t number);
Result<std::uint32_t> revokePaperCards(sqlite3* database, const CardRevocation& revocation);
/// Of a clock that was ahead.
Result<Done> correctCardsAfter(sqlite3* database, std::int64_t nowUnixMs);
Result<Done> deleteExpiredPaperCards(sqlite3* database, std::int64_t beforeUnixMs);

}  // namespace citycode::server::rows
