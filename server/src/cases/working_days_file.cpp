#include "cases/working_days_file.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include <nlohmann/json.hpp>

namespace citycode::server {
namespace {

using Json = nlohmann::json;

std::optional<std::int64_t> dayOf(const Json& text) {
  int year = 0, month = 0, day = 0, end = 0;
  if (!text.is_string() || std::sscanf(text.get_ref<const std::string&>().c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || end != 10 ||
      text.get_ref<const std::string&>().size() != 10)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<std::vector<std::int64_t>> daysOf(const Json& list) {
  if (!list.is_array() || list.size() > kMaxCalendarDays) return std::nullopt;
  std::vector<std::int64_t> days;
  for (const Json& each : list) {
    const auto day = dayOf(each);
    if (!day) return std::nullopt;
    days.push_back(*day);
  }
  return days;
}

}  // namespace

Started<WorkingCalendar> readWorkingDays(const std::string& path) {
  if (path.empty()) return WorkingCalendar();
  std::ifstream file(path);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) return StartFailure{Fault::StartBadOption, "The file of working days " + path + " cannot be read: see --working-days."};
  const Json days = Json::parse(text.str(), nullptr, false);
  if (days.is_object() && days.size() == 2 && days.contains("holidays") && days.contains("worked")) {
    auto holidays = daysOf(days["holidays"]), worked = daysOf(days["worked"]);
    if (holidays && worked) return WorkingCalendar(*std::move(holidays), *std::move(worked));
  }
  return StartFailure{Fault::StartBadOption, "The file of working days " + path + R"( is not of the form {"holidays": ["2026-10-01"], "worked": ["2026-10-10"]}.)"};
}

}  // namespace citycode::server
