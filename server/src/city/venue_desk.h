// Makes the address that a venue prints as a symbol (docs/format.md, the venue record). No HTTP and no command line here.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "city/city_name.h"
#include "citycode/crypto.h"
#include "citycode/result.h"

namespace citycode::server {

/// What somebody asks the city to sign.
struct WantedVenue {
  std::string id;
  TextByLanguage names;                       // empty ones are left out
  std::string address;
  std::vector<std::string> scopeNames;   // of the standard scenes
};

/// A year: the sheet is printed anew then, and a venue that has closed is not believed for longer.
inline constexpr std::int64_t kVenueLifeSeconds = 366 * kSecondsPerDay;

/// "https://code.example/app/#venue=…", signed by `issuer`. Faults: scope/unknown for what is no standard scene,
/// venue/bad-record for what no phone would take.
Result<std::string> venueAddress(const WantedVenue& wanted, const SigningKey& issuer, const std::string& origin,
                                 std::int64_t nowUnixSeconds);

}  // namespace citycode::server
