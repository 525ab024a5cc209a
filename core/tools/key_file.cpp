#include "tools/key_file.h"

#include <sodium.h>

#include <array>
#include <optional>

#include "tools/texts.h"

namespace citycode::tools {
namespace {

constexpr std::size_t kMostBytes = 256;

Given<SigningKey> keyFromLines(std::string_view text, const std::string& path) {
  const auto end = text.find('\n');
  const std::string_view first = text.substr(0, end);
  if (end != std::string_view::npos && first == kKeyLine)
    return Refusal{ExitCode::BadInput, std::nullopt, path + " is not marked as a test key, and a test city signs with no other: keygen --test makes one."};
  std::string_view digits = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  if (digits.ends_with('\n')) digits.remove_suffix(1);
  auto seed = first == kTestKeyLine && digits.size() == 2 * kSeedBytes ? bytesFromHex(digits) : std::nullopt;
  if (!seed) return Refusal{ExitCode::BadInput, std::nullopt, path + " is no key file: keygen --test makes one."};
  auto key = SigningKey::fromSeed(*seed);
  wipe(*seed);
  if (!key) return key.fault();
  return *std::move(key);
}

}  // namespace

Given<NewKey> makeKey(std::string_view firstLine) {
  std::array<std::uint8_t, kSeedBytes> seed;
  randombytes_buf(seed.data(), seed.size());
  auto key = SigningKey::fromSeed(seed);
  std::string digits = hexOf(seed);
  wipe(seed);
  std::string text;
  text.reserve(kMostBytes);   // so that no copy is left behind
  text.append(firstLine).append("\n").append(digits).append("\n");
  wipeText(digits);
  if (!key) return key.fault();
  return NewKey{*std::move(key), std::move(text)};
}

Given<SigningKey> readTestKey(const std::string& path) {
  CC_CHECK(checkOwnerOnly(path));
  CC_TRY(bytes, readInput(path, kMostBytes));
  auto key = keyFromLines(textOf(bytes), path);
  wipe(bytes);
  return key;
}

void wipeText(std::string& secret) {
  wipe({reinterpret_cast<std::uint8_t*>(secret.data()), secret.size()});
  secret.clear();
}

}  // namespace citycode::tools
