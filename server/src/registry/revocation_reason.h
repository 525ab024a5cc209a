// Why passes or cards were revoked.
#pragma once

#include <cstdint>

namespace citycode::server {

/// Stored as a number: a number keeps its meaning.
enum class RevocationReason : std::uint8_t { Removed = 1, Lost = 2, Stolen = 3, Compromised = 4, Error = 5, Replaced = 6 };

}  // namespace citycode::server
