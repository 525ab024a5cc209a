#include "citycode/revocation.h"

#include <algorithm>

#include "citycode/cose.h"

namespace citycode {
namespace {

/// Lists of one issuer that are in use together may be signed so far apart: the freshness of the strictest scene.
constexpr std::int64_t kListsTogetherSeconds = 3600;

/// The issuer's key, and what it signed.
struct SignedStatus {
  PublicKey issuerKey{};
  std::variant<StatusList, StatusDelta> status;
};

// kid is a hint of 4 bytes: every key that shares it is tried. The signature decides, not the hint.
Result<SignedStatus> readFromAnyIssuer(ByteView bytes, const TrustList& trust) {
  if (bytes.size() > kMaxStatusListBytes) return Fault::RevocationBadList;
  CC_TRY(envelope, cose::decodeSign1(bytes));
  CC_TRY(header, cose::decodeHeader(envelope.protectedHeader));
  if (!header.kid || header.kcwt) return Fault::CoseBadStructure;
  Fault fault = Fault::RevocationOtherIssuer;
  for (const Issuer& candidate : trust.issuers) {
    if (!sameBytes(keyIdOf(candidate.key), *header.kid)) continue;
    auto status = readStatus(bytes, candidate.key);
    if (status) return SignedStatus{candidate.key, *std::move(status)};
    fault = status.fault();
    if (fault != Fault::RevocationBadSignature) break;   // it was this key's
  }
  return fault;
}

const StatusHead& headOf(const std::variant<StatusList, StatusDelta>& status) {
  if (const auto* list = std::get_if<StatusList>(&status)) return list->head;
  return std::get<StatusDelta>(status).head;
}

}  // namespace

Result<StatusLists::Adopted> StatusLists::adopt(ByteView bytes, const TrustList& trust, std::int64_t nowUnixSeconds) {
  CC_TRY(read, readFromAnyIssuer(bytes, trust));
  const StatusHead head = headOf(read.status);
  if (head.issuedUnixSeconds > nowUnixSeconds + kStatusAheadSeconds) return Fault::RevocationFromFuture;
  if (head.expiresUnixSeconds <= nowUnixSeconds) return Fault::RevocationTooOld;
  const Place place{read.issuerKey, head.day};
  const bool wasDelta = std::holds_alternative<StatusDelta>(read.status);
  CC_TRY(list, newer(place, std::move(read.status)));

  const StatusList* held = find(place.first, place.second);
  const bool takesBack = held && list.head.issuedUnixSeconds < held->head.issuedUnixSeconds;
  newestIssuedUnixSeconds_ = std::max(newestIssuedUnixSeconds_, list.head.issuedUnixSeconds);
  StatusList& kept = lists_[place] = std::move(list);
  if (takesBack) takeBackDates(place);
  forgetEnded(nowUnixSeconds);
  makeRoom(place);
  return Adopted{place.first, &kept, wasDelta};
}

Result<StatusList> StatusLists::newer(const Place& place, std::variant<StatusList, StatusDelta> status) const {
  const auto found = lists_.find(place);
  const StatusList* held = found == lists_.end() ? nullptr : &found->second;
  const StatusHead& head = headOf(status);
  if (held) {
    const bool older = head.version < held->head.version || (head.version == held->head.version &&
                                                             head.issuedUnixSeconds < held->head.issuedUnixSeconds);
    if (older) return Fault::RevocationRolledBack;
  }
  if (const auto* delta = std::get_if<StatusDelta>(&status)) {
    if (!held) return Fault::RevocationDeltaNotForThisList;
    CC_TRY(applied, applyStatusDelta(*held, *delta));
    status = std::move(applied);
  }
  StatusList& list = std::get<StatusList>(status);
  // One version is one set: an issuer that signs two contradicts itself.
  if (held && held->head.version == list.head.version && held->revoked != list.revoked) return Fault::RevocationBadList;
  return std::move(list);
}

const StatusList* StatusLists::find(ByteView issuerKey, std::int64_t day) const {
  PublicKey key;
  if (issuerKey.size() != key.size()) return nullptr;
  std::copy(issuerKey.begin(), issuerKey.end(), key.begin());
  const auto found = lists_.find({key, day});
  return found == lists_.end() ? nullptr : &found->second;
}

std::size_t StatusLists::memoryBytes() const {
  std::size_t bytes = 0;
  for (const auto& [place, list] : lists_) bytes += sizeof(place) + sizeof list + list.revoked.memoryBytes();
  return bytes;
}

void StatusLists::takeBackDates(const Place& corrected) {
  const std::int64_t issued = lists_.at(corrected).head.issuedUnixSeconds;
  std::erase_if(lists_, [&](const auto& entry) {
    return entry.first.first == corrected.first && entry.second.head.issuedUnixSeconds - issued > kListsTogetherSeconds;
  });
  newestIssuedUnixSeconds_ = 0;
  for (const auto& [place, list] : lists_) newestIssuedUnixSeconds_ = std::max(newestIssuedUnixSeconds_, list.head.issuedUnixSeconds);
}

void StatusLists::forgetEnded(std::int64_t nowUnixSeconds) {
  std::erase_if(lists_, [&](const auto& entry) { return entry.second.head.expiresUnixSeconds <= nowUnixSeconds; });
}

void StatusLists::makeRoom(const Place& kept) {
  while (lists_.size() > 1 && (lists_.size() > kMaxLists || memoryBytes() > kMaxBytes)) {
    auto first = lists_.end();
    for (auto at = lists_.begin(); at != lists_.end(); ++at) {
      const bool sooner = first == lists_.end() ||
                          at->second.head.expiresUnixSeconds < first->second.head.expiresUnixSeconds;
      if (at->first != kept && sooner) first = at;
    }
    lists_.erase(first);
  }
}

StatusCheck checkStatus(const StatusLists* lists, ByteView issuerKey, std::int64_t day, std::uint32_t index,
                        const ScopePolicy& scope, std::int64_t nowUnixSeconds) {
  StatusCheck check;
  if (!scope.needsStatusList()) return check;
  check.entry = {CheckState::Undecided, Fault::RevocationListMissing};
  const StatusList* list = lists ? lists->find(issuerKey, day) : nullptr;
  if (!list) return check;

  const std::int64_t age = nowUnixSeconds - list->head.issuedUnixSeconds;
  check.ageSeconds = age;
  check.freshness = age <= scope.statusFreshSeconds    ? Freshness::Fresh
                    : age < scope.statusTooOldSeconds ? Freshness::Stale
                                                      : Freshness::TooOld;
  if (index >> (list->head.universeBits - 1) > 1) return check;   // the list does not speak of it
  if (list->revoked.contains(index)) check.entry = {CheckState::Failed, Fault::RevocationRevoked};
  else if (age < -kStatusAheadSeconds) check.entry = {CheckState::Undecided, Fault::TimeClockBehindList};
  else if (check.freshness == Freshness::TooOld) check.entry = {CheckState::Undecided, Fault::RevocationTooOld};
  else check.entry = {CheckState::Passed, std::nullopt};
  return check;
}

}  // namespace citycode
