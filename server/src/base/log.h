// JSON lines on standard error. Nothing personal: a route's template and never the path, a fault's id and
// never a body; so no call here takes text that came from outside. No call waits for somebody to read (log_output.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log_output.h"
#include "citycode/result.h"

namespace citycode::server {

struct RequestLine {
  std::string_view requestId;
  std::string_view method;
  std::string_view route;   // a template such as "/v1/passes"
  int status = 0;
  double durationMs = 0;
  std::optional<Fault> fault;
};

/// What is below it is not told.
enum class LogLevel : std::uint8_t { Info, Warn, Error };

/// "2026-11-26T14:40:00.123Z"
std::string utcText(std::int64_t unixMs);

class Log {
 public:
  explicit Log(Clock clock, LogLevel least = LogLevel::Info);

  void request(const RequestLine& line) const;
  /// `event` is a constant of the source, such as "trust-list-signed".
  void event(std::string_view level, std::string_view event, std::optional<Fault> fault = std::nullopt) const;
  /// With one number, such as "differenceSeconds"; its name is a constant of the source too.
  void measured(std::string_view level, std::string_view event, std::string_view name, std::int64_t value) const;
  /// With the origins of the operator's own options: scheme, host and port, nothing to escape.
  void expected(std::string_view level, std::string_view event, const std::vector<std::string>& origins) const;

 private:
  bool isTold(std::string_view level) const;
  std::string lineStart(std::string_view level) const;
  void writeLine(std::string line) const;

  Clock clock_;
  LogLevel least_;
  std::shared_ptr<LogOutput> output_;
};

}  // namespace citycode::server
