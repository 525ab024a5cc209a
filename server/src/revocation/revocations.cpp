#include "revocation/revocations.h"

#include "base/clock.h"
#include "citycode/status_list.h"

namespace citycode::server::revocations {

Result<std::vector<StatusDay>> days(Session& session, const PublicKey& issuerKey) {
  CC_TRY(statement, session.prepare("SELECT utc_day, version, issued_s FROM status_day WHERE issuer_key = $1 ORDER BY utc_day"));
  statement.bind(issuerKey);
  std::vector<StatusDay> found;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return found;
    found.push_back({statement.integer(0), static_cast<std::uint64_t>(statement.integer(1)), statement.integer(2)});
  }
}

Result<std::vector<RevokedIndex>> named(Session& session, const PublicKey& issuerKey, std::int64_t utcDay, std::uint64_t upToVersion) {
  CC_TRY(statement, session.prepare(
      "SELECT status_index, version FROM revocation WHERE issuer_key = $1 AND utc_day = $2 AND version <= $3 ORDER BY status_index"));
  statement.bind(issuerKey).bind(utcDay).bind(static_cast<std::int64_t>(upToVersion));
  std::vector<RevokedIndex> indices;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return indices;
    indices.push_back({static_cast<std::uint32_t>(statement.integer(0)), static_cast<std::uint64_t>(statement.integer(1))});
  }
}

Result<Done> saveIssued(Session& session, const PublicKey& issuerKey, std::int64_t utcDay, std::int64_t issuedUnixSeconds) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO status_day (issuer_key, utc_day, version, issued_s) VALUES ($1, $2, 1, $3) ON CONFLICT (issuer_key, utc_day) DO UPDATE"
      " SET issued_s = excluded.issued_s WHERE status_day.issued_s < excluded.issued_s"));
  CC_CHECK(statement.bind(issuerKey).bind(utcDay).bind(issuedUnixSeconds).run());
  return Done{};
}

Result<StatusDay> correctIssued(Session& session, const PublicKey& issuerKey, std::int64_t utcDay, std::int64_t issuedUnixSeconds) {
  CC_TRY(statement, session.prepare(
      "UPDATE status_day SET version = version + 1, issued_s = $1 WHERE issuer_key = $2 AND utc_day = $3 RETURNING version"));
  CC_TRY(hasRow, statement.bind(issuedUnixSeconds).bind(issuerKey).bind(utcDay).step());
  if (!hasRow) return Fault::InternalBug;   // only a list that was signed has a date
  return StatusDay{utcDay, static_cast<std::uint64_t>(statement.integer(0)), issuedUnixSeconds};
}

Result<Done> deleteEndedBefore(Session& session, std::int64_t unixMs) {
  const std::int64_t utcDay = unixMs / (kSecondsPerDay * kMillisecondsPerSecond) - 1;   // its passes live into the next
  // An index that left the list of the cards would make another set of the same version.
  CC_TRY(indices, session.prepare("DELETE FROM revocation WHERE utc_day < $1 AND utc_day <> $2"));
  CC_CHECK(indices.bind(utcDay).bind(kPaperStatusDay).run());
  CC_TRY(lists, session.prepare("DELETE FROM status_day WHERE utc_day < $1 AND utc_day <> $2"));
  CC_CHECK(lists.bind(utcDay).bind(kPaperStatusDay).run());
  return Done{};
}

Result<std::int64_t> Naming::versionOf(const PublicKey& issuerKey, std::int64_t utcDay) {
  const auto known = versions_.find({issuerKey, utcDay});
  if (known != versions_.end()) return known->second;
  CC_TRY(statement, session_.prepare(
      "INSERT INTO status_day (issuer_key, utc_day, version, issued_s) VALUES ($1, $2, 1, 0)"
      " ON CONFLICT (issuer_key, utc_day) DO UPDATE SET version = status_day.version + 1 RETURNING version"));
  CC_TRY(hasRow, statement.bind(issuerKey).bind(utcDay).step());
  if (!hasRow) return Fault::InternalBug;
  const std::int64_t version = statement.integer(0);
  versions_.emplace(std::pair{issuerKey, utcDay}, version);
  return version;
}

Result<std::uint32_t> Naming::name(std::int64_t utcDay, const std::vector<std::uint32_t>& indices) {
  std::int64_t count = 0;
  for (const PublicKey& issuerKey : issuerKeys_) {
    count = 0;
    if (indices.empty()) continue;
    CC_TRY(version, versionOf(issuerKey, utcDay));
    for (const std::uint32_t index : indices) {
      CC_TRY(statement, session_.prepare(
          "INSERT INTO revocation (issuer_key, utc_day, status_index, version, revoked_ms, reason) VALUES ($1, $2, $3, $4, $5, $6)"
          " ON CONFLICT (issuer_key, utc_day, status_index) DO NOTHING"));
      statement.bind(issuerKey).bind(utcDay).bind(std::int64_t{index}).bind(version).bind(nowUnixMs_);
      CC_TRY(added, statement.bind(static_cast<std::int64_t>(reason_)).run());
      count += added;
    }
  }
  return static_cast<std::uint32_t>(count);
}

}  // namespace citycode::server::revocations
