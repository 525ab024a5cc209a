// What a backup says of itself: backup.json, and the city's signature over it in backup.sig. Whoever could change a backup unseen could
// take revocations back, or make a phone of his own somebody's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backup/kept_files.h"
#include "citycode/crypto.h"
#include "store/session.h"

namespace citycode::server {

inline constexpr const char* kManifestName = "backup.json";
inline constexpr const char* kManifestSignatureName = "backup.sig";
inline constexpr const char* kRecordsName = "records.sqlite";
inline constexpr const char* kKeptKeys = "keys";

struct Manifest {
  std::int64_t takenUnixMs = 0;      // by the city's clock, before the moment that the records are of
  std::int64_t schemaVersion = 0;    // store/schema.h
  std::string engine;                // that the records were in; told, and of no consequence
  PublicKey rootKey{};
  std::int64_t trustListVersion = 0, statusListVersion = 0;   // the highest
  std::map<std::string, std::int64_t> rows;   // by table
  std::vector<KeptFile> files;

  bool operator==(const Manifest&) const = default;
};

/// As files in a keys folder are called: what an operator has put beside them is not the city's.
bool isKeyFileName(std::string_view name);

std::string manifestText(const Manifest& manifest);
/// Nothing for what `manifestText` does not write.
std::optional<Manifest> readManifest(const std::string& text);

std::string manifestSignature(const SigningKey& root, const std::string& text);
bool isManifestOf(const PublicKey& root, const std::string& text, const std::string& signature);

/// What the records that are open here say of themselves: rows, versions of lists. Fault: store/*.
Result<Done> describeRecords(Session& session, Manifest& manifest);

}  // namespace citycode::server
