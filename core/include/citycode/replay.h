// Remembers which passes were shown here, in bounded memory, so that a film of a code is refused.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include "citycode/bytes.h"
#include "citycode/crypto.h"

namespace citycode {

using PassDigest = std::array<std::uint8_t, 16>;   // start of SHA-256 of the pass payload

PassDigest passDigest(ByteView passPayload);

class ReplayMemory {
 public:
  /// 100,000 passes is a stadium's evening; about 10 MB at its fullest.
  static constexpr std::size_t kDefaultCapacity = 100'000;

  explicit ReplayMemory(std::size_t capacity = kDefaultCapacity) : capacity_(capacity) {}

  struct Sighting {
    enum class Kind : std::uint8_t { New, SameSlot, LaterSlot, Full } kind = Kind::New;
    std::int64_t secondsAgo = 0;   // since it was last accepted here
  };

  /// What is known about this pass in this slot. Changes nothing.
  Sighting look(const PassDigest& pass, std::int64_t slotUnixSeconds, std::int64_t nowUnixSeconds) const;

  /// Remembers an accepted showing until `forgetUnixSeconds` (the pass's expiry plus the window).
  /// Call it only after every other check has passed, or a stranger could poison the memory.
  void remember(const PassDigest& pass, std::int64_t slotUnixSeconds, std::int64_t nowUnixSeconds,
                std::int64_t forgetUnixSeconds);

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::int64_t newestSlotUnixSeconds;
    std::int64_t seenUnixSeconds;
    std::int64_t forgetUnixSeconds;
  };
  struct Hash {
    std::size_t operator()(const PassDigest& digest) const;
  };

  void forgetExpired(std::int64_t nowUnixSeconds);

  std::size_t capacity_;
  std::unordered_map<PassDigest, Entry, Hash> entries_;
};

}  // namespace citycode
