// Remembers which passes were shown here, in bounded memory, so that a film of a code is refused; shares what it
// saw with the other terminals of its venue, and survives a reload of its page.
//
// A share and a saved memory are deterministic CBOR of one shape; a share is wrapped in a COSE_Sign1 by the terminal:
//
//   {1: 1, 2: venue id, 3: made at, 4: records}   records: bstr, 28 bytes for each pass, in the order of the digests
//   record: digest (16) | newest slot (4) | seen at (4) | forget after (4), Unix seconds, big-endian
//
// A saved memory has an empty venue id, so that it can never pass for a share, and as 3 the latest time at which its
// terminal worked.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/result.h"

namespace citycode {

using PassDigest = std::array<std::uint8_t, 16>;   // start of SHA-256 of the pass payload

PassDigest passDigest(ByteView passPayload);

/// Records of one share: 112 KiB, which any transport between two terminals takes in one piece.
inline constexpr std::size_t kMaxShareRecords = 4096;

/// What a saved memory may hold beyond now: a pass of a scene lives for hours, the longest of any for 180 days.
inline constexpr std::int64_t kLongestSavedSeconds = 366 * 86400;

/// Clocks of terminals may differ by this: one whose clock is further off refuses every code, and has no records.
inline constexpr std::int64_t kShareAheadSeconds = 300;

/// Terminals of one venue that a share may come from.
inline constexpr std::size_t kMaxSharingTerminals = 256;

class ReplayMemory {
 public:
  /// 100,000 passes is a stadium's evening. Then the table has 131,072 places of 28 bytes: 3.5 MiB, and 5.3 MiB for
  /// the moment in which it grows. It begins with none.
  static constexpr std::size_t kDefaultCapacity = 100'000;

  explicit ReplayMemory(std::size_t capacity = kDefaultCapacity) : capacity_(capacity) {}

  struct Sighting {
    enum class Kind : std::uint8_t { New, SameSlot, LaterSlot, Full } kind = Kind::New;
    std::int64_t secondsAgo = 0;   // since it was last accepted here, or at a terminal that told us
  };

  /// What is known about this pass in this slot. Forgets nothing that is alive.
  Sighting look(const PassDigest& pass, std::int64_t slotUnixSeconds, std::int64_t nowUnixSeconds) const;

  /// Remembers an accepted showing until `forgetUnixSeconds` (the pass's expiry plus the window). Precondition: `look`
  /// did not say Full. Call it only after every other check has passed, or a stranger could poison the memory.
  void remember(const PassDigest& pass, std::int64_t slotUnixSeconds, std::int64_t nowUnixSeconds,
                std::int64_t forgetUnixSeconds);

  /// The payloads of as many shares as it takes to tell what was seen from `sinceUnixSeconds` on and is not expired:
  /// none when there is nothing. Each is signed and merged by itself, in any order. `venueId` must not be empty.
  std::vector<Bytes> share(std::string_view venueId, std::int64_t sinceUnixSeconds, std::int64_t nowUnixSeconds) const;

  struct MergeRequest {
    std::string_view venueId;                   // of this terminal
    std::span<const PublicKey> terminals;       // whose word is taken; at most kMaxSharingTerminals
    std::int64_t longestPassSeconds = 0;        // the longest life, with the window, that this terminal accepts
    std::int64_t nowUnixSeconds = 0;
  };
  struct Merged {
    std::size_t added = 0;     // passes that were unknown here
    std::size_t renewed = 0;   // known passes that were shown later there
    std::size_t ignored = 0;   // nothing new, or what this terminal would not have accepted itself
  };

  /// Takes a signed share in: the later slot and the later sighting of each pass count, so that shares may come twice
  /// and in any order. Records that are expired, live longer than this terminal accepts, or come from more than
  /// kShareAheadSeconds ahead are ignored: their passes are refused here anyway.
  /// A refusal changes nothing. Faults: replay/bad-share (not of this shape, venue or terminals), replay/memory-full
  /// (some unknown passes do not fit: offer the share again later).
  Result<Merged> merge(ByteView share, const MergeRequest& request);

  /// Everything that is not expired, for this terminal's own next start, with the latest time at which it worked
  /// (work_clock.h).
  Bytes save(std::int64_t nowUnixSeconds, std::int64_t workedUnixSeconds = 0) const;
  struct Loaded : Merged {
    std::int64_t workedUnixSeconds = 0;
  };
  /// Takes back what `save` gave, in the way of `merge`. Faults: replay/bad-share, replay/memory-full.
  Result<Loaded> load(ByteView saved, std::int64_t nowUnixSeconds);

  std::size_t size() const { return size_; }
  /// What the table takes now.
  std::size_t tableBytes() const { return table_.capacity() * sizeof(Entry); }

 private:
  // Times are below 2^32 in the whole format. A place is free while its forgetUnixSeconds is 0.
  struct Entry {
    PassDigest pass{};
    std::uint32_t slotUnixSeconds = 0;
    std::uint32_t seenUnixSeconds = 0;
    std::uint32_t forgetUnixSeconds = 0;
  };
  static_assert(sizeof(Entry) == 28);

  std::size_t placeOf(const PassDigest& pass) const;
  const Entry* find(const PassDigest& pass) const;
  void put(const Entry& entry);
  void makeRoom(std::int64_t nowUnixSeconds);
  void forgetExpired(std::int64_t nowUnixSeconds);
  void release(std::size_t place);
  void grow();
  bool holdsExpired(std::int64_t nowUnixSeconds) const;
  std::size_t countAlive(std::int64_t nowUnixSeconds) const;

  std::vector<Entry> aliveSince(std::int64_t sinceUnixSeconds, std::int64_t nowUnixSeconds) const;   // by digest
  struct Payload {
    std::int64_t madeAtUnixSeconds = 0;
    std::vector<Entry> entries;
  };
  static Bytes encode(std::string_view venueId, std::int64_t madeAtUnixSeconds, std::span<const Entry> entries);
  static Result<Payload> decode(ByteView payload, std::string_view venueId, std::size_t maxRecords);
  Result<Merged> take(std::span<const Entry> entries, std::int64_t longestSeconds, std::int64_t nowUnixSeconds);

  std::size_t capacity_;
  std::size_t size_ = 0;
  std::vector<Entry> table_;   // open addressing, linear probing; empty or a power of two long
  /// No entry is forgotten before this: it says without a walk that there is nothing to forget.
  mutable std::uint32_t earliestForgetUnixSeconds_ = 0xffffffff;
  mutable bool earliestIsExact_ = true;
};

/// What a terminal has to sign over a payload of `share` (Sig_structure), for keys outside the core.
Bytes shareToBeSigned(ByteView payload, const PublicKey& terminal);
/// The share, once signed.
Bytes writeShare(ByteView payload, const PublicKey& terminal, const Signature& signature);

}  // namespace citycode
