// What an operator does about the portals of offices. No HTTP and no command line here.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "registry/portals.h"
#include "store/store.h"

namespace citycode::server {

struct PortalDesk {
  Store& store;

  /// Adds a portal, or gives one that is there this key, origin and office: that is how a portal changes its key. Returns what was known
  /// of it before. What a former key signs is refused from then on.
  /// Faults: ticket/unknown-office, enrol/bad-key for the key of a phone, a scanner or another portal, store/*.
  Result<std::optional<Portal>> add(const Portal& portal) const;
  /// What it signs is refused from then on; tickets that it gave stay good. Faults: request/not-found for an id that no portal has, store/*.
  Result<Done> remove(std::string_view id) const;
  /// In the order of their ids. Fault: store/*.
  Result<std::vector<Portal>> all() const;
};

}  // namespace citycode::server
