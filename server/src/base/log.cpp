#include "base/log.h"

#include <unistd.h>

#include <cstdio>
#include <ctime>

namespace citycode::server {
namespace {

constexpr std::size_t kTimeChars = 32;   // "2026-01-01T00:00:00" has 19, any year of an int fewer than this

void putText(std::string& line, std::string_view key, std::string_view value) {
  line.append(",\"").append(key).append("\":\"").append(value).append("\"");
}

std::string_view levelOf(int status) { return status >= 500 ? "error" : status >= 400 ? "warn" : "info"; }

}  // namespace

std::string utcText(std::int64_t unixMs) {
  const std::time_t seconds = static_cast<std::time_t>(unixMs / kMillisecondsPerSecond);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char time[kTimeChars];
  const std::size_t size = std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S", &utc);
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03dZ", static_cast<int>(unixMs % kMillisecondsPerSecond));
  return std::string(time, size).append(fraction);
}

bool Log::isTold(std::string_view level) const {
  return least_ == LogLevel::Info || level == "error" || (least_ == LogLevel::Warn && level == "warn");
}

std::string Log::lineStart(std::string_view level) const {
  std::string line = "{\"time\":\"" + utcText(clock_.nowUnixMs()) + "\"";
  putText(line, "level", level);
  return line;
}

Log::Log(Clock clock, LogLevel least) : clock_(std::move(clock)), least_(least), output_(std::make_shared<LogOutput>(STDERR_FILENO)) {}

void Log::writeLine(std::string line) const {
  line += "}\n";
  output_->write(line, [this](std::uint64_t dropped) {
    std::string text = lineStart("warn");
    putText(text, "event", "log-lines-dropped");
    return text + ",\"count\":" + std::to_string(dropped) + "}\n";
  });
}

void Log::request(const RequestLine& entry) const {
  if (!isTold(levelOf(entry.status))) return;
  std::string line = lineStart(levelOf(entry.status));
  putText(line, "requestId", entry.requestId);
  putText(line, "method", entry.method);
  putText(line, "route", entry.route);
  char numbers[64];
  std::snprintf(numbers, sizeof numbers, ",\"status\":%d,\"durationMs\":%.3f", entry.status, entry.durationMs);
  line += numbers;
  if (entry.fault) putText(line, "fault", faultId(*entry.fault));
  writeLine(std::move(line));
}

void Log::event(std::string_view level, std::string_view event, std::optional<Fault> fault) const {
  if (!isTold(level)) return;
  std::string line = lineStart(level);
  putText(line, "event", event);
  if (fault) putText(line, "fault", faultId(*fault));
  writeLine(std::move(line));
}

void Log::expected(std::string_view level, std::string_view event, const std::vector<std::string>& origins) const {
  if (!isTold(level)) return;
  std::string line = lineStart(level);
  putText(line, "event", event);
  line += ",\"expected\":[";
  for (const std::string& origin : origins) line.append(&origin == &origins.front() ? "\"" : ",\"").append(origin).append("\"");
  writeLine(std::move(line) + "]");
}

void Log::measured(std::string_view level, std::string_view event, std::string_view name, std::int64_t value) const {
  if (!isTold(level)) return;
  std::string line = lineStart(level);
  putText(line, "event", event);
  line.append(",\"").append(name).append("\":").append(std::to_string(value));
  writeLine(std::move(line));
}

}  // namespace citycode::server
