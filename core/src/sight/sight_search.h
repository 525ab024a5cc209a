// Finds and decodes QR symbols in a picture of black and white pixels. One rung below ZXing-C++'s public
// interface: what was located but could not be decoded is worth knowing too.
#pragma once

#include <vector>

#include "BitMatrix.h"
#include "qrcode/QRDetector.h"

#include "citycode/symbol.h"

namespace citycode {

/// Three finder patterns that lie as those of a symbol do.
using FinderTriple = ZXing::QRCode::FinderPatternSet;

struct SearchAnswer {
  std::vector<FoundSymbol> symbols;    // corners in pixels of the picture that was searched
  std::vector<FinderTriple> unread;    // the most plausible first, at most kMaxUnread
};

/// More than this many places that look like a symbol and are none is a texture, and not worth more work.
inline constexpr std::size_t kMaxUnread = 8;

enum class Placement : std::uint8_t { Whole, Cut, Beyond };

/// How a symbol lies to a part of the picture. Its upright box decides, so that one beside a corner of the part may count as cut.
Placement placementOf(const std::array<PointPx, 4>& corners, const PartPx& part);

/// What of a picture counts, in its own pixels.
struct Counted {
  PartPx part;
  bool cutToo;   // symbols that lie across the edge of the part too
};

/// At most `maxSymbols` QR symbols of Model 2 that count; places beyond the part cost nothing.
SearchAnswer searchBits(const ZXing::BitMatrix& bits, std::size_t maxSymbols, const Counted& counted);

/// Places that look like a symbol when a finder pattern may lack a part of its outline: dirt, folds, torn corners.
std::vector<FinderTriple> searchBroken(const ZXing::BitMatrix& bits);

/// What a sampled matrix of modules says; nothing when it is no symbol of Model 2. The corners are `corners`.
std::vector<FoundSymbol> decodeModules(const ZXing::BitMatrix& modules, const std::array<PointPx, 4>& corners);

}  // namespace citycode
