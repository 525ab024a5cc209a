#include "revocation/status_list_keeper.h"

#include <algorithm>

#include "city/issued.h"
#include "citycode/paper_card.h"
#include "http/conditional.h"
#include "lists/status_sets.h"
#include "lists/token_status_list.h"
#include "revocation/status_counters.h"

namespace citycode::server {
namespace {

// On a day, passes of that day and of the one before are alive; the next day's list is there before its first pass.
constexpr std::int64_t kFirstDay = -1, kLastDay = 1;

StatusListKeeper::SignedBytes publishable(const Bytes& bytes) { return {std::string(textOf(bytes)), etagOf(bytes)}; }

std::shared_ptr<const StatusListKeeper::Day> findDay(const StatusListKeeper::Days& days, const PublicKey& issuer, std::int64_t day) {
  const auto found = std::find_if(days.begin(), days.end(), [&](const auto& d) { return d->issuerKey == issuer && d->head.day == day; });
  return found == days.end() ? nullptr : *found;
}

// Passes begin while their issuer is valid; cards live for long and share one list.
std::vector<std::int64_t> daysOf(const Issuer& issuer, std::int64_t nowUnixSeconds) {
  const std::int64_t today = nowUnixSeconds / kSecondsPerDay;
  std::vector<std::int64_t> days;
  for (std::int64_t day = today + kFirstDay; day <= today + kLastDay; ++day)
    if (day * kSecondsPerDay < issuer.expiresUnixSeconds && (day + 1) * kSecondsPerDay > issuer.notBeforeUnixSeconds) days.push_back(day);
  days.push_back(kPaperStatusDay);
  return days;
}

StatusDay storedDay(const std::vector<StatusDay>& stored, std::int64_t day) {
  const auto found = std::find_if(stored.begin(), stored.end(), [&](const StatusDay& d) { return d.utcDay == day; });
  return found == stored.end() ? StatusDay{day, 1, 0} : *found;
}

/// The indices that lists of `from` < version <= `to` named first.
Result<RevokedSet> namedBetween(const std::vector<RevokedIndex>& indices, std::uint64_t from, std::uint64_t to) {
  std::vector<std::uint32_t> wanted;
  for (const RevokedIndex& each : indices)
    if (each.version > from && each.version <= to) wanted.push_back(each.index);
  return RevokedSet::of(wanted);
}

}  // namespace

Result<StatusListKeeper::Days> StatusListKeeper::current() {
  const std::lock_guard lock(mutex_);
  const std::int64_t nowMs = clock_.nowUnixMs();
  if (!published_.empty() && nowMs >= lookedUnixMs_ && nowMs - lookedUnixMs_ < kStatusLookMs) return published_;
  auto days = renewed(published_, nowMs / kMillisecondsPerSecond);
  if (!days && published_.empty()) return days.fault();
  if (days) published_ = *std::move(days);
  lookedUnixMs_ = nowMs;
  return published_;
}

void StatusListKeeper::lookAgain() {
  const std::lock_guard lock(mutex_);
  lookedUnixMs_ = 0;
}

bool StatusListKeeper::hasToken(const Day& day) { return std::uint64_t{1} << day.head.universeBits <= kMaxTokenStatusBytes * 8; }

Result<StatusListKeeper::SignedBytes> StatusListKeeper::tokenStatusList(const Day& day, const std::string& address) {
  const std::lock_guard lock(tokenMutex_);
  const SigningKey* issuer = keys_.findIssuer(day.issuerKey);
  if (issuer == nullptr) return Fault::InternalBug;   // signed by it, so it is here
  Token& known = tokens_[{day.issuerKey, day.head.day}];
  if (known.fullEtag == day.full.etag) return known.signedBytes;
  TokenStatusCwt token;
  token.subject = address;
  token.issuedUnixSeconds = day.head.issuedUnixSeconds;
  token.expiresUnixSeconds = day.head.expiresUnixSeconds;
  token.ttlSeconds = kStatusResignSeconds;
  CC_TRY(list, TokenStatusList::of(day.set, day.head.universeBits));
  token.list = std::move(list);
  known = {day.full.etag, publishable(writeTokenStatusCwt(*issuer, token))};
  const std::int64_t firstKept = day.head.day - (kLastDay - kFirstDay);
  std::erase_if(tokens_, [&](const auto& entry) { return entry.first.second < firstKept && entry.first.second != kPaperStatusDay; });
  return known.signedBytes;
}

Result<StatusListKeeper::Days> StatusListKeeper::renewed(const Days& published, std::int64_t nowUnixSeconds) {
  const auto trust = trustList_.current();
  if (!trust) return Fault::TrustMissing;
  Days days;
  for (const Issuer& issuer : trust->list.issuers) {
    const SigningKey* key = keys_.findIssuer(issuer.key);
    if (key != nullptr) CC_CHECK(renew(issuer, *key, published, nowUnixSeconds, days));
  }
  return days;
}

Result<Done> StatusListKeeper::renew(const Issuer& issuer, const SigningKey& key, const Days& published,
                                     std::int64_t nowUnixSeconds, Days& days) {
  CC_TRY(stored, store_.read([&](Session& session) { return revocations::days(session, issuer.key); }));
  for (const std::int64_t day : daysOf(issuer, nowUnixSeconds)) {
    StatusDay state = storedDay(stored, day);
    if (state.issuedUnixSeconds > nowUnixSeconds + kDateAheadSeconds) {
      CC_TRY(corrected, store_.write([&](Session& session) { return revocations::correctIssued(session, issuer.key, day, nowUnixSeconds); }));
      state = corrected;
    }
    auto known = findDay(published, issuer.key, day);
    const bool isCurrent = known && known->head.version == state.version &&
                           nowUnixSeconds - known->head.issuedUnixSeconds < kStatusResignSeconds;
    if (isCurrent) {
      days.push_back(std::move(known));
    } else {
      CC_TRY(signedDay, signDay(key, state, nowUnixSeconds));
      days.push_back(std::move(signedDay));
    }
  }
  return Done{};
}

Result<int> StatusListKeeper::indexBitsOf(std::int64_t utcDay) {
  CC_TRY(mark, store_.read([&](Session& session) { return status_counters::find(session, utcDay); }));
  if (mark) return mark->indexBits;
  return utcDay == kPaperStatusDay ? kCardIndexBits : kPassIndexBits;   // as the first that is given that day
}

Result<std::shared_ptr<const StatusListKeeper::Day>> StatusListKeeper::signDay(const SigningKey& issuer, const StatusDay& day,
                                                                               std::int64_t nowUnixSeconds) {
  CC_TRY(indices, store_.read([&](Session& session) { return revocations::named(session, issuer.publicKey(), day.utcDay, day.version); }));
  CC_TRY(bits, indexBitsOf(day.utcDay));
  auto signedDay = std::make_shared<Day>();
  signedDay->issuerKey = issuer.publicKey();
  StatusHead& head = signedDay->head;
  head.day = day.utcDay;
  head.version = day.version;
  head.issuedUnixSeconds = std::max(nowUnixSeconds, day.issuedUnixSeconds);   // a small step back
  // The last pass of a day begins before its end and lives kPassLifeSeconds; a card of today, kPaperLifeSeconds.
  head.expiresUnixSeconds = day.utcDay == kPaperStatusDay ? head.issuedUnixSeconds + kPaperLifeSeconds
                                                          : (day.utcDay + 1) * kSecondsPerDay + kPassLifeSeconds;
  head.universeBits = bits;
  CC_TRY(all, namedBetween(indices, 0, day.version));
  signedDay->revoked = all.count();
  for (std::uint64_t from = day.version - std::min(kStatusDeltas, day.version - 1); from <= day.version; ++from) {
    CC_TRY(added, namedBetween(indices, from, day.version));
    const StatusDelta delta{head, from, {}, std::move(added), all.digest()};
    signedDay->deltas.push_back({from, publishable(writeStatusDelta(issuer, delta))});
  }
  signedDay->full = publishable(writeStatusList(issuer, {head, all}));
  signedDay->set = std::move(all);
  // A full disk must not make verifiers undecided: unremembered, the time goes back only when the clock does too.
  (void)store_.write([&](Session& session) { return revocations::saveIssued(session, issuer.publicKey(), day.utcDay, head.issuedUnixSeconds); });
  return std::shared_ptr<const Day>(std::move(signedDay));
}

}  // namespace citycode::server
