#include "rating/working_days.h"

#include <algorithm>
#include <utility>

namespace citycode {
namespace {

constexpr int kSaturday = 5;

bool isIn(const std::vector<std::int64_t>& days, std::int64_t day) { return std::binary_search(days.begin(), days.end(), day); }

std::vector<std::int64_t> ascending(std::vector<std::int64_t> days) {
  std::sort(days.begin(), days.end());
  if (days.size() > kMaxCalendarDays) days.resize(kMaxCalendarDays);   // so that a search for a working day ends
  return days;
}

}  // namespace

WorkingCalendar::WorkingCalendar(std::vector<std::int64_t> holidays, std::vector<std::int64_t> worked)
    : holidays_(ascending(std::move(holidays))), worked_(ascending(std::move(worked))) {}

bool WorkingCalendar::isWorked(std::int64_t day) const {
  return isIn(worked_, day) || (weekdayOf(day) < kSaturday && !isIn(holidays_, day));
}

std::int64_t WorkingCalendar::nthAfter(std::int64_t day, int n) const {
  for (; n > 0; --n)
    do ++day;
    while (!isWorked(day));
  return day;
}

}  // namespace citycode
