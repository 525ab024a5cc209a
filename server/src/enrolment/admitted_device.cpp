#include "enrolment/admitted_device.h"

#include <algorithm>

namespace citycode::server {

Result<Device> admitDevice(Store& store, SignedRequests& signedRequests, const Request& request,
                           const SignatureParameters& parameters) {
  const auto keyId = decodeBase64Url(parameters.keyId);
  DeviceId deviceId{};
  if (!keyId || keyId->size() != deviceId.size()) return Fault::RequestSignatureMismatch;
  std::copy(keyId->begin(), keyId->end(), deviceId.begin());
  CC_TRY(device, store.findDevice(deviceId));
  if (!device) return Fault::IssueUnknownDevice;
  CC_CHECK(signedRequests.admit(request, parameters, device->key));
  return std::move(*device);
}

Result<Done> useOnce(Store& store, const SignatureParameters& parameters) {
  CC_TRY(deviceId, SignedRequests::claimedId(parameters));
  return store.useRequest({deviceId, parameters.nonce, (parameters.createdUnixSeconds + kUsedRequestSeconds) * kMillisecondsPerSecond});
}

}  // namespace citycode::server
