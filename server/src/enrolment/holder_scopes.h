// Which scenes a person can get passes for.
#pragma once

#include <vector>

#include "citycode/person.h"
#include "citycode/trust_list.h"

namespace citycode::server {

/// Asks the core's rule for every scene of the list.
std::vector<const ScopePolicy*> scopesFor(const PersonRecord& person, const TrustList& list, const CalendarDate& today);

}  // namespace citycode::server
