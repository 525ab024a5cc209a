#include "support/portal_server.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <sodium.h>

namespace citycode::server::test {
namespace {

SceneKey newSealingKey() {
  std::array<std::uint8_t, kSceneKeyBytes> secret;
  randombytes_buf(secret.data(), secret.size());
  return *SceneKey::fromSecret(secret);
}

}  // namespace

std::string Asking::idText() const { return encodeBase64Url(id()); }

std::string Asking::code(std::uint32_t second) const { return writePortalCode({id(), second, portalProofAt(secret, second)}); }

std::string Asking::body() const { return nlohmann::json{{"request", encodeBase64Url(request)}}.dump(); }

PortalServer::PortalServer(std::string id, std::string origin) : id_(std::move(id)), origin_(std::move(origin)), sealingKey_(newSealingKey()) {}

std::vector<std::string> PortalServer::registration(std::vector<std::string> more) const {
  std::vector<std::string> words{"add-portal", "--id", id_, "--key", keyText(device_.key().publicKey()), "--portal-origin", origin_, "--office", "tax-office",
                                 "--name", "Tax Office", "--name", "zh-CN=税务局", "--scenes", "sign-in,government-service",
                                 "--sealing-key", sealingKeyText(), "--return-to", origin_ + "/back"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Bytes PortalServer::record(const ServerProcess& server) const {
  const Reply reply = server.get("/v1/portals/" + id_ + "/record");
  EXPECT_EQ(reply.status, 200) << reply.body;
  const auto bytes = decodeBase64Url(reply.json().value("record", ""));
  return bytes ? *bytes : Bytes();
}

PortalQuestion PortalServer::question() const {
  PortalQuestion question;
  randombytes_buf(question.nonce.data(), question.nonce.size());
  question.scopeId = static_cast<std::uint32_t>(Scene::SignIn);
  question.purpose = "Sign in to your tax account";
  question.required = {Attribute::Name, Attribute::Pseudonym};
  question.optional = {Attribute::Over18};
  question.issuedUnixSeconds = nowUnixSeconds();
  question.expiresUnixSeconds = question.issuedUnixSeconds + kMaxRequestSeconds;
  return question;
}

Asking PortalServer::asking(const Bytes& record, const PortalQuestion& question, const SigningKey* signer) const {
  Asking asking;
  randombytes_buf(asking.secret.data(), asking.secret.size());
  PortalQuestion asked = question;
  asked.anchor = portalProofAt(asking.secret, 0);
  const auto request = writePortalRequest(signer != nullptr ? *signer : device_.key(), record, asked);
  EXPECT_TRUE(request);
  if (request) asking.request = *request;
  return asking;
}

Asking PortalServer::asked(const ServerProcess& server) const {
  Asking asking = this->asking(server);
  const Reply reply = ask(server, asking);
  EXPECT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(reply.json().value("id", ""), asking.idText());
  return asking;
}

Reply PortalServer::take(const ServerProcess& server, const Asking& asking, int waitSeconds, const std::string& known) const {
  return device_.post(server, "/v1/portal-answers/take", takeBody({{asking.idText(), known}}, waitSeconds));
}

Reply PortalServer::cancel(const ServerProcess& server, const Asking& asking) const {
  return device_.post(server, "/v1/portal-requests/cancel", nlohmann::json{{"id", asking.idText()}}.dump());
}

std::string takeBody(const std::vector<std::pair<std::string, std::string>>& known, int waitSeconds) {
  nlohmann::json requests = nlohmann::json::object();
  for (const auto& [id, state] : known) requests[id] = state;
  return nlohmann::json{{"requests", requests}, {"waitSeconds", waitSeconds}}.dump();
}

nlohmann::json entryOf(const Reply& reply, const Asking& asking) {
  EXPECT_EQ(reply.status, 200) << reply.body;
  const auto body = reply.json();
  return body.contains("requests") ? body["requests"].value(asking.idText(), nlohmann::json()) : nlohmann::json();
}

Reply openRequest(const ServerProcess& server, const std::string& code) {
  return server.post("/v1/portal-requests/open", nlohmann::json{{"code", code}}.dump());
}

std::string openedTicket(const ServerProcess& server, const Asking& asking) {
  const Reply reply = openRequest(server, asking.code());
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.json().value("request", ""), encodeBase64Url(asking.request));
  return reply.json().value("ticket", "");
}

Bytes sealedAnswer(const Asking& asking, const std::string& code) {
  std::array<std::uint8_t, kSceneKeyBytes> seed;
  randombytes_buf(seed.data(), seed.size());
  const auto sealed = sealPortalAnswer(asking.request, {code, std::nullopt}, seed);
  EXPECT_TRUE(sealed);
  return sealed ? *sealed : Bytes();
}

std::string answerBody(const Asking& asking, const std::string& ticket, ByteView sealed) {
  return nlohmann::json{{"id", asking.idText()}, {"ticket", ticket}, {"answer", encodeBase64Url(sealed)}}.dump();
}

Reply answerRequest(const ServerProcess& server, const Asking& asking, const std::string& ticket, ByteView sealed) {
  return server.post("/v1/portal-answers", answerBody(asking, ticket, sealed));
}

}  // namespace citycode::server::test
