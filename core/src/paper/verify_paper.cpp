#include <algorithm>

#include "citycode/limits.h"
#include "citycode/status_list.h"
#include "paper/paper_code.h"
#include "verdict/verification.h"

namespace citycode {
namespace {

bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Of a printed card.
class PaperVerification : Verification {
 public:
  PaperVerification(const VerifyRequest& request, const TrustList* trust) : Verification(request, trust, CodeKind::Paper) {}

  Verdict run(std::string_view untrustedText) {
    auto decoded = decodePaperCode(untrustedText);
    if (decoded) {
      paper_ = *std::move(decoded);
      pass(Check::Structure);
    } else {
      fail(Check::Structure, decoded.fault());
    }
    checkTrustList();
    if (passed(Check::Structure)) findIssuer();
    if (issuer_) checkCard();
    return finish();
  }

 private:
  bool isNamed(const Issuer& issuer) const {
    const auto& keyId = paper_.message.headers.keyId;
    return keyId && isKeyId(*keyId, issuer.key);
  }

  // Whatever a card says of its algorithm: what nobody signed is a forgery, without any list.
  bool isUnsigned() const {
    const auto& signers = paper_.message.signatures;
    return std::all_of(signers.begin(), signers.end(), [](const auto& signature) { return signature.bytes.empty(); });
  }

  /// Of several signatures only the named issuer's counts: others may have been added or cut off.
  bool isOneOfOthers(const Issuer& issuer) const {
    return paper_.message.kind == foreign::CoseKind::Sign1 && issuer.has(Right::Cards);
  }

  void findIssuer() {
    if (isUnsigned()) return fail(Check::IssuerSignature, Fault::SignatureIssuerMismatch);
    if (!trust_) return;
    bool known = false;
    std::size_t tried = 0;
    for (const Issuer& candidate : trust_->issuers) {
      const bool named = isNamed(candidate);
      if (!named && (!isOneOfOthers(candidate) || ++tried > kMaxIssuersTried)) continue;
      known = known || named;
      const auto verified = foreign::verifyCose(paper_.message, candidate.key);
      if (verified) {
        issuer_ = &candidate;
        return pass(Check::IssuerSignature);
      }
      if (verified.fault() != Fault::SignatureIssuerMismatch) return fail(Check::Structure, verified.fault());
    }
    if (known) return fail(Check::IssuerSignature, Fault::SignatureIssuerMismatch);
    failUnknownIssuer();
  }

  void checkCard() {
    auto claims = decodePaperClaims(paper_.message.payload);   // signed by a trusted issuer, and still checked
    if (!claims) return fail(Check::Structure, claims.fault());
    claims_ = *std::move(claims);
    if (!claims_.notBeforeUnixSeconds || !claims_.expiresUnixSeconds) return fail(Check::Structure, Fault::PaperBadValue);
    checkIssuerTrust(issuer_->has(Right::Cards), *claims_.notBeforeUnixSeconds);
    checkLife(*claims_.notBeforeUnixSeconds, *claims_.expiresUnixSeconds, kPaperLifeSeconds);
    checkScope();
    // A card that its issuer did not number cannot be looked up: where a list is needed, nobody can tell.
    const bool numbered = claims_.status.has_value();
    checkRevocation(numbered ? request_.statusLists : nullptr, kPaperStatusDay, numbered ? claims_.status->index : 0);
    // A question that only a phone can answer was not answered.
    if (request_.nonce) fail(Check::Audience, Fault::AudienceWrongNonce);
  }

  void checkScope() {
    scope_ = trust_->findScope(request_.scopeName);
    if (!scope_) return fail(Check::Scope, Fault::ScopeUnknown);
    if (!scope_->acceptsPaper) return fail(Check::Scope, Fault::ScopeWrongScene);
    attributes_ = attributesForScene();
    // A green verdict about nothing, or about nobody where a name is looked at, would be read as one about the person.
    const bool lacksName = scope_->allows(Attribute::Name) && !attributes_.contains(Attribute::Name);
    if (attributes_.empty() || lacksName) return fail(Check::Scope, Fault::PaperNoIdentity);
    pass(Check::Scope);
  }

  Attributes attributesForScene() const {
    Attributes attributes;
    if (scope_->allows(Attribute::Name) && !claims_.name.empty()) attributes.emplace(Attribute::Name, claims_.name);
    const auto holderClass = holderClassFromName(claims_.documentKind);
    if (scope_->allows(Attribute::DocumentType) && holderClass)
      attributes.emplace(Attribute::DocumentType, static_cast<std::uint64_t>(*holderClass));
    // A foreign card may carry the whole number: it is shown as ours are. Masking cuts bytes, so only of ASCII.
    if (scope_->allows(Attribute::DocumentNumberMasked) && !claims_.id.empty() && isAscii(claims_.id))
      attributes.emplace(Attribute::DocumentNumberMasked, maskDocumentNumber(claims_.id));
    return attributes;
  }

  Verdict finish() {
    conclude(issuer_ != nullptr && claims_.expiresUnixSeconds, claims_.expiresUnixSeconds.value_or(0));
    if (verdict_.outcome == Outcome::Valid) {
      if (scope_->allows(Attribute::Name)) verdict_.photo = std::move(claims_.photo);
      verdict_.attributes = std::move(attributes_);
    }
    return std::move(verdict_);
  }

  DecodedPaper paper_;
  PaperClaims claims_;
  Attributes attributes_;
};

}  // namespace

Verdict verifyPaperCode(std::string_view untrustedText, const VerifyRequest& request, const TrustList* trust) {
  return PaperVerification(request, trust).run(untrustedText);
}

}  // namespace citycode
