// The file in which the demo's portal keeps its keys, as a portal's server would: what the demo city registers is the public halves.
#pragma once

#include <string>
#include <string_view>

#include "base/start_failure.h"
#include "citycode/crypto.h"
#include "citycode/pass.h"

namespace citycode::server {

inline constexpr std::string_view kDemoPortalId = "tax-office";

struct DemoPortalKeys {
  SigningKey key;
  SceneKey sealingSecret;
};

/// {"id", "key", "sealingKey"}: the seed of an Ed25519 key and the secret of an X25519 key, base64url. Made with mode 0600 when it is
/// absent. Failures: store/*; store/damaged for a file that says something else.
Started<DemoPortalKeys> openDemoPortalFile(const std::string& dataFolder);

}  // namespace citycode::server
