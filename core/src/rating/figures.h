// When a figure may be shown, so that the difference of two days tells on nobody.
#pragma once

#include <cstdint>

#include "citycode/limits.h"

namespace citycode {

/// A cell counts `ratings` now and was last shown with `shown` (0: never). It is shown from kMinShownRatings on, and shown anew only
/// when at least as many more have come.
constexpr bool mayShow(std::uint64_t shown, std::uint64_t ratings) { return ratings >= shown + kMinShownRatings; }

}  // namespace citycode
