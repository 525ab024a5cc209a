// Remembers the nonces of signed requests for a while, so that a recorded request is refused at once. It is the first
// line, of one process: it starts empty with every start of the program. What must not be done twice is kept from it
// in the store.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <queue>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace citycode::server {

/// `created` may lie 120 s to either side of our clock, so a request can be used for 240 s.
inline constexpr std::int64_t kNonceMemorySeconds = 300;

class NonceMemory {
 public:
  enum class Outcome { New, Replayed, Full };

  /// 1,048,576 nonces are about 90 MB, and 3,495 requests a second for 300 s.
  static constexpr std::size_t kCapacity = 1'048'576;
  /// A phone makes two requests an hour, a scanner some more; 1,024 in 300 s are what one faulty device may take from all.
  static constexpr std::size_t kPerOwner = 1024;
  /// A portal that asks 100 times a second has 30,000 in 300 s.
  static constexpr std::size_t kPerPortal = 32'768;

  /// Looks and remembers in one step. `owner` is the key id: devices may choose the same nonce. Each is evicted
  /// kNonceMemorySeconds after its own `nowSeconds`, whatever came before or after it.
  Outcome admit(std::string_view owner, std::string_view nonce, std::int64_t nowSeconds, std::size_t mostOfOwner = kPerOwner);

 private:
  struct Entry {
    std::int64_t evictSeconds;
    std::uint64_t owner, low, high;
    bool operator==(const Entry& other) const { return low == other.low && high == other.high; }
    bool operator>(const Entry& other) const { return evictSeconds > other.evictSeconds; }
  };
  struct Hash {
    std::size_t operator()(const Entry& entry) const { return entry.low; }
  };

  void evictUntil(std::int64_t nowSeconds);

  std::mutex mutex_;
  std::unordered_set<Entry, Hash> known_;
  std::unordered_map<std::uint64_t, std::size_t> countOf_;   // by owner
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> byTime_;   // the first to be evicted on top
};

}  // namespace citycode::server
