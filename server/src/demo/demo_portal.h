// The demo city's portal: an invented tax office that asks citizens to sign in, and where they can send a tax return. A real portal keeps
// its key on a server of its own; this one's lives as long as the demo's process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "citycode/crypto.h"
#include "citycode/pass.h"
#include "citycode/trust_list.h"
#include "demo/demo_portal_file.h"
#include "places/portal_request.h"
#include "registry/portals.h"
#include "services/service_desk.h"

namespace citycode::server {

/// As a terminal's venue and as the audience of answers.
inline constexpr std::string_view kDemoPortalAudience = "portal:tax-office";
inline constexpr std::string_view kDemoPortalScene = sceneName(Scene::GovernmentService);

/// As it is registered where its pages are: it returns to /portal/, and asks in its own scene and in that of signing in.
Portal demoPortalAt(const std::string& origin, const DemoPortalKeys& keys);

/// Long enough to take a phone out and read who asks.
inline constexpr std::int64_t kDemoRequestSeconds = 180;

struct PortalAsked {
  std::string link;   // "/app/#portal=…"
  PortalQuestion question;
};

class DemoPortal {
 public:
  DemoPortal();

  /// One question with a nonce of its own. `issuer` signs the portal's record, `origin` is where its page is, `language`
  /// one of kLanguages, else English is written. Fault: portal/bad-request when pages at this origin can be no portal
  /// (neither https nor localhost).
  Result<PortalAsked> ask(const SigningKey& issuer, const std::string& origin, std::string_view language,
                          std::int64_t nowUnixSeconds) const;

  /// A tax return that came to the tax office online, from whoever signed in with that pass.
  static ToldService taxReturn(std::string caseReference, const std::optional<Sha256>& passDigest);

 private:
  SigningKey key_;
  SceneKey sealingSecret_;
};

}  // namespace citycode::server
