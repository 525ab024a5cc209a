#include "support/device.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace citycode::server::test {
namespace {

constexpr const char* kJson = "application/json";

std::string parametersText(std::int64_t created, const std::string& nonce, const std::string& keyId) {
  return "(\"@method\" \"@target-uri\" \"content-digest\" \"content-type\");created=" + std::to_string(created) + ";nonce=\"" + nonce +
         "\";keyid=\"" + keyId + "\";alg=\"ed25519\"";
}

std::string base64(ByteView bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

}  // namespace

SigningKey newSigningKey() {
  std::array<std::uint8_t, kSeedBytes> seed;
  randombytes_buf(seed.data(), seed.size());
  return *SigningKey::fromSeed(seed);
}

std::string newNonce() {
  std::array<std::uint8_t, kRequestNonceBytes> nonce;
  randombytes_buf(nonce.data(), nonce.size());
  return encodeBase64Url(nonce);
}

std::string keyText(const PublicKey& key) { return encodeBase64Url(key); }

std::int64_t nowUnixSeconds() { return static_cast<std::int64_t>(std::time(nullptr)); }

std::string Device::signedPost(std::uint16_t port, const std::string& target, const std::string& body, const Tampering& t) const {
  const std::string parameters = parametersText(nowUnixSeconds() + t.clockOffsetSeconds, t.nonce.value_or(newNonce()), t.keyId.value_or(id()));
  const std::string targetUri = t.origin.value_or("http://localhost:" + std::to_string(port)) + target;
  const std::string digest = contentDigest(bytesOf(body));
  const SignedRequest request{"POST", targetUri, kJson, digest, "", "", bytesOf(body)};
  const SigningKey& signer = t.signer != nullptr ? *t.signer : key_;
  Signature signature = signer.sign(bytesOf(signatureBase(request, parameters)));
  if (t.breakSignature) signature[0] ^= 1;
  Headers headers{{"Content-Type", t.contentType.value_or(kJson)},
                  {"Content-Digest", digest},
                  {"Signature-Input", "cc=" + parameters},
                  {"Signature", "cc=:" + base64(signature) + ":"}};
  std::erase_if(headers, [&](const auto& h) { return std::find(t.leaveOut.begin(), t.leaveOut.end(), h.first) != t.leaveOut.end(); });
  return requestText(port, "POST", target, headers, t.sentBody.value_or(body));
}

Reply Device::post(const ServerProcess& server, const std::string& target, const std::string& body, const Tampering& tampering) const {
  return exchangeRaw(server.port(), signedPost(server, target, body, tampering));
}

std::string Device::enrolmentBody(const std::string& code) const {
  return nlohmann::json{{"enrolmentCode", code}, {"deviceKey", keyText(key_.publicKey())}}.dump();
}

Reply Device::enrol(const ServerProcess& server, const std::string& code, const Tampering& tampering) const {
  return post(server, "/v1/devices", enrolmentBody(code), tampering);
}

std::string Device::terminalBody(const std::string& code) const {
  return nlohmann::json{{"enrolmentCode", code}, {"terminalKey", keyText(key_.publicKey())}}.dump();
}

Reply Device::enrolAsTerminal(const ServerProcess& server, const std::string& code, const Tampering& tampering) const {
  return post(server, "/v1/terminals", terminalBody(code), tampering);
}

std::string passesBody(const std::vector<std::string>& scopes, std::vector<SigningKey>* keys) {
  nlohmann::json body{{"keys", nlohmann::json::array()}};
  for (const std::string& scope : scopes) {
    SigningKey key = newSigningKey();
    body["keys"].push_back({{"scope", scope}, {"key", keyText(key.publicKey())}});
    if (keys != nullptr) keys->push_back(std::move(key));
  }
  return body.dump();
}

std::string demoPersonId(int number) {
  char text[40];
  std::snprintf(text, sizeof text, "019b76da-a800-7000-8000-%012x", static_cast<unsigned>(number));
  return text;
}

std::string newDemoCode(const ServerProcess& server, int number) {
  const Reply reply = server.post("/v1/demo/enrolment-codes", nlohmann::json{{"citizenId", demoPersonId(number)}}.dump());
  const auto document = reply.json();
  return document.is_object() ? document.value("enrolmentCode", "") : "";
}

std::string newDemoTerminalCode(const ServerProcess& server) {
  const auto document = server.post("/v1/demo/terminal-codes", "{}").json();
  return document.is_object() ? document.value("enrolmentCode", "") : "";
}

}  // namespace citycode::server::test
