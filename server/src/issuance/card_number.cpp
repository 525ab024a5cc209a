#include "issuance/card_number.h"

#include <array>
#include <cstdio>

#include "base/number_text.h"
#include "city/issued.h"

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
  const auto number = digits.size() == kDigits ? numberFromText<std::uint32_t>(digits) : std::nullopt;
  return number && *number < (1u << kCardIndexBits) ? number : std::nullopt;
}

}  // namespace citycode::server
