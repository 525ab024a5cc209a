// Reading codes natively, down to the pieces that tests/wasm/scan.test.ts cannot reach through the C ABI.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>

#include "GlobalHistogramBinarizer.h"
#include "HybridBinarizer.h"

#include "citycode/symbol.h"
#include "sight/sight_soft.h"
#include "sight/sight_treatment.h"

namespace citycode {
namespace {

struct Picture {
  int widthPx, heightPx;
  Bytes luma;

  LumaView view() const { return {luma.data(), widthPx, heightPx, widthPx}; }
  std::uint8_t& at(int x, int y) { return luma[static_cast<std::size_t>(y) * widthPx + x]; }
};

Matrix matrixOf(const std::string& text, ErrorCorrection level = ErrorCorrection::Medium) {
  auto matrix = drawMatrix(text, level);
  EXPECT_TRUE(static_cast<bool>(matrix));
  return *matrix;
}

Picture pictureOf(const Matrix& matrix, int pixelsPerModule, int dark = 40, int light = 220) {
  const int side = (matrix.sideModules + 2 * kQuietZoneModules) * pixelsPerModule;
  Picture picture{side, side, Bytes(static_cast<std::size_t>(side) * side, static_cast<std::uint8_t>(light))};
  for (int y = 0; y < matrix.sideModules * pixelsPerModule; ++y)
    for (int x = 0; x < matrix.sideModules * pixelsPerModule; ++x)
      if (matrix.isDark(x / pixelsPerModule, y / pixelsPerModule))
        picture.at(x + kQuietZoneModules * pixelsPerModule, y + kQuietZoneModules * pixelsPerModule) = static_cast<std::uint8_t>(dark);
  return picture;
}

SoftModules softOf(const Matrix& matrix) {
  SoftModules modules;
  modules.side = matrix.sideModules;
  for (const std::uint8_t dark : matrix.dark) modules.dark.push_back(dark ? 127 : -127);
  return modules;
}

std::string textIn(const std::vector<FoundSymbol>& symbols) {
  return symbols.empty() ? "" : std::string(textOf(symbols.front().bytes));
}

std::string longText(std::size_t chars) {
  std::string text;
  while (text.size() < chars) text += "CITY CODE 0123456789 ";
  return text.substr(0, chars);
}

TEST(SightSoft, TheFixedModulesAreThoseThatEverySymbolShows) {
  for (const std::size_t chars : {5, 60, 120, 300, 600, 1100}) {
    const Matrix matrix = matrixOf(longText(chars), ErrorCorrection::High);
    const auto fixed = fixedModules(matrix.sideModules);
    ASSERT_EQ(fixed.size(), matrix.dark.size());
    EXPECT_NEAR(fixedAgreement(softOf(matrix), fixed), 1.0, 0.001) << "version " << matrix.version;
  }
}

TEST(SightSoft, ThereAreNoFixedModulesForSidesThatNoSymbolHas) {
  for (const int side : {-1, 0, 17, 20, 22, 178, 181, 1 << 20}) EXPECT_TRUE(fixedModules(side).empty()) << side;
}

TEST(SightSoft, DecodesEveryLevelFromCertainModules) {
  for (const auto level : {ErrorCorrection::Low, ErrorCorrection::Medium, ErrorCorrection::Quartile, ErrorCorrection::High})
    EXPECT_EQ(textIn(decodeSoft(softOf(matrixOf(longText(90), level)))), longText(90));
}

TEST(SightSoft, UnknownModulesCostLessThanWrongOnes) {
  // A third of the side in the middle: too many wrong codewords, few enough unknown ones.
  const Matrix matrix = matrixOf(longText(150));
  const int from = matrix.sideModules / 2 - 7, to = from + 15;
  SoftModules wrong = softOf(matrix), unknown = wrong;
  for (int y = from; y < to; ++y)
    for (int x = from; x < to; ++x) {
      const std::size_t i = static_cast<std::size_t>(y) * matrix.sideModules + x;
      wrong.dark[i] = static_cast<std::int8_t>(-wrong.dark[i]);
      unknown.dark[i] = 0;
    }
  EXPECT_EQ(textIn(decodeSoft(wrong)), "");
  EXPECT_EQ(textIn(decodeSoft(unknown)), longText(150));
}

TEST(SightSoft, TwoHalvesSeenInTwoSamplingsMakeOneSymbol) {
  const Matrix matrix = matrixOf(longText(150));
  SoftModules left = softOf(matrix), right = left;
  for (int y = 0; y < matrix.sideModules; ++y)
    for (int x = 9; x < matrix.sideModules - 9; ++x)
      (x % 2 ? left : right).dark[static_cast<std::size_t>(y) * matrix.sideModules + x] = 0;
  EXPECT_EQ(textIn(decodeSoft(left)), "");
  EXPECT_EQ(textIn(decodeSoft(mergedModules(left, right))), longText(150));
}

TEST(SightSoft, TellsTheNextCodeFromTheOneBefore) {
  const SoftModules first = softOf(matrixOf(longText(150))), other = softOf(matrixOf(longText(157).substr(7)));
  EXPECT_TRUE(isSameContent(first, first));
  EXPECT_FALSE(isSameContent(first, other));
  EXPECT_FALSE(isSameContent(SoftModules(), SoftModules()));
}

TEST(SightSoft, NoiseIsNeverASymbol) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    SoftModules modules;
    modules.side = 21 + 4 * static_cast<int>(random() % 6);
    for (int i = 0; i < modules.side * modules.side; ++i) modules.dark.push_back(static_cast<std::int8_t>(random() % 255 - 127));
    EXPECT_TRUE(decodeSoft(modules).empty()) << "round " << round;
  }
}

TEST(SightTreatment, AveragesWholeBlocksAndDropsTheRest) {
  Picture picture{5, 5, Bytes(25, 10)};
  for (int y = 0; y < 2; ++y)
    for (int x = 2; x < 4; ++x) picture.at(x, y) = 30;
  Bytes buffer;
  const LumaView half = averaged(picture.view(), 2, buffer);
  ASSERT_EQ(half.widthPx, 2);
  ASSERT_EQ(half.heightPx, 2);
  EXPECT_EQ(buffer, (Bytes{10, 30, 10, 10}));
}

TEST(SightTreatment, WindowsAreMeansAlsoAtTheEdges) {
  Picture picture{7, 3, Bytes(21, 100)};
  picture.at(3, 1) = 190;
  Bytes means(21);
  windowMeansOf(picture.view(), 1, means.data());
  EXPECT_EQ(means[3], 110);    // one of nine pixels is 90 brighter
  EXPECT_EQ(means[0], 100);
  EXPECT_EQ(means[20], 100);
}

/// Shapes with sharp and soft edges, noise in a part of it, and wide regions without any contrast.
Picture scene(int widthPx, int heightPx, unsigned seed) {
  std::mt19937 random(seed);
  Picture picture{widthPx, heightPx, Bytes(static_cast<std::size_t>(widthPx) * heightPx, static_cast<std::uint8_t>(random()))};
  for (int shape = 0; shape < 12; ++shape) {
    const auto below = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    const int left = below(widthPx), top = below(heightPx), shade = below(256);
    const int right = std::min(widthPx, left + 1 + below(60)), bottom = std::min(heightPx, top + 1 + below(60));
    const int noise = shape % 3 == 0 ? 40 : 1, slope = shape % 4 == 0 ? 3 : 0;
    for (int y = top; y < bottom; ++y)
      for (int x = left; x < right; ++x)
        picture.at(x, y) = static_cast<std::uint8_t>(std::clamp(shade + slope * (x - left) + below(noise), 0, 255));
  }
  return picture;
}

/// What ZXing-C++ makes of the same picture: its finder is tuned to its own thresholds.
template <typename Binarizer>
std::shared_ptr<const ZXing::BitMatrix> libraryBits(const LumaView& image) {
  const ZXing::ImageView view(image.pixels, image.widthPx, image.heightPx, ZXing::ImageFormat::Lum, image.strideBytes);
  return Binarizer(view).getBlackMatrix();
}

TEST(SightTreatment, BlackAndWhiteAreThoseOfTheLibrary) {
  // Sizes with and without a last block that lies over the one before; one that is too small for blocks.
  for (const auto& [widthPx, heightPx] : {std::pair{39, 80}, {40, 40}, {41, 47}, {63, 129}, {128, 64}, {333, 77}, {200, 201}})
    for (unsigned seed = 1; seed <= 12; ++seed) {
      const Picture picture = scene(widthPx, heightPx, seed);
      const LumaView view{picture.luma.data(), widthPx - widthPx % 2, heightPx, widthPx};   // rows that do not follow each other
      const auto range = binarized(view, {0, false, 0, Tone::AsIs, Threshold::Range, 0});
      const auto global = binarized(view, {0, false, 0, Tone::AsIs, Threshold::Global, 0});
      const auto libraryRange = libraryBits<ZXing::HybridBinarizer>(view);
      const auto libraryGlobal = libraryBits<ZXing::GlobalHistogramBinarizer>(view);
      ASSERT_EQ(range != nullptr, libraryRange != nullptr);
      ASSERT_EQ(global != nullptr, libraryGlobal != nullptr);
      EXPECT_TRUE(!range || *range == *libraryRange) << widthPx << "x" << heightPx << ", seed " << seed;
      EXPECT_TRUE(!global || *global == *libraryGlobal) << widthPx << "x" << heightPx << ", seed " << seed;
    }
}

TEST(SightTreatment, WindowsAreRoundedDownWhateverTheirSize) {
  const Picture picture = scene(90, 70, 5);
  for (const int radius : {1, 2, 9, 30, 62}) {
    Bytes means(picture.luma.size());
    windowMeansOf(picture.view(), radius, means.data());
    for (int y = 0; y < picture.heightPx; y += 3)
      for (int x = 0; x < picture.widthPx; x += 3) {
        int sum = 0;
        for (int dy = -radius; dy <= radius; ++dy)
          for (int dx = -radius; dx <= radius; ++dx)
            sum += picture.luma[static_cast<std::size_t>(std::clamp(y + dy, 0, 69)) * 90 + std::clamp(x + dx, 0, 89)];
        ASSERT_EQ(means[static_cast<std::size_t>(y) * 90 + x], sum / ((2 * radius + 1) * (2 * radius + 1))) << radius << ": " << x << ", " << y;
      }
  }
}

TEST(SightTreatment, AveragesByAnyFactor) {
  const Picture picture = scene(150, 140, 9);
  for (const int factor : {2, 3, 4, 7, 26, 64}) {
    Bytes buffer;
    const LumaView view = averaged(picture.view(), factor, buffer);
    ASSERT_EQ(view.widthPx, 150 / factor);
    ASSERT_EQ(view.heightPx, 140 / factor);
    for (int y = 0; y < view.heightPx; ++y)
      for (int x = 0; x < view.widthPx; ++x) {
        int sum = factor * factor / 2;
        for (int dy = 0; dy < factor; ++dy)
          for (int dx = 0; dx < factor; ++dx) sum += picture.luma[static_cast<std::size_t>(y * factor + dy) * 150 + x * factor + dx];
        ASSERT_EQ(view.pixels[y * view.strideBytes + x], sum / (factor * factor)) << factor << ": " << x << ", " << y;
      }
  }
}

TEST(SightTreatment, OneThresholdPartsDarkFromLightAndNeverNoiseFromItself) {
  const Treatment one{0, false, 0, Tone::AsIs, Threshold::Global, 0};
  std::mt19937 random(4);
  Picture picture{64, 64, Bytes(64 * 64)};
  const auto fill = [&](int dark, int light, int noise) {
    for (int y = 0; y < 64; ++y)   // a quarter of it is dark
      for (int x = 0; x < 64; ++x) picture.at(x, y) = static_cast<std::uint8_t>((x < 16 ? dark : light) + static_cast<int>(random() % noise));
  };
  fill(100, 140, 12);
  const auto bits = binarized(picture.view(), one);
  ASSERT_TRUE(bits);
  for (int y = 0; y < 64; ++y)
    for (int x = 0; x < 64; ++x) ASSERT_EQ(bits->get(x, y), x < 16) << x << ", " << y;
  fill(120, 120, 12);
  EXPECT_FALSE(binarized(picture.view(), one));
}

TEST(Sight, ReadsASymbolWhoseFinderPatternsLostAnEdge) {
  const Matrix matrix = matrixOf(longText(60));
  Picture picture = pictureOf(matrix, 5);
  const int quiet = kQuietZoneModules * 5;
  for (int x = 0; x < matrix.sideModules * 5; ++x)
    for (int y = 0; y < 5; ++y) picture.at(quiet + x, quiet + y) = 220;   // the first row of modules is gone
  EXPECT_EQ(textIn(*Sight().read(picture.view(), Effort::Picture)), longText(60));
}

TEST(Sight, ReadsASymbolOnACurvedGround) {
  // A sine of one module across, a cylinder's edge: the middle of each side lies a module off.
  const Matrix matrix = matrixOf(longText(60));
  const Picture flat = pictureOf(matrix, 6);
  Picture bent = flat;
  for (int y = 0; y < flat.heightPx; ++y)
    for (int x = 0; x < flat.widthPx; ++x) {
      const int from = y + static_cast<int>(std::lround(7 * std::sin(3.14159 * x / flat.widthPx)));
      bent.at(x, y) = from < flat.heightPx ? flat.luma[static_cast<std::size_t>(from) * flat.widthPx + x] : 220;
    }
  EXPECT_EQ(textIn(*Sight().read(bent.view(), Effort::Picture)), longText(60));
}

TEST(Sight, SpreadsCostlyTreatmentsOverFramesThatShowNothing) {
  const Picture light = pictureOf(matrixOf("LIGHT ON DARK"), 6, 220, 40);   // dark mode turned it over
  Sight sight;
  int frames = 0;
  while (frames < 8 && sight.read(light.view(), Effort::Frame)->empty()) ++frames;
  EXPECT_LT(frames, 8);
  // From then on what helped is tried at once, where it helped.
  for (int i = 0; i < 5; ++i) EXPECT_EQ(textIn(*sight.read(light.view(), Effort::Frame)), "LIGHT ON DARK") << i;
}

TEST(Sight, FramesOfLittleLightAreReadInTheEnd) {
  // Noise as strong as the contrast: no frame is read at first sight, one of the next few is.
  const Picture clean = pictureOf(matrixOf(longText(60)), 5, 110, 150);
  std::mt19937 random(11);
  const auto noisy = [&] {
    Picture picture = clean;
    for (auto& pixel : picture.luma) pixel = static_cast<std::uint8_t>(pixel + static_cast<int>(random() % 41) - 20);
    return picture;
  };
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Sight().read(noisy().view(), Effort::Frame)->empty());
  Sight sight;
  int frames = 0;
  while (frames < 20 && sight.read(noisy().view(), Effort::Frame)->empty()) ++frames;
  EXPECT_LT(frames, 20);
}

TEST(Sight, AFrameOfOtherContentAtTheSamePlaceIsReadAnew) {
  Sight sight;
  EXPECT_EQ(textIn(*sight.read(pictureOf(matrixOf("FIRST"), 6).view(), Effort::Frame)), "FIRST");
  EXPECT_EQ(textIn(*sight.read(pictureOf(matrixOf("OTHER"), 6).view(), Effort::Frame)), "OTHER");
}

/// A room with codes in it.
struct Room {
  Picture picture{900, 500, Bytes(900 * 500, 130)};

  /// The symbol's own left upper corner is a quiet zone further.
  Room with(const std::string& text, int left, int top, int pixelsPerModule = 5) const {
    Room room = *this;
    const Picture code = pictureOf(matrixOf(text), pixelsPerModule);
    for (int y = std::max(0, -top); y < std::min(code.heightPx, 500 - top); ++y)
      for (int x = std::max(0, -left); x < std::min(code.widthPx, 900 - left); ++x)
        room.picture.at(left + x, top + y) = code.luma[static_cast<std::size_t>(y) * code.widthPx + x];
    return room;
  }
};

std::string textsIn(const std::vector<FoundSymbol>& symbols) {
  std::vector<std::string> texts;
  for (const FoundSymbol& symbol : symbols) texts.push_back((symbol.isCut ? "cut " : "") + std::string(textOf(symbol.bytes)));
  std::sort(texts.begin(), texts.end());
  std::string all;
  for (const std::string& text : texts) all += text + ";";
  return all;
}

constexpr std::size_t kAll = kMaxSymbolsPerImage;

/// Frames of a camera, 33 ms apart.
class Camera {
 public:
  explicit Camera(PartPx part = {}) : part_(part) {}
  std::string see(const Room& room) { return textsIn(*sight_.read(room.picture.view(), Effort::Frame, kAll, 0, {part_, nowMs_ += 33})); }
  void wait(double ms) { nowMs_ += ms; }
  void show(PartPx part) { part_ = part; }

 private:
  Sight sight_;
  PartPx part_;
  double nowMs_ = 0;
};

TEST(Sight, EverySymbolInViewIsSeenInTheFirstFrame) {
  // Small before large and large before small, to either side.
  for (const auto& [left, right] : {std::pair{3, 6}, {6, 3}, {5, 5}})
    EXPECT_EQ(Camera().see(Room().with("ONE", 20, 30, left).with("OTHER", 600, 120, right)), "ONE;OTHER;") << left;
}

TEST(Sight, WhatLiesBeyondThePartIsAsGoodAsNotThere) {
  const Room room = Room().with("INSIDE", 400, 100).with("BEYOND", 20, 100, 6);
  for (const std::size_t most : {std::size_t{1}, kAll}) {
    Sight sight;
    for (int frame = 0; frame < 10; ++frame)
      EXPECT_EQ(textsIn(*sight.read(room.picture.view(), Effort::Frame, most, 0, {{300, 0, 900, 500}, 33.0 * frame})), "INSIDE;");
    EXPECT_EQ(textsIn(*Sight().read(room.picture.view(), Effort::Picture, most, 0, {{300, 0, 900, 500}, 0})), "INSIDE;");
    EXPECT_EQ(textsIn(*Sight().read(room.picture.view(), Effort::Frame, most, 0, {{300, 300, 900, 500}, 0})), "");
  }
}

TEST(Sight, ASymbolAcrossTheEdgeIsCutAndNeverTheOnlyOneAskedFor) {
  const Room room = Room().with("ACROSS", 400, 100);   // its own left edge is at 420
  EXPECT_EQ(Camera({450, 0, 900, 500}).see(room), "cut ACROSS;");
  EXPECT_EQ(Camera({410, 0, 900, 500}).see(room), "ACROSS;");
  EXPECT_EQ(Camera({700, 0, 900, 500}).see(room), "");
  EXPECT_EQ(textsIn(*Sight().read(room.picture.view(), Effort::Frame, 1, 0, {{450, 0, 900, 500}, 0})), "");
  // Where the picture itself ends nothing is cut: a screenshot may have no margin at all.
  const Matrix matrix = matrixOf("TIGHT");
  const Picture whole = pictureOf(matrix, 6);
  const int quiet = kQuietZoneModules * 6, side = matrix.sideModules * 6;
  const LumaView tight{whole.luma.data() + quiet * whole.widthPx + quiet, side, side, whole.widthPx};
  EXPECT_EQ(textsIn(*Sight().read(tight, Effort::Picture, kAll, 0, {{0, 0, side, side}, 0})), "TIGHT;");
}

TEST(Sight, ASecondSymbolIsSeenSoonAlthoughTheFirstIsFollowed) {
  const Room one = Room().with("ONE", 50, 50), both = one.with("OTHER", 600, 150);
  for (int before = 1; before < 20; ++before) {
    Camera camera;
    for (int frame = 0; frame < before; ++frame) ASSERT_EQ(camera.see(one), "ONE;");
    int frames = 1;
    while (camera.see(both) != "ONE;OTHER;" && frames < 100) ++frames;
    EXPECT_LE(frames, kFollowedFrames + 1) << before;
    EXPECT_EQ(camera.see(both), "ONE;OTHER;") << "two were seen: nothing is followed";
  }
}

TEST(Sight, ATextThatIsNewIsNeverReadWithoutALookAtTheRest) {
  const Room second = Room().with("SECOND", 50, 50).with("OTHER", 600, 150);
  for (int before = 1; before < 12; ++before) {
    Camera camera;
    for (int frame = 0; frame < before; ++frame) ASSERT_EQ(camera.see(Room().with("FIRST", 50, 50)), "FIRST;");
    EXPECT_EQ(camera.see(second), "OTHER;SECOND;");
  }
}

TEST(Sight, AfterAPauseOrWhenTheViewChangedTheWholeIsLookedAt) {
  const Room one = Room().with("ONE", 50, 50), both = one.with("OTHER", 600, 150);
  Camera paused, back, turned;
  for (Camera* camera : {&paused, &back, &turned}) camera->see(one);
  paused.wait(kFollowedMs);
  back.wait(-100);   // a clock that went back says nothing
  turned.show({0, 0, 900, 490});
  for (Camera* camera : {&paused, &back, &turned}) EXPECT_EQ(camera->see(both), "ONE;OTHER;");
  // Without a time nobody knows how long ago the last look was.
  Sight timeless;
  EXPECT_EQ(textsIn(*timeless.read(one.picture.view(), Effort::Frame, kAll)), "ONE;");
  EXPECT_EQ(textsIn(*timeless.read(both.picture.view(), Effort::Frame, kAll)), "ONE;OTHER;");
}

TEST(Sight, ASymbolThatOnlyATreatmentReadsIsFollowedToo) {
  const Picture light = pictureOf(matrixOf("LIGHT ON DARK"), 6, 220, 40);
  Sight sight;
  double nowMs = 0;
  const auto see = [&] { return textsIn(*sight.read(light.view(), Effort::Frame, kAll, 0, {{}, nowMs += 33})); };
  int frames = 0;
  while (frames < 8 && see().empty()) ++frames;
  EXPECT_LT(frames, 8);
  for (int i = 0; i < 3 * kFollowedFrames; ++i) EXPECT_EQ(see(), "LIGHT ON DARK;") << i;
}

TEST(Sight, PixelsAreLaidOnWhiteAsFarAsTheyAreTransparent) {
  for (int shade = 0; shade < 256; shade += 5)
    for (int opacity = 0; opacity < 256; ++opacity) {
      const auto level = static_cast<std::uint8_t>(shade);
      const Bytes pixel{level, level, level, static_cast<std::uint8_t>(opacity)};
      EXPECT_EQ(lumaFromRgba(pixel, 1, 1)->front(), std::lround(255 - (255 - shade) * opacity / 255.0)) << shade << ", " << opacity;
      EXPECT_EQ(lumaFromRgba(pixel, 1, 1, Fourth::Nothing)->front(), shade);
    }
}

TEST(Sight, RefusesSizesThatMakeNoSense) {
  const Bytes pixels(64, 0);
  const auto faultOf = [&](int widthPx, int heightPx, int strideBytes, const std::uint8_t* from) {
    const auto answer = Sight().read({from, widthPx, heightPx, strideBytes}, Effort::Picture);
    return !answer && answer.fault() == Fault::ImageBadSize;
  };
  EXPECT_TRUE(faultOf(0, 8, 8, pixels.data()));
  EXPECT_TRUE(faultOf(8, -1, 8, pixels.data()));
  EXPECT_TRUE(faultOf(8, 8, 7, pixels.data()));
  EXPECT_TRUE(faultOf(8, 8, 8, nullptr));
  EXPECT_TRUE(faultOf(kMaxImageSidePx + 1, 1, kMaxImageSidePx + 1, pixels.data()));
}

TEST(Sight, FindsNothingInPicturesOfEverySmallSize) {
  std::mt19937 random(3);
  for (int widthPx = 1; widthPx <= 48; widthPx += widthPx < 12 ? 1 : 7)
    for (int heightPx = 1; heightPx <= 48; heightPx += heightPx < 12 ? 1 : 7) {
      Picture picture{widthPx, heightPx, Bytes(static_cast<std::size_t>(widthPx) * heightPx)};
      for (auto& pixel : picture.luma) pixel = static_cast<std::uint8_t>(random());
      Sight sight;
      EXPECT_TRUE(sight.read(picture.view(), Effort::Picture)->empty()) << widthPx << "x" << heightPx;
      for (int i = 0; i < 8; ++i) EXPECT_TRUE(sight.read(picture.view(), Effort::Frame)->empty());
    }
}

TEST(Sight, BearsTheLongestAndThinnestPictures) {
  for (const auto& [widthPx, heightPx] : {std::pair{kMaxImageSidePx, 1}, {1, kMaxImageSidePx}, {kMaxImageSidePx, 3}}) {
    Picture picture{widthPx, heightPx, Bytes(static_cast<std::size_t>(widthPx) * heightPx, 128)};
    for (std::size_t i = 0; i < picture.luma.size(); i += 3) picture.luma[i] = 10;
    EXPECT_TRUE(Sight().read(picture.view(), Effort::Picture)->empty());
  }
}

TEST(Sight, TheWorkThatACallerAllowsBoundsTheTreatments) {
  // Light on dark needs a second look: a caller who allows no more than one does not get it.
  const Picture light = pictureOf(matrixOf("LIGHT ON DARK"), 6, 220, 40);
  EXPECT_EQ(textIn(*Sight().read(light.view(), Effort::Picture, 1, 1)), "");
  EXPECT_EQ(textIn(*Sight().read(light.view(), Effort::Picture, 1)), "LIGHT ON DARK");
}

}  // namespace
}  // namespace citycode
