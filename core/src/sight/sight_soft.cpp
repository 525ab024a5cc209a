#include "sight/sight_soft.h"

#include <algorithm>
#include <cstdlib>

#include "BitMatrix.h"
#include "ReedSolomon.h"
#include "qrcode/QRDataBlock.h"
#include "qrcode/QRDataMask.h"
#include "qrcode/QRErrorCorrectionLevel.h"
#include "qrcode/QRVersion.h"
#include "sight/rising_order.h"
#include "sight/sight_search.h"

namespace citycode {
namespace {

using ZXing::QRCode::DataBlock;
using ZXing::QRCode::Version;

struct Spot {
  int x, y;
};

/// Both copies of the format information must agree with a valid one by this share of what they could.
constexpr double kMinFormatAgreement = 0.5;

/// Erasing may use up to this share of a block's error correction: what is left has to prove that the rest is right.
constexpr int kErasedSixths[] = {0, 2, 3, 4};

/// ISO/IEC 18004 section 7.9: 15 bits, BCH (15,5) with generator 0x537, masked with 0x5412.
unsigned formatCode(unsigned content) {
  unsigned rest = content << 10;
  for (int bit = 14; bit >= 10; --bit)
    if (rest >> bit & 1) rest ^= 0x537u << (bit - 10);
  return ((content << 10) | rest) ^ 0x5412u;
}

/// The two places of each bit of the format information, bit 0 the least (ISO/IEC 18004, figure 25).
std::array<Spot, 2> formatSpots(int bit, int side) {
  const Spot first = bit < 6 ? Spot{8, bit} : bit == 6 ? Spot{8, 7} : bit == 7 ? Spot{8, 8} : bit == 8 ? Spot{7, 8} : Spot{14 - bit, 8};
  const Spot second = bit < 8 ? Spot{side - 1 - bit, 8} : Spot{8, side - 15 + bit};
  return {first, second};
}

/// The format information that agrees best, and by how much.
std::pair<unsigned, double> bestFormat(const SoftModules& modules) {
  std::pair<unsigned, double> best{0, -1};
  for (unsigned content = 0; content < 32; ++content) {
    const unsigned code = formatCode(content);
    int sum = 0, most = 1;
    for (int bit = 0; bit < 15; ++bit)
      for (const Spot spot : formatSpots(bit, modules.side)) {
        const int dark = modules.at(spot.x, spot.y);
        sum += code >> bit & 1 ? dark : -dark;
        most += std::abs(dark);
      }
    const double agreement = static_cast<double>(sum) / most;
    if (agreement > best.second) best = {content, agreement};
  }
  return best;
}

/// The modules of the codewords, eight for each, in the order of ISO/IEC 18004 section 7.7.3.
std::vector<Spot> codewordSpots(const Version& version) {
  const ZXing::BitMatrix function = version.buildFunctionPattern();
  const int side = version.dimension();
  std::vector<Spot> spots;
  spots.reserve(static_cast<std::size_t>(version.totalCodewords()) * 8);
  bool up = true;
  for (int right = side - 1; right > 0; right -= 2, up = !up) {
    if (right == 6) --right;   // the vertical timing pattern
    for (int row = 0; row < side; ++row)
      for (int x = right; x > right - 2; --x) {
        const int y = up ? side - 1 - row : row;
        if (!function.get(x, y)) spots.push_back({x, y});
      }
  }
  spots.resize(static_cast<std::size_t>(version.totalCodewords()) * 8);   // the few remainder bits hold nothing
  return spots;
}

/// Corrects one block with the fewest erasures that do; false when none does. `sure` has one entry for each codeword.
bool correct(ZXing::ByteArray& codewords, const ZXing::ByteArray& sure, int checkCodewords) {
  const std::vector<int> order = risingOrder(std::vector<double>(sure.begin(), sure.end()));
  for (const int sixths : kErasedSixths) {
    const std::size_t erased = static_cast<std::size_t>(checkCodewords * sixths / 6);
    if (sixths > 0 && checkCodewords - static_cast<int>(erased) < 4) return false;
    std::vector<int> values(codewords.begin(), codewords.end());
    if (ZXing::ReedSolomonDecode(ZXing::RSField::QRCode, values, checkCodewords, std::span<const int>(order).first(erased))) {
      std::copy(values.begin(), values.end(), codewords.begin());
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::int8_t> fixedModules(int side) {
  const Version* version = side >= 21 && side <= 177 && side % 4 == 1 ? Version::Model2((side - 17) / 4) : nullptr;
  if (!version) return {};
  std::vector<std::int8_t> fixed(static_cast<std::size_t>(side) * side);
  const auto square = [&](int middleX, int middleY, int radius, int lightRing, int outerLightRing) {
    for (int y = std::max(0, middleY - radius); y <= std::min(side - 1, middleY + radius); ++y)
      for (int x = std::max(0, middleX - radius); x <= std::min(side - 1, middleX + radius); ++x) {
        const int ring = std::max(std::abs(x - middleX), std::abs(y - middleY));
        fixed[static_cast<std::size_t>(y) * side + x] = ring == lightRing || ring == outerLightRing ? -1 : 1;
      }
  };
  const auto& centres = version->alignmentPatternCenters();
  for (const int y : centres)
    for (const int x : centres)
      if (std::max(x, y) > 6 && std::min(x, y) + side > std::max(x, y) + 13) square(x, y, 2, 1, 9);   // not on a finder pattern
  for (int i = 8; i < side - 8; ++i)
    fixed[static_cast<std::size_t>(6) * side + i] = fixed[static_cast<std::size_t>(i) * side + 6] = i % 2 ? -1 : 1;
  for (const Spot middle : {Spot{3, 3}, Spot{side - 4, 3}, Spot{3, side - 4}}) square(middle.x, middle.y, 4, 2, 4);
  fixed[static_cast<std::size_t>(side - 8) * side + 8] = 1;
  return fixed;
}

double fixedAgreement(const SoftModules& modules, const std::vector<std::int8_t>& fixed) {
  int sum = 0, most = 1;
  for (std::size_t i = 0; i < fixed.size(); ++i) {
    if (!fixed[i]) continue;
    sum += fixed[i] * modules.dark[i];
    most += 127;
  }
  return static_cast<double>(sum) / most;
}

bool isSameContent(const SoftModules& a, const SoftModules& b) {
  // Another content agrees in the fixed modules and half of the others: 60 % at most.
  constexpr double kMinAgreement = 0.75;
  if (a.side != b.side || a.side == 0) return false;
  std::size_t same = 0;
  for (std::size_t i = 0; i < a.dark.size(); ++i) same += (a.dark[i] > 0) == (b.dark[i] > 0);
  return static_cast<double>(same) > kMinAgreement * static_cast<double>(a.dark.size());
}

SoftModules mergedModules(const SoftModules& a, const SoftModules& b) {
  SoftModules merged = a;
  for (std::size_t i = 0; i < merged.dark.size(); ++i) merged.dark[i] = static_cast<std::int8_t>((a.dark[i] + b.dark[i]) / 2);
  return merged;
}

std::vector<FoundSymbol> decodeSoft(const SoftModules& modules) {
  const Version* version = Version::Model2((modules.side - 17) / 4);
  if (!version) return {};
  const auto [format, agreement] = bestFormat(modules);
  if (agreement < kMinFormatAgreement) return {};
  const auto level = ZXing::QRCode::ECLevelFromBits(static_cast<int>(format >> 3));
  const int mask = static_cast<int>(format & 7);

  const std::vector<Spot> spots = codewordSpots(*version);
  const std::size_t count = spots.size() / 8;
  ZXing::ByteArray codewords(count), sure(count), lowIndex(count), highIndex(count);
  for (std::size_t i = 0; i < count; ++i) {
    int value = 0, least = 127;
    for (std::size_t bit = 0; bit < 8; ++bit) {
      const Spot spot = spots[i * 8 + bit];
      const int dark = modules.at(spot.x, spot.y);
      value = value << 1 | ((dark > 0) != ZXing::QRCode::GetDataMaskBit(mask, spot.x, spot.y));
      least = std::min(least, std::abs(dark));
    }
    codewords[i] = static_cast<std::uint8_t>(value);
    sure[i] = static_cast<std::uint8_t>(least);
    lowIndex[i] = static_cast<std::uint8_t>(i & 0xff);
    highIndex[i] = static_cast<std::uint8_t>(i >> 8);
  }
  // The library knows how codewords are dealt out to blocks: it deals out what belongs to them in the same way.
  auto blocks = DataBlock::GetDataBlocks(codewords, *version, level);
  const auto sureBlocks = DataBlock::GetDataBlocks(sure, *version, level);
  const auto lowBlocks = DataBlock::GetDataBlocks(lowIndex, *version, level);
  const auto highBlocks = DataBlock::GetDataBlocks(highIndex, *version, level);

  // A perfect symbol is written from what was corrected, and the library reads that.
  ZXing::BitMatrix perfect(modules.side, modules.side);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    auto& block = blocks[b].codewords();
    if (!correct(block, sureBlocks[b].codewords(), static_cast<int>(block.size()) - blocks[b].numDataCodewords())) return {};
    for (std::size_t i = 0; i < block.size(); ++i) {
      const std::size_t at = (lowBlocks[b].codewords()[i] | highBlocks[b].codewords()[i] << 8) * 8;
      for (std::size_t bit = 0; bit < 8; ++bit) {
        const Spot spot = spots[at + bit];
        if ((block[i] >> (7 - bit) & 1) != ZXing::QRCode::GetDataMaskBit(mask, spot.x, spot.y)) perfect.set(spot.x, spot.y);
      }
    }
  }
  const unsigned code = formatCode(format);
  for (int bit = 0; bit < 15; ++bit)
    for (const Spot spot : formatSpots(bit, modules.side)) perfect.set(spot.x, spot.y, code >> bit & 1);
  perfect.set(8, modules.side - 8);   // always dark; tells the library that the symbol is not mirrored
  return decodeModules(perfect, modules.corners);
}

}  // namespace citycode
