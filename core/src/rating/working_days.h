// The days on which offices work, by which a case's limits run (State Council order 51/2019 counts in them). Days are numbers since
// 1970-01-01, of whichever clock the caller counts by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace citycode {

/// Of holidays, and of days worked in their place: ten years of a country with many of both.
inline constexpr std::size_t kMaxCalendarDays = 1024;

/// 1970-01-01 was a Thursday. 0 is Monday, 6 Sunday; days before 1970 too.
constexpr int weekdayOf(std::int64_t day) { return static_cast<int>(((day + 3) % 7 + 7) % 7); }

/// Monday to Friday, but for the holidays and the days that are worked in their place, which a city decides for each year.
class WorkingCalendar {
 public:
  WorkingCalendar() = default;
  /// At most kMaxCalendarDays of each; a day that is in both is worked.
  WorkingCalendar(std::vector<std::int64_t> holidays, std::vector<std::int64_t> worked);

  bool isWorked(std::int64_t day) const;
  /// The n-th working day after `day`; n from 1 on.
  std::int64_t nthAfter(std::int64_t day, int n) const;

 private:
  std::vector<std::int64_t> holidays_, worked_;   // ascending
};

}  // namespace citycode
