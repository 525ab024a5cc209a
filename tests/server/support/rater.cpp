#include "support/rater.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>

#include "base/key_text.h"

namespace citycode::server::test {

TrustList trustOf(const ServerProcess& server) {
  const Bytes root = *decodeBase64Url(server.get("/v1/city").json()["rootKey"].get<std::string>());
  auto list = readTrustList(bytesOf(server.get("/v1/trust-list").body), root, 0, 0);
  EXPECT_TRUE(list);
  return *std::move(list);
}

HeldPass fetchPass(const ServerProcess& server, const Device& phone, const std::string& scope) {
  std::vector<SigningKey> keys;
  const auto answer = phone.post(server, "/v1/passes", passesBody({scope}, &keys)).json();
  EXPECT_TRUE(answer.contains("passes")) << answer.dump();
  return {std::move(keys.front()), *decodeBase64Url(answer["passes"][0]["pass"].get<std::string>())};
}

Device enrolledDesk(const ServerProcess& server, const std::string& venue) {
  Device desk;
  const auto code = server.post("/v1/demo/terminal-codes", nlohmann::json{{"venue", venue}}.dump()).json();
  EXPECT_EQ(desk.enrolAsTerminal(server, code.value("enrolmentCode", "")).status, 201) << venue;
  return desk;
}

Device enrolledDesk(const ServerProcess& server, const std::string& dataFolder, const std::string& venue) {
  Device desk;
  const Finished made = runToEnd({"--data", dataFolder, "terminal-code", "--venue", venue, "--venue-name", venue, "--scenes", "identity"});
  EXPECT_EQ(made.status, 0) << made.errors;
  EXPECT_EQ(desk.enrolAsTerminal(server, made.output.substr(0, 14)).status, 201) << venue;
  return desk;
}

std::string Ended::body() const {
  return nlohmann::json{{"item", item}, {"way", way}, {"case", caseReference.empty() ? newNonce() : caseReference},
                        {"pass", pass ? nlohmann::json(encodeBase64Url(*pass)) : nlohmann::json()}, {"ticket", ticket}}.dump();
}

Reply endService(const ServerProcess& server, const Device& desk, const Ended& ended, const Tampering& tampering) {
  return desk.post(server, "/v1/services", ended.body(), tampering);
}

ServiceTicket readTicket(const Reply& reply, const TrustList& trust, std::int64_t now) {
  EXPECT_EQ(reply.status, 201) << reply.body;
  const auto bytes = decodeBase64Url(reply.json().value("ticket", ""));
  auto ticket = verifyServiceTicket(bytes ? ByteView(*bytes) : ByteView(), &trust, now);
  EXPECT_TRUE(ticket) << reply.body;
  return ticket ? *std::move(ticket) : ServiceTicket{};
}

RatingToken::RatingToken() {
  randombytes_buf(input_.data(), input_.size());
  randombytes_buf(random_.data(), random_.size());
}

Scalar RatingToken::blind() const { return *scalarFromRandom(random_); }

Element RatingToken::blinded() const { return *blindInput(OprfMode::Poprf, input_, blind()); }

std::string RatingToken::body(const TicketId& ticket, const Bytes& pass) const {
  nlohmann::json body{{"ticket", encodeBase64Url(ticket)}, {"blinded", encodeBase64Url(blinded())}};
  if (!pass.empty()) body["pass"] = encodeBase64Url(pass);
  return body.dump();
}

std::optional<TokenOutput> RatingToken::finish(const Reply& reply, const RatedService& service, const TrustList& trust) const {
  if (reply.status != 200) return std::nullopt;
  const auto evaluated = bytesFromBase64Url<kElementBytes>(reply.json().value("evaluated", ""));
  const auto proofBytes = bytesFromBase64Url<2 * kScalarBytes>(reply.json().value("proof", ""));
  const ListedTokenKey* listed = ratingKeyOf(trust, service.week);
  if (!evaluated || !proofBytes || listed == nullptr) return std::nullopt;
  TokenProof proof;
  std::copy_n(proofBytes->begin(), kScalarBytes, proof.challenge.begin());
  std::copy_n(proofBytes->begin() + kScalarBytes, kScalarBytes, proof.response.begin());
  const Scalar blinding = blind();
  const BlindedToken token{input_, &blinding, blinded(), *evaluated};
  const auto outputs = finalizeBoundTokens(std::span(&token, 1), *encodeRatedService(service), listed->key, proof);
  if (!outputs) return std::nullopt;
  return outputs->front();
}

Reply askToken(const ServerProcess& server, const ServiceTicket& ticket, const RatingToken& token, const HeldPass* pass, Tampering tampering) {
  if (pass == nullptr) return server.post("/v1/rating-tokens", token.body(ticket.id));
  if (tampering.signer == nullptr) tampering.signer = &pass->key;
  if (!tampering.keyId) tampering.keyId = encodeBase64Url(sha256(pass->key.publicKey()));
  return Device().post(server, "/v1/rating-tokens", token.body(ticket.id, pass->bytes), tampering);
}

Rating ratingOf(const RatedService& service, const RatingToken& token, const TokenOutput& output, Level level, const std::string& text) {
  Rating rating;
  rating.service = service;
  rating.input = token.input();
  rating.output = output;
  rating.opinion.level = level;
  rating.opinion.text = text;
  if (opensCase(level)) rating.replyDigest = sha256(token.input());   // of a secret, for a test of any bytes
  return rating;
}

std::string ratingBody(ByteView rating) { return nlohmann::json{{"rating", encodeBase64Url(rating)}}.dump(); }

Rating slipRating(const ServerProcess& server, const Device& desk, const TrustList& trust, Level level, const std::string& item) {
  const ServiceTicket ticket = readTicket(endService(server, desk, {.item = item}), trust);
  const RatingToken token;
  const auto output = token.finish(askToken(server, ticket, token), ticket.service(), trust);
  EXPECT_TRUE(output);
  return ratingOf(ticket.service(), token, output.value_or(TokenOutput{}), level);
}

}  // namespace citycode::server::test
