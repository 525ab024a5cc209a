// The bytes before an answer's body.
#pragma once

#include <string>

#include "http/response.h"

namespace citycode::server {

/// Status line and fields, with Content-Length and Connection. The answer to HEAD announces the length
/// that GET would send (RFC 9110 section 8.6); 304 has none.
std::string responseHead(const Response& response, bool keepAlive);

}  // namespace citycode::server
