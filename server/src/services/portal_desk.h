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

  /// Adds a portal, or makes one that is there this one: that is how a portal changes its key. Where nothing is said of signing in,
  /// what was registered of it stays. Returns what was known of it before. What a former key signs is refused from then on, and what
  /// it asked of people has ended.
  /// Faults: ticket/unknown-office; enrol/bad-key for the key of a phone, a scanner or another portal; of what asks people to sign in:
  /// scope/bad-scene-key for a sealing key that is none or another portal's, scope/unknown, trust/missing before a city has scenes,
  /// portal/bad-request for names, addresses and scenes that no phone would take; store/*.
  Result<std::optional<Portal>> add(Portal portal) const;
  /// What it signs is refused from then on; tickets that it gave stay good. Faults: request/not-found for an id that no portal has, store/*.
  Result<Done> remove(std::string_view id) const;
  /// In the order of their ids. Fault: store/*.
  Result<std::vector<Portal>> all() const;
};

}  // namespace citycode::server
