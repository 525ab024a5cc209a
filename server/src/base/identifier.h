// Identifiers: 16 bytes, time-ordered (UUIDv7, RFC 9562 section 5.7), made by whoever needs one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace citycode::server {

inline constexpr std::size_t kIdentifierBytes = 16;   // RFC 9562: 128 bits
using Identifier = std::array<std::uint8_t, kIdentifierBytes>;

Identifier newIdentifier(std::int64_t nowUnixMs);

/// "01890a5d-ac96-774b-bcce-b302099a8057"
std::string identifierText(const Identifier& identifier);
/// Lower-case canonical text only.
std::optional<Identifier> identifierFromText(std::string_view text);

/// A request's id, for answers and logs: 26 characters that sort by time (48 bits of milliseconds and
/// 80 of randomness in Crockford's base 32).
std::string newRequestId(std::int64_t nowUnixMs);

}  // namespace citycode::server
