// Remembers which passes were shown here, in bounded memory, so that a film of a code is refused; shares what it
// saw with the other terminals of its venue, and survives a reload of its page.
//
// A share is deterministic CBOR in a COSE_Sign1 by the terminal:
//
//   {1: 1, 2: venue id, 3: made at, 4: records}   records: bstr, 28 bytes for each pass, in the order of the digests
//   record: digest (16) | newest slot (4) | seen at (4) | forget after (4), Unix seconds, big-endian
//
// A saved memory is the same with an empty venue id, with the latest time at which its terminal worked as 3, what it saw
// itself as 4, and 5: [[terminal key, records], ...] in the order of the keys, what others told.
//
// What a terminal saw itself and what it was told are kept apart: each other terminal has a share of the room, and gives
// way when the terminal itself needs it. So a stolen key of one terminal cannot stop another.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "encoding/cbor.h"

namespace citycode {

using PassDigest = std::array<std::uint8_t, 16>;   // start of SHA-256 of the pass payload

PassDigest passDigest(ByteView passPayload);

/// What a saved memory may hold beyond now: a pass of a scene lives for hours, the longest of any for 180 days.
inline constexpr std::int64_t kLongestSavedSeconds = 366 * 86400;

/// Terminals of one venue that a share may come from.
inline constexpr std::size_t kMaxSharingTerminals = 256;

class ReplayMemory {
 public:
  /// 100,000 passes is a stadium's evening. Then the table has 131,072 places of 32 bytes: 4 MiB, and 6 MiB for
  /// the moment in which it grows. It begins with none.
  static constexpr std::size_t kDefaultCapacity = 100'000;

  explicit ReplayMemory(std::size_t capacity = kDefaultCapacity) : capacity_(capacity) {}

  struct Sighting {
    enum class Kind : std::uint8_t { New, SameSlot, LaterSlot, Full } kind = Kind::New;
    std::int64_t secondsAgo = 0;   // since it was last accepted here, or at a terminal that told us
  };

  /// What is known about this pass in this slot. Forgets nothing that is alive.
  Sighting look(const PassDigest& pass, std::int64_t slotUnixSeconds, std::int64_t nowUnixSeconds) const;

  /// Remembers an accepted showing until `forgetUnixSeconds` (the pass's expiry plus the window). Where the memory is full,
  /// what another terminal told gives way: of the terminal with the most, the one that is forgotten first. Precondition:
  /// `look` did not say Full, which it says when all is this terminal's own. Call it only after every other check has passed, or a stranger could poison the memory.
  void remember(const PassDigest& pass, std::int64_t slotUnixSeconds, std::int64_t nowUnixSeconds,
                std::int64_t forgetUnixSeconds);

  /// The payloads of as many shares as it takes to tell what this terminal itself saw from `sinceUnixSeconds` on and is not expired:
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
  /// Of one terminal at most an equal share of the room is kept: the capacity by the number of `terminals`.
  /// A refusal changes nothing. Faults: replay/bad-share (not of this shape, venue or terminals; made more than
  /// kMaxShareAgeSeconds ago or kShareAheadSeconds ahead), replay/memory-full (some unknown passes do not fit into that
  /// share or the memory: offer it again later).
  Result<Merged> merge(ByteView share, const MergeRequest& request);

  /// Everything that is not expired, for this terminal's own next start, with the latest time at which it worked
  /// (work_clock.h).
  Bytes save(std::int64_t nowUnixSeconds, std::int64_t workedUnixSeconds = 0) const;
  struct Loaded : Merged {
    std::int64_t workedUnixSeconds = 0;
  };
  /// Restores what `save` gave, in the way of `merge`. Faults: replay/bad-share, replay/memory-full.
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
    std::uint32_t source = kOwn;   // who saw it: kOwn, or a number of sources_ from 1 on
  };
  static constexpr std::uint32_t kOwn = 0;
  static_assert(sizeof(Entry) == 32);

  /// Another terminal, and how many entries are its.
  struct Source {
    PublicKey key{};
    std::size_t entries = 0;
  };

  std::size_t placeOf(const PassDigest& pass) const;
  const Entry* find(const PassDigest& pass) const;
  Entry* takeKnown(const PassDigest& pass, std::int64_t nowUnixSeconds);
  void keepUntil(Entry& entry, std::uint32_t forgetUnixSeconds);
  void put(const Entry& entry);
  void countIn(std::uint32_t source);
  void countOut(std::uint32_t source);
  void makeOwn(Entry& entry);
  std::uint32_t sourceOf(const PublicKey& key);
  bool holdsForeign() const;
  void dropForeign();
  void makeRoom(std::int64_t nowUnixSeconds);
  void forgetExpired(std::int64_t nowUnixSeconds);
  void release(std::size_t place);
  void grow();
  bool holdsExpired(std::int64_t nowUnixSeconds) const;
  std::size_t countAlive(std::int64_t nowUnixSeconds, std::optional<std::uint32_t> source = std::nullopt) const;

  /// By digest.
  std::vector<Entry> aliveSince(std::uint32_t source, std::int64_t sinceUnixSeconds, std::int64_t nowUnixSeconds) const;
  struct Told {
    PublicKey terminal{};
    std::vector<Entry> entries;
  };
  struct Payload {
    std::int64_t madeAtUnixSeconds = 0;
    std::vector<Entry> entries;
    std::vector<Told> told;   // of a saved memory
  };
  static Bytes recordsOf(std::span<const Entry> entries);
  static Result<std::vector<Entry>> readRecords(ByteView records, std::size_t most);
  static Result<std::vector<Told>> readTold(cbor::Reader& reader, std::size_t most);
  static Result<Payload> decode(ByteView payload, std::string_view venueId, std::size_t maxRecords);
  struct Limits {
    std::size_t entries = 0;   // of this source
    std::int64_t longestSeconds = 0;
  };
  Result<Merged> take(std::span<const Entry> entries, std::uint32_t source, const Limits& limits, std::int64_t nowUnixSeconds);

  std::size_t capacity_;
  std::size_t size_ = 0;
  std::vector<Entry> table_;   // open addressing, linear probing; empty or a power of two long
  std::vector<Source> sources_;
  /// No entry is forgotten before this: it says without a walk that there is nothing to forget.
  mutable std::uint32_t earliestForgetUnixSeconds_ = 0xffffffff;
  mutable bool earliestIsExact_ = true;
};

/// What a terminal has to sign over a payload of `share` (Sig_structure), for keys outside the core.
Bytes shareToBeSigned(ByteView payload, const PublicKey& terminal);
/// The share, once signed.
Bytes writeShare(ByteView payload, const PublicKey& terminal, const Signature& signature);

}  // namespace citycode
