// Signed requests that change or reveal something: their bytes are good for once, at all servers of the city. Each function runs
// inside the caller's unit of work.
#pragma once

#include <cstdint>
#include <string>

#include "registry/devices.h"

namespace citycode::server {

struct UsedRequest {
  DeviceId deviceId{};
  std::string nonce;                 // as it is written in the request
  std::int64_t deleteUnixMs = 0;
};

namespace used_requests {

/// Fault: request/replayed when it was remembered before.
Result<Done> add(Session& session, const UsedRequest& request);
Result<Done> deleteBefore(Session& session, std::int64_t nowUnixMs);

}  // namespace used_requests
}  // namespace citycode::server
