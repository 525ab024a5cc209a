// A file of the population register, line by line: CSV (RFC 4180) with a header, or JSON lines. Never more of it in memory than one line.
#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/start_failure.h"

namespace citycode::server {

/// What may stand in the header, or as a member: docs/deploy.md, "People".
inline constexpr std::string_view kFieldNames[] = {
    "register_id",     "chinese_name", "latin_name",  "holder_class",     "documents",       "born",            "city_resident", "insurance",
    "disability_permit", "trade_certificate", "safety_training", "enterprise_code", "enterprise_role", "guardians"};
/// What a file of refused lines has besides, so that it can be mended and imported as it is.
inline constexpr std::string_view kRefusedLine = "refused_line", kRefusedBecause = "refused_because";

struct RegisterLine {
  std::uint64_t number = 0;                             // of its first line, counted from 1
  std::map<std::string, std::string, std::less<>> fields;   // by name; what is empty is not there
  std::string_view refusal;                             // a reason's id (people/reason.h), or nothing
};

class RegisterFile {
 public:
  /// `path` "-" is standard input. Failures: start/bad-option for a file that is not there, has another header, or is of another kind.
  static Started<std::unique_ptr<RegisterFile>> open(const std::string& path);
  virtual ~RegisterFile() = default;

  /// Nothing at the end. Failure: start/bad-option where the rest cannot be told apart, store/* where it cannot be read.
  virtual Started<std::optional<RegisterLine>> next() = 0;
};

}  // namespace citycode::server
