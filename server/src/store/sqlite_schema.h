// Opening the database file: first looked at without being touched, then brought to our schema.
#pragma once

#include <string>

#include "base/start_failure.h"
#include "store/sqlite_database.h"

namespace citycode::server {

enum class Sharing {
  WithOthers,
  Alone   // needs no room on the disk to read; no other program can use the file meanwhile
};

struct CityDatabase {
  DatabaseHandle handle;
  Sharing sharing = Sharing::WithOthers;
};

/// A connection that is ready to write, alone when the disk has no room for more. The file's folder exists. A damaged
/// file is left as it is.
Started<CityDatabase> openCityDatabase(const std::string& path);

/// The same without looking through the whole file first.
Started<DatabaseHandle> connectToCity(const std::string& path, Sharing sharing);

/// Changes nothing, and shows whether something could be changed.
Result<Done> writeOnePage(sqlite3* database);

}  // namespace citycode::server
