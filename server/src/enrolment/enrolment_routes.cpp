#include "enrolment/enrolment_routes.h"

#include "enrolment/holder_scopes.h"

namespace citycode::server {

void EnrolmentRoutes::addTo(Router& router) const {
  router.add({Method::Post, "/v1/devices", kAnyone, Work::Blocking, [this](const Call& call) { return enrol(call.request); }});
}

Result<Response> EnrolmentRoutes::enrol(const Request& request) const {
  CC_TRY(enrollee, requests.read(request, "deviceKey", enrolments::wasDeviceEnrolled));
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  CC_TRY(device, store.write([&](Session& session) { return enrolments::enrolDevice(session, enrollee.enrolment); }));
  CC_CHECK(requests.charge(request, enrollee));
  CC_TRY(answer, describe(device, published->list));
  return jsonResponse(201, answer);
}

Result<Json> EnrolmentRoutes::describe(const Device& device, const TrustList& list) const {
  Json answer{{"deviceId", encodeBase64Url(device.id)}};
  const CalendarDate today = cityDate(clock.nowUnixSeconds(), cityOffsetSeconds);
  CC_TRY(person, keys.people().openOn(today, device.person));
  answer.update(describeHolder(person.record, list, today));
  answer["passesPerScope"] = kPassesPerScope;
  return answer;
}

}  // namespace citycode::server
