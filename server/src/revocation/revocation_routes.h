// POST /v1/devices/revoke: a device withdraws itself, or the other devices of its holder; with the holder's paper cards only when
// that is asked for.
#pragma once

#include "base/clock.h"
#include "city/city_keys.h"
#include "enrolment/signed_requests.h"
#include "http/router.h"
#include "revocation/status_list_keeper.h"
#include "store/store.h"

namespace citycode::server {

struct RevocationRoutes {
  Store& store;
  const CityKeys& keys;
  SignedRequests& signedRequests;
  StatusListKeeper& lists;
  Clock clock;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Response answer(const Request& request) const;
  Result<RevokedCount> revoke(const Request& request, const SignatureParameters& parameters) const;
};

}  // namespace citycode::server
