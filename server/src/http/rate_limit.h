// A bucket of tokens for each who asks: a client's network, or a device or a portal that signed. Who asks is never kept: only a keyed
// hash, whose key lives as long as the process.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace citycode::server {

struct RateLimitOptions {
  double perSecond = 20;   // a person's phone makes two requests an hour; a demo's test page some more
  double burst = 100;      // 5 s of it
};

/// One signed request costs 1. A page asks 120 times at once at most (docs/adr/0042); 2 a second are 600 in the 300 s in
/// which a nonce is remembered, so that a device meets this limit and not the memory's (kPerOwner).
inline constexpr RateLimitOptions kDeviceRate{2, 120};

/// A portal asks for everybody who comes to its site: 100 people a second, with what one who signs in costs, are a large city's (docs/adr/0080).
inline constexpr RateLimitOptions kPortalRate{100, 500};

class RateLimit {
 public:
  /// perSecond 0 switches it off, for a server whose proxy limits already. `passedMs` below counts milliseconds since some
  /// moment, by a clock that nobody sets.
  explicit RateLimit(RateLimitOptions options);

  /// Takes one token. False when the bucket holds less.
  bool admit(std::string_view who, std::int64_t passedMs);
  /// Whole seconds from which on `admit` is true again, others taking nothing meanwhile; 0: it is now.
  std::int64_t waitSeconds(std::string_view who, std::int64_t passedMs) const;

  /// For what costs more than was known when it was admitted: the next request waits for it.
  void charge(std::string_view who, double tokens, std::int64_t passedMs);
  /// What `admit` took, when somebody else is charged for it.
  void refund(std::string_view who, std::int64_t passedMs);

 private:
  /// 65,536 buckets are about 4 MB. When they are full, full buckets (idle clients) are dropped.
  static constexpr std::size_t kMaxBuckets = 65'536;

  struct Bucket {
    double tokens;
    std::int64_t filledMs;
  };

  std::uint64_t hashOf(std::string_view who) const;
  double tokensAt(const Bucket& bucket, std::int64_t passedMs) const;
  void dropIdle(std::int64_t passedMs);
  Bucket& filled(std::string_view who, std::int64_t passedMs);

  RateLimitOptions options_;
  std::array<std::uint8_t, 16> salt_{};
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, Bucket> buckets_;
};

}  // namespace citycode::server
