// POST /v1/devices/revoke: a device revokes itself, or the other devices of its holder; with the holder's paper cards only when
// that is asked for.
#pragma once

#include "callers/admission.h"
#include "callers/router.h"
#include "revocation/status_list_keeper.h"
#include "revocation/revocation_desk.h"

namespace citycode::server {

struct RevocationRoutes {
  RevocationDesk desk;
  Admission& admission;
  StatusListKeeper& lists;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> revoke(const Call& call) const;
};

}  // namespace citycode::server
