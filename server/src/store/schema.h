// The city's tables, once for both engines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/session.h"

namespace citycode::server {

/// Records of later versions are not touched. Those of earlier ones are brought to this one (store/sqlite_former_schemas.h,
/// store/former_schemas.h).
inline constexpr std::int64_t kSchemaVersion = 8;

/// Whether records of an earlier version are brought to this one: only by a server that starts, for another may be running that
/// is of the earlier version still.
enum class Upgrade {
  Allowed,
  NewOnly,   // tables are made where there are none
  Refused
};

/// How the sentence goes on about records that this version cannot use, behind their place.
std::string ofAnotherVersion(std::int64_t version);

/// CREATE statements for an empty database.
std::string schemaFor(Engine engine);
/// Tables as schema.cpp writes them, for an engine.
std::string inWordsOf(Engine engine, std::string_view tables);

}  // namespace citycode::server
