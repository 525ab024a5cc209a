// What is computed and written of a shown cell, in whichever form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/day_text.h"
#include "services/figures.h"

namespace citycode::server {

/// Ratings for each service that ended; nothing where no services are counted, as at a kiosk.
std::optional<double> responseRateOf(const Counts& counts);
/// "0.4167"
std::string rateText(double rate);

}  // namespace citycode::server
