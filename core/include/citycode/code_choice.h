// Which of the symbols in view a verdict is about (docs/adr/0045).
#pragma once

#include <cstddef>
#include <vector>

#include "citycode/result.h"
#include "citycode/sight.h"

namespace citycode {

/// The position of the one that counts, or `inView.size()` when none does: the one city code, else the longest other symbol,
/// a paper card's that cannot be read or a code of another system. What lies across the edge of the view never counts.
///
/// City codes are a phone's (they begin with "CC1:") and paper cards that can be taken apart. The same text twice is one code
/// (a mirror, a second screen), and so are two slots of one pass (a screen that lags): the later slot counts. Nothing here is
/// verified: a code that is no good is somebody's code too.
///
/// Fault: image/two-codes when two codes are in view, one of them perhaps across its edge, or when so many symbols are that
/// more may be there (kMaxSymbolsPerImage).
Result<std::size_t> chooseCode(const std::vector<FoundSymbol>& inView);

}  // namespace citycode
