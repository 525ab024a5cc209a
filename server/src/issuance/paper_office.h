// Issues paper codes (citycode/paper_card.h), lists them and revokes them. No HTTP and no command line here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "city/city_keys.h"
#include "citycode/paper_card.h"
#include "registry/cards.h"
#include "revocation/revoking.h"
#include "revocation/status_counters.h"
#include "store/store.h"

namespace citycode::server {

/// Enough to print again after a paper jam; each is a card that somebody may lose.
inline constexpr std::uint32_t kPaperCardsPerPersonDay = 3;

/// The last day of a card as it is printed, "2027-05-24", and the first second after it.
struct LastDay {
  std::string text;
  std::int64_t endUnixSeconds = 0;
};

/// The last day of the city's calendar that has ended at `latestUnixSeconds`. `cityOffsetSeconds` is east of UTC.
LastDay lastWholeDay(std::int64_t latestUnixSeconds, std::int32_t cityOffsetSeconds);
/// The day whose last second is before `endUnixSeconds`, as a card that was made then names it.
std::string lastDayText(std::int64_t endUnixSeconds, std::int32_t cityOffsetSeconds);

/// What a card is asked for beside its holder.
struct AskedCard {
  std::optional<DeviceId> askedBy;         // nothing at the counter
  std::optional<Photo> photo;
  std::optional<std::uint32_t> replaces;   // the number of the card that is revoked with it
};

struct IssuedPaper {
  std::string text;
  std::uint32_t number = 0;
  std::string lastDay;
  std::int64_t notBeforeUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;
};

struct PaperOffice {
  const CityKeys& keys;
  Store& store;
  StatusCounters& counters;
  std::string cityAddress;   // the first public origin
  std::int32_t cityOffsetSeconds = 0;

  /// The card's place in the status list is on the disk before the card leaves. The photo is signed and forgotten.
  /// Faults: paper/too-large, paper/bad-value, issue/quota-reached, request/not-found for what it replaces, store/*.
  Result<IssuedPaper> issue(const Person& person, AskedCard asked, std::int64_t nowUnixSeconds) const;
  /// The newest first. Fault: store/*.
  Result<std::vector<PaperCardRecord>> cardsOf(const Identifier& personId) const;
  /// One card of a person's, or all without a number; returns how many were not revoked before.
  /// Faults: request/not-found for a number that is no card of this person, store/*.
  Result<std::uint32_t> revoke(const Identifier& personId, std::optional<std::uint32_t> number, RevocationReason reason,
                                 std::int64_t nowUnixMs) const;

 private:
  /// What becomes of the records.
  Result<CounterRun> record(Session& session, const Identifier& personId, const AskedCard& asked, PaperCardRecord card) const;
};

}  // namespace citycode::server
