// POST /v1/devices: a code and a key become an enrolled device.
#pragma once

#include "callers/router.h"
#include "city/city_keys.h"
#include "city/trust_list_keeper.h"
#include "enrolment/enrolment_requests.h"
#include "http/json.h"
#include "store/store.h"

namespace citycode::server {

/// Four passes a scene last a day of four visits without a network; with 14 scenes 56 of the 128 keys
/// that one request may carry.
inline constexpr int kPassesPerScope = 4;

struct EnrolmentRoutes {
  Store& store;
  const CityKeys& keys;
  const TrustListKeeper& trustList;
  EnrolmentRequests& requests;
  Clock clock;
  std::int32_t cityOffsetSeconds = 0;   // east of UTC

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> enrol(const Request& request) const;
  Result<Json> describe(const Device& device, const TrustList& list) const;
};

}  // namespace citycode::server
