// Which place of a day's status list a pass has.
#pragma once

#include <cstdint>
#include <vector>

#include "citycode/bytes.h"

namespace citycode {

/// A bijection on [0, 2^bits), another one for every day: scatters one person's status indices over a day's list, so
/// that neither neighbours nor the same places on two days belong together. A keyed Feistel network of ten rounds, as
/// in NIST SP 800-38G for small domains: after four, differences of counters still show in those of indices.
/// `key` 16 bytes, `bits` even, 2 to 32, `counter` below 2^bits.
std::uint32_t scatterStatusIndex(ByteView key, std::int64_t utcDay, std::uint32_t counter, int bits);

/// The same for many counters of one day. A round sees half a counter, so there are few different ones (2^16 of 32 bits): each is
/// computed once and remembered, 2.6 MB a day at most, wiped when it goes. For one thread at a time.
class StatusScatter {
 public:
  /// As of scatterStatusIndex. The key must outlive this object.
  StatusScatter(ByteView key, std::int64_t utcDay, int bits);
  StatusScatter(StatusScatter&&) = default;
  StatusScatter& operator=(StatusScatter&&) = default;
  StatusScatter(const StatusScatter&) = delete;
  StatusScatter& operator=(const StatusScatter&) = delete;
  ~StatusScatter();

  std::uint32_t index(std::uint32_t counter);

  std::int64_t utcDay() const { return utcDay_; }
  int bits() const { return bits_; }

 private:
  ByteView key_;
  std::int64_t utcDay_;
  int bits_;
  std::vector<std::uint32_t> rounds_;   // by round and half: kKnown and what the round gives, or 0
};

}  // namespace citycode
