// A phone: its key, its signed requests, its pass keys. Signs with the core, as the web app does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "citycode/crypto.h"
#include "signing/http_signature.h"
#include "support/server_process.h"

namespace citycode::server::test {

/// Everything about a signed request that a test may want to be wrong.
struct Tampering {
  std::int64_t clockOffsetSeconds = 0;
  std::optional<std::string> nonce{};
  std::optional<std::string> keyId{};
  std::optional<std::string> origin{};
  std::optional<std::string> sentBody{};        // instead of the body that was signed
  std::optional<std::string> contentType{};
  const SigningKey* signer = nullptr;         // instead of the device's own key
  bool breakSignature = false;
  std::vector<std::string> leaveOut{};          // header names
};

SigningKey newSigningKey();
std::string newNonce();
std::string keyText(const PublicKey& key);
std::int64_t nowUnixSeconds();

class Device {
 public:
  Device() : key_(newSigningKey()) {}

  const SigningKey& key() const { return key_; }
  std::string id() const { return encodeBase64Url(sha256(key_.publicKey())); }

  /// The bytes of a signed POST, so that they can be sent twice.
  std::string signedPost(const ServerProcess& server, const std::string& target, const std::string& body, const Tampering& tampering = {}) const {
    return signedPost(server.port(), target, body, tampering);
  }
  /// The same for a server of this machine that another program started.
  std::string signedPost(std::uint16_t port, const std::string& target, const std::string& body, const Tampering& tampering = {}) const;
  Reply post(const ServerProcess& server, const std::string& target, const std::string& body, const Tampering& tampering = {}) const;

  std::string enrolmentBody(const std::string& code) const;
  Reply enrol(const ServerProcess& server, const std::string& code, const Tampering& tampering = {}) const;

  /// The same key as a venue's terminal.
  std::string terminalBody(const std::string& code) const;
  Reply enrolAsTerminal(const ServerProcess& server, const std::string& code, const Tampering& tampering = {}) const;

 private:
  SigningKey key_;
};

/// {"keys": [...]} with a fresh key for each scope.
std::string passesBody(const std::vector<std::string>& scopes, std::vector<SigningKey>* keys = nullptr);

/// One of the demo people, counted from 1, and a code for them.
std::string demoPersonId(int number);
std::string newDemoCode(const ServerProcess& server, int number = 1);
std::string newDemoTerminalCode(const ServerProcess& server);

}  // namespace citycode::server::test
