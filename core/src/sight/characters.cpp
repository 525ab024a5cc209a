#include "sight/characters.h"

#include <string_view>

namespace citycode {

std::string charactersOf(const Matrix& matrix) {
  constexpr std::string_view kFull = "\xe2\x96\x88", kUpper = "\xe2\x96\x80", kLower = "\xe2\x96\x84";   // block elements of Unicode
  constexpr std::string_view kWhiteOnBlack = "\x1b[97;40m", kAsBefore = "\x1b[0m\n";
  const auto isLight = [&](int x, int y) {
    const bool isInside = x >= 0 && y >= 0 && x < matrix.sideModules && y < matrix.sideModules;
    return y < matrix.sideModules + kQuietZoneModules && !(isInside && matrix.isDark(x, y));
  };
  std::string lines;
  for (int y = -kQuietZoneModules; y < matrix.sideModules + kQuietZoneModules; y += 2) {
    lines += kWhiteOnBlack;
    for (int x = -kQuietZoneModules; x < matrix.sideModules + kQuietZoneModules; ++x) {
      const bool upper = isLight(x, y), lower = isLight(x, y + 1);
      lines += upper && lower ? kFull : upper ? kUpper : lower ? kLower : std::string_view(" ");
    }
    lines += kAsBefore;
  }
  return lines;
}

}  // namespace citycode
