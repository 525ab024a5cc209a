// Which scenes a person can get passes for, and who the person is, as phones are told.
#pragma once

#include <vector>

#include "citycode/person.h"
#include "citycode/trust_list.h"
#include "http/json.h"

namespace citycode::server {

/// Asks the core's rule for every scene of the list.
std::vector<const ScopePolicy*> scopesFor(const PersonRecord& person, const TrustList& list, const CalendarDate& today);

/// {"holder": …, "scopes": …} of docs/api.md: at the enrolment and with each batch, for people grow older and move.
Json describeHolder(const PersonRecord& person, const TrustList& list, const CalendarDate& today);

}  // namespace citycode::server
