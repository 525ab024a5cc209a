// Moves a city's records from one engine to another.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace citycode::server {

enum class ColumnKind : std::uint8_t { Integer, Text, Blob, BlobOrNothing };

struct CopiedColumn {
  std::string_view name;
  ColumnKind kind;
};

struct CopiedTable {
  std::string_view name;
  std::size_t keyColumns;   // the first of these are its key
  std::vector<CopiedColumn> columns;
};

/// All tables of schemaFor (store/schema.h), those first that others name.
const std::vector<CopiedTable>& copiedTables();

struct CopiedRows {
  std::string_view table;
  std::int64_t rows = 0;
};

/// Copies everything, table by table; nobody writes into `from` meanwhile where the engine has one writer. `to` has the schema and
/// nothing in it. Counts each table on both sides at the end.
/// Faults: start/bad-option when `to` is not empty, internal/bug when a count differs, store/*.
Result<std::vector<CopiedRows>> copyRecords(Store& from, Store& to);

}  // namespace citycode::server
