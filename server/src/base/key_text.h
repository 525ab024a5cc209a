// Bytes of a fixed number as text: ids and public keys as base64url, short names of keys as hexadecimal digits.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "encoding/alphabets.h"
#include "signing/http_signature.h"

namespace citycode::server {

/// Nothing for anything but exactly `kBytes` bytes in the one form that encodeBase64Url gives them.
template <std::size_t kBytes>
std::optional<std::array<std::uint8_t, kBytes>> bytesFromBase64Url(std::string_view text) {
  const auto bytes = decodeBase64Url(text);
  if (!bytes || bytes->size() != kBytes) return std::nullopt;
  std::array<std::uint8_t, kBytes> array{};
  std::copy(bytes->begin(), bytes->end(), array.begin());
  return array;
}

/// The id of a device or a terminal, and how a portal is named in what it signs: SHA-256 of its key.
inline std::optional<Sha256> keyHashFromText(std::string_view text) { return bytesFromBase64Url<std::tuple_size_v<Sha256>>(text); }

/// A strong key (citycode/crypto.h), as announcements and addresses name it.
inline std::optional<PublicKey> publicKeyFromText(std::string_view text) {
  const auto key = bytesFromBase64Url<kPublicKeyBytes>(text);
  return key && isStrongPublicKey(*key) ? key : std::nullopt;
}

/// Two lower-case digits a byte.
inline std::string hexText(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 15];
  }
  return text;
}

}  // namespace citycode::server
