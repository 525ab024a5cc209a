#include "encoding/base45.h"

#include <array>

#include "encoding/alphabets.h"

namespace citycode {
namespace {

constexpr std::uint8_t kNotInAlphabet = 0xff;

constexpr std::array<std::uint8_t, 256> makeReverse() {
  std::array<std::uint8_t, 256> reverse{};
  reverse.fill(kNotInAlphabet);
  for (std::size_t i = 0; i < kBase45Alphabet.size(); ++i)
    reverse[static_cast<unsigned char>(kBase45Alphabet[i])] = static_cast<std::uint8_t>(i);
  return reverse;
}

constexpr auto kReverse = makeReverse();

}  // namespace

std::string encodeBase45(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() / 2 * 3 + 2);
  std::size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) {
    const unsigned n = bytes[i] * 256u + bytes[i + 1];
    text += kBase45Alphabet[n % 45];
    text += kBase45Alphabet[n / 45 % 45];
    text += kBase45Alphabet[n / (45 * 45)];
  }
  if (i < bytes.size()) {
    text += kBase45Alphabet[bytes[i] % 45];
    text += kBase45Alphabet[bytes[i] / 45];
  }
  return text;
}

Result<Bytes> decodeBase45(std::string_view text) {
  if (text.size() % 3 == 1) return Fault::CodeBadBase45;
  Bytes bytes;
  bytes.reserve(text.size() / 3 * 2 + 1);
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const std::size_t group = std::min<std::size_t>(3, text.size() - i);
    unsigned n = 0, weight = 1;
    for (std::size_t j = 0; j < group; ++j, weight *= 45) {
      const unsigned digit = kReverse[static_cast<unsigned char>(text[i + j])];
      if (digit == kNotInAlphabet) return Fault::CodeBadBase45;
      n += digit * weight;
    }
    if (n > (group == 3 ? 0xffffu : 0xffu)) return Fault::CodeBadBase45;
    if (group == 3) bytes.push_back(static_cast<std::uint8_t>(n >> 8));
    bytes.push_back(static_cast<std::uint8_t>(n));
  }
  return bytes;
}

}  // namespace citycode
