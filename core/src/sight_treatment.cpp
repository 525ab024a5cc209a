#include "sight_treatment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "GlobalHistogramBinarizer.h"
#include "HybridBinarizer.h"

namespace citycode {
namespace {

using Row = const std::uint8_t*;

Row rowOf(const LumaView& image, int y) { return image.pixels + static_cast<std::ptrdiff_t>(y) * image.strideBytes; }

Bytes pixelsFor(int widthPx, int heightPx) { return Bytes(static_cast<std::size_t>(widthPx) * heightPx); }

template <int N>
void averageRows(const LumaView& image, int factor, int widthPx, int heightPx, std::uint8_t* to) {
  const int n = N ? N : factor;   // N known at compile time lets the compiler unroll and vectorise
  for (int y = 0; y < heightPx; ++y)
    for (int x = 0; x < widthPx; ++x) {
      std::uint32_t sum = n * n / 2;
      for (int dy = 0; dy < n; ++dy) {
        const Row from = rowOf(image, y * n + dy) + x * n;
        for (int dx = 0; dx < n; ++dx) sum += from[dx];
      }
      *to++ = static_cast<std::uint8_t>(sum / (n * n));
    }
}

/// Twice as large in each direction, bilinear: each new pixel is a quarter away from an old one.
LumaView enlarged(const LumaView& image, Bytes& buffer) {
  const int widthPx = image.widthPx * 2, heightPx = image.heightPx * 2;
  buffer = pixelsFor(widthPx, heightPx);
  std::uint8_t* to = buffer.data();
  for (int y = 0; y < heightPx; ++y) {
    const Row near = rowOf(image, y / 2);
    const Row far = rowOf(image, std::clamp(y / 2 + (y & 1 ? 1 : -1), 0, image.heightPx - 1));
    for (int x = 0; x < widthPx; ++x) {
      const int n = x / 2, f = std::clamp(n + (x & 1 ? 1 : -1), 0, image.widthPx - 1);
      *to++ = static_cast<std::uint8_t>((9 * near[n] + 3 * near[f] + 3 * far[n] + far[f] + 8) / 16);
    }
  }
  return {buffer.data(), widthPx, heightPx, widthPx};
}

/// Calls take(y, row, means) for each row with the means of windows of 2 * radius + 1 pixels around its pixels;
/// beyond an edge the edge's pixels repeat.
template <typename Take>
void windowMeans(const LumaView& image, int radius, Take take) {
  const int widthPx = image.widthPx, lastX = widthPx - 1, lastY = image.heightPx - 1;
  std::vector<std::uint32_t> columns(widthPx);
  Bytes means(widthPx);
  for (int y = -radius; y <= radius; ++y) {
    const Row row = rowOf(image, std::clamp(y, 0, lastY));
    for (int x = 0; x < widthPx; ++x) columns[x] += row[x];
  }
  const std::uint64_t area = static_cast<std::uint64_t>(2 * radius + 1) * (2 * radius + 1);
  const std::uint64_t inverse = ((1ull << 32) + area - 1) / area;   // a division per pixel would cost more than all else
  for (int y = 0; y <= lastY; ++y) {
    std::uint64_t sum = 0;
    for (int x = -radius; x <= radius; ++x) sum += columns[std::clamp(x, 0, lastX)];
    for (int x = 0; x < widthPx; ++x) {
      means[x] = static_cast<std::uint8_t>(std::min<std::uint64_t>(255, sum * inverse >> 32));
      sum += columns[std::min(x + radius + 1, lastX)];
      sum -= columns[std::max(x - radius, 0)];
    }
    take(y, rowOf(image, y), means.data());
    const Row in = rowOf(image, std::min(y + radius + 1, lastY)), out = rowOf(image, std::max(y - radius, 0));
    for (int x = 0; x < widthPx; ++x) columns[x] += static_cast<std::uint32_t>(in[x]) - out[x];
  }
}

LumaView softened(const LumaView& image, int radius, Bytes& buffer) {
  buffer = pixelsFor(image.widthPx, image.heightPx);
  windowMeansOf(image, radius, buffer.data());
  return {buffer.data(), image.widthPx, image.heightPx, image.widthPx};
}

LumaView toned(const LumaView& image, double gamma, Bytes& buffer) {
  std::array<std::uint8_t, 256> table;
  for (int i = 0; i < 256; ++i) table[i] = static_cast<std::uint8_t>(std::lround(255 * std::pow(i / 255.0, gamma)));
  Bytes out = pixelsFor(image.widthPx, image.heightPx);
  for (int y = 0; y < image.heightPx; ++y) {
    const Row from = rowOf(image, y);
    std::transform(from, from + image.widthPx, out.data() + static_cast<std::size_t>(y) * image.widthPx,
                   [&](std::uint8_t v) { return table[v]; });
  }
  buffer = std::move(out);
  return {buffer.data(), image.widthPx, image.heightPx, image.widthPx};
}

std::shared_ptr<const ZXing::BitMatrix> darkerThanMean(const LumaView& image, int windowDivisor) {
  auto bits = std::make_shared<ZXing::BitMatrix>(image.widthPx, image.heightPx);
  const int radius = std::max(2, std::min(image.widthPx, image.heightPx) / (2 * windowDivisor));
  windowMeans(image, radius, [&](int y, Row row, Row means) {
    auto* to = bits->row(y).begin();
    for (int x = 0; x < image.widthPx; ++x) to[x] = row[x] < means[x] ? ZXing::BitMatrix::SET_V : 0;
  });
  return bits;
}

template <typename Binarizer>
std::shared_ptr<const ZXing::BitMatrix> libraryBits(const LumaView& image) {
  const ZXing::ImageView view(image.pixels, image.widthPx, image.heightPx, ZXing::ImageFormat::Lum, image.strideBytes);
  return Binarizer(view).getBlackMatrix();
}

}  // namespace

LumaView averaged(const LumaView& image, int factor, Bytes& buffer) {
  const int widthPx = image.widthPx / factor, heightPx = image.heightPx / factor;
  buffer = pixelsFor(widthPx, heightPx);
  switch (factor) {
    case 2: averageRows<2>(image, factor, widthPx, heightPx, buffer.data()); break;
    case 3: averageRows<3>(image, factor, widthPx, heightPx, buffer.data()); break;
    case 4: averageRows<4>(image, factor, widthPx, heightPx, buffer.data()); break;
    default: averageRows<0>(image, factor, widthPx, heightPx, buffer.data()); break;
  }
  return {buffer.data(), widthPx, heightPx, widthPx};
}

void windowMeansOf(const LumaView& image, int radius, std::uint8_t* means) {
  windowMeans(image, radius, [&](int y, Row, Row row) {
    std::copy_n(row, image.widthPx, means + static_cast<std::size_t>(y) * image.widthPx);
  });
}

int averagingFactor(const LumaView& image, const Treatment& treatment) {
  const int longSidePx = std::max(image.widthPx, image.heightPx);
  if (treatment.longSidePx == 0 || longSidePx <= treatment.longSidePx) return 1;
  return std::min((longSidePx + treatment.longSidePx - 1) / treatment.longSidePx, std::min(image.widthPx, image.heightPx));
}

ScaledLuma treatedLuma(const LumaView& image, const Treatment& treatment) {
  ScaledLuma scaled;
  scaled.view = image;
  const int factor = averagingFactor(image, treatment);
  if (factor > 1) {
    scaled.view = averaged(image, factor, scaled.pixels);
    scaled.originalPerPx = factor;
  } else if (treatment.doubled) {
    scaled.view = enlarged(image, scaled.pixels);
    scaled.originalPerPx = 0.5;
  }
  if (treatment.softenedPx > 0) {
    Bytes buffer;
    scaled.view = softened(scaled.view, treatment.softenedPx, buffer);
    scaled.pixels = std::move(buffer);
  }
  if (treatment.tone != Tone::AsIs)
    scaled.view = toned(scaled.view, treatment.tone == Tone::Darker ? 2.2 : 0.45, scaled.pixels);
  return scaled;
}

std::shared_ptr<const ZXing::BitMatrix> binarized(const LumaView& image, const Treatment& treatment) {
  switch (treatment.threshold) {
    case Threshold::Range: return libraryBits<ZXing::HybridBinarizer>(image);
    case Threshold::Mean: return darkerThanMean(image, treatment.windowDivisor);
    case Threshold::Global: return libraryBits<ZXing::GlobalHistogramBinarizer>(image);
  }
  return nullptr;
}

}  // namespace citycode
