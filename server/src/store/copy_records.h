// Moves a city's records from one engine to another.
#pragma once

#include <cstdint>
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

}  // namespace citycode::server
