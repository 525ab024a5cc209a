// Holds every answer that a test sees against the described API (server/openapi.json): its status, type, headers, fault and members.
#pragma once

#include <string>

#include "support/http_client.h"

namespace citycode::server::test {

/// What of the answer is not described, or nothing.
std::string undescribed(const std::string& method, const std::string& target, const Reply& reply);

}  // namespace citycode::server::test
