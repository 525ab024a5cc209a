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

constexpr std::uint32_t kKnown = 1u << 16;   // a round gives at most 16 bits

/// `give(round, half)` is what a round gives.
template <class Give>
std::uint32_t throughAllRounds(std::uint32_t counter, int bits, Give give) {
  const int half = bits / 2;
  const std::uint32_t mask = (1u << half) - 1;
  std::uint32_t left = counter >> half & mask, right = counter & mask;
  for (int round = 0; round < kFeistelRounds; ++round) {
    const std::uint32_t mixed = left ^ (give(round, right) & mask);
    left = right;
    right = mixed;
  }
  return left << half | right;
}

}  // namespace

std::uint32_t scatterStatusIndex(ByteView key, std::int64_t utcDay, std::uint32_t counter, int bits) {
  assert(key.size() == crypto_generichash_KEYBYTES_MIN && bits >= 2 && bits <= 32 && bits % 2 == 0);
  return throughAllRounds(counter, bits, [&](int round, std::uint32_t half) { return feistelRound(key, round, utcDay, half); });
}

StatusScatter::StatusScatter(ByteView key, std::int64_t utcDay, int bits)
    : key_(key), utcDay_(utcDay), bits_(bits), rounds_(static_cast<std::size_t>(kFeistelRounds) << bits / 2) {}

StatusScatter::~StatusScatter() {
  if (!rounds_.empty()) sodium_memzero(rounds_.data(), rounds_.size() * sizeof rounds_[0]);
}

std::uint32_t StatusScatter::index(std::uint32_t counter) {
  return throughAllRounds(counter, bits_, [&](int round, std::uint32_t half) {
    std::uint32_t& known = rounds_[static_cast<std::size_t>(round) << bits_ / 2 | half];
    if (known == 0) known = kKnown | (feistelRound(key_, round, utcDay_, half) & (kKnown - 1));
    return known;
  });
}

}  // namespace citycode
