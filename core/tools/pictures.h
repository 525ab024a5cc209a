// Files of pictures: PNG and JPEG by their libraries, binary PGM and PPM (P5 and P6) here.
#pragma once

#include <cstddef>
#include <string>

#include "citycode/bytes.h"
#include "citycode/symbol.h"
#include "tools/refusal.h"

namespace citycode::tools {

inline constexpr std::size_t kMaxPictureBytes = 3 * static_cast<std::size_t>(kMaxImagePixels) + 4096;   // the largest: samples as they are, and a header

struct Picture {
  int widthPx = 0, heightPx = 0;
  Bytes luma;   // row by row, one byte a pixel
};

/// What the first bytes say that it is. Refusals: 65 for another kind, and for one that is cut or damaged; image/bad-size, which is seen before anything is unpacked.
Given<Picture> pictureFrom(ByteView bytes);

/// As a grey PNG file. Refusal: image/bad-size.
Given<std::string> pngOf(const Pixels& pixels);

/// As a binary PGM file.
std::string pgmOf(const Pixels& pixels);

}  // namespace citycode::tools
