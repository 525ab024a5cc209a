#include "sight/sight_search.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "DecoderResult.h"
#include "qrcode/QRDecoder.h"
#include "sight/rising_order.h"

namespace citycode {
namespace {

/// ISO/IEC 15424, annex C: ]Q0 is Model 1, all others Model 2.
constexpr char kModel1 = '0';

std::array<PointPx, 4> cornersOf(const ZXing::QuadrilateralI& quad) {
  std::array<PointPx, 4> corners;
  std::transform(quad.begin(), quad.end(), corners.begin(), [](ZXing::PointI p) { return PointPx{p.x, p.y}; });
  return corners;
}

bool isAnyOf(const std::vector<ZXing::PointF>& used, const FinderTriple& triple) {
  return std::any_of(used.begin(), used.end(),
                     [&](ZXing::PointF p) { return p == triple.tl || p == triple.tr || p == triple.bl; });
}

/// Whether a symbol between these patterns can reach into the part: a pattern is seven modules wide, its middle lies half of
/// that away from the symbol's edge, and the other half is for perspective.
bool canReach(const FinderTriple& triple, const PartPx& part) {
  const double growPx = std::max({triple.bl.size, triple.tl.size, triple.tr.size});
  const ZXing::PointF fourth = triple.tr + triple.bl - triple.tl;
  const auto [left, right] = std::minmax({triple.tl.x, triple.tr.x, triple.bl.x, fourth.x});
  const auto [top, bottom] = std::minmax({triple.tl.y, triple.tr.y, triple.bl.y, fourth.y});
  return right + growPx > part.leftPx && left - growPx < part.rightPx && bottom + growPx > part.topPx && top - growPx < part.bottomPx;
}

/// The first reading of one place that decodes.
std::vector<FoundSymbol> readTriple(const ZXing::BitMatrix& bits, const FinderTriple& triple) {
  for (auto&& sampled : ZXing::QRCode::SampleQR(bits, triple)) {
    if (!sampled.isValid()) continue;
    auto symbols = decodeModules(sampled.bits(), cornersOf(sampled.position()));
    if (!symbols.empty()) return symbols;
  }
  return {};
}

/// Runs of one colour along a line through a pixel: the run that holds it, and two more to either side.
struct Runs {
  std::array<int, 5> px{};   // dark, light, dark (the middle), light, dark
  double middle = 0;         // of the middle run
};

/// How many pixels there are of the same colour from `from` on, at most `most`; 0 beyond the picture.
template <typename IsDark>
int runLength(IsDark isDark, int from, int step, int end, bool dark, int most) {
  int length = 0;
  for (int at = from; at != end && length < most && isDark(at) == dark; at += step) ++length;
  return length;
}

template <typename IsDark>
Runs runsThrough(IsDark isDark, int at, int size, int mostPx) {
  Runs runs;
  const int after = runLength(isDark, at, 1, size, true, mostPx);
  const int before = runLength(isDark, at - 1, -1, -1, true, mostPx);
  runs.px[2] = before + after;
  runs.middle = at + (after - before) / 2.0;
  const int right = at + after, left = at - before - 1;
  runs.px[3] = runLength(isDark, right, 1, size, false, mostPx);
  runs.px[4] = runLength(isDark, right + runs.px[3], 1, size, true, mostPx);
  runs.px[1] = runLength(isDark, left, -1, -1, false, mostPx);
  runs.px[0] = runLength(isDark, left - runs.px[1], -1, -1, true, mostPx);
  return runs;
}

/// By how much a run differs from what it should be, in modules; 2 when it is not there or far off.
double misfit(int lengthPx, double modulePx) {
  const double off = std::abs(lengthPx - modulePx) / modulePx;
  return lengthPx == 0 || off > 0.7 + 1 / modulePx ? 2 : std::max(0.0, off - 0.5 / modulePx);   // half a pixel is rounding
}

struct BrokenPattern {
  ZXing::ConcentricPattern at;
  double misfit;   // 0 is perfect; a missing end counts 2
};

/// The three dark modules of the middle with light to both sides must be there in both directions; of the four dark
/// ends, two modules away, one or two may be missing.
constexpr double kMaxMisfit = 5;
/// Perspective shortens one direction against the other by no more than this.
constexpr double kMaxStretch = 2.5;

/// At most so many, the least misfit first.
template <class T>
std::vector<T> bestOf(const std::vector<T>& all, std::size_t most) {
  std::vector<double> misfits;
  for (const T& one : all) misfits.push_back(one.misfit);
  std::vector<int> order = risingOrder(misfits);
  if (order.size() > most) order.resize(most);
  std::vector<T> best;
  for (const int at : order) best.push_back(all[static_cast<std::size_t>(at)]);
  return best;
}

std::optional<BrokenPattern> brokenPatternAt(const ZXing::BitMatrix& bits, int x, int y, int mostPx) {
  const auto* row = bits.row(y).begin();
  const Runs across = runsThrough([&](int at) { return row[at] != 0; }, x, bits.width(), mostPx);
  const double acrossPx = across.px[2] / 3.0;
  double sum = misfit(across.px[1], acrossPx) + misfit(across.px[3], acrossPx);
  if (sum >= 2) return std::nullopt;
  const int middle = static_cast<int>(across.middle);
  const Runs down = runsThrough([&](int at) { return bits.get(middle, at); }, y, bits.height(), mostPx);
  const double downPx = down.px[2] / 3.0;
  if (acrossPx > kMaxStretch * downPx || downPx > kMaxStretch * acrossPx) return std::nullopt;
  sum += misfit(down.px[1], downPx) + misfit(down.px[3], downPx);
  sum += misfit(across.px[0], acrossPx) + misfit(across.px[4], acrossPx) + misfit(down.px[0], downPx) + misfit(down.px[4], downPx);
  if (sum > kMaxMisfit) return std::nullopt;
  BrokenPattern pattern{{}, sum};
  pattern.at.x = across.middle;
  pattern.at.y = down.middle;
  pattern.at.size = (across.px[2] + down.px[2]) * 7.0 / 6;
  return pattern;
}

/// The patterns that fit best, no two at the same place.
std::vector<BrokenPattern> brokenPatterns(const ZXing::BitMatrix& bits) {
  constexpr int kRowStep = 2;          // the middle is at least three pixels high
  constexpr std::size_t kMost = 16;    // 560 triples
  std::vector<BrokenPattern> found;
  const int mostPx = std::max(bits.width(), bits.height()) / 3;
  for (int y = 1; y < bits.height(); y += kRowStep) {
    const auto* row = bits.row(y).begin();
    for (int x = 0; x < bits.width();) {
      const int length = runLength([&](int at) { return row[at] != 0; }, x, 1, bits.width(), true, bits.width());
      const int middle = x + length / 2;
      x += length + (length == 0);
      if (length < 3) continue;
      const auto pattern = brokenPatternAt(bits, middle, y, mostPx);
      if (!pattern) continue;
      const auto same = std::find_if(found.begin(), found.end(), [&](const BrokenPattern& old) {
        return distance(old.at, pattern->at) < old.at.size / 2;
      });
      if (same == found.end()) found.push_back(*pattern);
      else if (pattern->misfit < same->misfit) *same = *pattern;
    }
  }
  return bestOf(found, kMost);
}

struct RankedTriple {
  double misfit;
  FinderTriple triple;
};

/// How little three patterns look like the corners of a square; nothing when they are far from it.
std::optional<RankedTriple> rankedTriple(const BrokenPattern& corner, const BrokenPattern& a, const BrokenPattern& b) {
  const ZXing::PointF toA = a.at - corner.at, toB = b.at - corner.at;
  const double lengthA = std::hypot(toA.x, toA.y), lengthB = std::hypot(toB.x, toB.y);
  const auto [least, most] = std::minmax({corner.at.size, a.at.size, b.at.size});
  const double legs = std::max(lengthA, lengthB) / std::max(1.0, std::min(lengthA, lengthB));
  const double cosine = std::abs(dot(toA, toB)) / std::max(1.0, lengthA * lengthB);
  const double modules = std::max(lengthA, lengthB) / (most / 7) + 7;
  if (most > 2 * least || legs > 2 || cosine > 0.6 || modules < 18 || modules > 190) return std::nullopt;
  const bool clockwise = cross(toA, toB) > 0;
  const double sum = corner.misfit + a.misfit + b.misfit + 3 * std::log(most / least) + 3 * std::log(legs) + 3 * cosine;
  return RankedTriple{sum, {clockwise ? b.at : a.at, corner.at, clockwise ? a.at : b.at}};
}

}  // namespace

std::vector<FinderTriple> searchBroken(const ZXing::BitMatrix& bits) {
  const std::vector<BrokenPattern> patterns = brokenPatterns(bits);
  std::vector<RankedTriple> ranked;
  for (std::size_t i = 0; i < patterns.size(); ++i)
    for (std::size_t j = 0; j < patterns.size(); ++j)
      for (std::size_t k = j + 1; k < patterns.size(); ++k)
        if (i != j && i != k)
          if (const auto triple = rankedTriple(patterns[i], patterns[j], patterns[k])) ranked.push_back(*triple);
  std::vector<FinderTriple> triples;
  for (const RankedTriple& one : bestOf(ranked, kMaxUnread)) triples.push_back(one.triple);
  return triples;
}

std::vector<FoundSymbol> decodeModules(const ZXing::BitMatrix& modules, const std::array<PointPx, 4>& corners) {
  const auto decoded = ZXing::QRCode::Decode(modules);
  const auto& bytes = decoded.content().bytes;
  if (!decoded.isValid() || bytes.empty() || decoded.content().symbology.modifier == kModel1) return {};
  FoundSymbol symbol;
  symbol.bytes.assign(bytes.begin(), bytes.end());
  symbol.corners = corners;
  symbol.version = (modules.width() - 17) / 4;   // ISO/IEC 18004 section 7.3.1
  return {std::move(symbol)};
}

Placement placementOf(const std::array<PointPx, 4>& corners, const PartPx& part) {
  const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
  const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
  if (left >= part.leftPx && right <= part.rightPx && top >= part.topPx && bottom <= part.bottomPx) return Placement::Whole;
  const bool beyond = right <= part.leftPx || left >= part.rightPx || bottom <= part.topPx || top >= part.bottomPx;
  return beyond ? Placement::Beyond : Placement::Cut;
}

SearchAnswer searchBits(const ZXing::BitMatrix& bits, std::size_t maxSymbols, const Counted& counted) {
  constexpr bool kEveryThirdRow = true;   // else larger pictures are searched more coarsely
  auto patterns = ZXing::QRCode::FindFinderPatterns(bits, kEveryThirdRow);
  SearchAnswer answer;
  std::vector<ZXing::PointF> used;
  for (const auto& triple : ZXing::QRCode::GenerateFinderPatternSets(patterns)) {
    if (isAnyOf(used, triple)) continue;
    if (!canReach(triple, counted.part)) continue;
    auto symbols = readTriple(bits, triple);
    if (symbols.empty()) {
      if (answer.unread.size() < kMaxUnread) answer.unread.push_back(triple);
      continue;
    }
    used.insert(used.end(), {triple.tl, triple.tr, triple.bl});
    const Placement placement = placementOf(symbols.front().corners, counted.part);
    if (placement == Placement::Beyond || (placement == Placement::Cut && !counted.cutToo)) continue;
    answer.symbols.push_back(std::move(symbols.front()));
    if (answer.symbols.size() >= maxSymbols) break;
  }
  // Patterns of a symbol that was read, taken together with others, are no second symbol.
  std::erase_if(answer.unread, [&](const FinderTriple& triple) { return isAnyOf(used, triple); });
  return answer;
}

}  // namespace citycode
