// Text one character at a time, and tables of characters.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace citycode {

/// Takes the first character off `text`. Nothing, and nothing taken, where no well-formed one begins (RFC 3629 section 4:
/// no overlong form, no surrogate, nothing above U+10FFFF) and at the end.
std::optional<std::uint32_t> takeCodePoint(std::string_view& text);

struct CodePoints {
  std::uint32_t first, last;
};

bool isIn(std::span<const CodePoints> ranges, std::uint32_t codePoint);

}  // namespace citycode
