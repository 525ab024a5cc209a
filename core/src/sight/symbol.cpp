#include "citycode/symbol.h"

#include <algorithm>
#include <charconv>

#include "qrcodegen.hpp"

namespace citycode {
namespace {

/// Table 5 of ISO/IEC 18004: the 45 characters of alphanumeric mode.
constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// 4096 x 4096 RGBA is 64 MiB, a quarter of the WebAssembly module's memory; no screen shows more.
constexpr int kMaxDrawnSidePx = 4096;

/// Not qrcodegen's own test: that one stops at a NUL inside the text.
bool isAlphanumeric(std::string_view text) {
  return text.find_first_not_of(kAlphanumeric) == std::string_view::npos;
}

qrcodegen::QrSegment segmentOf(std::string_view text) {
  if (isAlphanumeric(text)) return qrcodegen::QrSegment::makeAlphanumeric(std::string(text).c_str());
  return qrcodegen::QrSegment::makeBytes(copyOf(bytesOf(text)));
}

qrcodegen::QrCode::Ecc eccOf(ErrorCorrection level) {
  switch (level) {
    case ErrorCorrection::Low: return qrcodegen::QrCode::Ecc::LOW;
    case ErrorCorrection::Medium: return qrcodegen::QrCode::Ecc::MEDIUM;
    case ErrorCorrection::Quartile: return qrcodegen::QrCode::Ecc::QUARTILE;
    case ErrorCorrection::High: return qrcodegen::QrCode::Ecc::HIGH;
  }
  assert(false);
  return qrcodegen::QrCode::Ecc::MEDIUM;
}

Matrix matrixOf(const qrcodegen::QrCode& code) {
  Matrix matrix;
  matrix.sideModules = code.getSize();
  matrix.version = code.getVersion();
  matrix.dark.reserve(static_cast<std::size_t>(matrix.sideModules) * matrix.sideModules);
  for (int y = 0; y < matrix.sideModules; ++y)
    for (int x = 0; x < matrix.sideModules; ++x) matrix.dark.push_back(code.getModule(x, y) ? 1 : 0);
  return matrix;
}

void appendNumber(std::string& path, char command, int number) {
  char digits[12];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  path.push_back(command);
  path.append(digits, end);
}

}  // namespace

Result<Matrix> drawMatrix(std::string_view text, ErrorCorrection level) {
  if (text.size() > kMaxSymbolChars) return Fault::SymbolTooLong;
  try {
    constexpr int kChooseMask = -1;
    constexpr bool kRaiseLevel = false;
    return matrixOf(qrcodegen::QrCode::encodeSegments({segmentOf(text)}, eccOf(level), qrcodegen::QrCode::MIN_VERSION,
                                                      qrcodegen::QrCode::MAX_VERSION, kChooseMask, kRaiseLevel));
  } catch (const qrcodegen::data_too_long&) {
    return Fault::SymbolTooLong;
  }
}

/// One closed rectangle for each horizontal run of dark modules. Every move after the first is relative
/// to the start of the run before it (where `z` returns to), which keeps the numbers short.
std::string svgPath(const Matrix& matrix) {
  std::string path;
  int fromX = 0, fromY = 0;
  for (int y = 0; y < matrix.sideModules; ++y) {
    for (int x = 0; x < matrix.sideModules;) {
      if (!matrix.isDark(x, y)) {
        ++x;
        continue;
      }
      int end = x;
      while (end < matrix.sideModules && matrix.isDark(end, y)) ++end;
      const int left = x + kQuietZoneModules, top = y + kQuietZoneModules;
      appendNumber(path, path.empty() ? 'M' : 'm', left - fromX);
      appendNumber(path, ' ', top - fromY);
      appendNumber(path, 'h', end - x);
      path += "v1";
      appendNumber(path, 'h', x - end);
      path += 'z';
      fromX = left;
      fromY = top;
      x = end;
    }
  }
  return path;
}

Result<Pixels> drawPixels(const Matrix& matrix, int pixelsPerModule) {
  if (pixelsPerModule < 1 || pixelsPerModule > kMaxPixelsPerModule) return Fault::ImageBadSize;
  Pixels pixels;
  pixels.sidePx = (matrix.sideModules + 2 * kQuietZoneModules) * pixelsPerModule;
  if (pixels.sidePx > kMaxDrawnSidePx) return Fault::ImageBadSize;

  const std::size_t rowBytes = static_cast<std::size_t>(pixels.sidePx) * 4;
  pixels.rgba.assign(rowBytes * pixels.sidePx, 0xFF);
  for (int y = 0; y < matrix.sideModules; ++y) {
    std::uint8_t* const row = pixels.rgba.data() + rowBytes * (y + kQuietZoneModules) * pixelsPerModule;
    for (int x = 0; x < matrix.sideModules; ++x) {
      if (!matrix.isDark(x, y)) continue;
      std::uint8_t* pixel = row + static_cast<std::size_t>(x + kQuietZoneModules) * pixelsPerModule * 4;
      for (int i = 0; i < pixelsPerModule; ++i, pixel += 4) pixel[0] = pixel[1] = pixel[2] = 0;
    }
    for (int i = 1; i < pixelsPerModule; ++i) std::copy_n(row, rowBytes, row + rowBytes * i);
  }
  return pixels;
}

}  // namespace citycode
