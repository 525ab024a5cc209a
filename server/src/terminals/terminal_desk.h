// What an operator does about venues' scanners. No HTTP and no command line here.
#pragma once

#include <vector>

#include "registry/terminals.h"
#include "store/store.h"

namespace citycode::server {

struct TerminalDesk {
  Store& store;

  /// In the order of their ids. Fault: store/*.
  Result<std::vector<Terminal>> all() const;
  /// It gets no more keys; those that it holds end with tomorrow's UTC day. Faults: request/not-found for an id that no
  /// terminal has, store/*.
  Result<Done> remove(const DeviceId& id) const;
};

}  // namespace citycode::server
