#include "store/sqlite_passes.h"

#include "base/clock.h"
#include "store/sqlite_revocations.h"

namespace citycode::server::rows {
namespace {

Result<Done> takeQuota(sqlite3* database, const PassBatch& batch) {
  const auto wanted = static_cast<std::int64_t>(batch.passes.size());
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO device_day (device_id, utc_day, passes) VALUES (?, ?, ?)"
      " ON CONFLICT (device_id, utc_day) DO UPDATE SET passes = passes + excluded.passes RETURNING passes"));
  CC_TRY(hasRow, statement.bind(batch.deviceId).bind(batch.quotaUtcDay).bind(wanted).step());
  if (!hasRow) return Fault::InternalBug;
  if (statement.integer(0) > batch.quota) return Fault::IssueQuotaReached;   // the caller rolls back
  return Done{};
}

Result<Done> insertPass(sqlite3* database, const PassBatch& batch, const WantedPass& pass, std::uint32_t statusIndex) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO pass (pass_key, device_id, utc_day, status_index, scope_id, expires_ms) VALUES (?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (pass_key) DO NOTHING"));
  statement.bind(pass.key).bind(batch.deviceId).bind(batch.utcDay).bind(std::int64_t{statusIndex});
  CC_CHECK(statement.bind(std::int64_t{pass.scopeId}).bind(batch.expiresUnixMs).run());
  if (sqlite3_changes(database) == 0) return Fault::EnrolBadKey;   // the key was given before
  return Done{};
}

}  // namespace

Result<std::uint32_t> takeStatusCounters(sqlite3* database, std::int64_t utcDay, std::size_t count, std::uint32_t limit) {
  const auto wanted = static_cast<std::int64_t>(count);
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO status_counter (utc_day, next) VALUES (?, ?)"
      " ON CONFLICT (utc_day) DO UPDATE SET next = next + excluded.next RETURNING next"));
  CC_TRY(hasRow, statement.bind(utcDay).bind(wanted).step());
  if (!hasRow) return Fault::InternalBug;
  const std::int64_t next = statement.integer(0);
  // A day's list is full. Nobody can be given a pass or a card that could not be revoked.
  if (next > std::int64_t{limit}) return Fault::StoreUnavailable;
  return static_cast<std::uint32_t>(next - wanted);
}

Result<Done> raiseStatusCounter(sqlite3* database, std::int64_t utcDay, std::int64_t next) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO status_counter (utc_day, next) VALUES (?, ?)"
      " ON CONFLICT (utc_day) DO UPDATE SET next = max(next, excluded.next)"));
  return statement.bind(utcDay).bind(next).run();
}

Result<std::int64_t> selectStatusCounter(sqlite3* database, std::int64_t utcDay) {
  CC_TRY(statement, Statement::prepare(database, "SELECT next FROM status_counter WHERE utc_day = ?"));
  CC_TRY(hasRow, statement.bind(utcDay).step());
  return hasRow ? statement.integer(0) : std::int64_t{0};
}

Result<std::vector<std::uint32_t>> insertPasses(sqlite3* database, const PassBatch& batch) {
  // Asked again here: a device that was revoked a moment ago must not leave with passes that no list names.
  CC_TRY(isRevoked, isRevokedDevice(database, batch.deviceId));
  if (isRevoked) return Fault::IssueUnknownDevice;
  CC_CHECK(takeQuota(database, batch));
  CC_TRY(firstCounter, takeStatusCounters(database, batch.utcDay, batch.passes.size(), batch.counterLimit));
  std::vector<std::uint32_t> indices;
  for (const WantedPass& pass : batch.passes) {
    const auto counter = firstCounter + static_cast<std::uint32_t>(indices.size());
    indices.push_back(batch.statusIndexOf(counter));
    CC_CHECK(insertPass(database, batch, pass, indices.back()));
  }
  return indices;
}

Result<Done> deleteExpired(sqlite3* database, std::int64_t beforeUnixMs) {
  CC_TRY(passes, Statement::prepare(database, "DELETE FROM pass WHERE expires_ms < ?"));
  CC_CHECK(passes.bind(beforeUnixMs).run());
  CC_TRY(codes, Statement::prepare(database, "DELETE FROM enrolment_code WHERE expires_ms < ?"));
  CC_CHECK(codes.bind(beforeUnixMs).run());
  CC_TRY(terminalCodes, Statement::prepare(database, "DELETE FROM terminal_code WHERE expires_ms < ?"));
  CC_CHECK(terminalCodes.bind(beforeUnixMs).run());
  const std::int64_t day = beforeUnixMs / (kSecondsPerDay * kMillisecondsPerSecond);
  CC_TRY(quotas, Statement::prepare(database, "DELETE FROM device_day WHERE utc_day < ?"));
  CC_CHECK(quotas.bind(day).run());
  // Day 0 counts the paper cards (citycode/status_list.h): an index is never given twice.
  CC_TRY(counters, Statement::prepare(database, "DELETE FROM status_counter WHERE utc_day < ? AND utc_day <> 0"));
  return counters.bind(day).run();
}

Result<Done> shortenCodes(sqlite3* database, std::int64_t endUnixMs) {
  CC_TRY(codes, Statement::prepare(database, "UPDATE enrolment_code SET expires_ms = ?1 WHERE expires_ms > ?1"));
  CC_CHECK(codes.bind(endUnixMs).run());
  CC_TRY(terminalCodes, Statement::prepare(database, "UPDATE terminal_code SET expires_ms = ?1 WHERE expires_ms > ?1"));
  return terminalCodes.bind(endUnixMs).run();
}

Result<Done> freeQuotasAfter(sqlite3* database, std::int64_t nowUnixMs) {
  const std::int64_t today = nowUnixMs / (kSecondsPerDay * kMillisecondsPerSecond);
  CC_TRY(passes, Statement::prepare(database, "DELETE FROM device_day WHERE utc_day > ?"));
  return passes.bind(today).run();
}

Result<std::optional<StoredTrustList>> selectTrustList(sqlite3* database) {
  CC_TRY(statement, Statement::prepare(database,
      "SELECT version, issued_s, signed_bytes FROM trust_list ORDER BY version DESC LIMIT 1"));
  CC_TRY(hasRow, statement.step());
  if (!hasRow) return std::optional<StoredTrustList>();
  return std::optional(StoredTrustList{static_cast<std::uint64_t>(statement.integer(0)), statement.integer(1), statement.bytes(2)});
}

Result<std::vector<StoredTrustList>> selectTrustListHistory(sqlite3* database) {
  CC_TRY(statement, Statement::prepare(database,
      "SELECT version, issued_s, signed_bytes FROM trust_list ORDER BY version DESC"));
  std::vector<StoredTrustList> lists;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return lists;
    lists.push_back({static_cast<std::uint64_t>(statement.integer(0)), statement.integer(1), statement.bytes(2)});
  }
}

Result<Done> replaceTrustList(sqlite3* database, const StoredTrustList& list) {
  // Older versions stay as a history; a version itself only moves forward in time.
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO trust_list (version, issued_s, signed_bytes) SELECT ?1, ?2, ?3"
      " WHERE ?1 >= (SELECT coalesce(max(version), 0) FROM trust_list)"
      " ON CONFLICT (version) DO UPDATE SET issued_s = excluded.issued_s, signed_bytes = excluded.signed_bytes"
      " WHERE excluded.issued_s > issued_s"));
  statement.bind(static_cast<std::int64_t>(list.version)).bind(list.issuedUnixSeconds);
  return statement.bind(list.bytes).run();
}

}  // namespace citycode::server::rows
