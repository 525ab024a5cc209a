// A symbol whose modules are known only more or less: how dark each one is, instead of black or white. Decodes what
// ZXing-C++ refuses, by trusting the format information as a whole and giving up the codewords that are least sure.
#pragma once

#include <cstdint>
#include <vector>

#include "citycode/symbol.h"

namespace citycode {

/// Row by row; 127 is surely dark, -127 surely light, 0 unknown.
struct SoftModules {
  int side = 0;                          // 21 to 177
  std::vector<std::int8_t> dark;         // side * side
  std::array<PointPx, 4> corners{};

  std::int8_t at(int x, int y) const { return dark[static_cast<std::size_t>(y) * side + x]; }
};

/// What a symbol of this side always shows where: 1 dark, -1 light, 0 depends on its content. Empty for a bad side.
std::vector<std::int8_t> fixedModules(int side);

/// From -1 to 1: how well the modules agree with what every symbol of that side shows.
double fixedAgreement(const SoftModules& modules, const std::vector<std::int8_t>& fixed);

/// What two samplings of the same symbol say together; both have the same side.
SoftModules mergedModules(const SoftModules& a, const SoftModules& b);

/// Whether both show the same symbol with the same content, as far as each is sure.
bool isSameContent(const SoftModules& a, const SoftModules& b);

/// No symbol, or one.
std::vector<FoundSymbol> decodeSoft(const SoftModules& modules);

}  // namespace citycode
