// A card's number as it is printed and said: "0481 5162".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace citycode::server {

std::string cardNumberText(std::uint32_t number);

/// With or without the space. Nothing for what no card has.
std::optional<std::uint32_t> cardNumberFromText(std::string_view text);

}  // namespace citycode::server
