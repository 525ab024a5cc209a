// The verbs of a portal's own server: it asks, shows the code of the second, and judges what a phone answered.
#include "abi_internal.h"
#include "citycode/pass.h"
#include "citycode_abi.h"
#include "places/portal_code.h"
#include "verdict/report.h"

namespace citycode {
namespace {

template <class Array>
Result<Array> arrayFrom(const std::uint8_t* bytes, std::size_t size) {
  CC_TRY(view, borrowed(bytes, size));
  Array array{};
  if (view.size() != array.size()) return Fault::RequestMalformed;
  std::copy(view.begin(), view.end(), array.begin());
  return array;
}

/// Names with spaces between them.
Result<std::set<Attribute>> attributesFrom(const std::uint8_t* text, std::size_t size) {
  CC_TRY(rest, borrowedText(text, size));
  std::set<Attribute> attributes;
  while (!rest.empty()) {
    const std::string_view name = rest.substr(0, rest.find(' '));
    const auto attribute = attributeFromName(name);
    if (!attribute || !attributes.insert(*attribute).second) return Fault::PortalBadRequest;
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
  }
  return attributes;
}

}  // namespace
}  // namespace citycode

using namespace citycode;

int32_t cc_load_portal_key(int32_t verifier, const uint8_t* secret) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(bytes, borrowed(secret, kSceneKeyBytes));
    CC_TRY(key, SceneKey::fromSecret(bytes));
    of.portalKey = std::move(key);
    return Bytes();
  });
}

int32_t cc_write_portal_request(int32_t verifier, const uint8_t* record, size_t record_size, const uint8_t* scene, size_t scene_size,
                                const uint8_t* purpose, size_t purpose_size, const uint8_t* required, size_t required_size,
                                const uint8_t* optional, size_t optional_size, const uint8_t* nonce, size_t nonce_size,
                                const uint8_t* anchor, size_t anchor_size, const uint8_t* return_address,
                                size_t return_address_size, double issued, double expires, const uint8_t* signature) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    if (!of.trust) return Fault::TrustMissing;
    CC_TRY(registered, borrowed(record, record_size));
    CC_TRY(sceneName, borrowedText(scene, scene_size));
    CC_TRY(why, borrowedText(purpose, purpose_size));
    CC_TRY(needed, attributesFrom(required, required_size));
    CC_TRY(wished, attributesFrom(optional, optional_size));
    CC_TRY(unique, arrayFrom<PortalNonce>(nonce, nonce_size));
    CC_TRY(last, arrayFrom<PortalProof>(anchor, anchor_size));
    CC_TRY(address, borrowedText(return_address, return_address_size));
    CC_TRY(from, wholeSeconds(issued));
    CC_TRY(until, wholeSeconds(expires));
    const ScopePolicy* const scope = of.trust->findScope(sceneName);
    if (!scope) return Fault::ScopeUnknown;
    const PortalQuestion question{unique, scope->id, std::string(why), std::move(needed), std::move(wished), last, std::string(address), from, until};
    if (!signature) return portalRequestToBeSigned(registered, question);
    return writePortalRequest(registered, question, ByteView(signature, std::tuple_size_v<Signature>));
  });
}

int32_t cc_portal_anchor(const uint8_t* secret, size_t secret_size) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(from, arrayFrom<PortalProof>(secret, secret_size));
    return copyOf(portalProofAt(from, 0));
  });
}

int32_t cc_write_portal_code(const uint8_t* request, size_t request_size, const uint8_t* secret, size_t secret_size, double second) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(view, borrowed(request, request_size));
    CC_TRY(from, arrayFrom<PortalProof>(secret, secret_size));
    CC_TRY(whole, wholeSeconds(second));
    if (whole < 0 || whole > kMaxRequestSeconds) return Fault::RequestMalformed;
    const auto at = static_cast<std::uint32_t>(whole);
    return ownedBytes(writePortalCode({portalRequestIdOf(view), at, portalProofAt(from, at)}));
  });
}

int32_t cc_judge_portal_answer(int32_t verifier, const uint8_t* request, size_t request_size, const uint8_t* answer,
                               size_t answer_size, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(asked, borrowed(request, request_size));
    CC_TRY(sealed, borrowed(answer, answer_size));
    CC_TRY(seconds, wholeSeconds(now));
    CC_TRY(judged, of.judgeAnswer(sealed, asked, seconds, of.clockAheadSeconds));
    return ownedBytes(portalAnswerJson(judged.answer, judged.verdict));
  });
}
