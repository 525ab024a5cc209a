// The verbs about sealed attributes: which keys this terminal holds.
#include "abi_internal.h"
#include "citycode_abi.h"

namespace citycode {
namespace {

constexpr double kMaxScopeId = 4294967295.0;   // 2^32 - 1

Result<Bytes> loadSceneKey(SceneKeys& keys, double scopeId, double utcDay, const std::uint8_t* secret) {
  CC_TRY(bytes, borrowed(secret, kSceneKeyBytes));
  CC_TRY(scope, wholeSeconds(scopeId));
  CC_TRY(day, wholeSeconds(utcDay));
  if (scope < 0 || scopeId > kMaxScopeId) return Fault::ScopeBadSceneKey;
  CC_TRY(key, SceneKey::fromSecret(bytes));
  CC_CHECK(keys.add(static_cast<std::uint32_t>(scope), day, std::move(key)));
  return Bytes();
}

}  // namespace
}  // namespace citycode

using namespace citycode;

int32_t cc_load_scene_key(int32_t verifier, double scope_id, double utc_day, const uint8_t* secret) {
  return answerOf(verifier, [=](OpenVerifier& of) { return loadSceneKey(of.sceneKeys, scope_id, utc_day, secret); });
}

int32_t cc_forget_scene_keys(int32_t verifier) {
  return answerOf(verifier, [](OpenVerifier& of) -> Result<Bytes> {
    of.sceneKeys.forgetAll();
    return Bytes();
  });
}
