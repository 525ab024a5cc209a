// What PostgreSQL's five characters mean for whoever asked (postgresql.org/docs/15/errcodes-appendix.html).
#pragma once

#include <cstdint>
#include <string_view>

#include "citycode/result.h"

namespace citycode::server {

/// Of an SQLSTATE; an empty one is a connection that broke. store/* or internal/bug.
Fault faultOfPostgres(std::string_view sqlState);

/// Nothing was done, and the same unit may succeed now: it met another one.
bool isCollision(std::string_view sqlState);

/// The server has forgotten what was prepared, or the tables have changed since: another connection prepares it anew.
bool isStalePlan(std::string_view sqlState);

/// The server takes no changes, perhaps no longer: another one may.
bool isReadOnly(std::string_view sqlState);

/// The server ends this connection, whatever else it says.
bool endsConnection(std::string_view sqlState);

}  // namespace citycode::server
