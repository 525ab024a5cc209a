// Values as people type and read them: digits, keys, times.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "tools/refusal.h"

namespace citycode::tools {

/// Two lower-case digits a byte.
std::string hexOf(ByteView bytes);
/// Of either case; nothing for anything else, and for no digits at all.
std::optional<Bytes> bytesFromHex(std::string_view text);
/// Hexadecimal digits or base64url without padding.
std::optional<Bytes> bytesFromText(std::string_view text);

/// 32 bytes as digits or base64url. Refusal: 65 with request/malformed, which says `what` it is.
Given<Sha256> hashFrom(std::string_view text, std::string_view what);
/// A whole number from 0 on that the format can hold. Refusal: 64.
Given<std::uint64_t> numberFrom(std::string_view text, std::string_view option);

/// Seconds since 1970 UTC, or "2027-01-15T08:00:00Z". Refusal: 64.
Given<std::int64_t> timeFrom(std::string_view text);
/// "2027-01-15T08:00:00Z"; the number alone for a time outside the years 1970 to 9999.
std::string timeText(std::int64_t unixSeconds);
/// This machine's clock.
std::int64_t timeNow();

/// As it is where people can read it so; else between quotation marks, with escapes, so that nothing reaches a terminal that
/// moves its cursor or hides a letter.
std::string shown(std::string_view untrusted);

}  // namespace citycode::tools
