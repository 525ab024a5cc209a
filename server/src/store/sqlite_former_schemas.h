// How SQLite files of earlier versions become one of this version. Nothing here changes any more, except that a version is added.
#pragma once

#include <cstdint>

#include "store/sqlite_database.h"

namespace citycode::server {

/// 1 had neither terminals nor cards of persons, 2 no cards of persons, 3 a row for each pass; 4 had no ratings, 5 no portals, 6 none
/// that ask people to sign in; 7 kept people unsealed.
inline constexpr std::int64_t kOldestSchemaVersion = 1;

/// Inside the caller's transaction. `version` is an earlier one, from the oldest on.
Result<Done> bringToThisSchema(sqlite3* database, std::int64_t version);

}  // namespace citycode::server
