// Somebody else's program: draws a text as a symbol and reads it back, with the installed package alone. look TEXT
#include <iostream>

#include <citycode/citycode.h>

int main(int count, char** arguments) {
  if (count != 2) return 64;
  const auto matrix = citycode::drawMatrix(arguments[1], citycode::ErrorCorrection::Medium);
  if (!matrix) return std::cout << citycode::faultId(matrix.fault()) << '\n', 65;
  const auto pixels = citycode::drawPixels(*matrix, 4);
  const auto luma = citycode::lumaFromRgba(pixels->rgba, pixels->sidePx, pixels->sidePx);
  citycode::Sight sight;
  const auto symbols = sight.read({luma->data(), pixels->sidePx, pixels->sidePx, pixels->sidePx}, citycode::Effort::Picture);
  if (!symbols || symbols->empty()) return 1;
  std::cout << citycode::textOf(symbols->front().bytes) << '\n';
}
