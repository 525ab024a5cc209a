#include "issue/answer_check.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "signing/cose.h"
#include "signing/http_signature.h"

namespace citycode::server::bench {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& sentence) { throw std::runtime_error("An answer is not what was asked for: " + sentence); }

AnsweredPass readPass(const std::string& text) {
  const auto bytes = decodeBase64Url(text);
  if (!bytes) refuse("a pass is not base64url.");
  auto claims = readUnverifiedPass(*bytes);
  const auto envelope = cose::decodeSign1(*bytes);
  if (!claims || !envelope) refuse("a pass cannot be read.");
  return {*std::move(claims), cose::toBeSigned(SignedKind::Pass, envelope->protectedHeader, envelope->payload)};
}

}  // namespace

std::vector<AnsweredPass> AnswerCheck::read(const std::string& request, const std::string& body) {
  const Json asked = Json::parse(request.substr(request.find("\r\n\r\n") + 4)), answer = Json::parse(body, nullptr, false);
  if (!answer.is_object() || !answer.contains("passes")) refuse("it has no passes.");
  const Json& keys = asked.at("keys");
  const Json& passes = answer.at("passes");
  if (passes.size() != keys.size()) refuse(std::to_string(passes.size()) + " passes for " + std::to_string(keys.size()) + " keys.");
  std::vector<AnsweredPass> read;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    AnsweredPass pass = readPass(passes[i].at("pass").get<std::string>());
    if (encodeBase64Url(pass.claims.holderKey) != keys[i].at("key").get<std::string>()) refuse("a pass is for another key.");
    if (!indices_.insert({utcDayOf(pass.claims.notBeforeUnixSeconds), pass.claims.statusIndex}).second) refuse("a status index was given twice.");
    read.push_back(std::move(pass));
  }
  return read;
}

}  // namespace citycode::server::bench
