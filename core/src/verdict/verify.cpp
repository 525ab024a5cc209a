#include "verdict/verify.h"

#include <algorithm>

#include "citycode/limits.h"
#include "citycode/pass.h"
#include "citycode/status_list.h"
#include "pass/pass_claims.h"
#include "pass/presentation.h"
#include "signing/cose.h"
#include "verdict/verification.h"

namespace citycode {
namespace {

/// Of a code that a phone signs anew.
class CodeVerification : Verification {
 public:
  CodeVerification(const VerifyRequest& request, const TrustList* trust, ReplayMemory& replay)
      : Verification(request, trust, CodeKind::Rolling), replay_(replay) {}

  Verdict run(std::string_view untrustedText) {
    checkStructure(untrustedText);
    checkTrustList();
    if (passed(Check::Structure)) {
      findIssuer();
      if (issuer_) checkPass();
    }
    return finish();
  }

 private:
  void checkStructure(std::string_view untrustedText) {
    auto decoded = decodeCode(untrustedText);
    // A scanner that is behind must not make the holder of a newer code red.
    if (!decoded && decoded.fault() == Fault::CodeLaterVersion) return undecide(Check::Structure, decoded.fault());
    if (!decoded) return fail(Check::Structure, decoded.fault());
    code_ = *std::move(decoded);
    pass(Check::Structure);
  }

  void findIssuer() {
    if (!trust_) return;
    bool known = false;
    for (const Issuer& candidate : trust_->issuers) {
      if (!isKeyId(code_.claimedIssuerKid, candidate.key)) continue;
      known = true;
      const Bytes signedBytes = cose::toBeSigned(SignedKind::Pass, code_.passHeader, code_.passPayload);
      if (!verifySignature(candidate.key, signedBytes, code_.passSignature)) continue;
      issuer_ = &candidate;
      pass(Check::IssuerSignature);
      return;
    }
    if (!known) return failUnknownIssuer();
    fail(Check::IssuerSignature, Fault::SignatureIssuerMismatch);
  }

  void checkPass() {
    auto claims = decodePassClaims(code_.passPayload);   // signed by a trusted issuer, and still checked
    if (!claims) return fail(Check::Structure, claims.fault());
    claims_ = *std::move(claims);
    const std::int64_t begin = claims_.notBeforeUnixSeconds;
    const ScopePolicy* const policy = trust_->findScope(claims_.scopeId);
    checkIssuerTrust(issuer_->mayIssue(claims_.scopeId), begin);
    checkLife(begin, claims_.expiresUnixSeconds, policy ? std::optional<std::int64_t>(policy->longestPassSeconds) : std::nullopt);
    checkScope(policy);
    checkRevocation(request_.statusLists, statusDayOf(begin), claims_.statusIndex);
    checkHolder();
  }

  void checkScope(const ScopePolicy* policy) {
    scope_ = policy;
    if (!scope_ || !trust_->findScope(request_.scopeName)) return fail(Check::Scope, Fault::ScopeUnknown);
    if (scope_->name != request_.scopeName) return fail(Check::Scope, Fault::ScopeWrongScene);
    // In the clear where the scene seals, or sealed where it does not: not what this scene may be given.
    if (claims_.sealedAttributes.has_value() != scope_->sealed) return fail(Check::Scope, Fault::ScopeAttributeNotAllowed);
    if (!scope_->sealed) checkAttributes();   // a seal is opened when both signatures hold
  }

  void checkAttributes() {
    const bool onlyAllowed = std::all_of(claims_.attributes.begin(), claims_.attributes.end(),
                                         [&](const auto& attribute) { return scope_->allows(attribute.first); });
    if (!onlyAllowed) return fail(Check::Scope, Fault::ScopeAttributeNotAllowed);
    pass(Check::Scope);
  }

  void openSeal() {
    if (!scope_ || !scope_->sealed || entry(Check::Scope).state != CheckState::Skipped) return;
    const SceneKey* key = openingKey();
    if (!key) return undecide(Check::Scope, Fault::ScopeSceneKeyMissing);
    auto attributes = openAttributes(*claims_.sealedAttributes, *key);
    // Both signatures hold, so the holder has what the city gave: what does not fit is this terminal's key, or the seal
    // that the city made. Neither makes anybody red.
    if (!attributes) return undecide(Check::Scope, attributes.fault());
    claims_.attributes = *std::move(attributes);
    checkAttributes();
  }

  // A portal has a key of its own and none of a scene, which would open everybody's codes there (docs/adr/0080).
  const SceneKey* openingKey() const {
    if (isPortal()) return request_.portalKey;
    return request_.sceneKeys ? request_.sceneKeys->find(scope_->id, utcDayOf(claims_.notBeforeUnixSeconds)) : nullptr;
  }

  bool isPortal() const { return request_.venueId.starts_with(kPortalPrefix); }

  void checkHolder() {
    const Bytes signedBytes = cose::toBeSigned(SignedKind::Presentation, code_.presentationHeader, code_.presentationPayload);
    if (!verifySignature(claims_.holderKey, signedBytes, code_.presentationSignature)) {
      const bool strong = isStrongPublicKey(claims_.holderKey);
      return fail(Check::HolderSignature, strong ? Fault::SignatureHolderMismatch : Fault::SignatureWeakKey);
    }
    pass(Check::HolderSignature);
    openSeal();
    auto presentation = decodePresentationClaims(code_.presentationPayload);
    if (!presentation) return fail(Check::Structure, presentation.fault());
    presentation_ = *std::move(presentation);
    if (!scope_) return;
    checkPresentationTime();
    checkAudience();
    checkReplay();
  }

  void checkPresentationTime() {
    const std::int64_t ago = request_.nowUnixSeconds - presentation_.issuedUnixSeconds;
    verdict_.shownSecondsAgo = ago;
    if (wrongClock_) return undecide(Check::PresentationTime, *wrongClock_);
    if (ago > scope_->windowSeconds) {
      if (ago - clockAheadSeconds() <= scope_->windowSeconds) return undecide(Check::PresentationTime, Fault::TimeClockAhead);
      return fail(Check::PresentationTime, Fault::TimeShownTooLongAgo);
    }
    if (-ago > scope_->windowSeconds) return fail(Check::PresentationTime, Fault::TimeShownInFuture);
    pass(Check::PresentationTime);
  }

  void checkAudience() {
    const std::string& audience = presentation_.audience;
    if (audience.starts_with(kVenuePrefix) || audience.starts_with(kPortalPrefix)) {
      const std::string ours = std::string(isPortal() ? "" : kVenuePrefix).append(request_.venueId);
      if (request_.venueId.empty() || audience != ours) return fail(Check::Audience, Fault::AudienceWrongVenue);
    } else if (isPortal() || scope_->audienceRule == AudienceRule::VenueOnly) {
      return fail(Check::Audience, Fault::AudienceWrongVenue);
    } else if (audience != scope_->name) {
      return fail(Check::Audience, Fault::AudienceWrongScene);
    }
    if (claims_.onlyAudience && *claims_.onlyAudience != audienceDigestOf(audience))
      return fail(Check::Audience, Fault::AudienceWrongVenue);
    if (request_.nonce) {
      const bool answers = presentation_.nonce && constantTimeEqual(*presentation_.nonce, *request_.nonce);
      if (!answers) return fail(Check::Audience, Fault::AudienceWrongNonce);
    } else if (presentation_.nonce) {
      return fail(Check::Audience, Fault::AudienceWrongNonce);   // an answer to somebody else's question
    }
    pass(Check::Audience);
  }

  void checkReplay() {
    digest_ = passDigest(code_.passPayload);
    const auto sighting = replay_.look(digest_, presentation_.issuedUnixSeconds, request_.nowUnixSeconds);
    using Kind = ReplayMemory::Sighting::Kind;
    if (sighting.kind == Kind::SameSlot || sighting.kind == Kind::LaterSlot)
      verdict_.seenSecondsAgo = sighting.secondsAgo;
    switch (sighting.kind) {
      case Kind::New: return pass(Check::Replay);
      case Kind::SameSlot: return fail(Check::Replay, Fault::ReplaySeen);
      case Kind::LaterSlot:
        if (scope_->reuseRule == ReuseRule::RefuseLaterSlot) return fail(Check::Replay, Fault::ReplayReused);
        return pass(Check::Replay);
      case Kind::Full: return undecide(Check::Replay, Fault::ReplayMemoryFull);
    }
  }

  Verdict finish() {
    conclude(passed(Check::IssuerSignature) && passed(Check::HolderSignature), claims_.expiresUnixSeconds);
    if (verdict_.outcome == Outcome::Valid) {
      verdict_.attributes = std::move(claims_.attributes);
      verdict_.passDigest = sha256(code_.pass);
      replay_.remember(digest_, presentation_.issuedUnixSeconds, request_.nowUnixSeconds,
                       claims_.expiresUnixSeconds + scope_->windowSeconds);
    }
    return std::move(verdict_);
  }

  ReplayMemory& replay_;
  DecodedCode code_;
  PassClaims claims_;
  PresentationClaims presentation_;
  PassDigest digest_{};
};

}  // namespace

Verdict verifyCode(std::string_view untrustedText, const VerifyRequest& request, const TrustList* trust,
                   ReplayMemory& replay) {
  return CodeVerification(request, trust, replay).run(untrustedText);
}

std::int64_t longestRememberedSeconds(const TrustList& trust) {
  std::int64_t longest = 0;
  for (const ScopePolicy& scope : trust.scopes)
    longest = std::max(longest, std::int64_t{scope.longestPassSeconds} + scope.windowSeconds + kClockSkewSeconds);
  return longest;
}

}  // namespace citycode
