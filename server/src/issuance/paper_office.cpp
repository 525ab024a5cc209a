#include "issuance/paper_office.h"

#include <array>
#include <cstdio>

#include "base/clock.h"
#include "citycode/status_list.h"
#include "issuance/pass_office.h"

namespace citycode::server {

std::string lastDayText(std::int64_t endUnixSeconds, std::int32_t cityOffsetSeconds) {
  const CalendarDate day = cityDate(endUnixSeconds - 1, cityOffsetSeconds);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", day.year, day.month, day.day);   // ISO 8601 reads the same everywhere
  return text.data();
}

LastDay lastWholeDay(std::int64_t latestUnixSeconds, std::int32_t cityOffsetSeconds) {
  const std::int64_t local = latestUnixSeconds + cityOffsetSeconds;   // of this century: above 0
  const std::int64_t end = local - local % kSecondsPerDay - cityOffsetSeconds;
  return {lastDayText(end, cityOffsetSeconds), end};
}

Result<CounterRun> PaperOffice::record(Session& session, const Identifier& personId, const AskedCard& asked, PaperCardRecord card) const {
  const std::int64_t quotaUtcDay = card.issuedUnixMs / (kSecondsPerDay * kMillisecondsPerSecond);
  if (asked.askedBy) CC_CHECK(devices::hold(session, *asked.askedBy));   // a phone that was revoked a moment ago must not leave with a card
  CC_CHECK(people::hold(session, personId));
  CC_TRY(count, cards::countOn(session, personId, quotaUtcDay));
  if (count >= std::int64_t{kPaperCardsPerPersonDay}) return Fault::IssueQuotaReached;
  if (asked.replaces)
    CC_CHECK(revoking::revokeCards(session, listKeysOf(keys), {personId, asked.replaces, RevocationReason::Replaced, card.issuedUnixMs}));
  CC_TRY(place, counters.takeIn(session, kPaperStatusDay, 1, kCardIndexBits));
  card.number = place.indices(keys.scatterKey()).front();
  CC_CHECK(cards::add(session, card, quotaUtcDay));
  return std::move(place);
}

Result<IssuedPaper> PaperOffice::issue(const Person& person, AskedCard asked, std::int64_t nowUnixSeconds) const {
  const std::int64_t notBefore = nowUnixSeconds - kPassBackdateSeconds;
  const LastDay last = lastWholeDay(notBefore + kPaperLifeSeconds, cityOffsetSeconds);

  PaperCard card;
  card.issuer = cityAddress;
  card.notBeforeUnixSeconds = notBefore;
  card.issuedUnixSeconds = nowUnixSeconds;
  card.expiresUnixSeconds = last.endUnixSeconds;
  card.photo = std::move(asked.photo);
  card.status.uri = cityAddress + "/v1/status-lists/" + keyIdText(keys.issuer().publicKey()) + "/" + std::to_string(kPaperStatusDay);
  CC_CHECK(writePaperCode(keys.issuer(), person.record, card));   // what cannot be written must not use up the quota

  const PaperCardRecord recorded{0, person.id, nowUnixSeconds * kMillisecondsPerSecond, last.endUnixSeconds * kMillisecondsPerSecond, 0};
  CC_TRY(place, store.write([&](Session& session) { return record(session, person.id, asked, recorded); }));
  (void)static_cast<bool>(counters.remember(place));   // what does not reach the disk is made up for when it is missed
  card.status.index = place.indices(keys.scatterKey()).front();
  CC_TRY(text, writePaperCode(keys.issuer(), person.record, card));
  return IssuedPaper{std::move(text), static_cast<std::uint32_t>(card.status.index), last.text, notBefore, last.endUnixSeconds};
}

Result<std::vector<PaperCardRecord>> PaperOffice::cardsOf(const Identifier& personId) const {
  return store.read([&](Session& session) { return cards::ofPerson(session, personId); });
}

Result<std::uint32_t> PaperOffice::revoke(const Identifier& personId, std::optional<std::uint32_t> number, RevocationReason reason,
                                            std::int64_t nowUnixMs) const {
  return store.write([&](Session& session) { return revoking::revokeCards(session, listKeysOf(keys), {personId, number, reason, nowUnixMs}); });
}

}  // namespace citycode::server
