// The portal request: what a site asks, and a citizen's phone reads before it answers. The city's relay keeps it; what a screen shows
// is a living code that names it (places/portal_code.h).
//
// COSE_Sign1 by the portal's key, with the portal's record in its protected header, as a presentation carries a pass:
//   protected {1: -8, 13: record}
//   payload {4: exp, 6: iat, 10: nonce, -65540: [scope id, purpose, [required], [optional], anchor, return address]}
// The record is a COSE_Sign1 by an issuer that may sign records of places (Right::Places):
//   protected {1: -8, 4: kid}
//   payload {4: exp, 5: nbf, 8: {1: COSE_Key}, -65539: [id, {language: name}, origin, [scope ids], sealing key]}
//
// The phone answers with a presentation of the asked scene whose audience is "portal:" and the id and whose nonce is
// the request's, sealed (places/portal_answer.h). The portal verifies it with verifyCode (venueId "portal:ID", its nonce and its key).
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/pass.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"
#include "places/place_name.h"

namespace citycode {

inline constexpr std::int64_t kClaimPortal = -65539;    // private use (RFC 8392 section 9.1)
inline constexpr std::int64_t kClaimRequest = -65540;

using PortalNonce = std::array<std::uint8_t, kPortalNonceBytes>;
/// A step of the chain that shows how late it is (places/portal_code.h); the last step, which the request states, is its anchor.
using PortalProof = std::array<std::uint8_t, kPortalProofBytes>;

/// Who asks: registered once by the city.
struct PortalRecord {
  std::string portalId;
  PlaceNames names;
  std::string origin;                   // "https://tax.example", as browsers write it; http only for localhost
  std::vector<std::uint32_t> scopeIds;  // the scenes it may ask for, ascending
  SealingKey sealingKey{};              // what passes for it and answers to it are sealed to
  PublicKey portalKey{};
  std::int64_t notBeforeUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;
};

/// What is asked, once.
struct PortalQuestion {
  PortalNonce nonce{};
  std::uint32_t scopeId = 0;
  std::string purpose;                  // in the portal's own words, shown as a quotation
  std::set<Attribute> required;         // of the scene's; none of them is optional as well, and one at least is asked for
  std::set<Attribute> optional;         // the person may leave these out
  PortalProof anchor{};
  std::string returnAddress;            // on the portal's origin, where the phone goes when it has answered; empty: to another screen
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
/// An address of that origin with a path: nothing that browsers read as another user, port or place in a page, printable ASCII.
bool isReturnAddress(std::string_view address, std::string_view origin);

/// Signed by an issuer. Fault: portal/bad-request when it says what a phone would refuse, or is too long.
Result<Bytes> writePortalRecord(const SigningKey& issuer, const PortalRecord& record);

/// What the portal's key has to sign (Sig_structure), for signers outside the core such as WebCrypto. `record` is what
/// writePortalRecord gave. Fault: portal/bad-request.
Result<Bytes> portalRequestToBeSigned(ByteView record, const PortalQuestion& question);
/// The request, once signed. Fault: portal/bad-request.
Result<Bytes> writePortalRequest(ByteView record, const PortalQuestion& question, ByteView signature);
/// Both, with a key that is here.
Result<Bytes> writePortalRequest(const SigningKey& portal, ByteView record, const PortalQuestion& question);

/// Syntax only, nothing verified. Fault: portal/bad-request.
Result<PortalRequest> readUnverifiedPortalRequest(ByteView bytes);

/// What a phone may believe of untrusted bytes. `trust` may be null. A scene that the list does not have is
/// scope/unknown.
/// Faults: portal/bad-request; scope/unknown; trust/missing, trust/too-old, trust/unknown-issuer,
/// trust/issuer-not-for-scope, trust/issuer-not-valid-then; time/clock-behind-list, time/not-yet-valid, time/expired.
Result<PortalRequest> verifyPortalRequest(ByteView bytes, const TrustList* trust, std::int64_t nowUnixSeconds);

}  // namespace citycode
