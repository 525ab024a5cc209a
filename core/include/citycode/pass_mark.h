// The marks on which passes begin and end: the full UTC hours, whatever the moment of issue. A second of its own
// would be a name for the phone that asked in it, on every pass of its batch, and two venues could compare.
#pragma once

#include <cstdint>

namespace citycode {

/// Coarse enough for a crowd: in a city of a million phones some 40,000 ask in the same hour. Fine enough that a pass
/// of 24 marks is of use for more than 22 hours after it was asked for.
inline constexpr std::int64_t kPassMarkSeconds = 3600;

constexpr bool isPassMark(std::int64_t unixSeconds) { return unixSeconds % kPassMarkSeconds == 0; }

/// The last mark at or before a time from 1970 on.
constexpr std::int64_t passMarkOf(std::int64_t unixSeconds) { return unixSeconds - unixSeconds % kPassMarkSeconds; }

}  // namespace citycode
