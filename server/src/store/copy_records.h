// Moves a city's records from one engine to another.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "store/copied_tables.h"
#include "store/store.h"

namespace citycode::server {

struct CopiedRows {
  std::string_view table;
  std::int64_t rows = 0;
};

/// Copies everything, table by table; nobody writes into `from` meanwhile where the engine has one writer. `to` has the schema and
/// nothing in it, or what a copy left that did not end, which is deleted. Until all tables are counted on both sides `to` says that it
/// is unfinished (store/copy_mark.h).
/// Faults: start/bad-option when `to` is not empty, internal/bug when a count differs, store/*.
Result<std::vector<CopiedRows>> copyRecords(Store& from, Store& to);

/// Whether a copy may be written there. Faults: start/bad-option when there is something, store/*.
Result<Done> mayTakeACopy(Store& to);

/// So many rows of a table are there.
using TellRows = std::function<void(std::string_view table, std::int64_t rows)>;

/// As copyRecords, of what PostgreSQL holds at one moment: its servers go on, and wait for nothing.
Result<std::vector<CopiedRows>> copyRecordsAsTheyAre(Store& from, Store& to, const TellRows& tell);

/// As copyRecords, from a connection to records that nobody changes. `finish` runs in the unit of work that ends the copy, on the records
/// that are there: until it is done they are unfinished.
using Finish = std::function<Result<Done>(Session&)>;
Result<std::vector<CopiedRows>> restoreRecords(Session& from, Store& to, const Finish& finish, const TellRows& tell);

}  // namespace citycode::server
