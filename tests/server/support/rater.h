// A person who is served and rates: the desk that ends the service, the phone that turns the ticket into a token and writes the rating.
// Everything of the phone is done by the core, as in the web app.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "rating/rating.h"
#include "rating/service_ticket.h"
#include "support/device.h"

namespace citycode::server::test {

/// The list that phones have.
TrustList trustOf(const ServerProcess& server);

/// A pass as its phone holds it, with the key that signs for it.
struct HeldPass {
  SigningKey key;
  Bytes bytes;

  Sha256 digest() const { return sha256(bytes); }
};
HeldPass fetchPass(const ServerProcess& server, const Device& phone, const std::string& scope = "identity");

/// A terminal that the demo enrols for one of its places.
Device enrolledDesk(const ServerProcess& server, const std::string& venue);
/// One whose code an operator made, for any venue.
Device enrolledDesk(const ServerProcess& server, const std::string& dataFolder, const std::string& venue);

/// What a terminal says; members as in docs/api.md.
struct Ended {
  std::string item = "tax-return";
  std::string way = "on-site";
  std::string caseReference{};   // empty: one that nobody has used
  std::optional<Sha256> pass{};
  bool ticket = true;

  std::string body() const;
};
Reply endService(const ServerProcess& server, const Device& desk, const Ended& ended, const Tampering& tampering = {});
/// The ticket of that answer as a phone reads it.
ServiceTicket readTicket(const Reply& reply, const TrustList& trust, std::int64_t now = nowUnixSeconds());

/// What a phone draws for one token, and the token when it has one.
class RatingToken {
 public:
  RatingToken();

  const TokenInput& input() const { return input_; }
  Element blinded() const;
  std::string body(const TicketId& ticket, const Bytes& pass = {}) const;
  /// Checks the proof against the listed key of the week. Nothing when it does not fit, or the answer is a refusal.
  std::optional<TokenOutput> finish(const Reply& reply, const RatedService& service, const TrustList& trust) const;

 private:
  Scalar blind() const;

  TokenInput input_{};
  std::array<std::uint8_t, kScalarRandomBytes> random_{};
};
Reply askToken(const ServerProcess& server, const ServiceTicket& ticket, const RatingToken& token, const HeldPass* pass = nullptr, Tampering tampering = {});

/// What a person says; a bad level with the digest of a secret that only the phone keeps.
Rating ratingOf(const RatedService& service, const RatingToken& token, const TokenOutput& output, Level level = Level::Satisfied, const std::string& text = "");
std::string ratingBody(ByteView rating);
inline std::string ratingBody(const Rating& rating) { return ratingBody(*encodeRating(rating)); }

/// The whole way without a pass: a slip, a token, and the rating that is not sent yet.
Rating slipRating(const ServerProcess& server, const Device& desk, const TrustList& trust, Level level = Level::Satisfied, const std::string& item = "tax-return");

}  // namespace citycode::server::test
