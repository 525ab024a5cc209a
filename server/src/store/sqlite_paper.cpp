#include "store/sqlite_paper.h"

#include "base/clock.h"
#include "citycode/paper_card.h"
#include "citycode/status_list.h"
#include "store/sqlite_passes.h"
#include "store/sqlite_revocations.h"

namespace citycode::server::rows {
namespace {

constexpr const char* kSelectCard = "SELECT number, person_id, issued_ms, expires_ms, withdrawn_ms FROM card";

Result<PaperCardRecord> readCard(const Statement& statement) {
  PaperCardRecord card;
  card.number = static_cast<std::uint32_t>(statement.integer(0));
  if (!statement.copyTo(1, card.personId)) return Fault::StoreDamaged;
  card.issuedUnixMs = statement.integer(2);
  card.expiresUnixMs = statement.integer(3);
  card.revokedUnixMs = statement.integer(4);
  return card;
}

Result<Done> checkQuota(sqlite3* database, const WantedPaperCard& card) {
  CC_TRY(quota, Statement::prepare(database, "SELECT count(*) FROM card WHERE person_id = ? AND quota_utc_day = ?"));
  CC_TRY(hasRow, quota.bind(card.personId).bind(card.quotaUtcDay).step());
  if (!hasRow) return Fault::InternalBug;
  if (quota.integer(0) >= std::int64_t{card.quota}) return Fault::IssueQuotaReached;
  return Done{};
}

Result<Done> mustBeCardOf(sqlite3* database, const Identifier& personId, std::uint32_t number) {
  CC_TRY(card, selectPaperCard(database, number));
  if (!card || card->personId != personId) return Fault::RequestNotFound;
  return Done{};
}

/// Marks them; returns the numbers of those that were not revoked before.
Result<std::vector<std::uint32_t>> markRevoked(sqlite3* database, const CardRevocation& revocation) {
  CC_TRY(statement, Statement::prepare(database,
      "UPDATE card SET withdrawn_ms = ?, reason = ? WHERE person_id = ? AND withdrawn_ms = 0 AND (? OR number = ?) RETURNING number"));
  statement.bind(revocation.nowUnixMs).bind(static_cast<std::int64_t>(revocation.reason)).bind(revocation.personId);
  statement.bind(std::int64_t{!revocation.number}).bind(std::int64_t{revocation.number.value_or(0)});
  std::vector<std::uint32_t> numbers;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return numbers;
    numbers.push_back(static_cast<std::uint32_t>(statement.integer(0)));
  }
}

}  // namespace

Result<std::uint32_t> insertPaperCard(sqlite3* database, const WantedPaperCard& card) {
  if (card.askedBy) {   // a phone that was revoked a moment ago must not leave with a card
    CC_TRY(isRevoked, isRevokedDevice(database, *card.askedBy));
    if (isRevoked) return Fault::IssueUnknownDevice;
  }
  CC_CHECK(checkQuota(database, card));
  if (card.replaces)
    CC_CHECK(revokePaperCards(database, {card.personId, card.replaces, card.issuerKeys, RevocationReason::Replaced, card.issuedUnixMs}));

  CC_TRY(counter, takeStatusCounters(database, kPaperStatusDay, 1, card.counterLimit));
  const std::uint32_t number = card.statusIndexOf(counter);
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO card (person_id, number, quota_utc_day, issued_ms, expires_ms, withdrawn_ms, reason) VALUES (?, ?, ?, ?, ?, 0, 0)"));
  statement.bind(card.personId).bind(std::int64_t{number}).bind(card.quotaUtcDay).bind(card.issuedUnixMs);
  CC_CHECK(statement.bind(card.expiresUnixMs).run());
  return number;
}

Result<std::vector<PaperCardRecord>> selectPaperCardsOf(sqlite3* database, const Identifier& personId) {
  CC_TRY(statement, Statement::prepare(database, std::string(kSelectCard) + " WHERE person_id = ? ORDER BY issued_ms DESC, number"));
  statement.bind(personId);
  std::vector<PaperCardRecord> cards;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return cards;
    CC_TRY(card, readCard(statement));
    cards.push_back(card);
  }
}

Result<std::optional<PaperCardRecord>> selectPaperCard(sqlite3* database, std::uint32_t number) {
  CC_TRY(statement, Statement::prepare(database, std::string(kSelectCard) + " WHERE number = ?"));
  CC_TRY(hasRow, statement.bind(std::int64_t{number}).step());
  if (!hasRow) return std::optional<PaperCardRecord>();
  CC_TRY(card, readCard(statement));
  return std::optional(card);
}

Result<std::uint32_t> revokePaperCards(sqlite3* database, const CardRevocation& revocation) {
  if (revocation.number) CC_CHECK(mustBeCardOf(database, revocation.personId, *revocation.number));
  CC_TRY(numbers, markRevoked(database, revocation));
  if (numbers.empty()) return std::uint32_t{0};
  for (const PublicKey& issuerKey : revocation.issuerKeys) {
    CC_TRY(version, nextVersion(database, issuerKey, kPaperStatusDay));
    for (const std::uint32_t number : numbers) {
      CC_TRY(statement, Statement::prepare(database,
          "INSERT INTO revocation (issuer_key, utc_day, status_index, version, revoked_ms, reason) VALUES (?, ?, ?, ?, ?, ?)"
          " ON CONFLICT (issuer_key, utc_day, status_index) DO NOTHING"));
      statement.bind(issuerKey).bind(kPaperStatusDay).bind(std::int64_t{number}).bind(version).bind(revocation.nowUnixMs);
      CC_CHECK(statement.bind(static_cast<std::int64_t>(revocation.reason)).run());
    }
  }
  return static_cast<std::uint32_t>(numbers.size());
}

Result<Done> correctCardsAfter(sqlite3* database, std::int64_t nowUnixMs) {
  const std::int64_t today = nowUnixMs / (kSecondsPerDay * kMillisecondsPerSecond);
  // A card of a day to come stays, for it can be revoked; it counts as yesterday's.
  CC_TRY(quotas, Statement::prepare(database, "UPDATE card SET quota_utc_day = ? WHERE quota_utc_day > ?"));
  CC_CHECK(quotas.bind(today - 1).bind(today).run());
  CC_TRY(revoked, Statement::prepare(database, "UPDATE card SET withdrawn_ms = ?1 WHERE withdrawn_ms > ?1"));
  return revoked.bind(nowUnixMs).run();
}

Result<Done> deleteExpiredPaperCards(sqlite3* database, std::int64_t beforeUnixMs) {
  CC_TRY(statement, Statement::prepare(database, "DELETE FROM card WHERE expires_ms < ?"));
  return statement.bind(beforeUnixMs).run();
}

}  // namespace citycode::server::rows
