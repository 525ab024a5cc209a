#include "citycode/status_list.h"

#include <algorithm>

#include "citycode/limits.h"
#include "citycode/trust_list.h"
#include "encoding/cbor.h"
#include "lists/status_sets.h"
#include "signing/cose.h"

namespace citycode {
namespace {

// Payload keys; docs/format.md has the table. Keys from kFirstIgnorableKey on are for later versions.
constexpr std::int64_t kDay = 1, kVersion = 2, kIssuedAt = 3, kExpires = 4, kUniverseBits = 5, kRevoked = 6,
                       kBaseVersion = 7, kRemoved = 8, kAdded = 9, kResultDigest = 10;
constexpr std::uint64_t kLatestUnixSeconds = 0xffffffff;
constexpr std::uint64_t kLatestDay = kLatestUnixSeconds / kSecondsPerStatusDay;
constexpr std::uint64_t kMaxVersion = 0xffffffff;

constexpr std::uint64_t bitsOf(std::initializer_list<std::int64_t> keys) {
  std::uint64_t bits = 0;
  for (const std::int64_t key : keys) bits |= std::uint64_t{1} << key;
  return bits;
}
constexpr std::uint64_t kHeadKeys = bitsOf({kDay, kVersion, kIssuedAt, kExpires, kUniverseBits});
constexpr std::uint64_t kListKeys = kHeadKeys | bitsOf({kRevoked});
constexpr std::uint64_t kDeltaKeys = kHeadKeys | bitsOf({kBaseVersion, kRemoved, kAdded, kResultDigest});

Result<std::uint64_t> takeUpTo(cbor::Reader& reader, std::uint64_t limit) {
  CC_TRY(value, reader.takeUint());
  if (value > limit) return Fault::RevocationBadList;
  return value;
}

/// Members of both forms; which of them were there says which form it is.
struct Members {
  StatusDelta delta;
  RevokedSet revoked;
  std::uint64_t seen = 0;
};

Result<Done> takeNumber(cbor::Reader& reader, std::int64_t key, StatusDelta& delta) {
  StatusHead& head = delta.head;
  if (key == kDay) {
    CC_TRY(day, takeUpTo(reader, kLatestDay));
    head.day = static_cast<std::int64_t>(day);
  } else if (key == kVersion || key == kBaseVersion) {
    CC_TRY(version, takeUpTo(reader, kMaxVersion));
    (key == kVersion ? head.version : delta.baseVersion) = version;
  } else if (key == kUniverseBits) {
    CC_TRY(bits, takeUpTo(reader, kMaxUniverseBits));
    if (bits == 0) return Fault::RevocationBadList;
    head.universeBits = static_cast<int>(bits);
  } else {
    CC_TRY(seconds, takeUpTo(reader, kLatestUnixSeconds));
    (key == kIssuedAt ? head.issuedUnixSeconds : head.expiresUnixSeconds) = static_cast<std::int64_t>(seconds);
  }
  return Done{};
}

Result<Done> takeSet(cbor::Reader& reader, std::int64_t key, Members& members) {
  // The universe stands before every set, because keys are sorted.
  if (members.delta.head.universeBits == 0) return Fault::RevocationBadList;
  CC_TRY(set, RevokedSet::take(reader, members.delta.head.universeBits));
  (key == kRevoked ? members.revoked : key == kRemoved ? members.delta.removed : members.delta.added) = std::move(set);
  return Done{};
}

Result<Done> takeDigest(cbor::Reader& reader, Sha256& digest) {
  CC_TRY(bytes, reader.takeBytes());
  if (bytes.size() != digest.size()) return Fault::RevocationBadList;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return Done{};
}

Result<Done> takeMember(cbor::Reader& reader, std::int64_t key, Members& members) {
  if (key >= kFirstIgnorableKey) {
    CC_CHECK(reader.takeItem(2));
    return Done{};
  }
  if (key < kDay || key > kResultDigest) return Fault::RevocationBadList;   // critical and unknown
  if (key == kRevoked || key == kRemoved || key == kAdded) {
    CC_CHECK(takeSet(reader, key, members));
  } else if (key == kResultDigest) {
    CC_CHECK(takeDigest(reader, members.delta.resultDigest));
  } else {
    CC_CHECK(takeNumber(reader, key, members.delta));
  }
  members.seen |= bitsOf({key});
  return Done{};
}

cbor::Writer headWriter(const StatusHead& head, std::size_t moreMembers) {
  cbor::Writer writer;
  writer.putMap(5 + moreMembers);
  writer.putInt(kDay).putInt(head.day);
  writer.putInt(kVersion).putUint(head.version);
  writer.putInt(kIssuedAt).putInt(head.issuedUnixSeconds);
  writer.putInt(kExpires).putInt(head.expiresUnixSeconds);
  writer.putInt(kUniverseBits).putInt(head.universeBits);
  return writer;
}

}  // namespace

Bytes writeStatusList(const SigningKey& issuer, const StatusList& list) {
  cbor::Writer writer = headWriter(list.head, 1);
  list.revoked.put(writer.putInt(kRevoked));
  return cose::signSign1(SignedKind::StatusList, issuer, writer.bytes(), true);
}

Result<Bytes> writeStatusList(const SigningKey& issuer, const StatusHead& head, std::span<const std::uint32_t> revoked) {
  CC_TRY(set, RevokedSet::of(revoked));
  Bytes list = writeStatusList(issuer, StatusList{head, std::move(set)});
  CC_CHECK(readStatus(list, issuer.publicKey()));
  return list;
}

Bytes writeStatusDelta(const SigningKey& issuer, const StatusDelta& delta) {
  cbor::Writer writer = headWriter(delta.head, 4);
  writer.putInt(kBaseVersion).putUint(delta.baseVersion);
  delta.removed.put(writer.putInt(kRemoved));
  delta.added.put(writer.putInt(kAdded));
  writer.putInt(kResultDigest).putBytes(delta.resultDigest);
  return cose::signSign1(SignedKind::StatusList, issuer, writer.bytes(), true);
}

Result<std::variant<StatusList, StatusDelta>> decodeStatus(ByteView payload) {
  cbor::Reader reader(payload);
  CC_TRY(map, cbor::MapReader::open(reader));
  Members members;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    CC_CHECK(takeMember(reader, *key, members));
  }
  CC_CHECK(reader.expectEnd());
  const StatusHead& head = members.delta.head;
  const bool isDelta = members.seen == kDeltaKeys;
  if ((!isDelta && members.seen != kListKeys) || head.expiresUnixSeconds <= head.issuedUnixSeconds ||
      members.delta.baseVersion > head.version || !versionFits(head.version, head.issuedUnixSeconds))
    return Fault::RevocationBadList;
  if (isDelta) return std::variant<StatusList, StatusDelta>(std::move(members.delta));
  return std::variant<StatusList, StatusDelta>(StatusList{head, std::move(members.revoked)});
}

Result<std::variant<StatusList, StatusDelta>> readStatus(ByteView bytes, ByteView issuerKey) {
  if (bytes.size() > kMaxStatusListBytes) return Fault::RevocationBadList;
  CC_TRY(envelope, cose::decodeSign1(bytes));
  CC_CHECK(cose::decodeHeader(envelope.protectedHeader));
  if (!cose::verifySign1(SignedKind::StatusList, envelope, issuerKey)) return Fault::RevocationBadSignature;
  return decodeStatus(envelope.payload);
}

Result<StatusList> applyStatusDelta(const StatusList& base, const StatusDelta& delta) {
  const bool fits = delta.head.day == base.head.day && delta.baseVersion == base.head.version &&
                    delta.head.universeBits == base.head.universeBits;
  if (!fits) return Fault::RevocationDeltaNotForThisList;
  auto revoked = base.revoked.changedBy(delta.removed, delta.added);
  if (!revoked || revoked->digest() != delta.resultDigest) return Fault::RevocationDeltaNotForThisList;
  return StatusList{delta.head, *std::move(revoked)};
}

}  // namespace citycode
