#include "store/sqlite_paper.h"

#include "store/sqlite_passes.h"

namespace citycode::server::rows {

Result<std::uint32_t> insertPaperCard(sqlite3* database, const WantedPaperCard& card) {
  CC_TRY(quota, Statement::prepare(database, "SELECT count(*) FROM paper_card WHERE person_id = ? AND quota_utc_day = ?"));
  CC_TRY(hasRow, quota.bind(card.personId).bind(card.quotaUtcDay).step());
  if (!hasRow) return Fault::InternalBug;
  if (quota.integer(0) >= std::int64_t{card.quota}) return Fault::IssueQuotaReached;

  CC_TRY(counter, takeStatusCounters(database, card.utcDay, 1, card.counterLimit));
  const std::uint32_t statusIndex = card.statusIndexOf(counter);
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO paper_card (person_id, quota_utc_day, utc_day, status_index, device_id, expires_ms) VALUES (?, ?, ?, ?, ?, ?)"));
  statement.bind(card.personId).bind(card.quotaUtcDay).bind(card.utcDay).bind(std::int64_t{statusIndex});
  CC_CHECK(statement.bind(card.deviceId).bind(card.expiresUnixMs).run());
  return statusIndex;
}

Result<Done> deleteExpiredPaperCards(sqlite3* database, std::int64_t beforeUnixMs) {
  CC_TRY(statement, Statement::prepare(database, "DELETE FROM paper_card WHERE expires_ms < ?"));
  return statement.bind(beforeUnixMs).run();
}

}  // namespace citycode::server::rows
