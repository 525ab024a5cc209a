#include "citycode/symbol.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sight/sight_grid.h"
#include "sight/sight_search.h"
#include "sight/sight_soft.h"
#include "sight/sight_treatment.h"

namespace citycode {
namespace {

/// A hand moves a symbol by far less than this share of its side between two frames (docs/adr/0010).
constexpr int kGrowDivisor = 4;

/// Pixels a module that are read safely (docs/adr/0010): finer pixels are averaged two by two first.
constexpr int kSafeModulePx = 3;

/// Treated copies stay below this (4 MP and less); only the search of the picture as it is goes beyond.
constexpr int kTreatedSidePx = 2000;

/// A picture this small may be enlarged: its modules may be too small for ZXing's patterns of whole pixels.
constexpr int kDoubledSidePx = 800;

enum class Step : std::uint8_t {
  Search,     // for whole finder patterns, and read what they span
  Broken,     // for finder patterns with a broken outline
  Sample,     // lay a grid over the places that were seen so far and could not be read
};

struct Stage {
  Step step;
  Treatment treatment;
  bool inverted;
};

constexpr Treatment plain(int longSidePx) { return {longSidePx, false, 0, Tone::AsIs, Threshold::Range, 0}; }
constexpr Treatment doubled(Threshold threshold) { return {0, true, 0, Tone::AsIs, threshold, 1}; }
constexpr Treatment toned(int longSidePx, Tone tone) { return {longSidePx, false, 0, tone, Threshold::Range, 0}; }
constexpr Treatment mean(int longSidePx, int windowDivisor, int softenedPx = 0) {
  return {longSidePx, false, softenedPx, Tone::AsIs, Threshold::Mean, windowDivisor};
}
constexpr Treatment softened(int longSidePx, int radius) { return {longSidePx, false, radius, Tone::AsIs, Threshold::Range, 0}; }
constexpr Treatment global(int longSidePx) { return {longSidePx, false, 0, Tone::AsIs, Threshold::Global, 0}; }

constexpr Stage search(Treatment treatment) { return {Step::Search, treatment, false}; }
constexpr Stage searchInverted(Treatment treatment) { return {Step::Search, treatment, true}; }
constexpr Stage broken(Treatment treatment) { return {Step::Broken, treatment, false}; }
constexpr Stage kSample{Step::Sample, plain(0), false};

/// What a still picture goes through, the likeliest for its cost first (docs/adr/0030 has what each brought).
constexpr Stage kPictureStages[] = {
    search(plain(640)),
    search(plain(1000)),
    search(toned(640, Tone::Darker)),
    search(plain(0)),
    search(mean(1000, 40)),
    kSample,
    search(plain(320)),
    search(global(640)),
    searchInverted(plain(640)),
    broken(plain(640)),
    broken(mean(1000, 20)),
    kSample,
    search(mean(640, 20)),
    search(mean(1000, 80)),
    search(doubled(Threshold::Range)),
    search(toned(640, Tone::Brighter)),
    search(mean(1600, 20)),
    search(mean(1600, 40, 1)),
    search(softened(kTreatedSidePx, 2)),
    broken(plain(1600)),
    kSample,
    search(toned(kTreatedSidePx, Tone::Darker)),
    search(mean(kTreatedSidePx, 20)),
    searchInverted(plain(kTreatedSidePx)),
    search(doubled(Threshold::Global)),
    search(doubled(Threshold::Mean)),
    search(toned(kTreatedSidePx, Tone::Brighter)),
    kSample,
};

/// What successive frames that show nothing go through, one each; from the first again after a symbol was read. A screen in dark
/// mode turns codes over, so that comes twice. Half the size of a 1280 px frame costs a quarter.
constexpr Stage kFrameStages[] = {
    searchInverted(plain(kTreatedSidePx)),
    search(plain(640)),
    search(mean(640, 20, 1)),
    search(toned(640, Tone::Darker)),
    searchInverted(plain(kTreatedSidePx)),
    broken(plain(640)),
    search(mean(640, 40)),
    search(toned(640, Tone::Brighter)),
};

bool sizeIsSane(int widthPx, int heightPx) {
  return widthPx > 0 && heightPx > 0 && widthPx <= kMaxImageSidePx && heightPx <= kMaxImageSidePx &&
         static_cast<std::int64_t>(widthPx) * heightPx <= kMaxImagePixels;
}

std::int64_t areaOf(const LumaView& image) { return static_cast<std::int64_t>(image.widthPx) * image.heightPx; }

/// The pixels that a stage searches, and half a search for each copy it makes of them.
std::int64_t workOf(const LumaView& image, const Treatment& t) {
  const std::int64_t factor = averagingFactor(image, t);
  const std::int64_t searched = areaOf(image) / (factor * factor) * (t.doubled ? 4 : 1);
  const int copies = (t.softenedPx > 0) + (t.tone != Tone::AsIs) + (t.threshold == Threshold::Mean);
  return searched + searched * copies / 2 + (factor > 1 ? areaOf(image) / 8 : 0);
}

bool isSameHere(const LumaView& image, const Treatment& a, const Treatment& b) {
  return averagingFactor(image, a) == averagingFactor(image, b) && a.doubled == b.doubled && a.softenedPx == b.softenedPx &&
         a.tone == b.tone && a.threshold == b.threshold && a.windowDivisor == b.windowDivisor;
}

bool isSameHere(const LumaView& image, const Stage& a, const Stage& b) {
  return a.step == b.step && a.step != Step::Sample && a.inverted == b.inverted && isSameHere(image, a.treatment, b.treatment);
}

/// Three finder patterns in pixels of the original, whose symbol could not be read.
struct Located {
  FinderTriple triple;
  bool inverted;
  bool tried = false;
};

/// More than this many different places are a texture.
constexpr std::size_t kMaxLocated = 24;

FinderTriple scaled(const FinderTriple& triple, double by) {
  FinderTriple out = triple;
  for (ZXing::ConcentricPattern* pattern : {&out.bl, &out.tl, &out.tr}) {
    pattern->x *= by;
    pattern->y *= by;
    pattern->size *= by;
  }
  return out;
}

bool isSamePlace(const FinderTriple& a, const FinderTriple& b) {
  const double nearPx = a.tl.size / 4;
  return distance(a.tl, b.tl) < nearPx && distance(a.tr, b.tr) < nearPx && distance(a.bl, b.bl) < nearPx;
}

/// A part without an edge: everything in a picture lies in it, also a symbol whose corners are a pixel beyond. Twice and
/// half of it are still far from the limits of int.
constexpr int kFarPx = 1 << 28;
constexpr PartPx kEverything{-kFarPx, -kFarPx, kFarPx, kFarPx};

/// Everything that is known of one picture while it is read. Symbols beyond `part` are as good as not there.
class Reading {
 public:
  Reading(const LumaView& image, std::size_t maxSymbols, const PartPx& part) : image_(image), maxSymbols_(maxSymbols), part_(part) {}

  std::vector<FoundSymbol>& symbols() { return symbols_; }
  /// Whether one was read that can decide.
  bool hasWhole() const {
    return std::any_of(symbols_.begin(), symbols_.end(), [](const FoundSymbol& symbol) { return !symbol.isCut; });
  }
  bool isFull() const { return symbols_.size() >= maxSymbols_; }
  void take(std::vector<FoundSymbol> known) {
    for (FoundSymbol& symbol : known) add(std::move(symbol));
  }
  std::int64_t spentPx() const { return spentPx_; }

  /// What samplings of earlier frames said and could not be decoded: kept up to date, and merged with what this one says.
  void mergeWith(SoftModules* earlier) { earlier_ = earlier; }

  /// The library's exceptions stop here: a place that it cannot bear holds nothing. Running out of memory goes on.
  void run(const Stage& stage, std::int64_t leftPx) {
    try {
      runUnguarded(stage, leftPx);
    } catch (const std::logic_error&) {
    }
  }

 private:
  void runUnguarded(const Stage& stage, std::int64_t leftPx) {
    if (stage.step == Step::Sample) return sample(leftPx);
    spentPx_ += workOf(image_, stage.treatment);
    const double originalPerPx = stage.treatment.doubled ? 0.5 : averagingFactor(image_, stage.treatment);
    const ZXing::BitMatrix* bits = bitsFor(stage);
    if (!bits) return;
    if (stage.step == Step::Broken) return locate(searchBroken(*bits), originalPerPx, stage.inverted);
    SearchAnswer answer = searchBits(*bits, maxSymbols_, {searchedPart(originalPerPx), countsCut()});
    locate(answer.unread, originalPerPx, stage.inverted);
    for (FoundSymbol& symbol : answer.symbols) {
      for (PointPx& corner : symbol.corners)
        corner = {static_cast<int>(corner.x * originalPerPx), static_cast<int>(corner.y * originalPerPx)};
      add(std::move(symbol));
    }
  }

  bool countsCut() const { return maxSymbols_ > 1; }

  PartPx searchedPart(double originalPerPx) const {
    const auto scaled = [&](int px) { return static_cast<int>(std::lround(px / originalPerPx)); };
    return {scaled(part_.leftPx), scaled(part_.topPx), scaled(part_.rightPx), scaled(part_.bottomPx)};
  }

  /// Several treatments begin with the same smaller copy, so each is made once.
  const LumaView& smaller(int factor) {
    const auto made = std::find_if(smaller_.begin(), smaller_.end(), [&](const Smaller& copy) { return copy.factor == factor; });
    if (made != smaller_.end()) return made->view;
    Smaller& copy = smaller_.emplace_back(Smaller{factor, {}, {}});
    copy.view = averaged(image_, factor, copy.pixels);
    return copy.view;
  }

  /// Null when the picture has one tone only. Stays until the next call, which turns it over when only that is asked for.
  const ZXing::BitMatrix* bitsFor(const Stage& stage) {
    if (!bits_ || !isSameHere(image_, bitsTreatment_, stage.treatment)) {
      bits_.reset();
      const int factor = averagingFactor(image_, stage.treatment);
      Bytes buffer;
      bits_ = binarized(treated(factor > 1 ? smaller(factor) : image_, stage.treatment, buffer), stage.treatment);
      bitsTreatment_ = stage.treatment;
      bitsAreInverted_ = false;
    }
    if (bits_ && bitsAreInverted_ != stage.inverted) {
      bits_->flipAll();
      bitsAreInverted_ = stage.inverted;
    }
    return bits_.get();
  }

  void locate(const std::vector<FinderTriple>& triples, double originalPerPx, bool inverted) {
    for (const FinderTriple& triple : triples) {
      const FinderTriple here = scaled(triple, originalPerPx);
      const bool known = std::any_of(located_.begin(), located_.end(), [&](const Located& old) {
        return old.inverted == inverted && isSamePlace(old.triple, here);
      });
      if (!known && located_.size() < kMaxLocated) located_.push_back({here, inverted});
    }
  }

  void sample(std::int64_t leftPx) {
    std::int64_t spentPx = 0;
    for (Located& place : located_) {
      if (place.tried || spentPx > leftPx || isFull()) continue;
      place.tried = true;
      for (const SoftModules& modules : sampleSoftly(image_, place.triple, place.inverted, spentPx)) {
        auto found = decodeSoft(modules);
        if (found.empty() && earlier_) found = decodeWithEarlier(modules);
        if (found.empty()) continue;
        add(std::move(found.front()));
        break;
      }
    }
    spentPx_ += spentPx;
  }

  std::vector<FoundSymbol> decodeWithEarlier(const SoftModules& modules) {
    if (!isSameContent(*earlier_, modules)) {
      *earlier_ = modules;
      return {};
    }
    SoftModules merged = mergedModules(modules, *earlier_);
    auto found = decodeSoft(merged);
    *earlier_ = std::move(merged);
    return found;
  }

  void add(FoundSymbol symbol);

  struct Smaller {
    int factor;
    Bytes pixels;
    LumaView view;
  };

  const LumaView& image_;
  std::vector<Smaller> smaller_;   // five sizes at most: those of the stages
  std::unique_ptr<ZXing::BitMatrix> bits_;   // of the last treatment
  Treatment bitsTreatment_{};
  bool bitsAreInverted_ = false;
  SoftModules* earlier_ = nullptr;
  std::size_t maxSymbols_;
  PartPx part_;
  std::int64_t spentPx_ = 0;
  std::vector<FoundSymbol> symbols_;
  std::vector<Located> located_;
};

bool liesIn(const PartPx& part, const LumaView& image) {
  return !part.isEmpty() && part.leftPx >= 0 && part.topPx >= 0 && part.rightPx <= image.widthPx && part.bottomPx <= image.heightPx;
}

/// The part that counts, without an edge where the picture itself ends.
PartPx countedPart(const PartPx& part, const LumaView& image) {
  if (part.isEmpty()) return kEverything;
  return {part.leftPx <= 0 ? -kFarPx : part.leftPx, part.topPx <= 0 ? -kFarPx : part.topPx,
          part.rightPx >= image.widthPx ? kFarPx : part.rightPx, part.bottomPx >= image.heightPx ? kFarPx : part.bottomPx};
}

PartPx moved(const PartPx& part, int byX, int byY) {
  return {part.leftPx + byX, part.topPx + byY, part.rightPx + byX, part.bottomPx + byY};
}

LumaView viewOf(const LumaView& image, const PartPx& part) {
  return {image.pixels + static_cast<std::ptrdiff_t>(part.topPx) * image.strideBytes + part.leftPx,
          part.rightPx - part.leftPx, part.bottomPx - part.topPx, image.strideBytes};
}

PointPx middleOf(const FoundSymbol& symbol) {
  PointPx sum;
  for (const PointPx& corner : symbol.corners) sum = {sum.x + corner.x, sum.y + corner.y};
  return {sum.x / 4, sum.y / 4};
}

/// Two stages that saw the same symbol put it at nearly the same place.
bool isSameSymbol(const FoundSymbol& a, const FoundSymbol& b) {
  const PointPx middleA = middleOf(a), middleB = middleOf(b);
  const double sidePx = std::hypot(a.corners[1].x - a.corners[0].x, a.corners[1].y - a.corners[0].y);
  return a.bytes == b.bytes && std::hypot(middleA.x - middleB.x, middleA.y - middleB.y) < sidePx / 2;
}

void Reading::add(FoundSymbol symbol) {
  const Placement placement = placementOf(symbol.corners, part_);
  if (placement == Placement::Beyond || (placement == Placement::Cut && !countsCut())) return;
  symbol.isCut = placement == Placement::Cut;
  const bool known = std::any_of(symbols_.begin(), symbols_.end(), [&](const FoundSymbol& old) { return isSameSymbol(old, symbol); });
  if (!known && !isFull()) symbols_.push_back(std::move(symbol));
}

std::vector<FoundSymbol> readPicture(const LumaView& image, std::size_t maxSymbols, std::int64_t workPx, const PartPx& part) {
  Reading reading(image, maxSymbols, part);
  bool searchedWhole = false;
  for (const Stage* stage = std::begin(kPictureStages); stage != std::end(kPictureStages); ++stage) {
    if (std::any_of(std::begin(kPictureStages), stage, [&](const Stage& done) { return isSameHere(image, done, *stage); })) continue;
    if (stage->treatment.doubled && std::max(image.widthPx, image.heightPx) > kDoubledSidePx) continue;
    if (reading.hasWhole() && searchedWhole) break;   // one was found and every size was looked at
    const std::int64_t leftPx = workPx - reading.spentPx();
    if (searchedWhole && (stage->step == Step::Sample ? 0 : workOf(image, stage->treatment)) > leftPx) continue;
    reading.run(*stage, leftPx);
    searchedWhole |= stage->step == Step::Search && averagingFactor(image, stage->treatment) == 1;
    if (reading.isFull()) break;
  }
  return std::move(reading.symbols());
}

}  // namespace

Sight::Sight() = default;
Sight::~Sight() = default;

/// The rectangle of the last symbol, in the way in which that was readable.
std::vector<FoundSymbol> Sight::readLastPlace(const LumaView& image, std::int64_t workPx, const PartPx& part) {
  const PartPx last = lastPlace_;
  const LumaView view = viewOf(image, last);
  const int halfPx = (std::max(view.widthPx, view.heightPx) + 1) / 2;
  Reading reading(view, 1, moved(part, -last.leftPx, -last.topPx));
  reading.run(search(plain(lastModulePx_ >= 2 * kSafeModulePx ? halfPx : 0)), workPx);
  if (reading.symbols().empty() && lastTreatment_ >= 0) reading.run(kFrameStages[lastTreatment_], workPx);
  if (reading.symbols().empty()) reading.run(kSample, workPx);
  for (FoundSymbol& symbol : reading.symbols())
    for (PointPx& corner : symbol.corners) corner = {corner.x + last.leftPx, corner.y + last.topPx};
  return std::move(reading.symbols());
}

/// `known` was read in this frame already. `mayReadLast`: the place of the last symbol was not looked at, and is worth a look
/// of its own when the whole shows nothing.
std::vector<FoundSymbol> Sight::readWhole(const LumaView& image, std::size_t maxSymbols, std::int64_t workPx, const PartPx& part,
                                          std::vector<FoundSymbol> known, bool mayReadLast) {
  if (known.empty() && !mayReadLast) lastTreatment_ = -1;
  if (!earlier_) earlier_ = std::make_unique<SoftModules>();
  Reading reading(image, maxSymbols, part);
  reading.mergeWith(earlier_.get());
  reading.take(std::move(known));
  reading.run(search(plain(0)), workPx);
  if (reading.hasWhole() && maxSymbols == 1) return std::move(reading.symbols());
  reading.run(kSample, workPx / 2);   // costs next to nothing unless timing patterns are seen between finder patterns
  if (!reading.hasWhole() && mayReadLast) reading.take(readLastPlace(image, workPx, part));
  if (reading.hasWhole()) return std::move(reading.symbols());

  lastTreatment_ = -1;
  const std::size_t turn = nextTreatment_++ % std::size(kFrameStages);
  const Stage& stage = kFrameStages[turn];
  if (workOf(image, stage.treatment) > workPx) return std::move(reading.symbols());
  reading.run(stage, workPx);
  if (reading.hasWhole()) lastTreatment_ = static_cast<int>(turn);
  else reading.run(kSample, workPx / 2);
  return std::move(reading.symbols());
}

bool Sight::mayFollow(const Showing& showing) const {
  const double sinceMs = showing.takenMs - look_.takenMs;   // NaN when unknown: compares false
  return !look_.bytes.empty() && look_.part == showing.part && look_.followedFrames < kFollowedFrames && sinceMs >= 0 &&
         sinceMs <= kFollowedMs;
}

std::vector<FoundSymbol> Sight::readFrame(const LumaView& image, std::size_t maxSymbols, std::int64_t workPx, const Showing& showing) {
  const PartPx part = countedPart(showing.part, image);
  const bool hasPlace = liesIn(lastPlace_, image), follows = hasPlace && (maxSymbols == 1 || mayFollow(showing));
  std::vector<FoundSymbol> known;
  if (follows) known = readLastPlace(image, workPx, part);
  if (!known.empty() && maxSymbols == 1) return known;
  if (!known.empty() && known.front().bytes == look_.bytes) {
    ++look_.followedFrames;
    return known;
  }
  auto symbols = readWhole(image, maxSymbols, workPx, part, std::move(known), hasPlace && !follows);
  const bool isAlone = maxSymbols > 1 && symbols.size() == 1 && !symbols.front().isCut;
  look_ = isAlone ? Look{symbols.front().bytes, showing.part, showing.takenMs, 0} : Look();
  return symbols;
}

Result<std::vector<FoundSymbol>> Sight::read(const LumaView& image, Effort effort, std::size_t maxSymbols,
                                             std::int64_t workPx, const Showing& showing) {
  if (!image.pixels || !sizeIsSane(image.widthPx, image.heightPx) || image.strideBytes < image.widthPx)
    return Fault::ImageBadSize;
  maxSymbols = std::clamp<std::size_t>(maxSymbols, 1, kMaxSymbolsPerImage);
  const bool moving = effort == Effort::Frame;
  if (workPx <= 0) workPx = moving ? 2 * areaOf(image) : kPictureWorkPerPx * areaOf(image) + kPictureWorkPx;
  std::vector<FoundSymbol> symbols = moving ? readFrame(image, maxSymbols, workPx, showing)
                                            : readPicture(image, maxSymbols, workPx, countedPart(showing.part, image));
  if (!moving) look_ = Look();
  remember(image, symbols);
  return symbols;
}

void Sight::remember(const LumaView& image, const std::vector<FoundSymbol>& symbols) {
  lastPlace_ = PartPx();
  const bool isFound = std::any_of(symbols.begin(), symbols.end(), [](const FoundSymbol& symbol) { return !symbol.isCut; });
  if (isFound) nextTreatment_ = 0;
  if (symbols.size() != 1 || !isFound) return;
  const auto& corners = symbols.front().corners;
  const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
  const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
  const int growX = (right - left) / kGrowDivisor, growY = (bottom - top) / kGrowDivisor;
  lastPlace_.leftPx = std::max(0, left - growX);
  lastPlace_.topPx = std::max(0, top - growY);
  lastPlace_.rightPx = std::min(image.widthPx, right + growX);
  lastPlace_.bottomPx = std::min(image.heightPx, bottom + growY);
  const double sidePx = std::hypot(corners[1].x - corners[0].x, corners[1].y - corners[0].y);
  lastModulePx_ = static_cast<int>(sidePx / (17 + 4 * symbols.front().version));
}

namespace {

// ITU-R BT.601 (0.299, 0.587, 0.114) in 1/65536; the three weights add up to 65536, so white stays 255.
std::uint32_t lumaOf(const std::uint8_t* pixel) {
  return (19595u * pixel[0] + 38470u * pixel[1] + 7471u * pixel[2] + 32768u) >> 16;
}

/// Rounded: (x + 128 + ((x + 128) >> 8)) >> 8 is x / 255 for every product of two bytes.
std::uint32_t onWhite(std::uint32_t luma, std::uint32_t opacity) {
  const std::uint32_t darkness = (255 - luma) * opacity + 128;
  return 255 - ((darkness + (darkness >> 8)) >> 8);
}

}  // namespace

Result<Bytes> lumaFromRgba(ByteView rgba, int widthPx, int heightPx, Fourth fourth) {
  if (!sizeIsSane(widthPx, heightPx)) return Fault::ImageBadSize;
  const std::size_t pixels = static_cast<std::size_t>(widthPx) * heightPx;
  if (rgba.size() != pixels * 4) return Fault::ImageBadSize;
  Bytes luma(pixels);
  const std::uint8_t* from = rgba.data();
  if (fourth == Fourth::Opacity)
    for (std::size_t i = 0; i < pixels; ++i, from += 4) luma[i] = static_cast<std::uint8_t>(onWhite(lumaOf(from), from[3]));
  else
    for (std::size_t i = 0; i < pixels; ++i, from += 4) luma[i] = static_cast<std::uint8_t>(lumaOf(from));
  return luma;
}

}  // namespace citycode
