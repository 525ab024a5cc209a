#include "sight/sight_treatment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace citycode {
namespace {

using Row = const std::uint8_t*;
using Bits = std::unique_ptr<ZXing::BitMatrix>;

Row rowOf(const LumaView& image, int y) { return image.pixels + static_cast<std::ptrdiff_t>(y) * image.strideBytes; }

Bytes pixelsFor(int widthPx, int heightPx) { return Bytes(static_cast<std::size_t>(widthPx) * heightPx); }

// Loops that touch every pixel stand alone, with pointers that do not overlap: so compilers vectorise them.

void addTo(std::uint16_t* __restrict sums, Row row, int count) {
  for (int x = 0; x < count; ++x) sums[x] = static_cast<std::uint16_t>(sums[x] + row[x]);
}

void widenRange(std::uint8_t* __restrict darkest, std::uint8_t* __restrict lightest, Row row, int count) {
  for (int x = 0; x < count; ++x) {
    darkest[x] = std::min(darkest[x], row[x]);
    lightest[x] = std::max(lightest[x], row[x]);
  }
}

void blacken(std::uint8_t* __restrict to, Row row, Row limits, int count) {
  for (int x = 0; x < count; ++x) to[x] = row[x] < limits[x] ? ZXing::BitMatrix::SET_V : 0;
}

/// Means of `factor` columns' sums; N is the same number where the compiler should know it.
template <int N>
void averageRow(const std::uint16_t* __restrict sums, int factor, std::uint8_t* __restrict to, int count) {
  const int n = N ? N : factor;
  const std::uint32_t area = static_cast<std::uint32_t>(n) * n;
  const std::uint64_t inverse = ((1ull << 32) + area - 1) / area;
  for (int x = 0; x < count; ++x) {
    std::uint32_t sum = area / 2;
    for (int dx = 0; dx < n; ++dx) sum += sums[x * n + dx];
    to[x] = static_cast<std::uint8_t>(N ? sum / area : sum * inverse >> 32);
  }
}

void slide(std::uint32_t* __restrict columns, Row in, Row out, int count) {
  for (int x = 0; x < count; ++x) columns[x] += static_cast<std::uint32_t>(in[x]) - out[x];
}

/// What a window's sum gives, rounded down: exactly so up to windows of 125 px.
void meansOf(const std::uint32_t* __restrict from, const std::uint32_t* __restrict to, std::uint8_t* __restrict means, int count,
             int side) {
  const float inverse = 1.0f / static_cast<float>(side * side);
  for (int x = 0; x < count; ++x) {
    const float sum = static_cast<float>(static_cast<int>(to[x] - from[x]));
    means[x] = static_cast<std::uint8_t>(static_cast<int>((sum + 0.5f) * inverse));
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

LumaView softened(const LumaView& image, int radius, Bytes& buffer) {
  Bytes out = pixelsFor(image.widthPx, image.heightPx);
  windowMeansOf(image, radius, out.data());
  buffer = std::move(out);   // only now: it may be what `image` shows
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

Bits darkerThanMean(const LumaView& image, int windowDivisor) {
  auto bits = std::make_unique<ZXing::BitMatrix>(image.widthPx, image.heightPx);
  Bytes means = pixelsFor(image.widthPx, image.heightPx);
  windowMeansOf(image, std::max(2, std::min(image.widthPx, image.heightPx) / (2 * windowDivisor)), means.data());
  for (int y = 0; y < image.heightPx; ++y)
    blacken(bits->row(y).begin(), rowOf(image, y), means.data() + static_cast<std::size_t>(y) * image.widthPx, image.widthPx);
  return bits;
}

/// Threshold::Global: the emptiest level between the two tones that most pixels have, rather near the lighter one: what lies
/// between is mostly ink that is blurred. 0 when those tones are as near to each other as noise is.
int valleyOf(const LumaView& image) {
  constexpr int kToneLevels = 8, kTones = 256 / kToneLevels, kMinTonesApart = 3;
  std::array<int, kTones> pixels{};
  for (int y = 1; y < 5; ++y) {   // four rows tell enough, without what lies at the edges
    const Row row = rowOf(image, image.heightPx * y / 5);
    for (int x = image.widthPx / 5; x < image.widthPx * 4 / 5; ++x) ++pixels[row[x] / kToneLevels];
  }
  const auto highest = [](int from, int to, auto worth) {   // the first that is worth most, and anything at all
    int best = from;
    for (int at = from + 1, most = worth(from); at < to; ++at)
      if (worth(at) > most) most = worth(best = at);
    return best;
  };
  const int one = highest(0, kTones, [&](int at) { return pixels[at]; });
  const int other = highest(0, kTones, [&](int at) { return pixels[at] * (at - one) * (at - one); });
  const auto [dark, light] = std::minmax(one, other);
  if (light - dark < kMinTonesApart) return 0;
  const int least = highest(1, light - dark, [&, dark = dark, light = light](int below) {
    const int at = light - below;
    return (at - dark) * (at - dark) * below * (pixels[one] - pixels[at]);
  });
  return (light - least) * kToneLevels;
}

Bits darkerThanOne(const LumaView& image) {
  const int valley = valleyOf(image);
  if (valley == 0) return nullptr;
  auto bits = std::make_unique<ZXing::BitMatrix>(image.widthPx, image.heightPx);
  const Bytes limits(image.widthPx, static_cast<std::uint8_t>(valley + 1));
  for (int y = 0; y < image.heightPx; ++y) blacken(bits->row(y).begin(), rowOf(image, y), limits.data(), image.widthPx);
  return bits;
}

/// Threshold::Range: pixels of a block share a threshold, the middle between the darkest and the lightest of them, when those
/// differ by more than noise and paper do.
constexpr int kBlockPx = 8;
constexpr int kMinRange = 24;
/// Thresholds are smoothed over windows of so many blocks; smaller pictures have one threshold.
constexpr int kWindowBlocks = 5;

int blocksAlong(int lengthPx) { return (lengthPx + kBlockPx - 1) / kBlockPx; }

/// The last block ends with the picture: it may lie over a part of the one before, and counts there.
int blockStart(int block, int lengthPx) { return std::min(block * kBlockPx, lengthPx - kBlockPx); }
int blockAt(int px, int lengthPx) { return px < lengthPx - kBlockPx ? px / kBlockPx : blocksAlong(lengthPx) - 1; }

/// A threshold for each block, 0 where there is too little contrast for one.
Bytes middlesOf(const LumaView& image, int columns, int rows) {
  const int widthPx = image.widthPx;
  Bytes middles, darkest, lightest;
  middles.reserve(static_cast<std::size_t>(columns) * rows);
  for (int row = 0; row < rows; ++row) {
    const int topPx = blockStart(row, image.heightPx);
    darkest.assign(widthPx, 255);
    lightest.assign(widthPx, 0);
    for (int y = topPx; y < topPx + kBlockPx; ++y) widenRange(darkest.data(), lightest.data(), rowOf(image, y), widthPx);
    for (int column = 0; column < columns; ++column) {
      int low = 255, high = 0;
      for (int x = blockStart(column, widthPx), i = 0; i < kBlockPx; ++i) {
        low = std::min<int>(low, darkest[x + i]);
        high = std::max<int>(high, lightest[x + i]);
      }
      middles.push_back(static_cast<std::uint8_t>(high - low > kMinRange ? (high + low) / 2 : 0));
    }
  }
  return middles;
}

/// Adds up five neighbours each: of `count` numbers and four more.
void addFive(const std::uint16_t* __restrict from, std::uint16_t* __restrict sums, int count) {
  static_assert(kWindowBlocks == 5);
  for (int x = 0; x < count; ++x)
    sums[x] = static_cast<std::uint16_t>(from[x] + from[x + 1] + from[x + 2] + from[x + 3] + from[x + 4]);
}

void addThresholds(std::uint16_t* __restrict sums, std::uint16_t* __restrict counts, Row thresholds, int count) {
  for (int x = 0; x < count; ++x) {
    sums[x] = static_cast<std::uint16_t>(sums[x] + thresholds[x]);
    counts[x] = static_cast<std::uint16_t>(counts[x] + (thresholds[x] > 0));
  }
}

/// The mean of the thresholds around each block, its own three times; blocks without a threshold do not count.
Bytes smoothed(const Bytes& middles, int columns, int rows) {
  constexpr int kReach = kWindowBlocks / 2;
  Bytes means;
  means.reserve(middles.size());
  std::vector<std::uint16_t> sums, windows(2 * columns);   // of five blocks; from `columns` on, how many of them have a threshold
  for (int row = 0; row < rows; ++row) {
    const int top = std::clamp(row, kReach, rows - kReach - 1) - kReach;
    sums.assign(2 * columns, 0);
    for (int y = top; y < top + kWindowBlocks; ++y)
      addThresholds(sums.data(), sums.data() + columns, middles.data() + static_cast<std::size_t>(y) * columns, columns);
    addFive(sums.data(), windows.data(), 2 * columns - 2 * kReach);
    for (int column = 0; column < columns; ++column) {
      const int left = std::clamp(column, kReach, columns - kReach - 1) - kReach;
      const unsigned own = middles[means.size()];
      const unsigned count = windows[columns + left] + (own > 0 ? 2u : 0u);
      means.push_back(static_cast<std::uint8_t>(count > 0 ? (windows[left] + 2 * own) / count : 0));
    }
  }
  return means;
}

/// Wide regions without contrast take the threshold that follows them, row by row. False when there is none at all.
bool fillGaps(Bytes& thresholds) {
  const auto last = std::find_if(thresholds.rbegin(), thresholds.rend(), [](std::uint8_t t) { return t > 0; });
  if (last == thresholds.rend()) return false;
  std::fill(thresholds.rbegin(), last, *last);
  for (auto at = last + 1; at != thresholds.rend(); ++at)
    if (*at == 0) *at = *(at - 1);
  return true;
}

Bits darkerThanMiddle(const LumaView& image) {
  const int columns = blocksAlong(image.widthPx), rows = blocksAlong(image.heightPx);
  if (std::min(image.widthPx, image.heightPx) < kWindowBlocks * kBlockPx) return darkerThanOne(image);
  Bytes thresholds = smoothed(middlesOf(image, columns, rows), columns, rows);
  if (!fillGaps(thresholds)) return darkerThanOne(image);
  auto bits = std::make_unique<ZXing::BitMatrix>(image.widthPx, image.heightPx);
  Bytes limits(image.widthPx);
  for (int y = 0, expanded = -1; y < image.heightPx; ++y) {
    const int row = blockAt(y, image.heightPx);
    for (int column = 0; column < columns && row != expanded; ++column)
      std::fill_n(limits.begin() + blockStart(column, image.widthPx), kBlockPx,
                  static_cast<std::uint8_t>(thresholds[static_cast<std::size_t>(row) * columns + column] + 1));
    expanded = row;
    blacken(bits->row(y).begin(), rowOf(image, y), limits.data(), image.widthPx);
  }
  return bits;
}

}  // namespace

LumaView averaged(const LumaView& image, int factor, Bytes& buffer) {
  const int widthPx = image.widthPx / factor, heightPx = image.heightPx / factor;
  buffer = pixelsFor(widthPx, heightPx);
  std::uint8_t* to = buffer.data();
  std::vector<std::uint16_t> sums;   // of up to 64 pixels: 8192 px hold no finder pattern whose modules are larger than 64 * 6
  for (int y = 0; y < heightPx; ++y, to += widthPx) {
    sums.assign(static_cast<std::size_t>(widthPx) * factor, 0);
    for (int dy = 0; dy < factor; ++dy) addTo(sums.data(), rowOf(image, y * factor + dy), widthPx * factor);
    switch (factor) {
      case 2: averageRow<2>(sums.data(), factor, to, widthPx); break;
      default: averageRow<0>(sums.data(), factor, to, widthPx); break;
    }
  }
  return {buffer.data(), widthPx, heightPx, widthPx};
}

void windowMeansOf(const LumaView& image, int radius, std::uint8_t* means) {
  const int widthPx = image.widthPx, lastX = widthPx - 1, side = 2 * radius + 1;
  // Beyond an edge the edge repeats.
  const auto rowNear = [&](int y) { return rowOf(image, std::clamp(y, 0, image.heightPx - 1)); };
  // `before`: the sum of all columns left of each. It may wrap, differences of it do not.
  std::vector<std::uint32_t> columns(widthPx), before(widthPx + side);
  const Bytes nothing(widthPx);
  for (int y = -radius - 1; y < radius; ++y) slide(columns.data(), rowNear(y), nothing.data(), widthPx);
  for (int y = 0; y < image.heightPx; ++y, means += widthPx) {
    slide(columns.data(), rowNear(y + radius), rowNear(y - radius - 1), widthPx);
    std::uint32_t sum = 0, *to = before.data();
    for (int x = -radius; x < 0; ++x) *++to = sum += columns[0];
    for (int x = 0; x < widthPx; ++x) *++to = sum += columns[x];
    for (int x = 0; x < radius; ++x) *++to = sum += columns[lastX];
    meansOf(before.data(), before.data() + side, means, widthPx, side);
  }
}

int averagingFactor(const LumaView& image, const Treatment& treatment) {
  const int longSidePx = std::max(image.widthPx, image.heightPx);
  if (treatment.longSidePx == 0 || longSidePx <= treatment.longSidePx) return 1;
  return std::min((longSidePx + treatment.longSidePx - 1) / treatment.longSidePx, std::min(image.widthPx, image.heightPx));
}

LumaView treated(const LumaView& image, const Treatment& treatment, Bytes& buffer) {
  LumaView view = image;
  if (treatment.doubled) view = enlarged(view, buffer);
  if (treatment.softenedPx > 0) view = softened(view, treatment.softenedPx, buffer);
  if (treatment.tone != Tone::AsIs) view = toned(view, treatment.tone == Tone::Darker ? 2.2 : 0.45, buffer);
  return view;
}

std::unique_ptr<ZXing::BitMatrix> binarized(const LumaView& image, const Treatment& treatment) {
  switch (treatment.threshold) {
    case Threshold::Range: return darkerThanMiddle(image);
    case Threshold::Mean: return darkerThanMean(image, treatment.windowDivisor);
    case Threshold::Global: return darkerThanOne(image);
  }
  return nullptr;
}

}  // namespace citycode
