// Numbers as people and addresses write them.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace citycode::server {

/// The number that the whole text is, in decimal; nothing for one that `Number` does not hold.
template <class Number>
std::optional<Number> numberFromText(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace citycode::server
