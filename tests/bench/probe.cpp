// Look-ups in one revoked set, as many as a clock needs to see them. For scripts/bench revocation only.
#include <cstddef>
#include <cstdint>

#include "encoding/cbor.h"
#include "lists/revoked_set.h"

namespace {

citycode::RevokedSet& probed() {
  static citycode::RevokedSet set;
  return set;
}

}  // namespace

extern "C" {

/// 1 when `item` is a set, `[count, k, gaps]`.
std::int32_t probe_take_set(const std::uint8_t* item, std::size_t size, std::int32_t universe_bits) {
  citycode::cbor::Reader reader(citycode::ByteView(item, size));
  auto set = citycode::RevokedSet::take(reader, universe_bits);
  if (!set) return 0;
  probed() = *std::move(set);
  return 1;
}

/// How many of `count` indices are in the set; they jump about, so that no look-up helps the next. A universe of 0 has 2^32 of them.
std::int32_t probe_lookups(std::int32_t count, std::uint32_t universe) {
  std::uint32_t index = 0;
  std::int32_t found = 0;
  for (std::int32_t i = 0; i < count; ++i) {
    index += 2654435761u;   // Knuth's multiplicative step
    if (universe != 0) index %= universe;
    found += probed().contains(index) ? 1 : 0;
  }
  return found;
}

std::size_t probe_memory_bytes() { return probed().memoryBytes(); }

}
