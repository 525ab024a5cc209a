// The venue record: what a venue prints, and a citizen's phone reads before anything is shown to the venue. It stands
// in the fragment of an https address of the city's own host, so that any camera opens the page and no server sees it:
//
//   https://code.example/app/#venue=BASE64URL
//
// COSE_Sign1 by an issuer that may sign records of places (Right::Places):
//   protected {1: -8, 4: kid}   payload {4: exp, 5: nbf, -65538: [id, {language: name}, address, [scope ids]]}
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/pass.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"
#include "places/place_name.h"

namespace citycode {

inline constexpr std::int64_t kClaimVenue = -65538;   // private use (RFC 8392 section 9.1)

struct VenueRecord {
  std::string venueId;                  // [a-z0-9-], what terminals of this venue are set to
  PlaceNames names;
  std::string address;                  // may be empty
  std::vector<std::uint32_t> scopeIds;  // the scenes that this venue checks, ascending
  std::int64_t notBeforeUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;
};

/// A signed record. Fault: venue/bad-record when it says what a phone would refuse, or is too long.
Result<Bytes> writeVenueRecord(const SigningKey& issuer, const VenueRecord& record);

/// Syntax only, nothing verified. Fault: venue/bad-record.
Result<VenueRecord> readUnverifiedVenueRecord(ByteView bytes);

/// What a phone may believe of untrusted bytes. `trust` may be null.
/// Faults: venue/bad-record; trust/missing, trust/too-old, trust/unknown-issuer, trust/issuer-not-for-scope,
/// trust/issuer-not-valid-then; time/clock-behind-list, time/not-yet-valid, time/expired.
Result<VenueRecord> verifyVenueRecord(ByteView bytes, const TrustList* trust, std::int64_t nowUnixSeconds);

}  // namespace citycode
