#include "backup/raised_records.h"

#include <algorithm>
#include <limits>

#include "base/clock.h"
#include "city/issued.h"
#include "citycode/status_list.h"
#include "registry/enrolments.h"
#include "revocation/status_counters.h"
#include "signin/portal_requests.h"

namespace citycode::server {
namespace {

// A version is at most the second at which it is signed, or verifiers refuse the list (docs/format.md), so there is room for some 10^9.
constexpr std::int64_t kVersionsAtLeast = 1'000'000;   // whatever the clocks of the two moments say
constexpr std::int64_t kVersionsASecond = 100;         // units of work that revoke: more than an operator's commands can be

// Beside what the file of counters knows, where it is there (StatusCounters::takeIn): the same room for what was given unseen.
constexpr std::int64_t kPassPlacesASecond = 16'384;    // 290 batches of 56: a day of them is a third of its list
constexpr std::int64_t kCardPlacesASecond = 1;

// Lists are signed for yesterday, today and tomorrow; a day more on both sides for clocks.
constexpr std::int64_t kFirstListDay = -2, kLastListDay = 2;

Result<std::int64_t> number(Session& session, std::string_view sql) {
  CC_TRY(statement, session.prepare(sql));
  CC_TRY(hasRow, statement.step());
  return hasRow ? statement.integer(0) : std::int64_t{0};
}

/// A database that its own tools brought back to an earlier moment was backed up later than what it holds. A city signs every few minutes, while
/// it is asked for lists, and every few hours. 0 when it never has.
Result<std::int64_t> lastSigned(Session& session) {
  CC_TRY(trust, number(session, "SELECT coalesce(max(issued_s), 0) FROM trust_list"));
  CC_TRY(status, number(session, "SELECT coalesce(max(issued_s), 0) FROM status_day"));
  return std::max(trust, status);
}

/// The newest trust list keeps its bytes, so that what it says is known; its version counts for the next one.
Result<Done> raiseTrustList(Session& session, std::int64_t skipped) {
  CC_TRY(statement, session.prepare("UPDATE trust_list SET version = version + $1 WHERE version = (SELECT max(version) FROM trust_list)"));
  CC_CHECK(statement.bind(skipped).run());
  return Done{};
}

Result<Done> raiseStatusLists(Session& session, std::int64_t skipped, const RestoreMoment& moment) {
  CC_TRY(known, session.prepare("UPDATE status_day SET version = version + $1"));
  CC_CHECK(known.bind(skipped).run());
  const std::int64_t today = moment.nowUnixSeconds / kSecondsPerDay;
  std::vector<std::int64_t> days{kPaperStatusDay};
  for (std::int64_t day = today + kFirstListDay; day <= today + kLastListDay; ++day) days.push_back(day);
  for (const PublicKey& issuer : moment.issuerKeys) {
    for (const std::int64_t day : days) {   // that the backup does not know, and the city has published since
      CC_TRY(unknown, session.prepare(
          "INSERT INTO status_day (issuer_key, utc_day, version, issued_s) VALUES ($1, $2, $3, 0) ON CONFLICT (issuer_key, utc_day) DO NOTHING"));
      CC_CHECK(unknown.bind(issuer).bind(day).bind(skipped + 1).run());
    }
  }
  return Done{};
}

/// Where a day's counters go on, `seconds` after the backup in which they may have been given.
Result<Done> raiseCounter(Session& session, std::int64_t day, std::int64_t seconds) {
  const bool areCards = day == kPaperStatusDay;
  CC_TRY(known, status_counters::find(session, day));
  const CounterMark mark = known.value_or(CounterMark{0, areCards ? kCardIndexBits : kPassIndexBits});
  const std::int64_t left = (std::int64_t{1} << mark.indexBits) - mark.next;
  const std::int64_t given = givenUnseen(mark.indexBits) + seconds * (areCards ? kCardPlacesASecond : kPassPlacesASecond);
  return status_counters::raise(session, day, {mark.next + std::min(given, left / 2), mark.indexBits});
}

Result<Done> raiseCounters(Session& session, const RestoreMoment& moment) {
  CC_CHECK(raiseCounter(session, kPaperStatusDay, std::max<std::int64_t>(moment.nowUnixSeconds - moment.takenUnixSeconds, 0)));
  const std::int64_t today = moment.nowUnixSeconds / kSecondsPerDay;
  for (std::int64_t day = today - 1; day <= today + 1; ++day) {
    const std::int64_t from = std::max(day * kSecondsPerDay, moment.takenUnixSeconds);
    CC_CHECK(raiseCounter(session, day, std::clamp<std::int64_t>(moment.nowUnixSeconds - from, 0, kSecondsPerDay)));
  }
  return Done{};
}

}  // namespace

std::int64_t versionsToSkip(std::int64_t highest, const RestoreMoment& moment) {
  const std::int64_t since = std::max<std::int64_t>(moment.nowUnixSeconds - moment.takenUnixSeconds, 0);
  return std::min(kVersionsAtLeast + since * kVersionsASecond, std::max<std::int64_t>(moment.nowUnixSeconds - highest, 0) / 2);
}

Result<std::int64_t> raiseRecords(Session& session, const RestoreMoment& given) {
  CC_TRY(trust, number(session, "SELECT coalesce(max(version), 0) FROM trust_list"));
  CC_TRY(status, number(session, "SELECT coalesce(max(version), 0) FROM status_day"));
  CC_TRY(signedAt, lastSigned(session));
  RestoreMoment moment = given;
  if (signedAt > 0) moment.takenUnixSeconds = std::min(moment.takenUnixSeconds, signedAt);
  const std::int64_t skipped = versionsToSkip(std::max(trust, status), moment);
  CC_CHECK(raiseTrustList(session, skipped));
  CC_CHECK(raiseStatusLists(session, skipped, moment));
  CC_CHECK(raiseCounters(session, moment));
  // A code that is unused here may have been used since: whoever still has it would become somebody's phone.
  CC_CHECK(enrolments::shortenCodes(session, moment.nowUnixSeconds * kMillisecondsPerSecond));
  CC_CHECK(portal_requests::deleteExpiredBefore(session, std::numeric_limits<std::int64_t>::max()));
  return skipped;
}

}  // namespace citycode::server
