// Test vectors from outside lie beside the checkout; where they do not, a test says so and is skipped.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "citycode/bytes.h"

namespace citycode::test {

inline std::optional<std::string> outsideFile(const std::string& path) {
  std::ifstream file(std::string(CITYCODE_VECTORS_FOLDER "/") + path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline Bytes fromHex(const std::string& hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

}  // namespace citycode::test

/// Binds `name` to a file's content, or skips the test.
#define CC_OUTSIDE_FILE(name, path)                                                                     \
  const auto name##File_ = test::outsideFile(path);                                                     \
  if (!name##File_) GTEST_SKIP() << "The outside test vector " << (path) << " is not beside this checkout."; \
  const std::string& name = *name##File_
