// POST /v1/devices/revoke: a device withdraws itself, or the other devices of its holder; with the holder's paper cards only when
// that is asked for.
#pragma once

#include "base/clock.h"
#include "callers/admission.h"
#include "callers/router.h"
#include "city/city_keys.h"
#include "revocation/status_list_keeper.h"
#include "store/store.h"

namespace citycode::server {

struct RevocationRoutes {
  Store& store;
  const CityKeys& keys;
  Admission& admission;
  StatusListKeeper& lists;
  Clock clock;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> revoke(const Call& call) const;
};

}  // namespace citycode::server
