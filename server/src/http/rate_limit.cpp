#include "http/rate_limit.h"

#include <algorithm>
#include <cstring>

#include <sodium.h>

namespace citycode::server {

static_assert(sizeof(std::uint64_t) == crypto_shorthash_BYTES);

RateLimit::RateLimit(RateLimitOptions options) : options_(options) {
  static_assert(sizeof salt_ == crypto_shorthash_KEYBYTES);
  randombytes_buf(salt_.data(), salt_.size());
}

std::uint64_t RateLimit::hashOf(std::string_view peerAddress) const {
  std::array<std::uint8_t, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(peerAddress.data()), peerAddress.size(), salt_.data());
  std::uint64_t number = 0;
  std::memcpy(&number, hash.data(), sizeof number);
  return number;
}

double RateLimit::tokensAt(const Bucket& bucket, std::int64_t nowUnixMs) const {
  const double seconds = static_cast<double>(std::max<std::int64_t>(0, nowUnixMs - bucket.filledUnixMs)) / 1000;
  return std::min(options_.burst, bucket.tokens + seconds * options_.perSecond);
}

void RateLimit::dropIdle(std::int64_t nowUnixMs) {
  std::erase_if(buckets_, [&](const auto& entry) { return tokensAt(entry.second, nowUnixMs) >= options_.burst; });
  // All of them busy: an attack from many addresses. Forgetting them is kinder than refusing everybody.
  if (buckets_.size() >= kMaxBuckets) buckets_.clear();
}

bool RateLimit::admit(std::string_view peerAddress, std::int64_t nowUnixMs) {
  if (options_.perSecond <= 0) return true;
  const std::uint64_t key = hashOf(peerAddress);
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMaxBuckets) dropIdle(nowUnixMs);
  Bucket& bucket = buckets_.try_emplace(key, Bucket{options_.burst, nowUnixMs}).first->second;
  bucket.tokens = tokensAt(bucket, nowUnixMs);
  bucket.filledUnixMs = nowUnixMs;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace citycode::server
