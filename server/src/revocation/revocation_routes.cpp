#include "revocation/revocation_routes.h"

#include <algorithm>

#include "enrolment/admitted_device.h"
#include "http/json.h"
#include "http/problem.h"
#include "revocation/reason.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxWordBytes = 16;

}  // namespace

void RevocationRoutes::addTo(Router& router) const {
  router.add(Method::Post, "/v1/devices/revoke", Work::Blocking, [this](const Request& r) { return answer(r); });
}

Response RevocationRoutes::answer(const Request& request) const {
  const auto parameters = signedRequests.read(request);
  if (!parameters) return signedRequests.refuse(parameters.fault(), request);
  const auto count = revoke(request, *parameters);
  if (!count) return signedRequests.refuse(count.fault(), request);
  lists.lookAgain();
  Json answer{{"revokedDevices", count->devices}, {"revokedPasses", count->passes}};
  if (count->cards) answer["revokedCards"] = *count->cards;
  return jsonResponse(200, answer);
}

Result<RevokedCount> RevocationRoutes::revoke(const Request& request, const SignatureParameters& parameters) const {
  CC_TRY(device, admitDevice(store, signedRequests, request, parameters));
  CC_TRY(body, readJsonObject(request.body, 2, "cards"));
  CC_TRY(which, takeText(body, "devices", kMaxWordBytes));
  CC_TRY(reasonName, takeText(body, "reason", kMaxWordBytes));
  const auto reason = holdersReasonFromName(reasonName);
  if (!reason || (which != "this" && which != "others")) return Fault::RequestMalformed;
  const auto cards = body.find("cards");
  if (cards != body.end() && *cards != Json("all")) return Fault::RequestMalformed;

  CC_CHECK(useOnce(store, parameters));

  std::vector<DeviceId> devices{device.id};
  if (which == "others") {
    CC_TRY(all, store.devicesOf(device.person.id));
    devices = std::move(all);
    std::erase(devices, device.id);
  }
  // A card is the person's: it stays good unless it is asked for.
  const auto cardsOf = cards == body.end() ? std::nullopt : std::optional(device.person.id);
  return store.revokeDevices({std::move(devices), keys.issuerKeys(), *reason, clock.nowUnixMs(), cardsOf});
}

}  // namespace citycode::server
