#include "enrolment/enrolment_routes.h"

#include "enrolment/holder_scopes.h"

namespace citycode::server {

void EnrolmentRoutes::addTo(Router& router) const {
  router.add({Method::Post, "/v1/devices", kAnyone, Work::Blocking, [this](const Call& call) { return enrol(call.request); }});
}

Result<Response> EnrolmentRoutes::enrol(const Request& request) const {
  CC_TRY(enrollee, enrolments.read(request, "deviceKey", [this](const Sha256& code, const DeviceId& id) { return store.wasEnrolled(code, id); }));
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  CC_TRY(device, store.enrol(enrollee.enrolment));
  CC_CHECK(enrolments.charge(request, enrollee));
  return jsonResponse(201, describe(device, published->list));
}

Json EnrolmentRoutes::describe(const Device& device, const TrustList& list) const {
  Json answer{{"deviceId", encodeBase64Url(device.id)}};
  answer.update(describeHolder(device.person.record, list, cityDate(clock.nowUnixSeconds(), cityOffsetSeconds)));
  answer["passesPerScope"] = kPassesPerScope;
  return answer;
}

}  // namespace citycode::server
