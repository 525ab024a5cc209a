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
  return jsonResponse(200, {{"revokedDevices", count->devices}, {"revokedPasses", count->passes}});
}

Result<RevokedCount> RevocationRoutes::revoke(const Request& request, const SignatureParameters& parameters) const {
  CC_TRY(device, admitDevice(store, signedRequests, request, parameters));
  CC_TRY(body, readJsonObject(request.body, 2));
  CC_TRY(which, takeText(body, "devices", kMaxWordBytes));
  CC_TRY(reasonName, takeText(body, "reason", kMaxWordBytes));
  const auto reason = revocationReasonFromName(reasonName);
  // A holder says what a holder can know; the other reasons are the city's.
  const bool isHolders = reason == RevocationReason::Removed || reason == RevocationReason::Lost || reason == RevocationReason::Stolen;
  if (!isHolders || (which != "this" && which != "others")) return Fault::RequestMalformed;

  CC_CHECK(useOnce(store, parameters));

  std::vector<DeviceId> devices{device.id};
  if (which == "others") {
    CC_TRY(all, store.devicesOf(device.person.id));
    devices = std::move(all);
    std::erase(devices, device.id);
  }
  return store.revokeDevices({std::move(devices), keys.issuerKeys(), *reason, clock.nowUnixMs()});
}

}  // namespace citycode::server
