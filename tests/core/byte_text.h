// Bytes as the hexadecimal digits of vectors, and as the base64 with padding of notes.
#pragma once

#include <string>

#include "signing/http_signature.h"

namespace citycode::test {

inline std::string hexOf(ByteView bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte : bytes) hex.append({kDigits[byte >> 4], kDigits[byte & 15]});
  return hex;
}

inline Bytes bytesFromHex(const std::string& hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

/// The core's own is for addresses.
inline std::string base64Of(ByteView bytes) {
  std::string text = encodeBase64Url(bytes);
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (text.size() % 4 != 0) text += '=';
  return text;
}

}  // namespace citycode::test
