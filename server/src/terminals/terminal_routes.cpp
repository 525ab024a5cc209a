#include "terminals/terminal_routes.h"

#include "citycode/pass.h"

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
  router.add({Method::Post, "/v1/terminals", kAnyone, Work::Blocking, [this](const Call& call) { return enrol(call.request); }});
  router.add({Method::Post, "/v1/scene-keys", kTerminal, Work::Blocking, [this](const Call& call) { return giveSceneKeys(call); }});
}

Result<Response> TerminalRoutes::enrol(const Request& request) const {
  CC_TRY(enrollee, requests.read(request, "terminalKey", enrolments::wasTerminalEnrolled));
  CC_TRY(terminal, store.write([&](Session& session) { return enrolments::enrolTerminal(session, enrollee.enrolment); }));
  CC_CHECK(requests.charge(request, enrollee));
  return jsonResponse(201, describe(terminal));
}

Result<Response> TerminalRoutes::giveSceneKeys(const Call& call) const {
  CC_CHECK(readJsonObject(call.request.body, 0));
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  CC_CHECK(admission.useOnce(call));
  const std::int64_t now = clock.nowUnixSeconds();
  Json answer = describe(call.terminal());
  answer["keys"] = sceneKeysOf(call.terminal(), published->list, keys.sceneSecret(), utcDayOf(now));
  answer["nowUnixSeconds"] = now;
  return jsonResponse(200, answer);
}

}  // namespace citycode::server
