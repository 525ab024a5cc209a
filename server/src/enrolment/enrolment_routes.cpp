#include "enrolment/enrolment_routes.h"

#include "citycode/enrolment_code.h"
#include "enrolment/enrolment_codes.h"
#include "enrolment/holder_scopes.h"
#include "enrolment/strong_key.h"

namespace citycode::server {
void EnrolmentRoutes::addTo(Router& router) const {
  router.add(Method::Post, "/v1/devices", Work::Blocking, [this](const Request& r) { return answer(r); });
}

Response EnrolmentRoutes::answer(const Request& request) const {
  const auto parameters = signedRequests.read(request);
  if (!parameters) return signedRequests.refuse(parameters.fault(), request);
  const auto published = trustList.current();
  if (!published) return problem(Fault::TrustMissing, request.requestId);
  const auto device = enrol(request, *parameters);
  if (!device) return signedRequests.refuse(device.fault(), request);
  return jsonResponse(201, describe(*device, published->list));
}

Result<Device> EnrolmentRoutes::enrol(const Request& request, const SignatureParameters& parameters) const {
  CC_TRY(body, readJsonObject(request.body, 2));
  CC_TRY(typedCode, takeText(body, "enrolmentCode", kMaxTypedCodeBytes));
  CC_TRY(deviceKey, takeStrongKey(body, "deviceKey"));
  const DeviceId deviceId = sha256(deviceKey);
  if (parameters.keyId != encodeBase64Url(deviceId)) return Fault::RequestSignatureMismatch;
  CC_CHECK(signedRequests.verify(request, deviceKey));

  CC_TRY(code, canonicalEnrolmentCode(typedCode));
  const Sha256 codeHash = enrolmentCodeHash(code);
  const auto sighting = signedRequests.admitNonce(parameters);
  if (sighting == NonceMemory::Sighting::Full) return Fault::RequestTooMany;
  if (sighting == NonceMemory::Sighting::Seen) {
    // Sent again because the answer was lost: the same device gets the same answer, nobody else any.
    CC_TRY(isRepetition, store.wasEnrolled(codeHash, deviceId));
    if (!isRepetition) return Fault::RequestReplayed;
  }
  CC_TRY(device, store.enrol({codeHash, deviceId, deviceKey, clock.nowUnixMs()}));
  CC_CHECK(signedRequests.charge(request, parameters));   // it had a code: known from now on
  return std::move(device);
}

Json EnrolmentRoutes::describe(const Device& device, const TrustList& list) const {
  Json answer{{"deviceId", encodeBase64Url(device.id)}};
  answer.update(describeHolder(device.person.record, list, cityDate(clock.nowUnixSeconds(), cityOffsetSeconds)));
  answer["passesPerScope"] = kPassesPerScope;
  return answer;
}

}  // namespace citycode::server
