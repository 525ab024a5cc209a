// Files of a backup: written so that they are on the disk, and known again by their digest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/start_failure.h"
#include "citycode/crypto.h"

namespace citycode::server {

/// A file of a backup, by its name inside the folder, "keys/root.seed".
struct KeptFile {
  std::string name;
  std::int64_t bytes = 0;
  Sha256 digest{};

  bool operator==(const KeptFile&) const = default;
};

/// Of what is on the disk: what the machine has of it in memory is dropped first, where that is possible. Fault: store/*.
Result<KeptFile> lookAtFile(const std::string& folder, const std::string& name);

/// A new file of mode 0600, on the disk. Faults: store/*.
Result<Done> writeNewFile(const std::string& path, ByteView bytes);
Result<Done> copyToNewFile(const std::string& from, const std::string& to);

/// Nothing when it cannot be read, or is longer than that.
std::optional<std::string> readSmallFile(const std::string& path, std::size_t mostBytes);

/// What was written through another program's hands, and names in a folder. Faults: store/*.
Result<Done> flushFile(const std::string& path);
Result<Done> flushFolder(const std::string& path);

}  // namespace citycode::server
