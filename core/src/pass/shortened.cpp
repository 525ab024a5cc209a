#include "pass/shortened.h"

#include "encoding/code_point.h"

namespace citycode {
namespace {

constexpr std::string_view kCutMark = "\xe2\x80\xa6";   // U+2026

/// Marks that belong to the letter before them, of scripts that documents are written in (Unicode 16, general category M),
/// and joiners: a name cut before one of these would end in another letter.
constexpr CodePoints kMarks[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a}, {0x064b, 0x065f}, {0x0670, 0x0670},
    {0x06d6, 0x06dc}, {0x0900, 0x0903}, {0x093a, 0x094f}, {0x0981, 0x0983}, {0x09bc, 0x09cd}, {0x0e31, 0x0e3a},
    {0x0e47, 0x0e4e}, {0x0f71, 0x0f84}, {0x102b, 0x103e}, {0x180b, 0x180f}, {0x200c, 0x200d}, {0xfe00, 0xfe0f},
};

/// Also not in the middle of a character.
bool beginsLetter(std::string_view text) {
  const auto first = takeCodePoint(text);
  return first && !isIn(kMarks, *first);
}

}  // namespace

std::string shortened(std::string_view utf8, std::size_t limit) {
  if (utf8.size() <= limit) return std::string(utf8);
  if (limit < kCutMark.size()) return "";
  std::size_t end = limit - kCutMark.size();
  while (end > 0 && !beginsLetter(utf8.substr(end))) --end;
  while (end > 0 && (utf8[end - 1] == ' ' || utf8[end - 1] == '-')) --end;
  return std::string(utf8.substr(0, end)).append(kCutMark);
}

}  // namespace citycode
