#include "base/identifier.h"

#include <sodium.h>

#include "base/key_text.h"
#include "encoding/alphabets.h"

namespace citycode::server {
namespace {

constexpr std::size_t kRequestIdChars = 26;   // 130 bits hold 128
constexpr std::size_t kTextChars = 36;   // RFC 9562 section 4: 32 digits and 4 hyphens

bool isHyphenPlace(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

Identifier timeThenRandom(std::int64_t nowUnixMs) {
  Identifier id;
  randombytes_buf(id.data(), id.size());
  for (int i = 0; i < 6; ++i) id[i] = static_cast<std::uint8_t>(nowUnixMs >> (8 * (5 - i)));
  return id;
}

}  // namespace

Identifier newIdentifier(std::int64_t nowUnixMs) {
  Identifier id = timeThenRandom(nowUnixMs);
  id[6] = static_cast<std::uint8_t>((id[6] & 0x0f) | 0x70);   // version 7
  id[8] = static_cast<std::uint8_t>((id[8] & 0x3f) | 0x80);   // variant of RFC 9562
  return id;
}

std::string identifierText(const Identifier& identifier) {
  std::string text;
  for (const char digit : hexText(identifier)) {
    if (isHyphenPlace(text.size())) text += '-';
    text += digit;
  }
  return text;
}

std::optional<Identifier> identifierFromText(std::string_view text) {
  if (text.size() != kTextChars) return std::nullopt;
  Identifier id{};
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (isHyphenPlace(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const std::size_t digit = kHexDigits.find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    id[digits / 2] = static_cast<std::uint8_t>(id[digits / 2] << 4 | digit);
    ++digits;
  }
  return id;
}

std::string newRequestId(std::int64_t nowUnixMs) {
  const Identifier id = timeThenRandom(nowUnixMs);
  std::string text(kRequestIdChars, '0');
  // The first character carries the top 3 bits, each of the others the next 5.
  std::size_t bit = 0;
  for (std::size_t i = 0; i < kRequestIdChars; ++i) {
    unsigned value = 0;
    for (std::size_t n = i == 0 ? 3 : 5; n > 0; --n, ++bit) value = value << 1 | (id[bit / 8] >> (7 - bit % 8) & 1);
    text[i] = kCrockfordAlphabet[value];
  }
  return text;
}

}  // namespace citycode::server
