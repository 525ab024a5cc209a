// A text that is cut says so.
#pragma once

#include <string>
#include <string_view>

namespace citycode {

/// `utf8` when it has at most `limit` bytes; else as much of its beginning as fits with the mark "…" (3 bytes) after it, cut
/// between letters (a base and its marks) and without a space or a hyphen before the mark. Empty when not even the mark fits.
std::string shortened(std::string_view utf8, std::size_t limit);

}  // namespace citycode
