#include "encoding/shown_text.h"

#include <gtest/gtest.h>

#include <string>

namespace citycode {
namespace {

std::string utf8(char32_t point) {
  std::string text;
  if (point < 0x80) return {static_cast<char>(point)};
  const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  constexpr unsigned kLead[] = {0, 0xc0, 0xe0, 0xf0};
  text.push_back(static_cast<char>(kLead[more] | point >> (6 * more)));
  for (int i = more - 1; i >= 0; --i) text.push_back(static_cast<char>(0x80 | (point >> (6 * i) & 0x3f)));
  return text;
}

bool isRefused(char32_t point) { return !isFitToShow("a" + utf8(point) + "b"); }

// The borders of the table in docs/format.md: the first and the last that is refused, and the neighbours.
TEST(ShownText, RefusesWhatTheTableSaysAndNotItsNeighbours) {
  struct { char32_t first, last; } const ranges[] = {
      {0x00, 0x1f}, {0x7f, 0x9f}, {0xad, 0xad}, {0x61c, 0x61c}, {0x180e, 0x180e}, {0x200b, 0x200b}, {0x200e, 0x200f},
      {0x2028, 0x202e}, {0x2060, 0x206f}, {0xe000, 0xf8ff}, {0xfdd0, 0xfdef}, {0xfeff, 0xfeff}, {0xfff0, 0xffff},
      {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0x1fffe, 0x1ffff}, {0xe0000, 0xe00ff}, {0xe01f0, 0x10ffff}};
  for (const auto& [first, last] : ranges) {
    SCOPED_TRACE(static_cast<unsigned>(first));
    EXPECT_TRUE(isRefused(first));
    EXPECT_TRUE(isRefused(first + (last - first) / 2));
    EXPECT_TRUE(isRefused(last));
    if (first > 0 && first != 0xe000 && first != 0xe0000) EXPECT_FALSE(isRefused(first - 1));   // surrogates; U+DFFFF
    if (last < 0x10ffff) EXPECT_FALSE(isRefused(last + 1));
  }
}

TEST(ShownText, NeedsOneCharacterThatIsSeen) {
  EXPECT_FALSE(isFitToShow(""));
  for (const char32_t point : {0x20, 0xa0, 0x34f, 0x115f, 0x1160, 0x1680, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x2000, 0x200a, 0x200c, 0x200d,
                               0x202f, 0x205f, 0x2800, 0x3000, 0x3164, 0xfe00, 0xfe0f, 0xffa0, 0xe0100, 0xe01ef}) {
    SCOPED_TRACE(static_cast<unsigned>(point));
    EXPECT_FALSE(isFitToShow(utf8(point) + " "));
    EXPECT_TRUE(isFitToShow("a" + utf8(point)));
  }
  for (const char* name : {"王小明", "José", "Нина", "Ελένη", "محمد", "अनिल", "김철수", "𠮷野", "Anne-Marie O’Neill", "1"})
    EXPECT_TRUE(isFitToShow(name)) << name;
}

TEST(ShownText, IsNotWrittenDecomposed) {
  for (const char* name : {"José", "王小明", "Нина", "がくと", "각", "آدم", "1́", "が"}) EXPECT_TRUE(isFitToWrite(name)) << name;
  for (const char* name : {"Jose\u0301", "Ng\u0323o", "\u0418\u0306", "\u03b1\u0301", "か\u3099", "ハ\u309a", "\u1100\u1161", "\u0627\u0653", "", "a\n"})
    EXPECT_FALSE(isFitToWrite(name)) << name;
}

}  // namespace
}  // namespace citycode
