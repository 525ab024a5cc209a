// POST /v1/devices/revoke: a device withdraws itself, or the other devices of its holder; with the holder's paper cards only when
// that is asked for.
#pragma once

#include "callers/admission.h"
#include "callers/router.h"
#include "revocation/status_list_keeper.h"
#include "revocation/withdrawal_desk.h"

namespace citycode::server {

struct RevocationRoutes {
  WithdrawalDesk desk;
  Admission& admission;
  StatusListKeeper& lists;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> revoke(const Call& call) const;
};

}  // namespace citycode::server
