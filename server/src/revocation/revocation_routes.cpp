#include "revocation/revocation_routes.h"

#include <algorithm>

#include "http/json.h"
#include "revocation/reason.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxWordBytes = 16;

}  // namespace

void RevocationRoutes::addTo(Router& router) const {
  router.add({Method::Post, "/v1/devices/revoke", kDevice, Work::Blocking, [this](const Call& call) { return revoke(call); }});
}

Result<Response> RevocationRoutes::revoke(const Call& call) const {
  CC_TRY(body, readJsonObject(call.request.body, 2, "cards"));
  CC_TRY(which, takeText(body, "devices", kMaxWordBytes));
  CC_TRY(reasonName, takeText(body, "reason", kMaxWordBytes));
  const auto reason = holdersReasonFromName(reasonName);
  if (!reason || (which != "this" && which != "others")) return Fault::RequestMalformed;
  const auto cards = body.find("cards");
  if (cards != body.end() && *cards != Json("all")) return Fault::RequestMalformed;

  CC_CHECK(admission.useOnce(call));

  const Device& device = call.device();
  std::vector<DeviceId> devices{device.id};
  if (which == "others") {
    CC_TRY(all, store.devicesOf(device.person.id));
    devices = std::move(all);
    std::erase(devices, device.id);
  }
  // A card is the person's: it stays good unless it is asked for.
  const auto cardsOf = cards == body.end() ? std::nullopt : std::optional(device.person.id);
  CC_TRY(count, store.revokeDevices({std::move(devices), keys.issuerKeys(), *reason, clock.nowUnixMs(), cardsOf}));
  lists.lookAgain();
  Json answer{{"revokedDevices", count.devices}, {"revokedPasses", count.passes}};
  if (count.cards) answer["revokedCards"] = *count.cards;
  return jsonResponse(200, answer);
}

}  // namespace citycode::server
