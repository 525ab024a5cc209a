#include "http/rate_limit.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <sodium.h>

namespace citycode::server {

static_assert(sizeof(std::uint64_t) == crypto_shorthash_BYTES);

RateLimit::RateLimit(RateLimitOptions options) : options_(options) {
  static_assert(sizeof salt_ == crypto_shorthash_KEYBYTES);
  randombytes_buf(salt_.data(), salt_.size());
}

std::uint64_t RateLimit::hashOf(std::string_view who) const {
  std::array<std::uint8_t, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(who.data()), who.size(), salt_.data());
  std::uint64_t number = 0;
  std::memcpy(&number, hash.data(), sizeof number);
  return number;
}

double RateLimit::tokensAt(const Bucket& bucket, std::int64_t passedMs) const {
  const double seconds = static_cast<double>(std::max<std::int64_t>(0, passedMs - bucket.filledMs)) / 1000;
  return std::min(options_.burst, bucket.tokens + seconds * options_.perSecond);
}

void RateLimit::dropIdle(std::int64_t passedMs) {
  std::erase_if(buckets_, [&](const auto& entry) { return tokensAt(entry.second, passedMs) >= options_.burst; });
  // All of them busy: an attack from many networks. Evicting them harms less than refusing everybody.
  if (buckets_.size() >= kMaxBuckets) buckets_.clear();
}

RateLimit::Bucket& RateLimit::filled(std::string_view who, std::int64_t passedMs) {
  if (buckets_.size() >= kMaxBuckets) dropIdle(passedMs);
  Bucket& bucket = buckets_.try_emplace(hashOf(who), Bucket{options_.burst, passedMs}).first->second;
  bucket.tokens = tokensAt(bucket, passedMs);
  bucket.filledMs = passedMs;
  return bucket;
}

bool RateLimit::admit(std::string_view who, std::int64_t passedMs) {
  if (options_.perSecond <= 0) return true;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = filled(who, passedMs);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

std::int64_t RateLimit::waitSeconds(std::string_view who, std::int64_t passedMs) const {
  if (options_.perSecond <= 0) return 0;
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find(hashOf(who));
  if (found == buckets_.end()) return 0;
  const double missing = 1 - tokensAt(found->second, passedMs);
  return missing <= 0 ? 0 : static_cast<std::int64_t>(std::ceil(missing / options_.perSecond));
}

void RateLimit::charge(std::string_view who, double tokens, std::int64_t passedMs) {
  if (options_.perSecond <= 0) return;
  const std::lock_guard lock(mutex_);
  filled(who, passedMs).tokens -= tokens;
}

void RateLimit::refund(std::string_view who, std::int64_t passedMs) {
  if (options_.perSecond <= 0) return;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = filled(who, passedMs);
  bucket.tokens = std::min(options_.burst, bucket.tokens + 1);
}

}  // namespace citycode::server
