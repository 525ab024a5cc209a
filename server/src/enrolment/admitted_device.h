// The enrolled device that signed a request.
#pragma once

#include "enrolment/signed_requests.h"
#include "store/store.h"

namespace citycode::server {

/// Finds the device, checks the signature, uses the nonce up and lets the device pay. Faults: issue/unknown-device, request/*, store/*.
Result<Device> admitDevice(Store& store, SignedRequests& signedRequests, const Request& request,
                           const SignatureParameters& parameters);

/// A request stays used for a day: a clock may be set back by as much, and its bytes would be in time once more.
inline constexpr std::int64_t kUsedRequestSeconds = kSecondsPerDay;

/// Before something is done that changes or reveals something and would do so again for the same bytes, after a restart
/// or at another server. Passes need it not: a key is given one only once; enrolment neither: a code is used once.
/// Faults: request/replayed, store/*.
Result<Done> useOnce(Store& store, const SignatureParameters& parameters);

}  // namespace citycode::server
