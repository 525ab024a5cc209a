// The limits of limits.def as constants: kMaxPassBytes, kSlotSeconds, kCodePrefix …
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace citycode {

/// The type of a number by its unit.
namespace limit_unit {
using Characters = std::size_t;
using Bytes = std::size_t;
using Items = std::size_t;
using Levels = int;
using Bits = int;
using Keys = std::size_t;
using Entries = std::uint64_t;
using Key = std::int64_t;
using Seconds = std::int64_t;
}  // namespace limit_unit

#define CC_PREFIX(name, text, what) inline constexpr std::string_view k##name = text;
#include "citycode/limits.def"
#define CC_LIMIT(name, value, unit, what, said) inline constexpr limit_unit::unit k##name = value;
#include "citycode/limits.def"
#define CC_API_LIMIT(name, value, unit, what, said) inline constexpr limit_unit::unit k##name = value;
#include "citycode/limits.def"

static_assert(kMaxVenueIdBytes == kMaxAudienceBytes - kVenuePrefix.size(), "a venue's id and its prefix are an audience");
static_assert(kMaxPortalIdBytes == kMaxAudienceBytes - kPortalPrefix.size(), "a portal's id and its prefix are an audience");

}  // namespace citycode
