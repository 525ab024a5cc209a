#include "citycode/replay.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "citycode/cbor.h"
#include "citycode/cose.h"
#include "citycode/presentation.h"

namespace citycode {
namespace {

constexpr std::int64_t kFormat = 1, kVenue = 2, kMadeAt = 3, kRecords = 4;   // keys of the payload
constexpr std::uint64_t kFormatVersion = 1;
constexpr std::size_t kRecordBytes = 28;
constexpr std::size_t kFirstPlaces = 1024;       // 28 KiB: a quiet door never needs more
constexpr std::int64_t kLatestSeconds = 0xffffffff;

std::uint32_t shortTime(std::int64_t seconds) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, kLatestSeconds));
}

// Four fifths at most are taken: the search for an unknown pass then looks at 13 places (Knuth, volume 3, 6.4).
constexpr std::size_t kMostTaken = 4, kOfPlaces = 5;

std::size_t placesFor(std::size_t entries) {
  std::size_t places = kFirstPlaces;
  while (places / kOfPlaces * kMostTaken < entries) places *= 2;
  return places;
}

std::uint8_t* putU32(std::uint8_t* place, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) *place++ = static_cast<std::uint8_t>(value >> shift);
  return place;
}

std::uint32_t u32At(ByteView bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

}  // namespace

PassDigest passDigest(ByteView passPayload) {
  const Sha256 whole = sha256(passPayload);
  PassDigest digest;
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

// ---- The table -----------------------------------------------------------------------------------------------------

// Where the search for a pass begins. A digest is uniform already: it is a part of a SHA-256.
std::size_t ReplayMemory::placeOf(const PassDigest& pass) const {
  std::size_t hash;
  std::memcpy(&hash, pass.data(), sizeof hash);
  return hash & (table_.size() - 1);
}

const ReplayMemory::Entry* ReplayMemory::find(const PassDigest& pass) const {
  if (table_.empty()) return nullptr;
  for (std::size_t place = placeOf(pass); table_[place].forgetUnixSeconds != 0; place = (place + 1) & (table_.size() - 1))
    if (table_[place].pass == pass) return &table_[place];
  return nullptr;
}

// Precondition: the pass is unknown and there is a free place.
void ReplayMemory::put(const Entry& entry) {
  std::size_t place = placeOf(entry.pass);
  while (table_[place].forgetUnixSeconds != 0) place = (place + 1) & (table_.size() - 1);
  table_[place] = entry;
  ++size_;
  earliestForgetUnixSeconds_ = std::min(earliestForgetUnixSeconds_, entry.forgetUnixSeconds);
}

// Frees a place and closes the gap, so that no search ends there early (Knuth, volume 3, algorithm 6.4 R).
void ReplayMemory::release(std::size_t place) {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t next = (place + 1) & mask; table_[next].forgetUnixSeconds != 0; next = (next + 1) & mask) {
    const std::size_t home = placeOf(table_[next].pass);
    if (((next - home) & mask) < ((next - place) & mask)) continue;   // it would stand before its home
    table_[place] = table_[next];
    place = next;
  }
  table_[place] = Entry{};
  --size_;
}

void ReplayMemory::forgetExpired(std::int64_t nowUnixSeconds) {
  std::uint32_t earliest = 0xffffffff;
  for (std::size_t place = 0; place < table_.size();) {
    const std::uint32_t forget = table_[place].forgetUnixSeconds;
    if (forget != 0 && forget < nowUnixSeconds) {
      release(place);   // another entry may stand here now: look again
      continue;
    }
    if (forget != 0) earliest = std::min(earliest, forget);
    ++place;
  }
  earliestForgetUnixSeconds_ = earliest;
  earliestIsExact_ = true;
}

// Without a walk as long as the bound is exact, which only a share that lengthens a pass's memory can change.
bool ReplayMemory::holdsExpired(std::int64_t nowUnixSeconds) const {
  if (earliestForgetUnixSeconds_ >= nowUnixSeconds) return false;
  if (earliestIsExact_) return true;
  std::uint32_t earliest = 0xffffffff;
  for (const Entry& entry : table_)
    if (entry.forgetUnixSeconds != 0) earliest = std::min(earliest, entry.forgetUnixSeconds);
  earliestForgetUnixSeconds_ = earliest;
  earliestIsExact_ = true;
  return earliest < nowUnixSeconds;
}

std::size_t ReplayMemory::countAlive(std::int64_t nowUnixSeconds) const {
  if (earliestForgetUnixSeconds_ >= nowUnixSeconds) return size_;
  return static_cast<std::size_t>(std::count_if(table_.begin(), table_.end(), [&](const Entry& entry) {
    return entry.forgetUnixSeconds != 0 && entry.forgetUnixSeconds >= nowUnixSeconds;
  }));
}

void ReplayMemory::grow() {
  std::vector<Entry> before(placesFor(std::min(capacity_, 2 * size_ + 1)));
  before.swap(table_);
  size_ = 0;
  for (const Entry& entry : before)
    if (entry.forgetUnixSeconds != 0) put(entry);
}

// Room for one more: what has expired goes first, then the table grows, and never beyond the capacity.
void ReplayMemory::makeRoom(std::int64_t nowUnixSeconds) {
  const auto tight = [&] { return size_ >= capacity_ || size_ + 1 > table_.size() / kOfPlaces * kMostTaken; };
  if (tight() && holdsExpired(nowUnixSeconds)) forgetExpired(nowUnixSeconds);
  if (tight() && size_ < capacity_) grow();
}

ReplayMemory::Sighting ReplayMemory::look(const PassDigest& pass, std::int64_t slotUnixSeconds,
                                          std::int64_t nowUnixSeconds) const {
  const Entry* known = find(pass);
  if (!known) {
    const bool full = size_ >= capacity_ && !holdsExpired(nowUnixSeconds);
    return {full ? Sighting::Kind::Full : Sighting::Kind::New, 0};
  }
  const std::int64_t secondsAgo = std::max<std::int64_t>(0, nowUnixSeconds - known->seenUnixSeconds);
  const bool newer = slotUnixSeconds > known->slotUnixSeconds;
  return {newer ? Sighting::Kind::LaterSlot : Sighting::Kind::SameSlot, secondsAgo};
}

void ReplayMemory::remember(const PassDigest& pass, std::int64_t slotUnixSeconds, std::int64_t nowUnixSeconds,
                            std::int64_t forgetUnixSeconds) {
  if (Entry* known = const_cast<Entry*>(find(pass))) {
    known->slotUnixSeconds = std::max(known->slotUnixSeconds, shortTime(slotUnixSeconds));
    known->seenUnixSeconds = shortTime(nowUnixSeconds);
    return;
  }
  makeRoom(nowUnixSeconds);
  assert(size_ < capacity_);
  if (size_ >= capacity_) return;
  put({pass, shortTime(slotUnixSeconds), shortTime(nowUnixSeconds), std::max(1u, shortTime(forgetUnixSeconds))});
}

// ---- Shares and saved memories -------------------------------------------------------------------------------------

std::vector<ReplayMemory::Entry> ReplayMemory::aliveSince(std::int64_t sinceUnixSeconds,
                                                          std::int64_t nowUnixSeconds) const {
  std::vector<Entry> alive = table_;
  std::erase_if(alive, [&](const Entry& entry) {
    return entry.forgetUnixSeconds == 0 || entry.forgetUnixSeconds < nowUnixSeconds ||
           entry.seenUnixSeconds < sinceUnixSeconds;
  });
  // A heap: std::sort of these is 9 KB of the module, and time is not short here.
  const auto before = [](const Entry& a, const Entry& b) { return a.pass < b.pass; };
  std::make_heap(alive.begin(), alive.end(), before);
  std::sort_heap(alive.begin(), alive.end(), before);
  return alive;
}

Bytes ReplayMemory::encode(std::string_view venueId, std::int64_t madeAtUnixSeconds, std::span<const Entry> entries) {
  Bytes records(entries.size() * kRecordBytes);
  std::uint8_t* place = records.data();
  for (const Entry& entry : entries) {
    place = std::copy(entry.pass.begin(), entry.pass.end(), place);
    place = putU32(place, entry.slotUnixSeconds);
    place = putU32(place, entry.seenUnixSeconds);
    place = putU32(place, entry.forgetUnixSeconds);
  }
  cbor::Writer writer;
  writer.putMap(4);
  writer.putInt(kFormat).putUint(kFormatVersion);
  writer.putInt(kVenue).putText(venueId);
  writer.putInt(kMadeAt).putUint(shortTime(madeAtUnixSeconds));
  writer.putInt(kRecords).putBytes(records);
  return std::move(writer).bytes();
}

Result<ReplayMemory::Payload> ReplayMemory::decode(ByteView payload, std::string_view venueId, std::size_t maxRecords) {
  constexpr Fault kBad = Fault::ReplayBadShare;
  cbor::Reader reader(payload);
  const auto keyIs = [&](std::int64_t expected) {
    const auto key = reader.takeInt();
    return key && *key == expected;
  };
  const auto pairs = reader.takeMap();
  if (!pairs || *pairs != 4 || !keyIs(kFormat)) return kBad;
  const auto version = reader.takeUint();
  if (!version || *version != kFormatVersion || !keyIs(kVenue)) return kBad;
  const auto venue = reader.takeText();
  if (!venue || *venue != venueId || !keyIs(kMadeAt)) return kBad;
  const auto madeAt = reader.takeUint();
  if (!madeAt || *madeAt > kLatestSeconds || !keyIs(kRecords)) return kBad;
  const auto records = reader.takeBytes();
  if (!records || !reader.atEnd() || records->size() % kRecordBytes != 0 || records->size() / kRecordBytes > maxRecords)
    return kBad;

  std::vector<Entry> entries(records->size() / kRecordBytes);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ByteView record = records->subspan(i * kRecordBytes, kRecordBytes);
    Entry& entry = entries[i];
    std::copy_n(record.begin(), entry.pass.size(), entry.pass.begin());
    entry.slotUnixSeconds = u32At(record.subspan(16));
    entry.seenUnixSeconds = u32At(record.subspan(20));
    entry.forgetUnixSeconds = u32At(record.subspan(24));
    const bool ordered = i == 0 || entries[i - 1].pass < entry.pass;
    if (!ordered || entry.slotUnixSeconds % kSlotSeconds != 0 || entry.forgetUnixSeconds == 0) return kBad;
  }
  return Payload{static_cast<std::int64_t>(*madeAt), std::move(entries)};
}

Result<ReplayMemory::Merged> ReplayMemory::take(std::span<const Entry> entries, std::int64_t longestSeconds,
                                                std::int64_t nowUnixSeconds) {
  const auto acceptable = [&](const Entry& entry) {
    return entry.forgetUnixSeconds >= nowUnixSeconds && entry.forgetUnixSeconds <= nowUnixSeconds + longestSeconds + kShareAheadSeconds &&
           entry.slotUnixSeconds <= nowUnixSeconds + kShareAheadSeconds &&
           entry.seenUnixSeconds <= nowUnixSeconds + kShareAheadSeconds;
  };
  const auto unknown = static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [&](const Entry& entry) {
    const Entry* known = acceptable(entry) ? find(entry.pass) : nullptr;
    return acceptable(entry) && !(known && known->forgetUnixSeconds >= nowUnixSeconds);
  }));
  if (unknown > 0 && unknown + countAlive(nowUnixSeconds) > capacity_) return Fault::ReplayMemoryFull;

  Merged merged;
  for (const Entry& entry : entries) {
    Entry* known = acceptable(entry) ? const_cast<Entry*>(find(entry.pass)) : nullptr;
    if (!acceptable(entry)) {
      ++merged.ignored;
    } else if (!known) {
      makeRoom(nowUnixSeconds);
      put(entry);
      ++merged.added;
    } else {
      const bool later = entry.slotUnixSeconds > known->slotUnixSeconds || entry.seenUnixSeconds > known->seenUnixSeconds;
      ++(later ? merged.renewed : merged.ignored);
      if (entry.forgetUnixSeconds > known->forgetUnixSeconds) earliestIsExact_ = false;
      known->slotUnixSeconds = std::max(known->slotUnixSeconds, entry.slotUnixSeconds);
      known->seenUnixSeconds = std::max(known->seenUnixSeconds, entry.seenUnixSeconds);
      known->forgetUnixSeconds = std::max(known->forgetUnixSeconds, entry.forgetUnixSeconds);
    }
  }
  return merged;
}

std::vector<Bytes> ReplayMemory::share(std::string_view venueId, std::int64_t sinceUnixSeconds,
                                       std::int64_t nowUnixSeconds) const {
  assert(!venueId.empty());
  const std::vector<Entry> told = aliveSince(sinceUnixSeconds, nowUnixSeconds);
  std::vector<Bytes> payloads;
  for (std::size_t first = 0; first < told.size(); first += kMaxShareRecords) {
    const std::size_t count = std::min(kMaxShareRecords, told.size() - first);
    payloads.push_back(encode(venueId, nowUnixSeconds, std::span(told).subspan(first, count)));
  }
  return payloads;
}

Result<ReplayMemory::Merged> ReplayMemory::merge(ByteView share, const MergeRequest& request) {
  constexpr std::size_t kEnvelopeBytes = 512;   // the signature, the header, the venue
  constexpr Fault kBad = Fault::ReplayBadShare;
  if (share.size() > kMaxShareRecords * kRecordBytes + kEnvelopeBytes || request.venueId.empty() ||
      request.terminals.size() > kMaxSharingTerminals)
    return kBad;
  const auto envelope = cose::decodeSign1(share);
  if (!envelope) return kBad;
  const auto header = cose::decodeHeader(envelope->protectedHeader);
  if (!header || !header->kid || header->kcwt) return kBad;
  const bool believed = std::any_of(request.terminals.begin(), request.terminals.end(), [&](const PublicKey& key) {
    return sameBytes(keyIdOf(key), *header->kid) && cose::verifySign1(SignedKind::ReplayShare, *envelope, key);
  });
  if (!believed) return kBad;
  CC_TRY(told, decode(envelope->payload, request.venueId, kMaxShareRecords));
  return take(told.entries, request.longestPassSeconds, request.nowUnixSeconds);
}

Bytes ReplayMemory::save(std::int64_t nowUnixSeconds, std::int64_t workedUnixSeconds) const {
  return encode("", workedUnixSeconds, aliveSince(0, nowUnixSeconds));
}

Result<ReplayMemory::Loaded> ReplayMemory::load(ByteView saved, std::int64_t nowUnixSeconds) {
  CC_TRY(kept, decode(saved, "", capacity_));
  CC_TRY(merged, take(kept.entries, kLongestSavedSeconds, nowUnixSeconds));
  return Loaded{merged, kept.madeAtUnixSeconds};
}

Bytes shareToBeSigned(ByteView payload, const PublicKey& terminal) {
  cose::Header header;
  const auto kid = keyIdOf(terminal);
  header.kid = kid;
  return cose::toBeSigned(SignedKind::ReplayShare, cose::encodeHeader(header), payload);
}

Bytes writeShare(ByteView payload, const PublicKey& terminal, const Signature& signature) {
  cose::Header header;
  const auto kid = keyIdOf(terminal);
  header.kid = kid;
  return cose::encodeSign1(cose::encodeHeader(header), payload, signature);
}

}  // namespace citycode
