// What is computed and written of a shown cell, in whichever form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "services/figures.h"

namespace citycode::server {

/// Ratings for each service that ended; nothing where no services are counted, as at a kiosk.
std::optional<double> responseRateOf(const Counts& counts);
/// "0.4167"
std::string rateText(double rate);
/// "2026-11-27", UTC.
std::string dayText(std::int64_t utcDay);

}  // namespace citycode::server
