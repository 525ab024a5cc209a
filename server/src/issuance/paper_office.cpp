#include "issuance/paper_office.h"

#include "base/clock.h"
#include "issuance/pass_office.h"

namespace citycode::server {

Result<IssuedPaper> PaperOffice::issue(const Device& device, std::optional<Photo> photo, std::int64_t nowUnixSeconds) const {
  const std::int64_t notBefore = nowUnixSeconds - kPassBackdateSeconds;
  WantedPaperCard wanted;
  wanted.deviceId = device.id;
  wanted.personId = device.person.id;
  wanted.utcDay = kPaperStatusDay;
  wanted.quotaUtcDay = nowUnixSeconds / kSecondsPerDay;
  wanted.expiresUnixMs = (notBefore + kPaperLifeSeconds) * kMillisecondsPerSecond;
  wanted.quota = kPaperCardsPerPersonDay;
  wanted.counterLimit = 1u << kStatusIndexBits;
  wanted.statusIndexOf = [this](std::uint32_t counter) {
    return scatterStatusIndex(keys.scatterKey(), kPaperStatusDay, counter, kStatusIndexBits);
  };

  PaperCard card;
  card.issuer = cityAddress;
  card.notBeforeUnixSeconds = notBefore;
  card.issuedUnixSeconds = nowUnixSeconds;
  card.photo = std::move(photo);
  card.status.uri = cityAddress + "/v1/status-lists/" + keyIdText(keys.issuer().publicKey()) + "/" + std::to_string(wanted.utcDay);
  CC_CHECK(writePaperCode(keys.issuer(), device.person.record, card));   // what cannot be written must not use up the quota

  CC_TRY(statusIndex, store.registerPaperCard(wanted));
  card.status.index = statusIndex;
  CC_TRY(text, writePaperCode(keys.issuer(), device.person.record, card));
  return IssuedPaper{std::move(text), notBefore, notBefore + kPaperLifeSeconds};
}

}  // namespace citycode::server
