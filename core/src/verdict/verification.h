// One verification in progress: what codes of a phone and paper cards have in common. Each step fills its own entry
// of the verdict and says whether later steps that need its result can run; steps that do not need it run all the same.
#pragma once

#include "verdict/verify.h"

namespace citycode {

class Verification {
 protected:
  Verification(const VerifyRequest& request, const TrustList* trust, CodeKind kind) : request_(request), trust_(trust) {
    verdict_.kind = kind;
  }

  /// How old the list is, and whether it, or what this verifier remembers, proves this clock wrong.
  void checkTrustList();
  /// How far this clock is known to be ahead; 0 where nothing is known.
  std::int64_t clockAheadSeconds() const;
  void rememberTime(std::int64_t now, std::int64_t trustAgeSeconds);
  /// No issuer that the list names signed this.
  void failUnknownIssuer();
  /// The issuer may sign such a code, and could when it began.
  void checkIssuerTrust(bool mayIssue, std::int64_t notBeforeUnixSeconds);
  /// Begun, not ended, and not made to live longer than is allowed; no limit when `longestSeconds` is nothing.
  void checkLife(std::int64_t notBeforeUnixSeconds, std::int64_t expiresUnixSeconds, std::optional<std::int64_t> longestSeconds);
  /// Also when the scope check failed: what is revoked is revoked at the wrong gate too.
  void checkRevocation(const StatusLists* lists, std::int64_t day, std::uint32_t index);
  /// Combines the checks; the scene is named when it is proven who vouches for the code.
  void conclude(bool isProven, std::int64_t expiresUnixSeconds);

  CheckEntry& entry(Check check) { return verdict_.checks[static_cast<std::size_t>(check)]; }
  bool passed(Check check) { return entry(check).state == CheckState::Passed; }
  void pass(Check check) { entry(check) = {CheckState::Passed, std::nullopt}; }
  void fail(Check check, Fault fault) { entry(check) = {CheckState::Failed, fault}; }
  void undecide(Check check, Fault fault) { entry(check) = {CheckState::Undecided, fault}; }

  const VerifyRequest& request_;
  const TrustList* trust_;
  const Issuer* issuer_ = nullptr;        // whose signature holds
  const ScopePolicy* scope_ = nullptr;    // of the code, once it is known
  std::optional<Fault> wrongClock_;       // why this clock decides nothing about time
  Verdict verdict_;
};

}  // namespace citycode
