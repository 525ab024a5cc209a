// The city's own trust list, as its records have it.
#pragma once

#include "citycode/trust_list.h"
#include "store/store.h"

namespace citycode::server {

/// Signed by the city itself: read for the names of its scenes, believed as any record here. A running server has what it
/// published (city/trust_list_keeper.h). Faults: trust/missing before the first one, store/*.
Result<TrustList> storedTrustList(Store& store);

}  // namespace citycode::server
