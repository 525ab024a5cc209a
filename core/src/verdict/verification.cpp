#include "verdict/verification.h"

#include <algorithm>

#include "citycode/limits.h"

namespace citycode {

void Verification::checkTrustList() {
  if (!trust_) return undecide(Check::IssuerTrust, Fault::TrustMissing);
  const std::int64_t now = request_.nowUnixSeconds;
  const std::int64_t age = now - trust_->issuedUnixSeconds;
  verdict_.trustAgeSeconds = age;
  // No right clock is before what was signed already, by root or issuer.
  const std::int64_t newestStatus = request_.statusLists ? request_.statusLists->newestIssuedUnixSeconds() : 0;
  if (now < std::max(trust_->issuedUnixSeconds, newestStatus) - kListAheadSeconds) wrongClock_ = Fault::TimeClockBehindList;
  else if (request_.workClock && request_.workClock->wentBack(now)) wrongClock_ = Fault::TimeClockWentBack;
  rememberTime(now, age);
  if (wrongClock_) return undecide(Check::IssuerTrust, *wrongClock_);
  const ScopePolicy* const asked = trust_->findScope(request_.scopeName);
  if (!asked) return;   // its freshness stays unknown: the scope check names this
  verdict_.trustFreshness = age <= asked->freshSeconds    ? Freshness::Fresh
                            : age < asked->tooOldSeconds ? Freshness::Stale
                                                         : Freshness::TooOld;
  if (verdict_.trustFreshness != Freshness::TooOld) return;
  const bool onlyHere = age - clockAheadSeconds() < asked->tooOldSeconds;
  undecide(Check::IssuerTrust, onlyHere ? Fault::TimeClockAhead : Fault::TrustTooOld);
}

// It only ever takes a refusal back: whoever tells a terminal a wrong time can make nobody green.
std::int64_t Verification::clockAheadSeconds() const {
  return request_.clockAheadSeconds > kListAheadSeconds ? request_.clockAheadSeconds : 0;
}

// Only while the list is not too old for its strictest scene: a clock that once ran far ahead is forgotten by then.
void Verification::rememberTime(std::int64_t now, std::int64_t trustAgeSeconds) {
  if (!request_.workClock || wrongClock_ == Fault::TimeClockBehindList) return;
  const bool isTooOld = std::any_of(trust_->scopes.begin(), trust_->scopes.end(),
                                    [&](const ScopePolicy& scope) { return trustAgeSeconds >= scope.tooOldSeconds; });
  if (!isTooOld) request_.workClock->judged(now);
}

void Verification::failUnknownIssuer() {
  // A newer list may well name this issuer: an old one cannot refuse it.
  if (entry(Check::IssuerTrust).state != CheckState::Undecided) fail(Check::IssuerTrust, Fault::TrustUnknownIssuer);
}

void Verification::checkIssuerTrust(bool mayIssue, std::int64_t notBeforeUnixSeconds) {
  if (!mayIssue) return fail(Check::IssuerTrust, Fault::TrustIssuerNotForScope);
  const bool inTime = notBeforeUnixSeconds >= issuer_->notBeforeUnixSeconds && notBeforeUnixSeconds < issuer_->expiresUnixSeconds;
  if (!inTime) return fail(Check::IssuerTrust, Fault::TrustIssuerNotValidThen);
  if (entry(Check::IssuerTrust).state == CheckState::Skipped) pass(Check::IssuerTrust);
}

// A clock that is proved wrong decides nothing about time.
void Verification::checkLife(std::int64_t notBeforeUnixSeconds, std::int64_t expiresUnixSeconds,
                             std::optional<std::int64_t> longestSeconds) {
  if (wrongClock_) return undecide(Check::PassTime, *wrongClock_);
  const std::int64_t now = request_.nowUnixSeconds;
  if (now < notBeforeUnixSeconds - kClockSkewSeconds) return fail(Check::PassTime, Fault::TimeNotYetValid);
  if (now >= expiresUnixSeconds) {
    if (now - clockAheadSeconds() < expiresUnixSeconds) return undecide(Check::PassTime, Fault::TimeClockAhead);
    return fail(Check::PassTime, Fault::TimeExpired);
  }
  if (longestSeconds && expiresUnixSeconds - notBeforeUnixSeconds > *longestSeconds)
    return fail(Check::PassTime, Fault::TimePassTooLongLived);
  pass(Check::PassTime);
}

void Verification::checkRevocation(const StatusLists* lists, std::int64_t day, std::uint32_t index) {
  if (!scope_) return;
  const StatusCheck status = checkStatus(lists, issuer_->key, day, index, *scope_, request_.nowUnixSeconds);
  entry(Check::Revocation) = status.entry;
  verdict_.statusFreshness = status.freshness;
  verdict_.statusAgeSeconds = status.ageSeconds;
}

void Verification::conclude(bool isProven, std::int64_t expiresUnixSeconds) {
  const Combined combined = combineChecks(verdict_.checks, verdict_.kind, statusNeedOf(scope_));
  verdict_.outcome = combined.outcome;
  verdict_.fault = combined.fault;
  if (!isProven || !scope_) return;
  verdict_.scopeName = scope_->name;
  verdict_.expiresUnixSeconds = expiresUnixSeconds;
}

}  // namespace citycode
