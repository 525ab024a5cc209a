#include "verdict/revocation.h"

#include <algorithm>

#include "citycode/limits.h"
#include "lists/status_sets.h"
#include "signing/cose.h"

namespace citycode {
namespace {

/// The issuer, and what it signed.
struct SignedStatus {
  const Issuer* issuer = nullptr;
  std::variant<StatusList, StatusDelta> status;
};

Result<SignedStatus> readFromAnyIssuer(ByteView bytes, const TrustList& trust) {
  if (bytes.size() > kMaxStatusListBytes) return Fault::RevocationBadList;
  CC_TRY(envelope, cose::decodeSign1(bytes));
  CC_TRY(header, cose::decodeHeader(envelope.protectedHeader));
  if (!header.kid || header.kcwt) return Fault::CoseBadStructure;
  Fault fault = Fault::RevocationOtherIssuer;
  for (const Issuer& candidate : trust.issuers) {
    if (!isKeyId(*header.kid, candidate.key)) continue;
    auto status = readStatus(bytes, candidate.key);
    if (status) return SignedStatus{&candidate, *std::move(status)};
    fault = status.fault();
    if (fault != Fault::RevocationBadSignature) break;   // it was this key's
  }
  return fault;
}

const StatusHead& headOf(const std::variant<StatusList, StatusDelta>& status) {
  if (const auto* list = std::get_if<StatusList>(&status)) return list->head;
  return std::get<StatusDelta>(status).head;
}

std::int64_t longestPassSeconds(const TrustList& trust) {
  std::int64_t longest = 0;
  for (const ScopePolicy& scope : trust.scopes) longest = std::max(longest, std::int64_t{scope.longestPassSeconds});
  return longest;
}

/// A day far away is of no use to anybody, and would only fill the memory.
Result<Done> checkDay(std::int64_t day, const Issuer& issuer, const TrustList& trust, std::int64_t nowUnixSeconds) {
  if (day == kPaperStatusDay) {
    if (!issuer.has(Right::Cards)) return Fault::RevocationBadList;
    return Done{};
  }
  const std::int64_t begin = day * kSecondsPerStatusDay, end = begin + kSecondsPerStatusDay;
  if (begin >= issuer.expiresUnixSeconds || end <= issuer.notBeforeUnixSeconds) return Fault::RevocationBadList;
  // Tomorrow's list is signed today, by a clock that may be ahead of this one.
  if (begin > nowUnixSeconds + kSecondsPerStatusDay + kStatusAheadSeconds) return Fault::RevocationFromFuture;
  if (end + longestPassSeconds(trust) <= nowUnixSeconds) return Fault::RevocationTooOld;
  return Done{};
}

template <class A, class B>
bool isOlder(const A& a, const B& b) {
  return a.version < b.version || (a.version == b.version && a.issuedUnixSeconds < b.issuedUnixSeconds);
}

}  // namespace

Result<StatusLists::Adopted> StatusLists::adopt(ByteView bytes, const TrustList& trust, std::int64_t nowUnixSeconds) {
  CC_TRY(read, readFromAnyIssuer(bytes, trust));
  const StatusHead head = headOf(read.status);
  if (head.issuedUnixSeconds > nowUnixSeconds + kStatusAheadSeconds) return Fault::RevocationFromFuture;
  if (head.expiresUnixSeconds <= nowUnixSeconds) return Fault::RevocationTooOld;
  CC_CHECK(checkDay(head.day, *read.issuer, trust, nowUnixSeconds));
  const Place place{read.issuer->key, head.day};
  const bool wasDelta = std::holds_alternative<StatusDelta>(read.status);
  CC_TRY(list, newer(place, std::move(read.status)));
  if (list.revoked.memoryBytes() > kMaxStatusMemoryBytes / trust.issuers.size()) return Fault::RevocationBadList;

  const StatusList* held = find(place.first, place.second);
  const bool takesBack = held && list.head.issuedUnixSeconds < held->head.issuedUnixSeconds;
  newestIssuedUnixSeconds_ = std::max(newestIssuedUnixSeconds_, list.head.issuedUnixSeconds);
  StatusList& kept = lists_[place] = std::move(list);
  floors_.erase(place);
  if (takesBack) takeBackDates(place, nowUnixSeconds);
  forgetOver(trust, nowUnixSeconds);
  for (const Issuer& issuer : trust.issuers) makeRoom(issuer.key, place, trust.issuers.size());
  return Adopted{place.first, &kept, wasDelta};
}

Result<Done> StatusLists::checkFloor(const Place& place, const StatusHead& head) const {
  const auto floor = floors_.find(place);
  if (floor != floors_.end() && isOlder(head, floor->second)) return Fault::RevocationRolledBack;
  return Done{};
}

Result<StatusList> StatusLists::newer(const Place& place, std::variant<StatusList, StatusDelta> status) const {
  const auto found = lists_.find(place);
  const StatusList* held = found == lists_.end() ? nullptr : &found->second;
  const StatusHead& head = headOf(status);
  if (held && isOlder(head, held->head)) return Fault::RevocationRolledBack;
  CC_CHECK(checkFloor(place, head));
  if (const auto* delta = std::get_if<StatusDelta>(&status)) {
    if (!held) return Fault::RevocationDeltaNotForThisList;
    CC_TRY(applied, applyStatusDelta(*held, *delta));
    status = std::move(applied);
  }
  StatusList& list = std::get<StatusList>(status);
  // One version is one set: an issuer that signs two contradicts itself.
  if (held && held->head.version == list.head.version && held->revoked != list.revoked) return Fault::RevocationBadList;
  const auto floor = floors_.find(place);
  const bool contradicts = floor != floors_.end() && floor->second.version == list.head.version &&
                           floor->second.digest != list.revoked.digest();
  if (contradicts) return Fault::RevocationBadList;
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

void StatusLists::takeBackDates(const Place& corrected, std::int64_t nowUnixSeconds) {
  // Of a clock that was less than an hour ahead, what is ahead of this clock is known to be wrong.
  const std::int64_t latest = std::min(lists_.at(corrected).head.issuedUnixSeconds + kListsTogetherSeconds, nowUnixSeconds + kStatusAheadSeconds);
  for (auto at = lists_.begin(); at != lists_.end();) {
    const bool isAhead = at->first.first == corrected.first && at->second.head.issuedUnixSeconds > latest;
    at = isAhead ? forget(at) : std::next(at);
  }
  newestIssuedUnixSeconds_ = 0;
  for (const auto& [place, list] : lists_) newestIssuedUnixSeconds_ = std::max(newestIssuedUnixSeconds_, list.head.issuedUnixSeconds);
}

StatusLists::Kept::iterator StatusLists::forget(Kept::iterator list) {
  const auto& [place, status] = *list;
  floors_[place] = {status.head.version, status.head.issuedUnixSeconds, status.revoked.digest()};
  const auto firstOf = [&] { return floors_.lower_bound({place.first, kPaperStatusDay}); };
  std::size_t floors = 0;
  for (auto at = firstOf(); at != floors_.end() && at->first.first == place.first; ++at) ++floors;
  if (floors > kMaxFloorsPerIssuer) {
    const auto first = firstOf();
    floors_.erase(first->first.second == kPaperStatusDay ? std::next(first) : first);   // cards have no later day
  }
  return lists_.erase(list);
}

void StatusLists::forgetOver(const TrustList& trust, std::int64_t nowUnixSeconds) {
  for (auto at = lists_.begin(); at != lists_.end();) {
    const bool isListed = std::any_of(trust.issuers.begin(), trust.issuers.end(), [&](const Issuer& issuer) { return issuer.key == at->first.first; });
    at = isListed && at->second.head.expiresUnixSeconds > nowUnixSeconds ? std::next(at) : forget(at);
  }
}

void StatusLists::makeRoom(const PublicKey& issuerKey, const Place& kept, std::size_t issuers) {
  const std::size_t mostLists = std::max<std::size_t>(1, kMaxStatusLists / issuers), mostBytes = kMaxStatusMemoryBytes / issuers;
  for (;;) {
    std::size_t count = 0, bytes = 0;
    auto first = lists_.end();
    for (auto at = lists_.lower_bound({issuerKey, kPaperStatusDay}); at != lists_.end() && at->first.first == issuerKey; ++at) {
      ++count;
      bytes += at->second.revoked.memoryBytes();
      const bool sooner = first == lists_.end() || at->second.head.expiresUnixSeconds < first->second.head.expiresUnixSeconds;
      if (at->first != kept && sooner) first = at;
    }
    if (first == lists_.end() || (count <= mostLists && bytes <= mostBytes)) return;
    forget(first);
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
