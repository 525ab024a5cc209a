// What every fuzzer shares. A fuzzer is one file that defines `citycode::fuzz::oneInput`; tests/fuzz/README.md says more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "citycode/bytes.h"

namespace citycode::fuzz {

/// One run. Must not keep state that changes what a later run does, or a finding could not be repeated.
void oneInput(ByteView bytes);

/// Says what did not hold and stops, which libFuzzer keeps as a finding.
[[noreturn]] void broken(const char* condition, const char* file, int line);

/// Takes an input apart; at its end everything is zero or empty.
class Input {
 public:
  explicit Input(ByteView bytes) : rest_(bytes) {}

  bool atEnd() const { return rest_.empty(); }
  ByteView rest() const { return rest_; }
  std::string_view restText() const { return textOf(rest_); }
  /// Big-endian.
  std::uint64_t number(std::size_t bytes);
  std::uint8_t byte() { return static_cast<std::uint8_t>(number(1)); }
  /// Two bytes of length, then as many bytes as are there.
  ByteView part();
  std::string_view partText() { return textOf(part()); }

 private:
  ByteView rest_;
};

/// The text is one JSON document, as a host's parser sees it.
bool isJson(std::string_view text);

}  // namespace citycode::fuzz

#define CC_HOLDS(condition) \
  ((condition) ? void() : citycode::fuzz::broken(#condition, __FILE__, __LINE__))
