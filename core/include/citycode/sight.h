// Reading QR symbols from a picture, by the library ZXing-C++. Only QR; the text is untrusted.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode {

/// Larger than any camera frame or photograph a page gets; bounds memory for pictures from files.
inline constexpr int kMaxImageSidePx = 8192;
inline constexpr std::int64_t kMaxImagePixels = 64LL * 1024 * 1024;
/// More codes than anybody holds into one picture.
inline constexpr std::size_t kMaxSymbolsPerImage = 16;

/// A borrowed luminance plane: 8 bits a pixel, row by row, `strideBytes` from row to row.
struct LumaView {
  const std::uint8_t* pixels = nullptr;
  int widthPx = 0;
  int heightPx = 0;
  int strideBytes = 0;
};

struct PointPx {
  int x = 0, y = 0;
};

struct FoundSymbol {
  Bytes bytes;                        // what the symbol holds: take this, never a guessed text
  std::array<PointPx, 4> corners{};   // clockwise from the symbol's top left, in image pixels
  int version = 0;                    // 0 when unknown
};

enum class Effort : std::uint8_t {
  Frame,     // one frame of a moving picture: cheap, the next one comes in 30 ms
  Picture,   // a still picture somebody chose: try everything
};

/// Looks for symbols; remembers where the last one was and looks there first.
class Sight {
 public:
  /// At most `maxSymbols`. An empty list when there is nothing to read. Fault: image/bad-size.
  Result<std::vector<FoundSymbol>> read(const LumaView& image, Effort effort, std::size_t maxSymbols = 1);

 private:
  struct Place {
    int leftPx = 0, topPx = 0, rightPx = 0, bottomPx = 0;   // empty when right <= left
    int modulePx = 0;                                       // side of one module, rounded down
  };
  Place lastPlace_{};
};

/// ITU-R BT.601 luma of RGBA pixels; `rgba` holds widthPx * heightPx * 4 bytes.
/// Fault: image/bad-size.
Result<Bytes> lumaFromRgba(ByteView rgba, int widthPx, int heightPx);

}  // namespace citycode
