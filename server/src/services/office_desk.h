// What an operator does about offices and their items. No HTTP and no command line here.
#pragma once

#include <vector>

#include "base/clock.h"
#include "services/offices.h"
#include "store/store.h"

namespace citycode::server {

/// Whether a ticket can name the office and each of its items: ids and names as the format has them, one item at least, and no ticket
/// longer than a screen or slip can show.
bool isFitForTickets(const Office& office);

struct OfficeDesk {
  Store& store;
  Clock clock;

  /// Adds an office, or names and reopens one that is there; items are added or named anew. Faults: ticket/bad-ticket for what no
  /// ticket can name, store/*.
  Result<Done> add(const Office& office) const;
  /// No service ends there any more; tickets that were given stay good. Faults: ticket/unknown-office, store/*.
  Result<Done> close(std::string_view id) const;
  /// In the order of their ids. Fault: store/*.
  Result<std::vector<Office>> all() const;
};

}  // namespace citycode::server
