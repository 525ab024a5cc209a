#include "pass/status_index.h"

#include <sodium.h>

#include <array>
#include <cassert>

namespace citycode {
namespace {

constexpr int kFeistelRounds = 10;

// One round of the Feistel network: keyed BLAKE2b over round, day and half.
std::uint32_t feistelRound(ByteView key, int round, std::int64_t utcDay, std::uint32_t half) {
  std::array<std::uint8_t, 13> input{static_cast<std::uint8_t>(round)};
  for (int i = 0; i < 8; ++i) input[static_cast<std::size_t>(1 + i)] = static_cast<std::uint8_t>(utcDay >> (56 - 8 * i));
  for (int i = 0; i < 4; ++i) input[static_cast<std::size_t>(9 + i)] = static_cast<std::uint8_t>(half >> (24 - 8 * i));
  std::array<std::uint8_t, crypto_generichash_BYTES_MIN> output;
  crypto_generichash(output.data(), output.size(), input.data(), input.size(), key.data(), key.size());
  return static_cast<std::uint32_t>(output[0]) << 24 | output[1] << 16 | output[2] << 8 | output[3];
}

}  // namespace

std::uint32_t scatterStatusIndex(ByteView key, std::int64_t utcDay, std::uint32_t counter, int bits) {
  assert(key.size() == crypto_generichash_KEYBYTES_MIN && bits >= 2 && bits <= 32 && bits % 2 == 0);
  const int half = bits / 2;
  const std::uint32_t mask = (half == 16 ? 0xffffu : (1u << half) - 1);
  std::uint32_t left = counter >> half & mask, right = counter & mask;
  for (int round = 0; round < kFeistelRounds; ++round) {
    const std::uint32_t mixed = left ^ (feistelRound(key, round, utcDay, right) & mask);
    left = right;
    right = mixed;
  }
  return left << half | right;
}

}  // namespace citycode
