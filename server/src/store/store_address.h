// Reading what --store is given: a file of SQLite, or an address of PostgreSQL as libpq takes it.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "base/start_failure.h"
#include "store/postgres_address.h"

namespace citycode::server {

struct SqliteAddress {
  std::string path;
};
using StoreAddress = std::variant<SqliteAddress, PostgresAddress>;

/// Answers for the name of a variable; nullptr when it is not set.
using Environment = std::function<const char*(const char*)>;
Environment processEnvironment();

/// `sqlite:PATH`, or `postgresql://[USER@]HOST[:PORT][,…]/DATABASE[?PARAMETER=VALUE&…]`. Beside libpq's own parameters `pool_size`
/// says how many connections the server opens at most. A password is refused: whoever lists the machine's processes would read it.
/// It comes from the file that CITYCODE_STORE_PASSWORD_FILE names, or from where libpq looks (PGPASSFILE, ~/.pgpass, PGPASSWORD).
/// Failure: start/bad-option; the sentence repeats nothing of an address that could hold a password.
Started<StoreAddress> parseStoreAddress(const std::string& text, const Environment& environment = processEnvironment());

}  // namespace citycode::server
