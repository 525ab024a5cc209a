// Drawing any text: a matrix of the right size, within the limit, whose picture says the same text again.
#include "citycode/symbol.h"

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  Input input(bytes);
  const auto level = static_cast<ErrorCorrection>(input.byte() % 4);
  const std::string_view text = input.restText();
  const auto matrix = drawMatrix(text, level);
  if (!matrix) return CC_HOLDS(matrix.fault() == Fault::SymbolTooLong);
  CC_HOLDS(text.size() <= kMaxSymbolChars && matrix->sideModules == 17 + 4 * matrix->version);
  CC_HOLDS(matrix->dark.size() == static_cast<std::size_t>(matrix->sideModules) * matrix->sideModules);
  CC_HOLDS(svgPath(*matrix).size() < matrix->dark.size() * 16 + 64);
  if (text.empty() || text.size() > 100) return;   // reading back is slow
  const auto pixels = drawPixels(*matrix, 3);
  CC_HOLDS(bool(pixels));
  const auto luma = lumaFromRgba(pixels->rgba, pixels->sidePx, pixels->sidePx);
  const auto found = Sight().read({luma->data(), pixels->sidePx, pixels->sidePx, pixels->sidePx}, Effort::Frame);
  CC_HOLDS(found && found->size() == 1 && textOf(found->front().bytes) == text);
}
