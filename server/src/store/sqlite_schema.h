// Opening the database file: first looked at without being touched, then brought to our schema.
#pragma once

#include <string>

#include "base/start_failure.h"
#include "store/schema.h"
#include "store/sqlite_session.h"

namespace citycode::server {

enum class Sharing {
  WithOthers,
  Alone   // needs no room on the disk to read; no other program can use the file meanwhile
};

struct CityDatabase {
  std::unique_ptr<SqliteSession> session;
  Sharing sharing = Sharing::WithOthers;
};

/// A connection that is ready to write, alone when the disk has no room for more. The file's folder exists. A damaged
/// file is left as it is; both ends of each table are looked at, so that the time does not grow with the records.
Started<CityDatabase> openCityDatabase(const std::string& path, Upgrade upgrade);

/// The same without looking first.
Started<std::unique_ptr<SqliteSession>> connectToCity(const std::string& path, Sharing sharing, Upgrade upgrade);

/// A connection that cannot change anything, beside one that writes.
Result<std::unique_ptr<SqliteSession>> connectToRead(const std::string& path);

/// Reads every page, every index, every reference. Changes nothing; a server may be running. Fault: store/*.
Result<Done> checkWholeDatabase(const std::string& path);

/// Changes nothing, and shows whether something could be changed.
Result<Done> writeOnePage(sqlite3* database);

}  // namespace citycode::server
