#include "terminals/terminal_routes.h"

#include "citycode/enrolment_code.h"
#include "citycode/sealed.h"
#include "enrolment/admitted_device.h"
#include "enrolment/enrolment_codes.h"
#include "enrolment/strong_key.h"

namespace citycode::server {
namespace {

Json describe(const Terminal& terminal) {
  return {{"terminalId", encodeBase64Url(terminal.id)},
          {"venue", {{"id", terminal.venue.id}, {"name", terminal.venue.name}}},
          {"scopes", terminal.scopes}};
}

// Yesterday's for passes that still live, tomorrow's for a terminal that is without a network at midnight.
Json sceneKeysOf(const Terminal& terminal, const TrustList& list, ByteView citySecret, std::int64_t today) {
  Json keys = Json::array();
  for (const std::string& name : terminal.scopes) {
    const ScopePolicy* scope = list.findScope(name);
    if (scope == nullptr || !scope->sealed) continue;
    for (std::int64_t day = today - 1; day <= today + 1; ++day) {
      const SceneKey key = SceneKey::derive(citySecret, scope->id, day);
      keys.push_back({{"scope", name}, {"scopeId", scope->id}, {"utcDay", day}, {"secret", encodeBase64Url(key.secret())}});
    }
  }
  return keys;
}

}  // namespace

void TerminalRoutes::addTo(Router& router) const {
  router.add(Method::Post, "/v1/terminals", Work::Blocking, [this](const Request& r) { return answerEnrolment(r); });
  router.add(Method::Post, "/v1/scene-keys", Work::Blocking, [this](const Request& r) { return answerSceneKeys(r); });
}

Response TerminalRoutes::answerEnrolment(const Request& request) const {
  const auto parameters = signedRequests.read(request);
  if (!parameters) return signedRequests.refuse(parameters.fault(), request);
  const auto terminal = enrol(request, *parameters);
  if (!terminal) return signedRequests.refuse(terminal.fault(), request);
  return jsonResponse(201, describe(*terminal));
}

Result<Terminal> TerminalRoutes::enrol(const Request& request, const SignatureParameters& parameters) const {
  CC_TRY(body, readJsonObject(request.body, 2));
  CC_TRY(typedCode, takeText(body, "enrolmentCode", kMaxTypedCodeBytes));
  CC_TRY(terminalKey, takeStrongKey(body, "terminalKey"));
  const DeviceId terminalId = sha256(terminalKey);
  if (parameters.keyId != encodeBase64Url(terminalId)) return Fault::RequestSignatureMismatch;
  CC_CHECK(signedRequests.verify(request, terminalKey));

  CC_TRY(code, canonicalEnrolmentCode(typedCode));
  const Sha256 codeHash = enrolmentCodeHash(code);
  const auto sighting = signedRequests.admitNonce(parameters);
  if (sighting == NonceMemory::Sighting::Full) return Fault::RequestTooMany;
  if (sighting == NonceMemory::Sighting::Seen) {
    // As for phones: sent again because the answer was lost.
    CC_TRY(isRepetition, store.wasTerminalEnrolled(codeHash, terminalId));
    if (!isRepetition) return Fault::RequestReplayed;
  }
  CC_TRY(terminal, store.enrolTerminal({codeHash, terminalId, terminalKey, clock.nowUnixMs()}));
  CC_CHECK(signedRequests.charge(request, parameters));   // it had a code: known from now on
  return std::move(terminal);
}

Response TerminalRoutes::answerSceneKeys(const Request& request) const {
  const auto parameters = signedRequests.read(request);
  if (!parameters) return signedRequests.refuse(parameters.fault(), request);
  const auto published = trustList.current();
  if (!published) return problem(Fault::TrustMissing, request.requestId);
  const auto terminal = admit(request, *parameters);
  if (!terminal) return signedRequests.refuse(terminal.fault(), request);
  const std::int64_t now = clock.nowUnixSeconds();
  Json answer = describe(*terminal);
  answer["keys"] = sceneKeysOf(*terminal, published->list, keys.sceneSecret(), utcDayOf(now));
  answer["nowUnixSeconds"] = now;
  return jsonResponse(200, answer);
}

Result<Terminal> TerminalRoutes::admit(const Request& request, const SignatureParameters& parameters) const {
  CC_TRY(terminalId, SignedRequests::claimedId(parameters));
  CC_TRY(terminal, store.findTerminal(terminalId));
  if (!terminal) return Fault::IssueUnknownDevice;
  CC_CHECK(signedRequests.admit(request, parameters, terminal->key));
  CC_CHECK(readJsonObject(request.body, 0));
  CC_CHECK(useOnce(store, parameters));
  return std::move(*terminal);
}

}  // namespace citycode::server
