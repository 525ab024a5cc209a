// What a terminal fetches of status lists.
#pragma once

#include <string>

#include "support/server_process.h"
#include "verdict/revocation.h"

namespace citycode::server::test {

/// The address of a day's list; `day` counts from today.
std::string statusAddress(const ServerProcess& server, int day = 0);

/// All lists that the index names, adopted as a terminal would.
StatusLists statusLists(const ServerProcess& server, const TrustList& trust);

}  // namespace citycode::server::test
