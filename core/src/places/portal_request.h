// The portal request: what a government site shows, and a citizen's phone reads before it answers. It stands in the
// fragment of an address of the city's own host (/app/#portal=BASE64URL), as a link or a symbol.
//
// COSE_Sign1 by the portal's key, with the portal's record in its protected header, as a presentation carries a pass:
//   protected {1: -8, 13: record}   payload {4: exp, 6: iat, 10: nonce, -65540: [scope id, purpose]}
// The record is a COSE_Sign1 by an issuer that may sign records of places (Right::Places):
//   protected {1: -8, 4: kid}
//   payload {4: exp, 5: nbf, 8: {1: COSE_Key}, -65539: [id, {language: name}, origin, [scope ids]]}
//
// The phone answers with a presentation of the asked scene whose audience is "portal:" and the id and whose nonce is
// the request's. The portal verifies it with verifyCode (venueId "portal:ID", its nonce).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"
#include "places/place_name.h"

namespace citycode {

inline constexpr std::int64_t kClaimPortal = -65539;    // private use (RFC 8392 section 9.1)
inline constexpr std::int64_t kClaimRequest = -65540;

using PortalNonce = std::array<std::uint8_t, kPortalNonceBytes>;

/// Who asks: registered once by the city.
struct PortalRecord {
  std::string portalId;
  PlaceNames names;
  std::string origin;                   // "https://tax.example", as browsers write it; http only for localhost
  std::vector<std::uint32_t> scopeIds;  // the scenes it may ask for, ascending
  PublicKey portalKey{};
  std::int64_t notBeforeUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;
};

/// What is asked, once.
struct PortalQuestion {
  PortalNonce nonce{};
  std::uint32_t scopeId = 0;
  std::string purpose;                  // in the portal's own words, shown as a quotation
  std::int64_t issuedUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;  // at most kMaxRequestSeconds later
};

struct PortalRequest {
  PortalRecord portal;
  PortalQuestion question;
};

/// As records name portals: "tax-office" (isPlaceId), and https or http for localhost, as browsers write it.
bool isPortalId(std::string_view id);
bool isPortalOrigin(std::string_view text);

/// Signed by an issuer. Fault: portal/bad-request when it says what a phone would refuse, or is too long.
Result<Bytes> writePortalRecord(const SigningKey& issuer, const PortalRecord& record);

/// Signed by the portal. `record` is what writePortalRecord gave. Fault: portal/bad-request.
Result<Bytes> writePortalRequest(const SigningKey& portal, ByteView record, const PortalQuestion& question);

/// Syntax only, nothing verified. Fault: portal/bad-request.
Result<PortalRequest> readUnverifiedPortalRequest(ByteView bytes);

/// What a phone may believe of untrusted bytes. `trust` may be null. A scene that the list does not have is
/// scope/unknown.
/// Faults: portal/bad-request; scope/unknown; trust/missing, trust/too-old, trust/unknown-issuer,
/// trust/issuer-not-for-scope, trust/issuer-not-valid-then; time/clock-behind-list, time/not-yet-valid, time/expired.
Result<PortalRequest> verifyPortalRequest(ByteView bytes, const TrustList* trust, std::int64_t nowUnixSeconds);

}  // namespace citycode
