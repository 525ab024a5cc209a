// QR symbols (ISO/IEC 18004, Model 2): a code's text drawn as one, by the library QR-Code-generator, and symbols read from a
// picture, in stages, by the library ZXing-C++ and our own sampling (docs/adr/0030). Link citycode::sight.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode {

// ---- Drawing ---------------------------------------------------------------------------------------------------

inline constexpr int kQuietZoneModules = 4;         // ISO/IEC 18004 section 9.1
inline constexpr std::size_t kMaxSymbolChars = 1451; // version 25-M (ISO/IEC 18004 table 7): readable from screen and paper
inline constexpr int kMaxPixelsPerModule = 64;

enum class ErrorCorrection : std::uint8_t { Low, Medium, Quartile, High };

struct Matrix {
  int sideModules = 0;   // without the quiet zone
  int version = 0;       // 1 to 40
  Bytes dark;            // sideModules * sideModules, row by row, 1 = dark

  bool isDark(int x, int y) const { return dark[static_cast<std::size_t>(y) * sideModules + x] != 0; }
};

/// Fault: symbol/too-long. Text in the alphanumeric set is drawn in alphanumeric mode; the error
/// correction level is never raised above what was asked, so that sizes are predictable.
Result<Matrix> drawMatrix(std::string_view text, ErrorCorrection level);

/// The `d` of an SVG path in module units, the quiet zone included: viewBox is
/// "0 0 n n" with n = sideModules + 2 * kQuietZoneModules.
std::string svgPath(const Matrix& matrix);

/// Square RGBA pixels, black on opaque white, quiet zone included; `pixelsPerModule` 1 to
/// kMaxPixelsPerModule and at most 4,096 pixels a side (64 MiB), else image/bad-size.
struct Pixels {
  int sidePx = 0;
  Bytes rgba;   // sidePx * sidePx * 4
};
Result<Pixels> drawPixels(const Matrix& matrix, int pixelsPerModule);

// ---- Reading: the bytes are untrusted --------------------------------------------------------------------------

struct SoftModules;

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

/// A rectangle of an image; empty when right <= left.
struct PartPx {
  int leftPx = 0, topPx = 0, rightPx = 0, bottomPx = 0;

  bool isEmpty() const { return rightPx <= leftPx || bottomPx <= topPx; }
  bool operator==(const PartPx&) const = default;
};

struct FoundSymbol {
  Bytes bytes;                        // what the symbol holds: take this, never a guessed text
  std::array<PointPx, 4> corners{};   // clockwise from the symbol's top left, in image pixels
  int version = 0;                    // 0 when unknown
  bool isCut = false;                 // lies across the edge of the part that counts: never decides (docs/adr/0045)
};

enum class Effort : std::uint8_t {
  Frame,     // one frame of a moving picture: cheap, the next one comes in 30 ms
  Picture,   // a still picture somebody chose: try everything
};

/// What a still picture may cost once it was searched as it is: pixels that go through one search, for each of the picture's own
/// pixels and for any picture. 1 M of them take 2 to 5 ms on a small machine. docs/adr/0030 has what more would bring.
inline constexpr std::int64_t kPictureWorkPerPx = 4;
inline constexpr std::int64_t kPictureWorkPx = 4'000'000;

/// What the host knows of a picture besides its pixels.
struct Showing {
  PartPx part{};                                              // all that a person sees of it; empty: the whole picture
  double takenMs = std::numeric_limits<double>::quiet_NaN();  // on any clock that only goes forward; NaN: unknown
};

/// How long a symbol that was alone in view may be followed without a look at the rest of the view: 8 frames, 0.27 s of a
/// camera's 30 a second. One look costs about as much as following does, so that all frames together cost a tenth more.
inline constexpr int kFollowedFrames = 8;
/// The same as time, for slower cameras. After a pause (a verdict is shown) the whole view is looked at.
inline constexpr double kFollowedMs = 400;

/// Looks for symbols. Of a moving picture it remembers where the last symbol was and what made it readable, and
/// spends one costlier treatment on each frame that showed nothing, another one each time: one `Sight` belongs to one camera.
/// Memory besides the picture's own, for the largest one (64 MP): 64 MB for its black and white pixels and 20 MB for treated copies.
class Sight {
 public:
  Sight();
  ~Sight();

  /// At most `maxSymbols` of those that lie in `showing.part`; none that lies beyond it. With 1 any of them, by the
  /// shortest way. With more, all that are seen there, those that are cut by its edge too: then the whole part was searched
  /// in this frame, unless the only symbol of the last search is followed (kFollowedFrames, kFollowedMs) and still says the
  /// same. An empty list when there is nothing to read. `workPx` bounds what treatments may cost once the picture was
  /// searched as it is; 0 means what `effort` allows. Fault: image/bad-size.
  Result<std::vector<FoundSymbol>> read(const LumaView& image, Effort effort, std::size_t maxSymbols = 1,
                                        std::int64_t workPx = 0, const Showing& showing = {});

 private:
  /// The last search of a whole view, when it showed one symbol and nothing else.
  struct Look {
    Bytes bytes;        // of that symbol; empty: there is nothing to follow
    PartPx part;
    double takenMs = 0;
    int followedFrames = 0;
  };
  std::vector<FoundSymbol> readFrame(const LumaView& image, std::size_t maxSymbols, std::int64_t workPx, const Showing& showing);
  std::vector<FoundSymbol> readLastPlace(const LumaView& image, std::int64_t workPx, const PartPx& part);
  std::vector<FoundSymbol> readWhole(const LumaView& image, std::size_t maxSymbols, std::int64_t workPx, const PartPx& part,
                                     std::vector<FoundSymbol> known, bool mayReadLast);
  bool mayFollow(const Showing& showing) const;
  void remember(const LumaView& image, const std::vector<FoundSymbol>& symbols);

  PartPx lastPlace_{};
  int lastModulePx_ = 0;            // side of one module there, rounded down
  Look look_;
  std::size_t nextTreatment_ = 0;   // of a frame that shows nothing
  int lastTreatment_ = -1;          // that made the last symbol readable; -1 when none was needed
  std::unique_ptr<SoftModules> earlier_;   // of a symbol that frames showed and none alone could tell
};

/// What the fourth byte of a pixel says.
enum class Fourth : std::uint8_t {
  Opacity,   // not premultiplied: the picture is laid on white, as on paper
  Nothing,   // cameras leave anything there
};

/// ITU-R BT.601 luma of RGBA pixels; `rgba` holds widthPx * heightPx * 4 bytes.
/// Fault: image/bad-size.
Result<Bytes> lumaFromRgba(ByteView rgba, int widthPx, int heightPx, Fourth fourth = Fourth::Opacity);

}  // namespace citycode
