// The marks on which passes begin and end: the full UTC hours, whatever the moment of issue. A second of its own
// would be a name for the phone that asked in it, on every pass of its batch, and two venues could compare.
#pragma once

#include <cstdint>

#include "citycode/limits.h"

namespace citycode {

constexpr bool isPassMark(std::int64_t unixSeconds) { return unixSeconds % kPassMarkSeconds == 0; }

/// The last mark at or before a time from 1970 on.
constexpr std::int64_t passMarkOf(std::int64_t unixSeconds) { return unixSeconds - unixSeconds % kPassMarkSeconds; }

}  // namespace citycode
