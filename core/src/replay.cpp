#include "citycode/replay.h"

#include <algorithm>
#include <cstring>

namespace citycode {

PassDigest passDigest(ByteView passPayload) {
  const Sha256 whole = sha256(passPayload);
  PassDigest digest;
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

std::size_t ReplayMemory::Hash::operator()(const PassDigest& digest) const {
  std::size_t hash;
  std::memcpy(&hash, digest.data(), sizeof hash);   // already uniform: it is a part of a SHA-256
  return hash;
}

ReplayMemory::Sighting ReplayMemory::look(const PassDigest& pass, std::int64_t slotUnixSeconds,
                                          std::int64_t nowUnixSeconds) const {
  const auto found = entries_.find(pass);
  if (found == entries_.end()) {
    if (entries_.size() < capacity_) return {Sighting::Kind::New, 0};
    const bool someExpired = std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) {
      return entry.second.forgetUnixSeconds < nowUnixSeconds;
    });
    return {someExpired ? Sighting::Kind::New : Sighting::Kind::Full, 0};
  }
  const std::int64_t secondsAgo = std::max<std::int64_t>(0, nowUnixSeconds - found->second.seenUnixSeconds);
  const bool newer = slotUnixSeconds > found->second.newestSlotUnixSeconds;
  return {newer ? Sighting::Kind::LaterSlot : Sighting::Kind::SameSlot, secondsAgo};
}

void ReplayMemory::remember(const PassDigest& pass, std::int64_t slotUnixSeconds, std::int64_t nowUnixSeconds,
                            std::int64_t forgetUnixSeconds) {
  if (entries_.size() >= capacity_) forgetExpired(nowUnixSeconds);
  const Entry entry{slotUnixSeconds, nowUnixSeconds, forgetUnixSeconds};
  const auto [place, added] = entries_.try_emplace(pass, entry);
  if (!added) {
    place->second.newestSlotUnixSeconds = std::max(place->second.newestSlotUnixSeconds, slotUnixSeconds);
    place->second.seenUnixSeconds = nowUnixSeconds;
  }
}

void ReplayMemory::forgetExpired(std::int64_t nowUnixSeconds) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.forgetUnixSeconds < nowUnixSeconds; });
}

}  // namespace citycode
