#include "citycode/sight.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ReadBarcode.h"

namespace citycode {
namespace {

/// A hand moves a symbol by far less than this share of its side between two frames (docs/adr/0010).
constexpr int kGrowDivisor = 4;

/// Pixels a module that are read safely (docs/adr/0010): finer pixels are averaged two by two first.
constexpr int kSafeModulePx = 3;

bool sizeIsSane(int widthPx, int heightPx) {
  return widthPx > 0 && heightPx > 0 && widthPx <= kMaxImageSidePx && heightPx <= kMaxImageSidePx &&
         static_cast<std::int64_t>(widthPx) * heightPx <= kMaxImagePixels;
}

/// From the side in modules, 17 + 4 * version (ISO/IEC 18004 section 7.3.1). Asking the library by
/// `extra()` would link its tables of every character set, 200 KB that nothing here uses.
int versionOf(const ZXing::Barcode& barcode) { return (barcode.symbol().width() - 17) / 4; }

FoundSymbol foundSymbol(const ZXing::Barcode& barcode) {
  FoundSymbol symbol;
  symbol.bytes = barcode.bytes();
  symbol.version = versionOf(barcode);
  std::transform(barcode.position().begin(), barcode.position().end(), symbol.corners.begin(),
                 [](ZXing::PointI p) { return PointPx{p.x, p.y}; });
  return symbol;
}

ZXing::ReaderOptions optionsFor(Effort effort, std::size_t maxSymbols) {
  const bool everything = effort == Effort::Picture;
  return ZXing::ReaderOptions()
      .formats(ZXing::BarcodeFormat::QRCodeModel2)
      .tryHarder(true)
      .tryInvert(everything)
      .tryDownscale(everything)
      .maxNumberOfSymbols(static_cast<std::uint8_t>(maxSymbols));
}

std::vector<FoundSymbol> readWith(const LumaView& image, const ZXing::ReaderOptions& options) {
  const ZXing::ImageView view(image.pixels, image.widthPx, image.heightPx, ZXing::ImageFormat::Lum, image.strideBytes);
  std::vector<FoundSymbol> symbols;
  for (const auto& barcode : ZXing::ReadBarcodes(view, options))
    if (barcode.isValid() && !barcode.bytes().empty()) symbols.push_back(foundSymbol(barcode));
  return symbols;
}

/// Averages two by two pixels into `buffer`.
LumaView halved(const LumaView& image, Bytes& buffer) {
  const int widthPx = image.widthPx / 2, heightPx = image.heightPx / 2;
  buffer.resize(static_cast<std::size_t>(widthPx) * heightPx);
  std::uint8_t* to = buffer.data();
  for (int y = 0; y < heightPx; ++y, to += widthPx) {
    const std::uint8_t* upper = image.pixels + static_cast<std::ptrdiff_t>(2 * y) * image.strideBytes;
    const std::uint8_t* lower = upper + image.strideBytes;
    for (int x = 0; x < widthPx; ++x)
      to[x] = static_cast<std::uint8_t>((upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1] + 2) / 4);
  }
  return {buffer.data(), widthPx, heightPx, widthPx};
}

/// A rectangle of the image, and by how much its pixels are averaged before they are read.
struct Part {
  int leftPx, topPx, rightPx, bottomPx;
  int scale;
};

bool liesIn(const Part& part, const LumaView& image) {
  return part.leftPx < part.rightPx && part.topPx < part.bottomPx && part.rightPx <= image.widthPx &&
         part.bottomPx <= image.heightPx;
}

std::vector<FoundSymbol> readPart(const LumaView& image, const Part& part, const ZXing::ReaderOptions& options) {
  LumaView view{image.pixels + static_cast<std::ptrdiff_t>(part.topPx) * image.strideBytes + part.leftPx,
                part.rightPx - part.leftPx, part.bottomPx - part.topPx, image.strideBytes};
  Bytes buffer;
  if (part.scale == 2) view = halved(view, buffer);
  std::vector<FoundSymbol> symbols = readWith(view, options);
  for (FoundSymbol& symbol : symbols)
    for (PointPx& corner : symbol.corners)
      corner = {corner.x * part.scale + part.leftPx, corner.y * part.scale + part.topPx};
  return symbols;
}

}  // namespace

Result<std::vector<FoundSymbol>> Sight::read(const LumaView& image, Effort effort, std::size_t maxSymbols) {
  if (!image.pixels || !sizeIsSane(image.widthPx, image.heightPx) || image.strideBytes < image.widthPx)
    return Fault::ImageBadSize;
  maxSymbols = std::clamp<std::size_t>(maxSymbols, 1, kMaxSymbolsPerImage);
  const ZXing::ReaderOptions options = optionsFor(effort, maxSymbols);

  std::vector<FoundSymbol> symbols;
  const Part last{lastPlace_.leftPx, lastPlace_.topPx, lastPlace_.rightPx, lastPlace_.bottomPx,
                  lastPlace_.modulePx >= 2 * kSafeModulePx ? 2 : 1};
  if (maxSymbols == 1 && effort == Effort::Frame && liesIn(last, image)) symbols = readPart(image, last, options);
  if (symbols.empty()) symbols = readWith(image, options);

  lastPlace_ = Place();
  if (symbols.size() == 1) {
    const auto& corners = symbols.front().corners;
    const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
    const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
    const int growX = (right - left) / kGrowDivisor, growY = (bottom - top) / kGrowDivisor;
    lastPlace_.leftPx = std::max(0, left - growX);
    lastPlace_.topPx = std::max(0, top - growY);
    lastPlace_.rightPx = std::min(image.widthPx, right + growX);
    lastPlace_.bottomPx = std::min(image.heightPx, bottom + growY);
    const double sidePx = std::hypot(corners[1].x - corners[0].x, corners[1].y - corners[0].y);
    lastPlace_.modulePx = static_cast<int>(sidePx / (17 + 4 * symbols.front().version));
  }
  return symbols;
}

Result<Bytes> lumaFromRgba(ByteView rgba, int widthPx, int heightPx) {
  if (!sizeIsSane(widthPx, heightPx)) return Fault::ImageBadSize;
  const std::size_t pixels = static_cast<std::size_t>(widthPx) * heightPx;
  if (rgba.size() != pixels * 4) return Fault::ImageBadSize;
  Bytes luma(pixels);
  const std::uint8_t* from = rgba.data();
  // ITU-R BT.601 (0.299, 0.587, 0.114) in 1/65536; the three weights add up to 65536, so white stays 255.
  for (std::size_t i = 0; i < pixels; ++i, from += 4)
    luma[i] = static_cast<std::uint8_t>((19595u * from[0] + 38470u * from[1] + 7471u * from[2] + 32768u) >> 16);
  return luma;
}

}  // namespace citycode
