// Checks requests that a device, a terminal or a portal signed (docs/api.md, "Signed requests"). The rule itself is the core's; here
// are the server's own origins, clock, nonce memory, and what each signer may ask.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "callers/nonce_memory.h"
#include "citycode/crypto.h"
#include "http/problem.h"
#include "http/rate_limit.h"
#include "http/request.h"
#include "signing/http_signature.h"

namespace citycode::server {

/// A request is tried against each origin, so each costs a signature check on the way to a refusal.
inline constexpr std::size_t kMaxOrigins = 8;

/// Whose limits a request counts towards: a portal asks for many people, a phone or a scanner for one.
enum class Signer : std::uint8_t { Device, Portal };

struct SignerRates {
  RateLimitOptions device = kDeviceRate, portal = kPortalRate;
};

class SignedRequests {
 public:
  /// `origins` such as "https://code.example": scheme and authority as browsers write them.
  /// `networks` took a token for each request before it came here; what a known device signed, the device pays.
  SignedRequests(std::vector<std::string> origins, Clock clock, RateLimit& networks, const SignerRates& rates)
      : origins_(std::move(origins)), clock_(clock), networks_(networks), devices_(rates.device), portals_(rates.portal) {}

  /// What the request claims, with type and digest checked, nothing believed. A device that has used up what it may ask is
  /// refused here, before its signature costs anything, and its network does not pay for it: only what it signed itself
  /// can have used that up.
  /// Faults: request/unsupported-type, request/signature-missing, request/signature-mismatch,
  /// request/digest-mismatch, request/too-many.
  Result<SignatureParameters> read(const Request& request);

  /// Faults: request/clock-differs, request/signature-mismatch, request/digest-mismatch; request/server-clock-in-doubt
  /// when the device agrees with this machine's clock, which is not believed yet.
  Result<Done> verify(const Request& request, ByteView publicKey) const;

  /// The id in `keyid`, SHA-256 of a key. Fault: request/signature-mismatch for what is no id.
  static Result<Sha256> claimedId(const SignatureParameters& parameters);

  /// Verifies with the key that is known for that id, then uses the nonce up.
  /// Faults: those of `verify`, request/replayed, request/too-many.
  Result<Done> admit(const Request& request, const SignatureParameters& parameters, ByteView publicKey, Signer signer = Signer::Device);

  NonceMemory::Outcome admitNonce(const SignatureParameters& parameters, Signer signer = Signer::Device);

  /// The signature is that of an enrolled device or a portal: it pays 1, and its network nothing. Fault: request/too-many.
  Result<Done> charge(const Request& request, const SignatureParameters& parameters, Signer signer = Signer::Device);
  /// For what this request costs beyond 1; the device's next one waits for it.
  void chargeMore(const SignatureParameters& parameters, double cost);

  /// The problem for a fault, with the clock's difference or the time to wait where that is the reason; a quota is that of a
  /// UTC day.
  Response refuse(Fault fault, const Request& request) const;

 private:
  std::int64_t waitSeconds(const SignatureParameters& parameters) const;
  bool agreesWithDoubtedClock(const Request& request) const;

  std::vector<std::string> origins_;
  Clock clock_;
  RateLimit& networks_;
  RateLimit devices_, portals_;   // a key is in one of them
  NonceMemory nonces_;
};

}  // namespace citycode::server
