// The enrolled device that signed a request.
#pragma once

#include "enrolment/signed_requests.h"
#include "store/store.h"

namespace citycode::server {

/// Finds the device, then checks the signature and uses the nonce up. Faults: issue/unknown-device, request/*, store/*.
Result<Device> admitDevice(Store& store, SignedRequests& signedRequests, const Request& request,
                           const SignatureParameters& parameters);

}  // namespace citycode::server
