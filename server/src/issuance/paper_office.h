// Issues paper codes (core/paper_code.h). No HTTP here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "city/city_keys.h"
#include "citycode/paper_code.h"
#include "store/store.h"

namespace citycode::server {

/// Enough to print again after a paper jam; each is a card that somebody may lose.
inline constexpr std::uint32_t kPaperCardsPerPersonDay = 3;

struct IssuedPaper {
  std::string text;
  std::int64_t notBeforeUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;
};

struct PaperOffice {
  const CityKeys& keys;
  Store& store;
  std::string cityAddress;   // the first public origin

  /// The card's place in the status list is on the disk before the card leaves. The photo is signed and forgotten.
  /// Faults: paper/too-large, paper/bad-value, issue/quota-reached, store/*.
  Result<IssuedPaper> issue(const Device& device, std::optional<Photo> photo, std::int64_t nowUnixSeconds) const;
};

}  // namespace citycode::server
