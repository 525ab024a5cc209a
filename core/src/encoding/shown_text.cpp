#include "encoding/shown_text.h"

#include "encoding/code_point.h"

namespace citycode {
namespace {

// Unicode 15.1, general categories Cc, Cf (but what joins letters or is seen itself), Zl, Zp, Co and noncharacters.
constexpr CodePoints kNeverShown[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f},                       // control characters
    {0x00ad, 0x00ad}, {0x061c, 0x061c}, {0x180e, 0x180e},     // soft hyphen, Arabic letter mark, Mongolian vowel separator
    {0x200b, 0x200b}, {0x200e, 0x200f}, {0x2028, 0x202e},     // zero width space, marks, separators, embeddings, overrides
    {0x2060, 0x206f},                                         // word joiner, isolates, invisible operators
    {0xe000, 0xf8ff}, {0xfdd0, 0xfdef}, {0xfeff, 0xfeff},     // private use, noncharacters, byte order mark
    {0xfff0, 0xffff},                                         // annotations, the replacement character, noncharacters
    {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},                   // shorthand and musical controls
    {0xe0000, 0xe00ff}, {0xe01f0, 0x10ffff},                  // tags; the rest of plane 14, private use
};

// Not seen by themselves: spaces (Zs), joiners, variation selectors, letters that are blank.
constexpr CodePoints kBlank[] = {
    {0x0020, 0x0020}, {0x00a0, 0x00a0}, {0x034f, 0x034f}, {0x115f, 0x1160}, {0x1680, 0x1680}, {0x17b4, 0x17b5},
    {0x180b, 0x180f}, {0x2000, 0x200d}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x2800, 0x2800}, {0x3000, 0x3000},
    {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xffa0, 0xffa0}, {0xe0100, 0xe01ef},
};

bool isNeverShown(std::uint32_t point) { return isIn(kNeverShown, point) || (point & 0xfffe) == 0xfffe; }

}  // namespace

bool isFitToShow(std::string_view text) {
  bool isSeen = false;
  while (const auto point = takeCodePoint(text)) {
    if (isNeverShown(*point)) return false;
    isSeen = isSeen || !isIn(kBlank, *point);
  }
  return isSeen && text.empty();
}

// Apart from the rule above only by its callers: a module that only reads has neither table.
bool isFitToWrite(std::string_view text) {
  // NFC_Quick_Check=Maybe (UAX 15) of the scripts in the header's list.
  constexpr CodePoints kMarks[] = {{0x0300, 0x0304}, {0x0306, 0x030c}, {0x030f, 0x030f}, {0x0311, 0x0311}, {0x0313, 0x0314},
                              {0x031b, 0x031b}, {0x0323, 0x0328}, {0x032d, 0x032e}, {0x0330, 0x0331}, {0x0342, 0x0342},
                              {0x0345, 0x0345}};
  constexpr CodePoints kLetters[] = {{'A', 'Z'}, {'a', 'z'}, {0x00c0, 0x024f}, {0x0370, 0x052f}, {0x1e00, 0x1fff}};
  constexpr CodePoints kAlone[] = {{0x0653, 0x0655}, {0x1100, 0x11ff}, {0x3099, 0x309a}};
  if (!isFitToShow(text)) return false;
  std::uint32_t before = 0;
  while (const auto point = takeCodePoint(text)) {
    if (isIn(kAlone, *point) || (isIn(kMarks, *point) && isIn(kLetters, before))) return false;
    before = *point;
  }
  return true;
}

}  // namespace citycode
