// A site's server that asks people to sign in, and the phone that answers it. Everything is done by the core, as in the kit and the app.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pass/sealed.h"
#include "places/portal_answer.h"
#include "places/portal_code.h"
#include "support/device.h"

namespace citycode::server::test {

/// What a portal asks, and the secret from which its living codes come.
struct Asking {
  Bytes request;
  PortalProof secret{};

  PortalRequestId id() const { return portalRequestIdOf(request); }
  std::string idText() const;
  /// "ID.SECOND.PROOF"
  std::string code(std::uint32_t second = 0) const;
  /// The body of POST /v1/portal-requests.
  std::string body() const;
};

class PortalServer {
 public:
  explicit PortalServer(std::string id = "tax-portal", std::string origin = "https://tax.example");

  const std::string& id() const { return id_; }
  const Device& device() const { return device_; }
  const SceneKey& sealingKey() const { return sealingKey_; }
  std::string sealingKeyText() const { return encodeBase64Url(sealingKey_.sealingKey()); }
  /// Of add-portal; `more` behind them.
  std::vector<std::string> registration(std::vector<std::string> more = {}) const;

  Bytes record(const ServerProcess& server) const;
  /// A question with everything in it that is asked once; a test changes what it is about.
  PortalQuestion question() const;
  Asking asking(const Bytes& record, const PortalQuestion& question, const SigningKey* signer = nullptr) const;
  Asking asking(const ServerProcess& server) const { return asking(record(server), question()); }

  Reply ask(const ServerProcess& server, const Asking& asking) const { return device_.post(server, "/v1/portal-requests", asking.body()); }
  /// Asked, and refused by nobody.
  Asking asked(const ServerProcess& server) const;
  Reply take(const ServerProcess& server, const Asking& asking, int waitSeconds = 0, const std::string& known = "waiting") const;
  Reply cancel(const ServerProcess& server, const Asking& asking) const;

 private:
  std::string id_, origin_;
  Device device_;
  SceneKey sealingKey_;
};

std::string takeBody(const std::vector<std::pair<std::string, std::string>>& known, int waitSeconds);
/// The entry of one request in an answer to take; null when there is none.
nlohmann::json entryOf(const Reply& reply, const Asking& asking);

/// What a phone does.
Reply openRequest(const ServerProcess& server, const std::string& code);
/// The ticket of a request that this phone is the first to open.
std::string openedTicket(const ServerProcess& server, const Asking& asking);
/// Sealed to the portal that its request names: `code` is what the person shows; empty, they refuse.
Bytes sealedAnswer(const Asking& asking, const std::string& code = "");
std::string answerBody(const Asking& asking, const std::string& ticket, ByteView sealed);
Reply answerRequest(const ServerProcess& server, const Asking& asking, const std::string& ticket, ByteView sealed);

}  // namespace citycode::server::test
