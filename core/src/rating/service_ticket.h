// The ticket of a service that ended: what a person is handed, and what their phone turns into one anonymous token. It stands in the
// fragment of an https address of the city's own host:
//
//   https://code.example/rate/#ticket=BASE64URL
//
// COSE_Sign1 by an issuer that may sign records of places (Right::Places):
//   protected {1: -8, 4: kid}
//   payload {4: exp, 6: iat, -65541: [id, office id, {language: name}, item id, {language: name}, channel, digest of a pass or h'']}
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"
#include "places/place_name.h"
#include "rating/rated_service.h"

namespace citycode {

inline constexpr std::int64_t kClaimTicket = -65541;   // private use (RFC 8392 section 9.1)

using TicketId = std::array<std::uint8_t, kTicketIdBytes>;

struct ServiceTicket {
  TicketId id{};                                // random: whoever has the ticket of a Bearer channel may use it
  std::string officeId;
  PlaceNames officeNames;
  std::string itemId;
  PlaceNames itemNames;
  Channel channel = Channel::OnSite;
  std::optional<Sha256> passDigest;             // of the whole pass that was shown; exactly where the channel is Bound
  std::int64_t endedUnixSeconds = 0;            // iat; exp is kTicketSeconds later

  std::int64_t expiresUnixSeconds() const { return endedUnixSeconds + kTicketSeconds; }
  RatedService service() const { return {officeId, itemId, channel, weekOf(endedUnixSeconds)}; }
};

/// A signed ticket. Fault: ticket/bad-ticket when it says what a phone would refuse, or is too long.
Result<Bytes> writeServiceTicket(const SigningKey& issuer, const ServiceTicket& ticket);

/// Syntax only, nothing verified. Fault: ticket/bad-ticket.
Result<ServiceTicket> readUnverifiedServiceTicket(ByteView bytes);

/// What a phone may believe of untrusted bytes. `trust` may be null.
/// Faults: ticket/bad-ticket, ticket/not-ended, ticket/expired; trust/missing, trust/too-old, trust/unknown-issuer,
/// trust/issuer-not-for-scope, trust/issuer-not-valid-then, time/clock-behind-list.
Result<ServiceTicket> verifyServiceTicket(ByteView bytes, const TrustList* trust, std::int64_t nowUnixSeconds);

/// The times of a ticket whose bytes are known to be the city's own: iat - 60 s <= now < exp.
/// Faults: ticket/not-ended, ticket/expired.
Result<Done> checkTicketTime(std::int64_t endedUnixSeconds, std::int64_t nowUnixSeconds);

/// Is this the pass that a ticket names, signed by an issuer of the list? Its key, which signs the phone's request. That it has
/// expired since changes nothing: it was shown while it was good.
/// Faults: ticket/other-pass; what is wrong with a pass that no issuer signed.
Result<PublicKey> keyOfRatedPass(ByteView pass, const Sha256& passDigest, const TrustList& trust);

}  // namespace citycode
