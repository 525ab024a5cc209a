#include "issuance/paper_office.h"

#include <array>
#include <cstdio>

#include "base/clock.h"
#include "citycode/status_list.h"
#include "issuance/pass_office.h"
#include "pass/status_index.h"

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

Result<IssuedPaper> PaperOffice::issue(const Person& person, AskedCard asked, std::int64_t nowUnixSeconds) const {
  const std::int64_t notBefore = nowUnixSeconds - kPassBackdateSeconds;
  const LastDay last = lastWholeDay(notBefore + kPaperLifeSeconds, cityOffsetSeconds);
  WantedPaperCard wanted;
  wanted.askedBy = asked.askedBy;
  wanted.personId = person.id;
  wanted.quotaUtcDay = nowUnixSeconds / kSecondsPerDay;
  wanted.issuedUnixMs = nowUnixSeconds * kMillisecondsPerSecond;
  wanted.expiresUnixMs = last.endUnixSeconds * kMillisecondsPerSecond;
  wanted.quota = kPaperCardsPerPersonDay;
  wanted.counterLimit = 1u << kStatusIndexBits;
  wanted.statusIndexOf = [this](std::uint32_t counter) {
    return scatterStatusIndex(keys.scatterKey(), kPaperStatusDay, counter, kStatusIndexBits);
  };
  wanted.replaces = asked.replaces;
  wanted.issuerKeys = keys.issuerKeys();

  PaperCard card;
  card.issuer = cityAddress;
  card.notBeforeUnixSeconds = notBefore;
  card.issuedUnixSeconds = nowUnixSeconds;
  card.expiresUnixSeconds = last.endUnixSeconds;
  card.photo = std::move(asked.photo);
  card.status.uri = cityAddress + "/v1/status-lists/" + keyIdText(keys.issuer().publicKey()) + "/" + std::to_string(kPaperStatusDay);
  CC_CHECK(writePaperCode(keys.issuer(), person.record, card));   // what cannot be written must not use up the quota

  CC_TRY(number, store.registerPaperCard(wanted));
  card.status.index = number;
  CC_TRY(text, writePaperCode(keys.issuer(), person.record, card));
  return IssuedPaper{std::move(text), number, last.text, notBefore, last.endUnixSeconds};
}

Result<std::uint32_t> PaperOffice::revoke(const Identifier& personId, std::optional<std::uint32_t> number, RevocationReason reason,
                                            std::int64_t nowUnixMs) const {
  return store.revokePaperCards({personId, number, keys.issuerKeys(), reason, nowUnixMs});
}

}  // namespace citycode::server
