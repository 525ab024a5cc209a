#include "ratings/figures_text.h"

#include <cmath>
#include <cstdio>

namespace citycode::server {
namespace {

constexpr double kRateSteps = 10'000;   // four places: a hundredth of a percent

}  // namespace

std::optional<double> responseRateOf(const Counts& counts) {
  if (counts.services == 0) return std::nullopt;
  return std::round(static_cast<double>(counts.ratings) / static_cast<double>(counts.services) * kRateSteps) / kRateSteps;
}

std::string rateText(double rate) {
  char text[32];
  const int size = std::snprintf(text, sizeof text, "%.4f", rate);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace citycode::server
