#include "encoding/code_point.h"

#include <algorithm>

namespace citycode {

std::optional<std::uint32_t> takeCodePoint(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const auto byteAt = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byteAt(0);
  const int more = lead < 0x80 ? 0 : (lead >> 5) == 6 ? 1 : (lead >> 4) == 14 ? 2 : (lead >> 3) == 30 ? 3 : -1;
  const auto size = static_cast<std::size_t>(more + 1);
  if (more < 0 || size > text.size()) return std::nullopt;
  std::uint32_t point = more == 0 ? lead : lead & (0x3f >> more);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byteAt(i) >> 6) != 2) return std::nullopt;
    point = point << 6 | (byteAt(i) & 0x3f);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  if (point < kSmallest[more] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return std::nullopt;
  text.remove_prefix(size);
  return point;
}

bool isIn(std::span<const CodePoints> ranges, std::uint32_t codePoint) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [=](const CodePoints& range) { return codePoint >= range.first && codePoint <= range.last; });
}

}  // namespace citycode
