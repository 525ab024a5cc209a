// Small pictures, luminance and RGBA, whole and in part: no more symbols than asked, each within what a symbol can hold.
#include "citycode/symbol.h"

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  Input input(bytes);
  const int widthPx = input.byte() % 64 + 1, heightPx = input.byte() % 64 + 1;
  const std::uint8_t how = input.byte();
  const int channels = how & 1 ? 4 : 1;
  const std::size_t maxSymbols = how >> 4;
  Bytes pixels(static_cast<std::size_t>(widthPx) * heightPx * channels, 0xff);
  std::copy_n(input.rest().begin(), std::min(pixels.size(), input.rest().size()), pixels.begin());
  if (channels == 4) {
    auto luma = lumaFromRgba(pixels, widthPx, heightPx);
    CC_HOLDS(luma && luma->size() * 4 == pixels.size());
    pixels = *std::move(luma);
  }
  const PartPx part = how & 4 ? PartPx{widthPx / 4, heightPx / 4, widthPx, heightPx} : PartPx();
  Sight sight;   // twice: the second look begins where the first found something
  for (int look = 0; look < 2; ++look) {
    const auto found = sight.read({pixels.data(), widthPx, heightPx, widthPx}, how & 2 ? Effort::Picture : Effort::Frame, maxSymbols, 0,
                                  {part, 33.0 * look});
    CC_HOLDS(found && found->size() <= std::max<std::size_t>(maxSymbols, 1));
    for (const FoundSymbol& symbol : *found) CC_HOLDS(maxSymbols > 1 || !symbol.isCut);
    for (const FoundSymbol& symbol : *found) CC_HOLDS(symbol.bytes.size() <= 7089 && symbol.version <= 40);   // ISO/IEC 18004 table 7
  }
}
