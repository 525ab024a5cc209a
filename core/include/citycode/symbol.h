// Drawing a code's text as a QR symbol (ISO/IEC 18004), by the library QR-Code-generator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode {

inline constexpr int kQuietZoneModules = 4;         // ISO/IEC 18004 section 9.1
inline constexpr std::size_t kMaxSymbolChars = 1451; // version 25-M (ISO/IEC 18004 table 7): readable from screen and paper
inline constexpr int kMaxPixelsPerModule = 64;

enum class ErrorCorrection : std::uint8_t { Low, Medium, Quartile, High };

struct Matrix {
  int sideModules = 0;   // without the quiet zone
  int version = 0;       // 1 to 40
  Bytes dark;            // sideModules * sideModules, row by row, 1 = dark

  bool isDark(int x, int y) const { return dark[static_cast<std::size_t>(y) * sideModules + x] != 0; }
};

/// Fault: symbol/too-long. Text in the alphanumeric set is drawn in alphanumeric mode; the error
/// correction level is never raised above what was asked, so that sizes are predictable.
Result<Matrix> drawMatrix(std::string_view text, ErrorCorrection level);

/// The `d` of an SVG path in module units, the quiet zone included: viewBox is
/// "0 0 n n" with n = sideModules + 2 * kQuietZoneModules.
std::string svgPath(const Matrix& matrix);

/// Square RGBA pixels, black on opaque white, quiet zone included; `pixelsPerModule` 1 to
/// kMaxPixelsPerModule and at most 4,096 pixels a side (64 MiB), else image/bad-size.
struct Pixels {
  int sidePx = 0;
  Bytes rgba;   // sidePx * sidePx * 4
};
Result<Pixels> drawPixels(const Matrix& matrix, int pixelsPerModule);

}  // namespace citycode
