// What a copy of a city's records copies.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

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

/// All tables of schemaFor (store/schema.h), those first that others name. The last is city_fact, where the mark of a copy stands.
const std::vector<CopiedTable>& copiedTables();

}  // namespace citycode::server
