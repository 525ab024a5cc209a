// The city's name in the four languages of the interface.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace citycode::server {

inline constexpr std::array<std::string_view, 4> kLanguages{"en", "zh-CN", "zh-Hant", "id"};

/// In the order of kLanguages.
using FourTexts = std::array<std::string, 4>;

}  // namespace citycode::server
