// Which place of a day's status list a pass has.
#pragma once

#include <cstdint>

#include "citycode/bytes.h"

namespace citycode {

/// A bijection on [0, 2^bits), another one for every day: scatters one person's status indices over a day's list, so
/// that neither neighbours nor the same places on two days belong together. A keyed Feistel network of ten rounds, as
/// in NIST SP 800-38G for small domains: after four, differences of counters still show in those of indices.
/// `key` 16 bytes, `bits` even, 2 to 32, `counter` below 2^bits.
std::uint32_t scatterStatusIndex(ByteView key, std::int64_t utcDay, std::uint32_t counter, int bits);

}  // namespace citycode
