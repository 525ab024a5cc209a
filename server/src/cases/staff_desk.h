// Gives and ends the links of an office's staff. No HTTP and no command line here.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "registry/staff_links.h"
#include "store/store.h"

namespace citycode::server {

struct StaffDesk {
  Store& store;
  Clock clock;

  /// The secret of a new link, as text: it is not kept. Faults: ticket/unknown-office, store/*.
  Result<std::string> newSecret(const OfficeStaff& staff, std::int64_t lifeSeconds) const;
  /// How many links it were. Fault: store/*.
  Result<std::int64_t> endAll(const OfficeStaff& staff) const;
};

/// "/cases/#staff=…": the part behind the # never leaves the browser by itself.
std::string staffLink(const std::string& secret);

}  // namespace citycode::server
