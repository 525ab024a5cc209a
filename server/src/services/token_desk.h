// Turns a ticket into one anonymous token: evaluates what a phone blinded, and never sees the token. No HTTP and no command line here.
#pragma once

#include "base/clock.h"
#include "city/rating_keys.h"
#include "services/ended_services.h"
#include "store/store.h"

namespace citycode::server {

struct GivenToken {
  Element evaluated{};
  TokenProof proof;
  Element key{};   // which the phone compares with the one of the trust list
};

struct TokenDesk {
  const RatingKeys& ratingKeys;
  Store& store;
  Clock clock;

  /// What a ticket is about, while it can be used. Who may use it is for the caller to ask.
  /// Faults: ticket/unknown, ticket/not-ended, ticket/expired, store/*.
  Result<EndedService> find(const TicketId& id) const;

  /// A service has one token: the same blinded element is answered again, since an answer may be lost, and no other.
  /// Faults: ticket/used, token/bad-element, store/*.
  Result<GivenToken> give(const EndedService& service, const Element& blinded) const;

 private:
  Result<GivenToken> evaluate(const EndedService& service, const Element& blinded) const;
};

}  // namespace citycode::server
