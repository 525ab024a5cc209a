// The places of the demo city. Two of them check the same scene, so that it can be seen that a code for one of them is
// of no use at the other.
#pragma once

#include <string_view>
#include <vector>

#include "city/venue_desk.h"

namespace citycode::server {

/// The same places with the same ids in every demo city.
const std::vector<WantedVenue>& demoVenues();

/// Null for any other id.
const WantedVenue* findDemoVenue(std::string_view id);

}  // namespace citycode::server
