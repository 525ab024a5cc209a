// Takes ratings: with a token that shows that a service was given, or at a kiosk. No HTTP and no command line here.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "city/rating_keys.h"
#include "rating/rating.h"
#include "ratings/flood_watch.h"
#include "ratings/rating_records.h"
#include "registry/terminals.h"
#include "store/store.h"

namespace citycode::server {

struct RatingDesk {
  const RatingKeys& ratingKeys;
  Store& store;
  FloodWatch& floods;
  Clock clock;

  /// Spends the token, keeps the rating and counts it, all in one step; the same bytes again change nothing. `network` is where they came
  /// from (http/client_network.h), and is not kept. Returns what it said.
  /// Faults: rating/bad-rating, rating/bad-text, rating/too-late when the key of its week has ended, rating/bad-token, rating/spent, store/*.
  Result<Opinion> take(ByteView message, std::string_view network) const;

  /// A button of a terminal at its own office.
  /// Faults: ticket/unknown-office for an office or item that the catalogue does not have, ticket/office-closed, store/*.
  Result<Done> takeAtKiosk(const Terminal& terminal, std::string_view itemId, Level level) const;
};

}  // namespace citycode::server
