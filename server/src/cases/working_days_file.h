// The days on which the city's offices work, as an operator writes them down: a file of JSON,
//
//   {"holidays": ["2026-10-01", …], "worked": ["2026-10-10", …]}
//
// without which Monday to Friday are worked.
#pragma once

#include <string>

#include "base/start_failure.h"
#include "rating/working_days.h"

namespace citycode::server {

/// A path that is empty: no file. Refused with a sentence when there is none, or when it says anything else.
Started<WorkingCalendar> readWorkingDays(const std::string& path);

}  // namespace citycode::server
