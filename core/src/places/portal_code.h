// The living code: what a portal's page shows, or a link on it leads to. It names a request that the relay keeps, and shows by a chain
// of digests which second it is of; whoever has an earlier code cannot make a later one, and the secret stays at the portal's server.
//
//   /app/#portal=ID.SECOND.PROOF     id and proof base64url, the second decimal
//   step(x) = first 16 bytes of SHA-256("citycode 1 portal second" || x)
//   proof of second n = step^(300 - n)(secret)     anchor = step^300(secret), in the request
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "places/portal_request.h"

namespace citycode {

/// The first bytes of SHA-256 of a request.
using PortalRequestId = std::array<std::uint8_t, kPortalRequestIdBytes>;
PortalRequestId portalRequestIdOf(ByteView request);

struct PortalCode {
  PortalRequestId id{};
  std::uint32_t second = 0;   // since the relay took the request, 0 to kMaxRequestSeconds
  PortalProof proof{};

  bool operator==(const PortalCode&) const = default;
};

/// `secret` has kPortalProofBytes random bytes; of second 0 it is the anchor. `second` is kMaxRequestSeconds at most (asserted).
PortalProof portalProofAt(ByteView secret, std::uint32_t second);

std::string writePortalCode(const PortalCode& code);

/// What follows "#portal=", untrusted. Fault: portal/bad-code.
Result<PortalCode> readPortalCode(std::string_view text);

/// By the relay's own clock. Faults: portal/bad-code when the proof is of another request or ahead of that clock, portal/old-code when
/// it is older than kLivingCodeSeconds.
Result<Done> checkPortalCode(const PortalCode& code, const PortalProof& anchor, std::int64_t secondsSinceTaken);

/// At the phone, which asked a relay with a code: whether what it was given is the request of the code's id. Fault: portal/bad-request.
Result<Done> checkNamedRequest(ByteView id, ByteView request);

}  // namespace citycode
