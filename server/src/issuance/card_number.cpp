#include "issuance/card_number.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "issuance/pass_office.h"

namespace citycode::server {
namespace {

constexpr std::size_t kDigits = 8;   // 2^24 is below 10^8

}  // namespace

std::string cardNumberText(std::uint32_t number) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04u %04u", number / 10'000, number % 10'000);
  return text.data();
}

std::optional<std::uint32_t> cardNumberFromText(std::string_view text) {
  std::string digits(text);
  if (digits.size() == kDigits + 1 && digits[kDigits / 2] == ' ') digits.erase(kDigits / 2, 1);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool isWhole = digits.size() == kDigits && error == std::errc() && end == digits.data() + digits.size();
  if (!isWhole || number >= (1u << kStatusIndexBits)) return std::nullopt;
  return number;
}

}  // namespace citycode::server
