#include "sight/sight_grid.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "PerspectiveTransform.h"
#include "Quadrilateral.h"
#include "sight/sight_treatment.h"

namespace citycode {
namespace {

using ZXing::PointF;

/// The middle of a finder pattern, in modules from its corner of the symbol.
constexpr double kFinderMiddle = 3.5;
/// The timing patterns, and the outermost alignment patterns, lie this far from the symbol's edges.
constexpr double kInset = 6.5;

/// Finer modules are averaged down to about this: more pixels tell nothing new.
constexpr double kEnoughModulePx = 6;
/// A region of this many pixels or more is no symbol that a picture can hold after averaging (177 modules of 8 px).
constexpr std::int64_t kMaxRegionPx = 2'500'000;

/// Below these agreements with the fixed modules (1 is perfect) there is nothing worth bending, or decoding.
constexpr double kWorthBending = 0.2;
constexpr double kWorthDecoding = 0.4;

/// Fixed modules are known, so they count more than others standing out.
constexpr int kFixedWeight = 3;

/// What a bend costs against its neighbours, in the units of the fit (127 a module) for a square module of difference.
constexpr double kBendCost = 60;

/// How dark each pixel is against its surroundings, -127 to 127.
struct Contrast {
  std::vector<std::int8_t> dark;
  int widthPx = 0, heightPx = 0;

  int at(PointF p) const {
    if (!(p.x >= 0 && p.y >= 0 && p.x < widthPx && p.y < heightPx)) return 0;   // also when it is not a number
    return dark[static_cast<std::size_t>(p.y) * widthPx + static_cast<std::size_t>(p.x)];
  }
};

Contrast contrastOf(const LumaView& image, int radius, bool inverted) {
  const std::size_t size = static_cast<std::size_t>(image.widthPx) * image.heightPx;
  Bytes means(size), away(size), spread(size);
  windowMeansOf(image, radius, means.data());
  for (int y = 0; y < image.heightPx; ++y) {
    const std::uint8_t* row = image.pixels + static_cast<std::ptrdiff_t>(y) * image.strideBytes;
    for (int x = 0; x < image.widthPx; ++x) {
      const std::size_t i = static_cast<std::size_t>(y) * image.widthPx + x;
      away[i] = static_cast<std::uint8_t>(std::abs(row[x] - means[i]));
    }
  }
  windowMeansOf({away.data(), image.widthPx, image.heightPx, image.widthPx}, radius, spread.data());
  std::uint64_t sum = 0;
  for (const std::uint8_t s : spread) sum += s;
  // Where there is much less contrast than elsewhere, as in glare, little is known.
  const int least = std::max<int>(2, static_cast<int>(sum / std::max<std::size_t>(size, 1) / 3));
  Contrast contrast{std::vector<std::int8_t>(size), image.widthPx, image.heightPx};
  for (int y = 0; y < image.heightPx; ++y) {
    const std::uint8_t* row = image.pixels + static_cast<std::ptrdiff_t>(y) * image.strideBytes;
    for (int x = 0; x < image.widthPx; ++x) {
      const std::size_t i = static_cast<std::size_t>(y) * image.widthPx + x;
      const int dark = (inverted ? row[x] - means[i] : means[i] - row[x]) * 100 / std::max<int>(spread[i], least);
      contrast.dark[i] = static_cast<std::int8_t>(std::clamp(dark, -127, 127));
    }
  }
  return contrast;
}

/// From modules to pixels: a perspective, then bent by what the nodes of a coarse grid say.
class Grid {
 public:
  Grid(int side, const ZXing::QuadrilateralF& finderMiddles) : side_(side) {
    cells_ = std::clamp((side - 7) / 9, 2, 8);
    bends_.resize(static_cast<std::size_t>(cells_ + 1) * (cells_ + 1));
    place(finderMiddles);
  }

  void place(const ZXing::QuadrilateralF& finderMiddles) {
    const double far = side_ - kFinderMiddle;
    perspective_ = {{PointF{kFinderMiddle, kFinderMiddle}, {far, kFinderMiddle}, {far, far}, {kFinderMiddle, far}}, finderMiddles};
  }

  bool isValid() const { return perspective_.isValid(); }
  int side() const { return side_; }
  int cells() const { return cells_; }
  PointF& bend(int column, int row) { return bends_[static_cast<std::size_t>(row) * (cells_ + 1) + column]; }
  const PointF& bend(int column, int row) const { return bends_[static_cast<std::size_t>(row) * (cells_ + 1) + column]; }
  double cellModules() const { return (side_ - 2 * kInset) / cells_; }

  PointF toPixels(PointF module) const {
    const double u = std::clamp((module.x - kInset) / cellModules(), 0.0, cells_ - 1e-6);
    const double v = std::clamp((module.y - kInset) / cellModules(), 0.0, cells_ - 1e-6);
    const int column = static_cast<int>(u), row = static_cast<int>(v);
    const double right = u - column, down = v - row;
    const PointF bent = (1 - down) * ((1 - right) * bend(column, row) + right * bend(column + 1, row)) +
                        down * ((1 - right) * bend(column, row + 1) + right * bend(column + 1, row + 1));
    return perspective_(module + bent);
  }

 private:
  int side_, cells_;
  ZXing::PerspectiveTransform perspective_;
  std::vector<PointF> bends_;
};

/// A module's middle and four points around it: five pixels outvote one that noise hit.
int sampleModule(const Contrast& contrast, const Grid& grid, int x, int y) {
  constexpr double kOff = 0.22;
  const PointF middle{x + 0.5, y + 0.5};
  int sum = 2 * contrast.at(grid.toPixels(middle));
  for (const PointF off : {PointF{-kOff, -kOff}, {kOff, -kOff}, {kOff, kOff}, {-kOff, kOff}})
    sum += contrast.at(grid.toPixels(middle + off));
  return sum / 6;
}

/// How well modules of a rectangle stand out; `step` above 1 looks at a part of them.
double fitOf(const Contrast& contrast, const Grid& grid, const std::vector<std::int8_t>& fixed, int left, int top, int right,
             int bottom, int step) {
  int sum = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) {
      const int known = fixed[static_cast<std::size_t>(y) * grid.side() + x];
      if (known)
        sum += kFixedWeight * known * (step > 1 ? contrast.at(grid.toPixels({x + 0.5, y + 0.5})) : sampleModule(contrast, grid, x, y));
      else if ((x + y * 3) % step == 0)
        sum += std::abs(step > 1 ? contrast.at(grid.toPixels({x + 0.5, y + 0.5})) : sampleModule(contrast, grid, x, y));
    }
  return sum;
}

double roughness(const Grid& grid, int column, int row) {
  double sum = 0;
  const PointF here = grid.bend(column, row);
  for (const auto& [dx, dy] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
    const int c = column + dx, r = row + dy;
    if (c < 0 || r < 0 || c > grid.cells() || r > grid.cells()) continue;
    const PointF off = grid.bend(c, r) - here;
    sum += off.x * off.x + off.y * off.y;
  }
  return sum;
}

/// Moves one node where the modules around it stand out best.
void settle(const Contrast& contrast, Grid& grid, const std::vector<std::int8_t>& fixed, int column, int row, double step) {
  const double cell = grid.cellModules();
  const auto reach = [&](int node, int by) {
    if (node + by < 0) return 0;
    if (node + by > grid.cells()) return grid.side();
    return static_cast<int>(kInset + (node + by) * cell);
  };
  const int left = reach(column, -1), right = reach(column, 1), top = reach(row, -1), bottom = reach(row, 1);
  const double cost = kBendCost * cell * cell / 16;
  const auto worth = [&] {
    return fitOf(contrast, grid, fixed, left, top, right, bottom, 2) - cost * roughness(grid, column, row);
  };
  double best = worth();
  PointF& bend = grid.bend(column, row);
  for (int tries = 0; tries < 3; ++tries) {
    const PointF from = bend;
    PointF bestBend = from;
    for (const PointF off : {PointF{-step, 0}, {step, 0}, {0, -step}, {0, step}, {-step, -step}, {step, -step}, {step, step}, {-step, step}}) {
      bend = from + off;
      if (const double now = worth(); now > best) {
        best = now;
        bestBend = bend;
      }
    }
    bend = bestBend;
    if (bestBend == from) break;
  }
}

/// The timing patterns' corner is surest, so bending begins there and each node begins where its neighbours point.
void bendToFit(const Contrast& contrast, Grid& grid, const std::vector<std::int8_t>& fixed) {
  const int cells = grid.cells();
  for (int row = 0; row <= cells; ++row)
    for (int column = 0; column <= cells; ++column) {
      PointF& bend = grid.bend(column, row);
      if (row && column) bend = grid.bend(column - 1, row) + grid.bend(column, row - 1) - grid.bend(column - 1, row - 1);
      else if (column > 1) bend = 2.0 * grid.bend(column - 1, row) - grid.bend(column - 2, row);
      else if (row > 1) bend = 2.0 * grid.bend(column, row - 1) - grid.bend(column, row - 2);
      settle(contrast, grid, fixed, column, row, 0.4);
    }
  for (const double step : {0.3, 0.15})
    for (int row = 0; row <= cells; ++row)
      for (int column = 0; column <= cells; ++column) settle(contrast, grid, fixed, column, row, step);
}

double length(PointF p) { return std::hypot(p.x, p.y); }

struct Triple {
  PointF topLeft, topRight, bottomLeft;
  double topLeftPx, topRightPx, bottomLeftPx;   // sides of the finder patterns
};

PointF fourthCorner(const Triple& t) { return t.topRight + t.bottomLeft - t.topLeft; }

/// A pixel's coordinate: the nearest of the picture, also for what is not a number.
int pixelOf(double at, int sizePx) { return !(at >= 0) ? 0 : at < sizePx ? static_cast<int>(at) : sizePx - 1; }

/// A module of the picture as it is; its middle and four points around it.
int lightness(const LumaView& image, const Grid& grid, int x, int y) {
  constexpr double kOff = 0.22;
  int sum = 0;
  for (const PointF off : {PointF{0, 0}, {-kOff, -kOff}, {kOff, -kOff}, {kOff, kOff}, {-kOff, kOff}}) {
    const PointF p = grid.toPixels(PointF{x + 0.5, y + 0.5} + off);
    sum += image.pixels[static_cast<std::ptrdiff_t>(pixelOf(p.y, image.heightPx)) * image.strideBytes + pixelOf(p.x, image.widthPx)];
  }
  return sum;
}

/// From -1 to 1: how surely modules along a timing pattern are darker and lighter than their neighbours in turn.
double timingFit(const LumaView& image, const Grid& grid, bool across, bool inverted) {
  const auto at = [&](int i) { return across ? lightness(image, grid, i, 6) : lightness(image, grid, 6, i); };
  int before = at(7), here = at(8);
  std::int64_t sum = 0, most = 1;
  for (int i = 8; i < grid.side() - 8; ++i) {
    const int next = at(i + 1);
    const int darker = (before + next - 2 * here) * (inverted ? -1 : 1);
    sum += i % 2 ? -darker : darker;
    most += std::abs(darker);
    before = here;
    here = next;
  }
  return static_cast<double>(sum) / most;
}

/// The side in modules whose timing patterns fit, near what the distances say; 0 when none does.
int sideOf(const LumaView& image, const Triple& t, bool inverted) {
  constexpr double kMinFit = 0.35;
  const double across = length(t.topRight - t.topLeft) / ((t.topLeftPx + t.topRightPx) / 14);
  const double down = length(t.bottomLeft - t.topLeft) / ((t.topLeftPx + t.bottomLeftPx) / 14);
  const int guess = static_cast<int>(std::lround(((across + down) / 2 + 7 - 17) / 4));
  const int reach = 1 + guess / 6;
  int bestSide = 0;
  double best = kMinFit;
  for (int version = std::max(1, guess - reach); version <= std::min(40, guess + reach); ++version) {
    const Grid grid(17 + 4 * version, {t.topLeft, t.topRight, fourthCorner(t), t.bottomLeft});
    if (!grid.isValid()) continue;
    const double fits[] = {timingFit(image, grid, true, inverted), timingFit(image, grid, false, inverted)};
    // One of the two may lie under damage.
    const double fit = (std::max(fits[0], fits[1]) * 2 + std::min(fits[0], fits[1])) / 3;
    if (fit > best) {
      best = fit;
      bestSide = grid.side();
    }
  }
  return bestSide;
}

SoftModules modulesOf(const Contrast& contrast, const Grid& grid) {
  SoftModules modules;
  modules.side = grid.side();
  modules.dark.reserve(static_cast<std::size_t>(modules.side) * modules.side);
  for (int y = 0; y < modules.side; ++y)
    for (int x = 0; x < modules.side; ++x) modules.dark.push_back(static_cast<std::int8_t>(sampleModule(contrast, grid, x, y)));
  return modules;
}

struct Region {
  int leftPx, topPx, widthPx, heightPx;
};

/// Where the symbol can be, with room for a fourth corner that is far out.
Region regionOf(const LumaView& image, const FinderTriple& triple) {
  const PointF fourth = triple.tr + triple.bl - triple.tl;
  const double marginPx = std::max({triple.tl.size, triple.tr.size, triple.bl.size}) * 1.5 +
                          0.2 * length(triple.tr - triple.bl);
  const auto [left, right] = std::minmax({triple.tl.x, triple.tr.x, triple.bl.x, fourth.x});
  const auto [top, bottom] = std::minmax({triple.tl.y, triple.tr.y, triple.bl.y, fourth.y});
  const int leftPx = std::clamp(static_cast<int>(left - marginPx), 0, image.widthPx);
  const int topPx = std::clamp(static_cast<int>(top - marginPx), 0, image.heightPx);
  return {leftPx, topPx, std::clamp(static_cast<int>(right + marginPx), 0, image.widthPx) - leftPx,
          std::clamp(static_cast<int>(bottom + marginPx), 0, image.heightPx) - topPx};
}

}  // namespace

std::vector<SoftModules> sampleSoftly(const LumaView& image, const FinderTriple& triple, bool inverted, std::int64_t& workPx) {
  const Region region = regionOf(image, triple);
  if (region.widthPx < 21 || region.heightPx < 21) return {};
  LumaView view{image.pixels + static_cast<std::ptrdiff_t>(region.topPx) * image.strideBytes + region.leftPx,
                region.widthPx, region.heightPx, image.strideBytes};
  double modulePx = (triple.tl.size + triple.tr.size + triple.bl.size) / 21;
  const int factor = std::max(1, static_cast<int>(modulePx / kEnoughModulePx));
  Bytes buffer;
  if (factor > 1) view = averaged(view, factor, buffer);
  if (static_cast<std::int64_t>(view.widthPx) * view.heightPx > kMaxRegionPx) return {};
  modulePx /= factor;

  const auto inView = [&](const ZXing::ConcentricPattern& p) {
    return PointF{(p.x - region.leftPx) / factor, (p.y - region.topPx) / factor};
  };
  const Triple t{inView(triple.tl), inView(triple.tr), inView(triple.bl), std::max(1.0, triple.tl.size / factor),
                 std::max(1.0, triple.tr.size / factor), std::max(1.0, triple.bl.size / factor)};
  workPx += 10'000;
  const int side = sideOf(view, t, inverted);
  if (!side) return {};
  const Contrast contrast = contrastOf(view, std::max(3, static_cast<int>(modulePx * 4)), inverted);
  workPx += 3LL * view.widthPx * view.heightPx;
  const auto fixed = fixedModules(side);
  workPx += 60LL * side * side;

  // The fourth corner: the best of a coarse search around two guesses, then a finer one.
  Grid grid(side, {t.topLeft, t.topRight, fourthCorner(t), t.bottomLeft});
  const PointF right = (t.topRight - t.topLeft) / (side - 7), down = (t.bottomLeft - t.topLeft) / (side - 7);
  PointF fourth = fourthCorner(t);
  double best = -std::numeric_limits<double>::max();
  const auto tryFourth = [&](PointF at, int from) {
    grid.place({t.topLeft, t.topRight, at, t.bottomLeft});
    if (!grid.isValid()) return;
    if (const double fit = fitOf(contrast, grid, fixed, from, from, side, side, 3); fit > best) {
      best = fit;
      fourth = at;
    }
  };
  const double reach = std::clamp(0.3 * side, 4.0, 10.0);   // modules; perspective moves the corner of a small symbol by a third of its side
  for (double y = -reach; y <= reach; y += 1)
    for (double x = -reach; x <= reach; x += 1) tryFourth(fourthCorner(t) + x * right + y * down, side / 2);
  for (const double step : {0.5, 0.25}) {
    const PointF around = fourth;
    best = -std::numeric_limits<double>::max();
    for (int y = -2; y <= 2; ++y)
      for (int x = -2; x <= 2; ++x) tryFourth(around + x * step * right + y * step * down, 0);
  }
  grid.place({t.topLeft, t.topRight, fourth, t.bottomLeft});
  if (!grid.isValid()) return {};

  std::vector<SoftModules> samplings;
  const auto sampled = [&] {
    SoftModules modules = modulesOf(contrast, grid);
    const double end = side;
    const PointF corners[] = {grid.toPixels({0, 0}), grid.toPixels({end, 0}), grid.toPixels({end, end}), grid.toPixels({0, end})};
    for (int i = 0; i < 4; ++i)
      modules.corners[i] = {pixelOf(corners[i].x * factor + region.leftPx, image.widthPx),
                            pixelOf(corners[i].y * factor + region.topPx, image.heightPx)};
    return modules;
  };
  SoftModules flat = sampled();
  if (fixedAgreement(flat, fixed) < kWorthBending) return {};
  bendToFit(contrast, grid, fixed);
  SoftModules bent = sampled();
  const bool bentFits = fixedAgreement(bent, fixed) >= kWorthDecoding, flatFits = fixedAgreement(flat, fixed) >= kWorthDecoding;
  if (bentFits) samplings.push_back(bent);
  if (flatFits) samplings.push_back(flat);
  if (bentFits && flatFits) samplings.push_back(mergedModules(bent, flat));
  return samplings;
}

}  // namespace citycode
