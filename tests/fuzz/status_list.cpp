// Status lists and deltas: one encoding for each set, no more memory than bytes that were sent, no word of a stranger,
// and a delta gives the set that its digest promises or nothing. Two payloads: a base, and what may follow it.
#include "citycode/status_list.h"

#include "../core/test_city.h"
#include "fuzz.h"
#include "lists/status_sets.h"
#include "signing/cose.h"

namespace citycode::fuzz {
namespace {

using Status = std::variant<StatusList, StatusDelta>;

void checkSet(const RevokedSet& set, int universeBits, std::size_t sentBytes) {
  CC_HOLDS(set.memoryBytes() <= 2 * sentBytes + 8);   // the gaps, and 8 bytes for 128 of them
  const auto indices = set.indices();
  CC_HOLDS(indices.size() == set.count());
  CC_HOLDS(indices.empty() || std::uint64_t{indices.back()} >> universeBits == 0);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    CC_HOLDS(set.contains(indices[i]));
    CC_HOLDS(i == 0 || indices[i - 1] < indices[i]);
    const bool gapFollows = i + 1 < indices.size() ? indices[i + 1] != indices[i] + 1 : indices[i] != 0xffffffff;
    CC_HOLDS(!gapFollows || !set.contains(indices[i] + 1));
  }
  const auto again = RevokedSet::of(indices);
  CC_HOLDS(again && *again == set && again->digest() == set.digest());
}

// What is written is what was read, without the keys that are for later.
void checkRewritten(ByteView payload, const Bytes& written) {
  const auto envelope = cose::decodeSign1(written);
  CC_HOLDS(envelope && envelope->payload.size() <= payload.size());
  if (envelope->payload.size() == payload.size()) CC_HOLDS(sameBytes(envelope->payload, payload));
  CC_HOLDS(decodeStatus(envelope->payload));
}

std::optional<Status> readPayload(ByteView payload, const SigningKey& issuer) {
  auto status = decodeStatus(payload);
  if (!status) return std::nullopt;
  if (const auto* list = std::get_if<StatusList>(&*status)) {
    checkSet(list->revoked, list->head.universeBits, payload.size());
    checkRewritten(payload, writeStatusList(issuer, *list));
  } else {
    const StatusDelta& delta = std::get<StatusDelta>(*status);
    checkSet(delta.removed, delta.head.universeBits, payload.size());
    checkSet(delta.added, delta.head.universeBits, payload.size());
    checkRewritten(payload, writeStatusDelta(issuer, delta));
  }
  return *std::move(status);
}

// As the delta stands, then with its head and digest made to fit.
void checkDelta(const StatusList& base, StatusDelta delta) {
  if (const auto result = applyStatusDelta(base, delta)) CC_HOLDS(result->revoked.digest() == delta.resultDigest);
  if (delta.head.universeBits != base.head.universeBits) return;
  delta.head.day = base.head.day;
  delta.baseVersion = base.head.version;
  const auto changed = base.revoked.changedBy(delta.removed, delta.added);
  CC_HOLDS(changed);
  checkSet(*changed, base.head.universeBits, changed->memoryBytes());
  for (const std::uint32_t index : delta.added.indices()) CC_HOLDS(changed->contains(index));
  for (const std::uint32_t index : delta.removed.indices()) CC_HOLDS(delta.added.contains(index) || !changed->contains(index));
  for (const std::uint32_t index : base.revoked.indices()) CC_HOLDS(delta.removed.contains(index) || changed->contains(index));
  delta.resultDigest = changed->digest();
  const auto result = applyStatusDelta(base, delta);
  CC_HOLDS(result && result->revoked == *changed && result->head == delta.head);
  delta.resultDigest[0] ^= 1;
  CC_HOLDS(applyStatusDelta(base, delta).fault() == Fault::RevocationDeltaNotForThisList);
}

}  // namespace

void oneInput(ByteView bytes) {
  static const SigningKey issuer = test::keyFrom(2), stranger = test::keyFrom(99);
  CC_HOLDS(!readStatus(bytes, stranger.publicKey()));
  Input input(bytes);
  const auto base = readPayload(input.part(), issuer);
  const auto next = readPayload(input.rest(), issuer);
  if (!base || !next || !std::holds_alternative<StatusList>(*base) || !std::holds_alternative<StatusDelta>(*next)) return;
  checkDelta(std::get<StatusList>(*base), std::get<StatusDelta>(*next));
}

}  // namespace citycode::fuzz
