#include "verifier/verifier_state.h"

#include <algorithm>

#include "paper/paper_code.h"

namespace citycode {

Verdict verifyAnyCode(std::string_view untrustedText, const VerifyRequest& request, const TrustList* trust, ReplayMemory& replay) {
  if (looksLikePaperCode(untrustedText)) return verifyPaperCode(untrustedText, request, trust);
  return verifyCode(untrustedText, request, trust, replay);
}

Result<Done> VerifierState::takeTrustList(ByteView list, const TrustAnchors& kept, std::optional<std::int64_t> nowUnixSeconds) {
  const bool ours = trust && !isNewer(kept, anchors);
  CC_TRY(adopted, adoptTrustList(list, ours ? anchors : kept, nowUnixSeconds));
  if (nowUnixSeconds) workClock.listCame(adopted.list.issuedUnixSeconds, *nowUnixSeconds);
  trust = std::move(adopted.list);
  anchors = adopted.anchors;
  return Done{};
}

Result<StatusLists::Adopted> VerifierState::takeStatusList(ByteView list, std::int64_t nowUnixSeconds) {
  if (!trust) return Fault::TrustMissing;
  CC_TRY(adopted, statusLists.adopt(list, *trust, nowUnixSeconds));
  workClock.listCame(adopted.list->head.issuedUnixSeconds, nowUnixSeconds);
  return adopted;
}

Verdict VerifierState::verify(std::string_view untrustedText, VerifyRequest request) {
  request.statusLists = &statusLists;
  request.sceneKeys = &sceneKeys;
  request.portalKey = portalKey ? &*portalKey : nullptr;
  request.workClock = &workClock;
  return verifyAnyCode(untrustedText, request, trust ? &*trust : nullptr, replay);
}

Result<VerifierState::JudgedAnswer> VerifierState::judgeAnswer(ByteView sealed, ByteView request, std::int64_t nowUnixSeconds,
                                                              std::int64_t clockAheadSeconds) {
  if (!trust) return Fault::TrustMissing;
  if (!portalKey) return Fault::PortalAnswerBroken;
  CC_TRY(asked, readUnverifiedPortalRequest(request));   // the portal's own
  CC_TRY(answer, openPortalAnswer(sealed, request, *portalKey));
  JudgedAnswer judged{std::move(answer), std::nullopt};
  if (judged.answer.refused()) return judged;
  const PortalQuestion& question = asked.question;
  const ScopePolicy* const scope = trust->findScope(question.scopeId);
  if (!scope) return Fault::ScopeUnknown;
  const std::string audience = std::string(kPortalPrefix).append(asked.portal.portalId);
  VerifyRequest how;
  how.nowUnixSeconds = nowUnixSeconds;
  how.clockAheadSeconds = clockAheadSeconds;
  how.scopeName = scope->name;
  how.venueId = audience;
  how.nonce = question.nonce;
  Verdict& verdict = judged.verdict.emplace(verify(judged.answer.code, how));
  if (verdict.outcome != Outcome::Valid) return judged;
  const auto isGiven = [&](Attribute attribute) { return verdict.attributes.contains(attribute); };
  if (!std::all_of(question.required.begin(), question.required.end(), isGiven)) return Fault::PortalIncomplete;
  std::erase_if(verdict.attributes, [&](const auto& given) { return !question.required.contains(given.first) && !question.optional.contains(given.first); });
  return judged;
}

Result<ReplayMemory::Merged> VerifierState::mergeShare(ByteView share, std::string_view venueId,
                                                       std::span<const PublicKey> terminals, std::int64_t nowUnixSeconds) {
  if (!trust) return Fault::TrustMissing;
  return replay.merge(share, {venueId, terminals, longestRememberedSeconds(*trust), nowUnixSeconds});
}

Bytes VerifierState::save(std::int64_t nowUnixSeconds) const { return replay.save(nowUnixSeconds, workClock.latestUnixSeconds()); }

Result<ReplayMemory::Merged> VerifierState::load(ByteView saved, std::int64_t nowUnixSeconds) {
  CC_TRY(loaded, replay.load(saved, nowUnixSeconds));
  workClock.restore(loaded.workedUnixSeconds);
  return ReplayMemory::Merged(loaded);
}

}  // namespace citycode
