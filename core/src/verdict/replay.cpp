#include "verdict/replay.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <tuple>

#include "citycode/pass.h"
#include "encoding/cbor.h"
#include "signing/cose.h"

namespace citycode {
namespace {

constexpr std::int64_t kFormat = 1, kVenue = 2, kMadeAt = 3, kRecords = 4, kTold = 5;   // keys of the payload
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

// Up to the key of the records.
cbor::Writer headOf(std::size_t members, std::string_view venueId, std::int64_t madeAtUnixSeconds) {
  cbor::Writer writer;
  writer.putMap(members);
  writer.putInt(kFormat).putUint(kFormatVersion);
  writer.putInt(kVenue).putText(venueId);
  writer.putInt(kMadeAt).putUint(shortTime(madeAtUnixSeconds));
  writer.putInt(kRecords);
  return writer;
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
  countIn(entry.source);
  earliestForgetUnixSeconds_ = std::min(earliestForgetUnixSeconds_, entry.forgetUnixSeconds);
}

void ReplayMemory::countIn(std::uint32_t source) {
  if (source != kOwn) ++sources_[source - 1].entries;
}

void ReplayMemory::countOut(std::uint32_t source) {
  if (source != kOwn) --sources_[source - 1].entries;
}

// What is known of a pass; what was to be forgotten before `now` is forgotten now.
ReplayMemory::Entry* ReplayMemory::takeKnown(const PassDigest& pass, std::int64_t nowUnixSeconds) {
  const Entry* known = find(pass);
  if (!known) return nullptr;
  const auto place = static_cast<std::size_t>(known - table_.data());
  if (known->forgetUnixSeconds >= nowUnixSeconds) return &table_[place];
  release(place);
  return nullptr;
}

void ReplayMemory::keepUntil(Entry& entry, std::uint32_t forgetUnixSeconds) {
  if (forgetUnixSeconds <= entry.forgetUnixSeconds) return;
  entry.forgetUnixSeconds = forgetUnixSeconds;
  earliestIsExact_ = false;
}

// Known by somebody's word, and seen here now.
void ReplayMemory::makeOwn(Entry& entry) {
  countOut(entry.source);
  entry.source = kOwn;
}

// The number of a terminal; one that has nothing here any more gives its number away.
std::uint32_t ReplayMemory::sourceOf(const PublicKey& key) {
  const auto isKey = [&](const Source& source) { return source.key == key; };
  auto found = std::find_if(sources_.begin(), sources_.end(), isKey);
  if (found == sources_.end())
    found = std::find_if(sources_.begin(), sources_.end(), [](const Source& source) { return source.entries == 0; });
  if (found == sources_.end()) found = sources_.insert(sources_.end(), Source{});
  found->key = key;
  return static_cast<std::uint32_t>(found - sources_.begin()) + 1;
}

bool ReplayMemory::holdsForeign() const {
  return std::any_of(sources_.begin(), sources_.end(), [](const Source& source) { return source.entries > 0; });
}

// A walk over all, and only where somebody is let in although the memory is full.
void ReplayMemory::dropForeign() {
  const auto most = std::max_element(sources_.begin(), sources_.end(), [](const Source& a, const Source& b) {
    return a.entries != b.entries ? a.entries < b.entries : a.key > b.key;
  });
  const auto number = static_cast<std::uint32_t>(most - sources_.begin()) + 1;
  std::size_t first = table_.size();
  for (std::size_t place = 0; place < table_.size(); ++place) {
    const Entry& entry = table_[place];
    if (entry.forgetUnixSeconds == 0 || entry.source != number) continue;
    const auto rank = [&](std::size_t at) { return std::tie(table_[at].forgetUnixSeconds, table_[at].pass); };
    if (first == table_.size() || rank(place) < rank(first)) first = place;
  }
  if (first < table_.size()) release(first);
}

// Frees a place and closes the gap, so that no search ends there early (Knuth, volume 3, algorithm 6.4 R).
void ReplayMemory::release(std::size_t place) {
  countOut(table_[place].source);
  if (table_[place].forgetUnixSeconds == earliestForgetUnixSeconds_) earliestIsExact_ = false;
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

// Without a walk as long as the bound is exact, which it is no more when the entry that it was of lives longer or is gone.
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

// Of one source, or of all.
std::size_t ReplayMemory::countAlive(std::int64_t nowUnixSeconds, std::optional<std::uint32_t> source) const {
  if (!source && earliestForgetUnixSeconds_ >= nowUnixSeconds) return size_;
  return static_cast<std::size_t>(std::count_if(table_.begin(), table_.end(), [&](const Entry& entry) {
    return entry.forgetUnixSeconds != 0 && entry.forgetUnixSeconds >= nowUnixSeconds && (!source || entry.source == *source);
  }));
}

void ReplayMemory::grow() {
  std::vector<Entry> before(placesFor(std::min(capacity_, 2 * size_ + 1)));
  before.swap(table_);
  size_ = 0;
  for (Source& source : sources_) source.entries = 0;   // counted again below
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
  if (!known || known->forgetUnixSeconds < nowUnixSeconds) {
    const bool full = size_ >= capacity_ && !holdsExpired(nowUnixSeconds) && !holdsForeign();
    return {full ? Sighting::Kind::Full : Sighting::Kind::New, 0};
  }
  const std::int64_t secondsAgo = std::max<std::int64_t>(0, nowUnixSeconds - known->seenUnixSeconds);
  const bool newer = slotUnixSeconds > known->slotUnixSeconds;
  return {newer ? Sighting::Kind::LaterSlot : Sighting::Kind::SameSlot, secondsAgo};
}

void ReplayMemory::remember(const PassDigest& pass, std::int64_t slotUnixSeconds, std::int64_t nowUnixSeconds,
                            std::int64_t forgetUnixSeconds) {
  const std::uint32_t forget = std::max(1u, shortTime(forgetUnixSeconds));
  if (Entry* known = takeKnown(pass, nowUnixSeconds)) {
    known->slotUnixSeconds = std::max(known->slotUnixSeconds, shortTime(slotUnixSeconds));
    known->seenUnixSeconds = shortTime(nowUnixSeconds);
    keepUntil(*known, forget);   // another terminal may have said too little
    makeOwn(*known);
    return;
  }
  makeRoom(nowUnixSeconds);
  if (size_ >= capacity_ && holdsForeign()) dropForeign();
  assert(size_ < capacity_);
  if (size_ >= capacity_) return;
  put({pass, shortTime(slotUnixSeconds), shortTime(nowUnixSeconds), forget, kOwn});
}

// ---- Shares and saved memories -------------------------------------------------------------------------------------

std::vector<ReplayMemory::Entry> ReplayMemory::aliveSince(std::uint32_t source, std::int64_t sinceUnixSeconds,
                                                          std::int64_t nowUnixSeconds) const {
  std::vector<Entry> alive = table_;
  std::erase_if(alive, [&](const Entry& entry) {
    return entry.forgetUnixSeconds == 0 || entry.forgetUnixSeconds < nowUnixSeconds || entry.source != source ||
           entry.seenUnixSeconds < sinceUnixSeconds;
  });
  // A heap: std::sort of these is 9 KB of the module, and time is not short here.
  const auto before = [](const Entry& a, const Entry& b) { return a.pass < b.pass; };
  std::make_heap(alive.begin(), alive.end(), before);
  std::sort_heap(alive.begin(), alive.end(), before);
  return alive;
}

Bytes ReplayMemory::recordsOf(std::span<const Entry> entries) {
  Bytes records(entries.size() * kRecordBytes);
  std::uint8_t* place = records.data();
  for (const Entry& entry : entries) {
    place = std::copy(entry.pass.begin(), entry.pass.end(), place);
    place = putU32(place, entry.slotUnixSeconds);
    place = putU32(place, entry.seenUnixSeconds);
    place = putU32(place, entry.forgetUnixSeconds);
  }
  return records;
}

Result<std::vector<ReplayMemory::Entry>> ReplayMemory::readRecords(ByteView records, std::size_t most) {
  if (records.size() % kRecordBytes != 0 || records.size() / kRecordBytes > most) return Fault::ReplayBadShare;
  std::vector<Entry> entries(records.size() / kRecordBytes);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ByteView record = records.subspan(i * kRecordBytes, kRecordBytes);
    Entry& entry = entries[i];
    std::copy_n(record.begin(), entry.pass.size(), entry.pass.begin());
    entry.slotUnixSeconds = u32At(record.subspan(16));
    entry.seenUnixSeconds = u32At(record.subspan(20));
    entry.forgetUnixSeconds = u32At(record.subspan(24));
    const bool ordered = i == 0 || entries[i - 1].pass < entry.pass;
    if (!ordered || entry.slotUnixSeconds % kSlotSeconds != 0 || entry.forgetUnixSeconds == 0) return Fault::ReplayBadShare;
  }
  return entries;
}

Result<std::vector<ReplayMemory::Told>> ReplayMemory::readTold(cbor::Reader& reader, std::size_t most) {
  CC_TRY(terminals, reader.takeArray());
  std::vector<Told> told;
  for (std::size_t i = 0; i < terminals; ++i) {
    CC_TRY(pair, reader.takeArray());
    CC_TRY(key, reader.takeBytes());
    CC_TRY(records, reader.takeBytes());
    if (pair != 2 || key.size() != kPublicKeyBytes) return Fault::ReplayBadShare;
    CC_TRY(entries, readRecords(records, most));
    Told one{{}, std::move(entries)};
    std::copy(key.begin(), key.end(), one.terminal.begin());
    if (one.entries.empty() || (i > 0 && told.back().terminal >= one.terminal)) return Fault::ReplayBadShare;
    told.push_back(std::move(one));
  }
  return told;
}

// A share has four members; a saved memory, which is for no venue, a fifth.
Result<ReplayMemory::Payload> ReplayMemory::decode(ByteView payload, std::string_view venueId, std::size_t maxRecords) {
  constexpr Fault kBad = Fault::ReplayBadShare;
  const bool isSaved = venueId.empty();
  cbor::Reader reader(payload);
  const auto keyIs = [&](std::int64_t expected) {
    const auto key = reader.takeInt();
    return key && *key == expected;
  };
  const auto pairs = reader.takeMap();
  if (!pairs || *pairs != (isSaved ? 5u : 4u) || !keyIs(kFormat)) return kBad;
  const auto version = reader.takeUint();
  if (!version || *version != kFormatVersion || !keyIs(kVenue)) return kBad;
  const auto venue = reader.takeText();
  if (!venue || *venue != venueId || !keyIs(kMadeAt)) return kBad;
  const auto madeAt = reader.takeUint();
  if (!madeAt || *madeAt > kLatestSeconds || !keyIs(kRecords)) return kBad;
  const auto records = reader.takeBytes();
  if (!records) return kBad;
  CC_TRY(entries, readRecords(*records, maxRecords));
  Payload read{static_cast<std::int64_t>(*madeAt), std::move(entries), {}};
  if (isSaved) {
    if (!keyIs(kTold)) return kBad;
    auto told = readTold(reader, maxRecords);
    if (!told) return kBad;
    read.told = *std::move(told);
  }
  if (!reader.atEnd()) return kBad;
  return read;
}

Result<ReplayMemory::Merged> ReplayMemory::take(std::span<const Entry> entries, std::uint32_t source, const Limits& limits,
                                                std::int64_t nowUnixSeconds) {
  const auto acceptable = [&](const Entry& entry) {
    return entry.forgetUnixSeconds >= nowUnixSeconds &&
           entry.forgetUnixSeconds <= nowUnixSeconds + limits.longestSeconds + kShareAheadSeconds &&
           entry.slotUnixSeconds <= nowUnixSeconds + kShareAheadSeconds &&
           entry.seenUnixSeconds <= nowUnixSeconds + kShareAheadSeconds;
  };
  const auto unknown = static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [&](const Entry& entry) {
    const Entry* known = acceptable(entry) ? find(entry.pass) : nullptr;
    return acceptable(entry) && !(known && known->forgetUnixSeconds >= nowUnixSeconds);
  }));
  const bool fits = unknown == 0 || (unknown + countAlive(nowUnixSeconds) <= capacity_ &&
                                     unknown + countAlive(nowUnixSeconds, source) <= limits.entries);
  if (!fits) return Fault::ReplayMemoryFull;

  Merged merged;
  for (Entry entry : entries) {
    Entry* known = acceptable(entry) ? takeKnown(entry.pass, nowUnixSeconds) : nullptr;
    entry.source = source;
    if (!acceptable(entry)) {
      ++merged.ignored;
    } else if (!known) {
      makeRoom(nowUnixSeconds);
      put(entry);
      ++merged.added;
    } else {
      const bool later = entry.slotUnixSeconds > known->slotUnixSeconds || entry.seenUnixSeconds > known->seenUnixSeconds;
      ++(later ? merged.renewed : merged.ignored);
      if (source == kOwn) makeOwn(*known);
      known->slotUnixSeconds = std::max(known->slotUnixSeconds, entry.slotUnixSeconds);
      known->seenUnixSeconds = std::max(known->seenUnixSeconds, entry.seenUnixSeconds);
      keepUntil(*known, entry.forgetUnixSeconds);
    }
  }
  return merged;
}

std::vector<Bytes> ReplayMemory::share(std::string_view venueId, std::int64_t sinceUnixSeconds,
                                       std::int64_t nowUnixSeconds) const {
  assert(!venueId.empty());
  const std::vector<Entry> own = aliveSince(kOwn, sinceUnixSeconds, nowUnixSeconds);
  std::vector<Bytes> payloads;
  for (std::size_t first = 0; first < own.size(); first += kMaxShareRecords) {
    const std::size_t records = std::min(kMaxShareRecords, own.size() - first);
    cbor::Writer writer = headOf(4, venueId, nowUnixSeconds);
    writer.putBytes(recordsOf(std::span(own).subspan(first, records)));
    payloads.push_back(std::move(writer).bytes());
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
  const auto teller = std::find_if(request.terminals.begin(), request.terminals.end(), [&](const PublicKey& key) {
    return isKeyId(*header->kid, key) && cose::verifySign1(SignedKind::ReplayShare, *envelope, key);
  });
  if (teller == request.terminals.end()) return kBad;
  CC_TRY(told, decode(envelope->payload, request.venueId, kMaxShareRecords));
  const std::int64_t age = request.nowUnixSeconds - told.madeAtUnixSeconds;
  if (age > kMaxShareAgeSeconds || age < -kShareAheadSeconds) return kBad;
  const Limits limits{capacity_ / request.terminals.size(), request.longestPassSeconds};
  return take(told.entries, sourceOf(*teller), limits, request.nowUnixSeconds);
}

Bytes ReplayMemory::save(std::int64_t nowUnixSeconds, std::int64_t workedUnixSeconds) const {
  std::vector<Told> told;
  for (std::uint32_t number = 1; number <= sources_.size(); ++number) {
    Told one{sources_[number - 1].key, aliveSince(number, 0, nowUnixSeconds)};
    if (!one.entries.empty()) told.push_back(std::move(one));
  }
  const auto before = [](const Told& a, const Told& b) { return a.terminal < b.terminal; };
  std::make_heap(told.begin(), told.end(), before);
  std::sort_heap(told.begin(), told.end(), before);
  cbor::Writer writer = headOf(5, "", workedUnixSeconds);
  writer.putBytes(recordsOf(aliveSince(kOwn, 0, nowUnixSeconds)));
  writer.putInt(kTold).putArray(told.size());
  for (const Told& one : told) writer.putArray(2).putBytes(one.terminal).putBytes(recordsOf(one.entries));
  return std::move(writer).bytes();
}

// A refusal changes nothing: everything is taken by a memory of its own first.
Result<ReplayMemory::Loaded> ReplayMemory::load(ByteView saved, std::int64_t nowUnixSeconds) {
  CC_TRY(kept, decode(saved, "", capacity_));
  const Limits limits{capacity_, kLongestSavedSeconds};
  ReplayMemory next = *this;
  CC_TRY(own, next.take(kept.entries, kOwn, limits, nowUnixSeconds));
  Loaded loaded{own, kept.madeAtUnixSeconds};
  for (const Told& one : kept.told) {
    CC_TRY(merged, next.take(one.entries, next.sourceOf(one.terminal), limits, nowUnixSeconds));
    loaded.added += merged.added;
    loaded.renewed += merged.renewed;
    loaded.ignored += merged.ignored;
  }
  *this = std::move(next);
  return loaded;
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
