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

/// Whether records of an earlier version are brought to this one: only by a server that starts, for another may be running that
/// is of the earlier version still.
enum class Upgrade { Allowed, Refused };

struct CityDatabase {
  DatabaseHandle handle;
  Sharing sharing = Sharing::WithOthers;
};

/// A connection that is ready to write, alone when the disk has no room for more. The file's folder exists. A damaged
/// file is left as it is; both ends of each table are looked at, so that the time does not grow with the records.
Started<CityDatabase> openCityDatabase(const std::string& path, Upgrade upgrade);

/// The same without looking first.
Started<DatabaseHandle> connectToCity(const std::string& path, Sharing sharing, Upgrade upgrade);

/// Reads every page, every index, every reference. Changes nothing; a server may be running. Fault: store/*.
Result<Done> checkWholeDatabase(const std::string& path);

/// Changes nothing, and shows whether something could be changed.
Result<Done> writeOnePage(sqlite3* database);

}  // namespace citycode::server
