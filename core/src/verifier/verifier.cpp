#include "citycode/verifier.h"

#include "verifier/verifier_state.h"

namespace citycode {

Verifier::Verifier() : state_(std::make_unique<VerifierState>()) {}
Verifier::Verifier(Verifier&&) noexcept = default;
Verifier& Verifier::operator=(Verifier&&) noexcept = default;
Verifier::~Verifier() = default;

Result<Bytes> Verifier::takeTrustList(ByteView list, ByteView anchors, std::optional<std::int64_t> nowUnixSeconds) {
  CC_TRY(kept, decodeTrustAnchors(anchors));
  CC_CHECK(state_->takeTrustList(list, kept, nowUnixSeconds));
  return encodeTrustAnchors(state_->anchors);
}

const TrustList* Verifier::trustList() const { return state_->trust ? &*state_->trust : nullptr; }

Result<Done> Verifier::takeStatusList(ByteView list, std::int64_t nowUnixSeconds) {
  CC_CHECK(state_->takeStatusList(list, nowUnixSeconds));
  return Done{};
}

Result<Done> Verifier::takeSceneKey(std::uint32_t scopeId, std::int64_t utcDay, ByteView secret) {
  CC_TRY(key, SceneKey::fromSecret(secret));
  return state_->sceneKeys.add(scopeId, utcDay, std::move(key));
}

void Verifier::forgetSceneKeys() { state_->sceneKeys.forgetAll(); }

void Verifier::confirmTime(std::int64_t serverUnixSeconds, std::int64_t nowUnixSeconds) {
  state_->workClock.serverSaid(serverUnixSeconds, nowUnixSeconds);
}

Verdict Verifier::verify(std::string_view untrustedText, const Asking& asking) {
  VerifyRequest request;
  request.nowUnixSeconds = asking.nowUnixSeconds;
  request.scopeName = asking.scopeName;
  request.venueId = asking.venueId;
  request.nonce = asking.nonce;
  request.clockAheadSeconds = asking.clockAheadSeconds;
  return state_->verify(untrustedText, request);
}

Bytes Verifier::save(std::int64_t nowUnixSeconds) const { return state_->save(nowUnixSeconds); }

Result<Done> Verifier::load(ByteView saved, std::int64_t nowUnixSeconds) {
  CC_CHECK(state_->load(saved, nowUnixSeconds));
  return Done{};
}

}  // namespace citycode
