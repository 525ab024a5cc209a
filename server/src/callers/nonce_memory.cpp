#include "callers/nonce_memory.h"

#include <cstring>
#include <string>

#include "citycode/crypto.h"

namespace citycode::server {
namespace {

std::uint64_t numberAt(const Sha256& digest, std::size_t offset) {
  std::uint64_t number = 0;
  std::memcpy(&number, digest.data() + offset, sizeof number);
  return number;
}

}  // namespace

void NonceMemory::evictUntil(std::int64_t nowSeconds) {
  while (!byTime_.empty() && byTime_.top().evictSeconds <= nowSeconds) {
    const Entry& entry = byTime_.top();
    known_.erase(entry);
    if (const auto count = countOf_.find(entry.owner); --count->second == 0) countOf_.erase(count);
    byTime_.pop();
  }
}

NonceMemory::Outcome NonceMemory::admit(std::string_view owner, std::string_view nonce, std::int64_t nowSeconds, std::size_t mostOfOwner) {
  const Sha256 digest = sha256(bytesOf(std::string(owner).append(nonce)));   // both have fixed lengths
  const Entry entry{nowSeconds + kNonceMemorySeconds, numberAt(sha256(bytesOf(owner)), 0), numberAt(digest, 0), numberAt(digest, 8)};

  const std::lock_guard lock(mutex_);
  evictUntil(nowSeconds);
  if (known_.contains(entry)) return Outcome::Replayed;
  const auto count = countOf_.find(entry.owner);
  if (known_.size() >= kCapacity || (count != countOf_.end() && count->second >= mostOfOwner)) return Outcome::Full;
  known_.insert(entry);
  ++countOf_[entry.owner];
  byTime_.push(entry);
  return Outcome::New;
}

}  // namespace citycode::server
