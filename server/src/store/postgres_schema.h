// The tables of a PostgreSQL database: made, brought to our version, or refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/start_failure.h"
#include "store/postgres_connection.h"
#include "store/schema.h"

namespace citycode::server {

/// One statement each, in the words of PostgreSQL.
struct PostgresSchema {
  std::int64_t version = 0;
  std::vector<std::string> create;   // in an empty database
  struct Step {
    std::int64_t from = 0;   // to the version after it
    std::vector<std::string> statements;
  };
  std::vector<Step> steps;
};

/// The city's own.
PostgresSchema citySchema();

/// Makes the tables, or brings them to this version, in one transaction; of several servers that start at once one does it. What is of
/// a later version stays as it is, and what is of an earlier one when `upgrade` says so. Failures: store/*; `place` begins the
/// sentence.
Started<Done> preparePostgresSchema(PostgresConnection& connection, const PostgresSchema& schema, Upgrade upgrade, const std::string& place);

/// Fault: store/unavailable when the records are of another version by now.
Result<Done> checkPostgresVersion(PostgresConnection& connection, std::int64_t version);

}  // namespace citycode::server
