// People who were served: desks that end services, phones that turn tickets into tokens and send ratings. Everything is prepared before the
// clock starts and looked at when it has stopped.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "citycode/trust_list.h"
#include "load/load.h"
#include "rating/rating.h"
#include "rating/service_ticket.h"
#include "support/device.h"
#include "token/voprf.h"

namespace citycode::server::bench {

class Raters {
 public:
  /// The desks are enrolled as those of the demo city's tax office, and the phones have the city's list. Throws std::runtime_error with a
  /// sentence, as all of these do.
  explicit Raters(std::uint16_t port);

  /// Of services that end with a slip: anybody may use it. Good for 120 s (kRequestSkewSeconds).
  std::vector<std::string> services(std::size_t count);
  /// The tickets of those answers.
  void takeTickets(const Answers& answers);

  /// For tickets that were taken; throws when there are fewer.
  std::vector<std::string> tokens(std::size_t count);
  /// Verifies each proof, as a phone does.
  void takeTokens(const Answers& answers);

  /// With tokens that were taken; throws when there are fewer.
  std::vector<std::string> ratings(std::size_t count);

 private:
  struct Asked {
    ServiceTicket ticket;
    TokenInput input;
    std::array<std::uint8_t, kScalarRandomBytes> random;
    Element blinded;
  };
  struct Owned {
    ServiceTicket ticket;
    TokenInput input;
    TokenOutput output;
  };

  const test::Device& desk();
  void takeToken(const Asked& asked, const std::string& body);

  std::uint16_t port_;
  std::vector<test::Device> desks_;
  std::size_t signed_ = 0;
  TrustList list_;
  std::deque<ServiceTicket> tickets_;
  std::vector<Asked> asked_;   // of the run at hand, by request
  std::deque<Owned> owned_;
  std::uint64_t rated_ = 0;
};

}  // namespace citycode::server::bench
