// Opening the database file: first looked at without being touched, then brought to our schema.
#pragma once

#include <string>

#include "base/start_failure.h"
#include "store/sqlite_database.h"

namespace citycode::server {

/// A connection that is ready to write. The file's folder exists. A damaged file is left as it is.
Started<DatabaseHandle> openCityDatabase(const std::string& path);

}  // namespace citycode::server
