// A bucket of tokens per client address. The address itself is never kept: only a keyed hash, whose key
// lives as long as the process.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace citycode::server {

struct RateLimitOptions {
  double perSecond = 20;   // a person's phone makes two requests an hour; a demo's test page some more
  double burst = 100;
};

class RateLimit {
 public:
  /// perSecond 0 switches it off, for a server whose proxy limits already.
  explicit RateLimit(RateLimitOptions options);

  /// Takes one token. False when the bucket is empty.
  bool admit(std::string_view peerAddress, std::int64_t nowUnixMs);

 private:
  /// 65,536 buckets are about 4 MB. When they are full, full buckets (idle clients) are dropped.
  static constexpr std::size_t kMaxBuckets = 65'536;

  struct Bucket {
    double tokens;
    std::int64_t filledUnixMs;
  };

  std::uint64_t hashOf(std::string_view peerAddress) const;
  double tokensAt(const Bucket& bucket, std::int64_t nowUnixMs) const;
  void dropIdle(std::int64_t nowUnixMs);

  RateLimitOptions options_;
  std::array<std::uint8_t, 16> salt_{};
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, Bucket> buckets_;
};

}  // namespace citycode::server
