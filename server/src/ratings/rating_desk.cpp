#include "ratings/rating_desk.h"

#include <sodium.h>

#include "cases/rating_cases.h"
#include "services/figures.h"
#include "services/offices.h"

namespace citycode::server {
namespace {

/// A clock that was behind at the end of a week may have ended a service in the next.
constexpr std::int64_t kWeekAheadSeconds = kSecondsPerDay;

Result<Done> checkWeek(std::uint32_t week, std::int64_t nowUnixSeconds) {
  if (week > weekOf(nowUnixSeconds + kWeekAheadSeconds)) return Fault::RatingBadToken;   // there can be no such service yet
  if (nowUnixSeconds >= ratingKeyExpires(week)) return Fault::RatingTooLate;
  return Done{};
}

CaseRecord caseOf(const RatingRecord& record) {
  CaseRecord opened{*record.replyDigest, record.service, record.opinion.level, record.opinion.reasons, record.opinion.text, {}};
  opened.facts.openedDay = record.utcDay;
  return opened;
}

Result<Done> addAndCount(Session& session, const RatingRecord& record) {
  CC_TRY(isNew, rating_records::add(session, record));
  if (!isNew) return Done{};
  if (record.replyDigest) CC_CHECK(rating_cases::open(session, caseOf(record)));
  return figures::countRating(session, record.service, record.opinion.level, record.isUnusual, record.utcDay);
}

Result<Done> mustBeOpen(Session& session, std::string_view officeId, std::string_view itemId) {
  CC_TRY(office, offices::find(session, officeId));
  if (!office || office->findItem(itemId) == nullptr) return Fault::TicketUnknownOffice;
  if (office->isClosed()) return Fault::TicketOfficeClosed;
  return Done{};
}

}  // namespace

Result<Opinion> RatingDesk::take(ByteView message, std::string_view network) const {
  CC_TRY(rating, decodeRating(message));
  const std::int64_t now = clock.nowUnixSeconds();
  CC_CHECK(checkWeek(rating.service.week, now));
  CC_TRY(key, ratingKeys.boundTo(rating.service));
  CC_CHECK(verifyRating(*key, rating));
  RatingRecord record{rating.service, sha256(rating.input), sha256(message), now / kSecondsPerDay, std::move(rating.opinion), rating.replyDigest, false};
  record.isUnusual = floods.isUnusualFrom(network, record.service.officeId);   // who has no token cannot make an office's ratings unusual
  CC_CHECK(store.write([&](Session& session) { return addAndCount(session, record); }));
  return std::move(record.opinion);
}

Result<Done> RatingDesk::takeAtKiosk(const Terminal& terminal, std::string_view itemId, Level level) const {
  const std::string& officeId = terminal.venue.id;
  CC_CHECK(store.read([&](Session& session) { return mustBeOpen(session, officeId, itemId); }));
  const std::int64_t now = clock.nowUnixSeconds();
  RatingRecord record{{officeId, std::string(itemId), Channel::Kiosk, weekOf(now)}, {}, {}, now / kSecondsPerDay, {}, {}, false};
  randombytes_buf(record.tokenDigest.data(), record.tokenDigest.size());
  record.opinion.level = level;
  record.isUnusual = floods.isUnusualFromKiosk(textOf(terminal.id), officeId);
  return store.write([&](Session& session) { return addAndCount(session, record); });
}

}  // namespace citycode::server
