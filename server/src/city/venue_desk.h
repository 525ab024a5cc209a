// Makes the address that a venue prints as a symbol (docs/format.md, the venue record).
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/start_failure.h"
#include "city/city_name.h"
#include "citycode/crypto.h"

namespace citycode::server {

/// What somebody asks the city to sign.
struct WantedVenue {
  std::string id;
  FourTexts names;                       // empty ones are left out
  std::string address;
  std::vector<std::string> scopeNames;   // of the standard scenes
};

/// A year: the sheet is printed anew then, and a venue that has closed is not believed for longer.
inline constexpr std::int64_t kVenueLifeSeconds = 366 * kSecondsPerDay;

/// "https://code.example/app/#venue=…", signed by `issuer`. Failure: start/bad-option with one sentence.
Started<std::string> venueAddress(const WantedVenue& wanted, const SigningKey& issuer, const std::string& origin,
                                  std::int64_t nowUnixSeconds);

}  // namespace citycode::server
