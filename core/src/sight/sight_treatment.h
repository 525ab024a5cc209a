// What a picture goes through before it is searched: its size, its tones, and how it becomes black and white.
#pragma once

#include <cstdint>
#include <memory>

#include "BitMatrix.h"

#include "citycode/symbol.h"

namespace citycode {

enum class Tone : std::uint8_t {
  AsIs,
  Darker,      // gamma 2.2: separates what is bright, for glare and much light
  Brighter,    // gamma 0.45: separates what is dark, for shadows
};

enum class Threshold : std::uint8_t {
  Range,       // the middle between lightest and darkest of a block of 8 px, smoothed (as ZXing-C++'s "local average" has it)
  Mean,        // the mean of a window around each pixel: gradients and spots of light
  Global,      // one for the whole picture, from its histogram
};

struct Treatment {
  int longSidePx;        // averaged down to this side or less; 0 leaves the size alone
  bool doubled;          // enlarged by two in each direction first (small pictures only)
  int softenedPx;        // radius of a box blur; 0 for none
  Tone tone;
  Threshold threshold;
  int windowDivisor;     // Threshold::Mean only: the window's side is the short side divided by this
};

/// Enlarged, softened and toned as the treatment says; `image` already has its size. Into `buffer`, which holds the pixels of
/// `image` or of four times as many when doubled; the answer is `image` when nothing was to do.
LumaView treated(const LumaView& image, const Treatment& treatment, Bytes& buffer);

/// Black (true) and white, one byte a pixel. Null when the picture has one tone only.
std::unique_ptr<ZXing::BitMatrix> binarized(const LumaView& image, const Treatment& treatment);

/// The means of windows of 2 * radius + 1 pixels around each pixel, into widthPx * heightPx bytes.
void windowMeansOf(const LumaView& image, int radius, std::uint8_t* means);

/// By how much `image` is averaged down for `treatment`; 1 when its size stays.
int averagingFactor(const LumaView& image, const Treatment& treatment);

/// Averages `factor` by `factor` pixels into one.
LumaView averaged(const LumaView& image, int factor, Bytes& buffer);

}  // namespace citycode
