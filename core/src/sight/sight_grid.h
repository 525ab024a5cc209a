// Lays the grid of a symbol over a picture where three finder patterns were seen, and bends it until the modules stand
// out best: for symbols on curved or crumpled paper, under glare, or too blurred for black and white.
#pragma once

#include <vector>

#include "sight/sight_search.h"
#include "sight/sight_soft.h"

namespace citycode {

/// The best grids for the three patterns, in pixels of `image`: bent, flat, and what both say together; none when no symbol's
/// fixed modules show. `inverted`: the symbol is light on dark. Adds to `workPx` what it cost.
std::vector<SoftModules> sampleSoftly(const LumaView& image, const FinderTriple& triple, bool inverted, std::int64_t& workPx);

}  // namespace citycode
