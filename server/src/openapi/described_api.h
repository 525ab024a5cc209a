// What the server says of itself: the described API, for the routes that it has. Its paths and methods, and who may call each, are those of the
// rows; what is said of a row is the document's. So a row that nobody described is there, with nothing beside, and what is described and has no
// row is not.
#pragma once

#include <string>

#include "callers/router.h"

namespace citycode::server {

/// OpenAPI 3.1 as JSON. Throws when what was compiled in is none.
std::string describeApi(const Router& router);

}  // namespace citycode::server
