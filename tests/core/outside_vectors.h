// Test vectors from outside, which the project does not carry: read by path, and missed loudly.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "byte_text.h"

namespace citycode::test {

inline std::string outsideVectorPath(const std::string& name) { return CITYCODE_OUTSIDE_VECTORS "/" + name; }

inline std::optional<std::string> outsideFile(const std::string& name) {
  std::ifstream file(outsideVectorPath(name), std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline nlohmann::json readJsonFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return nlohmann::json::parse(file);
}

}  // namespace citycode::test

/// Ends a test, seen as skipped, when the file of that name is not there.
#define CC_SKIP_WITHOUT(name)                                  \
  if (!std::ifstream(citycode::test::outsideVectorPath(name))) \
  GTEST_SKIP() << citycode::test::outsideVectorPath(name) << " is not there: put the outside vectors there to run this."

/// Binds `variable` to the content of the file `name`, or skips the test.
#define CC_OUTSIDE_FILE(variable, name)                                  \
  CC_SKIP_WITHOUT(name);                                                 \
  const std::string variable = *citycode::test::outsideFile(name)
