// Which places of a day's status list a batch of passes took. A batch is one row: whose phone asked, in which request, and its run of
// counters; which keys were signed is nowhere. Each function runs inside the caller's unit of work.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "registry/devices.h"
#include "revocation/status_counters.h"

namespace citycode::server {

/// Which of a device's requests it was, for whoever sends it again: of SHA-256 of its nonce the first 16 bytes.
using RequestMark = std::array<std::uint8_t, 16>;

struct PassRun {
  DeviceId deviceId{};
  RequestMark request{};
  CounterRun counters;
  std::int64_t expiresUnixMs = 0;   // of the last of these passes
};

namespace pass_runs {

/// Fault: request/replayed when this request of this device has a run.
Result<Done> add(Session& session, const PassRun& run);

/// The places of a device's passes that have not ended then, by day; indices in no order. `scatterKey` is the city's.
struct Places {
  std::int64_t utcDay = 0;
  std::vector<std::uint32_t> indices;
};
Result<std::vector<Places>> placesOf(Session& session, const DeviceId& device, std::int64_t nowUnixMs, ByteView scatterKey);

/// Where a sweep through all batches has come to: devices' ids in their order, then the same among passes of the versions before.
struct SweepPlace {
  bool amongFormer = false;
  Bytes device;   // the next one; nothing at the beginning
};
/// Goes through at most kSweepRows rows, deletes those whose passes ended before then, and returns where to go on: for a short unit of work,
/// whatever the number of rows.
inline constexpr int kSweepRows = 10'000;
Result<SweepPlace> sweep(Session& session, std::int64_t unixMs, const SweepPlace& from);

}  // namespace pass_runs
}  // namespace citycode::server
