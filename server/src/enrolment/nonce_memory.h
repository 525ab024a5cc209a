// Remembers the nonces of signed requests for a while, so that a recorded request is refused.
//
// It starts empty with every start of the program, and that is safe: a recorded enrolment that is sent
// again only gets the device's own answer, and a recorded passes request names pass keys that the store
// refuses to take twice.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string_view>
#include <unordered_set>

namespace citycode::server {

/// `created` may lie 120 s to either side of our clock, so a request can be used for 240 s.
inline constexpr std::int64_t kNonceMemorySeconds = 300;

class NonceMemory {
 public:
  enum class Sighting { New, Seen, Full };

  /// 262,144 nonces are about 20 MB, and 870 requests a second for 300 s.
  static constexpr std::size_t kCapacity = 262'144;

  /// Looks and remembers in one step. `owner` is the key id: devices may choose the same nonce.
  Sighting admit(std::string_view owner, std::string_view nonce, std::int64_t nowUnixSeconds);

 private:
  struct Entry {
    std::int64_t forgetUnixSeconds;
    std::uint64_t low, high;
    bool operator==(const Entry& other) const { return low == other.low && high == other.high; }
  };
  struct Hash {
    std::size_t operator()(const Entry& entry) const { return entry.low; }
  };

  std::mutex mutex_;
  std::unordered_set<Entry, Hash> known_;
  std::deque<Entry> byAge_;
};

}  // namespace citycode::server
