#include "revocation/revocation_routes.h"

#include "http/json.h"
#include "revocation/reason.h"

namespace citycode::server {

void RevocationRoutes::addTo(Router& router) const {
  router.add({Method::Post, "/v1/devices/revoke", kDevice, Work::Blocking, [this](const Call& call) { return revoke(call); }});
}

Result<Response> RevocationRoutes::revoke(const Call& call) const {
  CC_TRY(body, readJsonObject(call.request.body, 2, "cards"));
  CC_TRY(which, takeText(body, "devices", kMaxWordBytes));
  CC_TRY(reasonName, takeText(body, "reason", kMaxWordBytes));
  const auto reason = holdersReasonFromName(reasonName);
  if (!reason || (which != "this" && which != "others")) return Fault::RequestMalformed;
  const auto member = body.find("cards");
  if (member != body.end() && *member != Json("all")) return Fault::RequestMalformed;

  CC_CHECK(admission.useOnce(call));
  const Cards cards = member == body.end() ? Cards::Stay : Cards::Go;
  CC_TRY(count, which == "this" ? desk.device(call.device(), *reason, cards) : desk.othersThan(call.device(), *reason, cards));
  lists.lookAgain();
  Json answer{{"revokedDevices", count.devices}, {"revokedPasses", count.passes}};
  if (count.cards) answer["revokedCards"] = *count.cards;
  return jsonResponse(200, answer);
}

}  // namespace citycode::server
