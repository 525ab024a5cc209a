#include "enrolment/nonce_memory.h"

#include <cstring>
#include <string>

#include "citycode/crypto.h"

namespace citycode::server {

NonceMemory::Sighting NonceMemory::admit(std::string_view owner, std::string_view nonce, std::int64_t nowUnixSeconds) {
  const Sha256 digest = sha256(bytesOf(std::string(owner).append(nonce)));   // both have fixed lengths
  Entry entry{nowUnixSeconds + kNonceMemorySeconds, 0, 0};
  std::memcpy(&entry.low, digest.data(), sizeof entry.low);
  std::memcpy(&entry.high, digest.data() + sizeof entry.low, sizeof entry.high);

  const std::lock_guard lock(mutex_);
  while (!byAge_.empty() && byAge_.front().forgetUnixSeconds <= nowUnixSeconds) {
    known_.erase(byAge_.front());
    byAge_.pop_front();
  }
  if (known_.contains(entry)) return Sighting::Seen;
  if (known_.size() >= kCapacity) return Sighting::Full;
  known_.insert(entry);
  byAge_.push_back(entry);
  return Sighting::New;
}

}  // namespace citycode::server
