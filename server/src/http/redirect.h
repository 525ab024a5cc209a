// "It is there": an address that people type or that a page had before.
#pragma once

#include <string>

#include "http/response.h"

namespace citycode::server {

/// 302 (RFC 9110 section 15.4.3), asked for anew each time, so that it can be changed. `location` begins at our own root and is
/// made of our own names: nothing of a request's query goes into it.
Response redirectTo(std::string location);

}  // namespace citycode::server
