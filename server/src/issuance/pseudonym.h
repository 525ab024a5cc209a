// The name under which one kind of scene recognises a person again.
#pragma once

#include <array>
#include <string_view>

#include "base/identifier.h"
#include "city/issued.h"
#include "citycode/bytes.h"

namespace citycode::server {

using Pseudonym = std::array<std::uint8_t, kPseudonymBytes>;

/// Keyed BLAKE2b of person and scene: two scenes cannot compare, and it survives a new document number. With a
/// venue, two venues of one scene cannot compare either.
Pseudonym pseudonymOf(ByteView pseudonymKey, const Identifier& personId, std::string_view scopeName, std::string_view venueId = {});

}  // namespace citycode::server
