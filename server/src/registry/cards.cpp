#include "registry/cards.h"

#include "base/clock.h"

namespace citycode::server::cards {
namespace {

constexpr const char* kSelect = "SELECT number, person_id, issued_ms, expires_ms, withdrawn_ms FROM card";

Result<PaperCardRecord> read(const Statement& row) {
  PaperCardRecord card;
  card.number = static_cast<std::uint32_t>(row.integer(0));
  if (!row.copyTo(1, card.personId)) return Fault::StoreDamaged;
  card.issuedUnixMs = row.integer(2);
  card.expiresUnixMs = row.integer(3);
  card.revokedUnixMs = row.integer(4);
  return card;
}

Result<Done> mustBeOf(Session& session, const Identifier& personId, std::uint32_t number) {
  CC_TRY(card, find(session, number));
  if (!card || card->personId != personId) return Fault::RequestNotFound;
  return Done{};
}

}  // namespace

Result<Done> add(Session& session, const PaperCardRecord& card, std::int64_t quotaUtcDay) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO card (person_id, number, quota_utc_day, issued_ms, expires_ms, withdrawn_ms, reason) VALUES ($1, $2, $3, $4, $5, 0, 0)"));
  statement.bind(card.personId).bind(std::int64_t{card.number}).bind(quotaUtcDay);
  CC_CHECK(statement.bind(card.issuedUnixMs).bind(card.expiresUnixMs).run());
  return Done{};
}

Result<std::int64_t> countOn(Session& session, const Identifier& personId, std::int64_t quotaUtcDay) {
  CC_TRY(statement, session.prepare("SELECT count(*) FROM card WHERE person_id = $1 AND quota_utc_day = $2"));
  CC_TRY(hasRow, statement.bind(personId).bind(quotaUtcDay).step());
  if (!hasRow) return Fault::InternalBug;
  return statement.integer(0);
}

Result<std::vector<PaperCardRecord>> ofPerson(Session& session, const Identifier& personId) {
  CC_TRY(statement, session.prepare(std::string(kSelect) + " WHERE person_id = $1 ORDER BY issued_ms DESC, number"));
  statement.bind(personId);
  std::vector<PaperCardRecord> cards;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return cards;
    CC_TRY(card, read(statement));
    cards.push_back(card);
  }
}

Result<std::optional<PaperCardRecord>> find(Session& session, std::uint32_t number) {
  CC_TRY(statement, session.prepare(std::string(kSelect) + " WHERE number = $1"));
  CC_TRY(hasRow, statement.bind(std::int64_t{number}).step());
  if (!hasRow) return std::optional<PaperCardRecord>();
  CC_TRY(card, read(statement));
  return std::optional(card);
}

Result<std::vector<std::uint32_t>> revoke(Session& session, const Identifier& personId, std::optional<std::uint32_t> number,
                                          RevocationReason reason, std::int64_t nowUnixMs) {
  if (number) CC_CHECK(mustBeOf(session, personId, *number));
  CC_TRY(statement, session.prepare(
      "UPDATE card SET withdrawn_ms = $1, reason = $2 WHERE person_id = $3 AND withdrawn_ms = 0 AND ($4 = 1 OR number = $5) RETURNING number"));
  statement.bind(nowUnixMs).bind(static_cast<std::int64_t>(reason)).bind(personId);
  statement.bind(std::int64_t{!number}).bind(std::int64_t{number.value_or(0)});
  std::vector<std::uint32_t> numbers;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return numbers;
    numbers.push_back(static_cast<std::uint32_t>(statement.integer(0)));
  }
}

Result<Done> bringDatesBackTo(Session& session, std::int64_t nowUnixMs) {
  const std::int64_t today = nowUnixMs / (kSecondsPerDay * kMillisecondsPerSecond);
  // A card of a day to come stays, for it can be revoked; it counts as yesterday's.
  CC_TRY(quotas, session.prepare("UPDATE card SET quota_utc_day = $1 WHERE quota_utc_day > $2"));
  CC_CHECK(quotas.bind(today - 1).bind(today).run());
  CC_TRY(revoked, session.prepare("UPDATE card SET withdrawn_ms = $1 WHERE withdrawn_ms > $1"));
  CC_CHECK(revoked.bind(nowUnixMs).run());
  return Done{};
}

Result<Done> deleteExpiredBefore(Session& session, std::int64_t unixMs) {
  CC_TRY(statement, session.prepare("DELETE FROM card WHERE expires_ms < $1"));
  CC_CHECK(statement.bind(unixMs).run());
  return Done{};
}

}  // namespace citycode::server::cards
