// The routes of the relay: a portal asks, a phone opens and answers, the portal takes the answer; and the record by which phones know it.
#pragma once

#include "callers/admission.h"
#include "callers/router.h"
#include "city/city_keys.h"
#include "city/trust_list_keeper.h"
#include "signin/signin_desk.h"

namespace citycode::server {

struct SigninRoutes {
  SigninDesk desk;
  const CityKeys& keys;
  const TrustListKeeper& trustList;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> giveRecord(const Call& call) const;
  Result<Response> ask(const Call& call) const;
  Result<Response> open(const Request& request) const;
  Result<Response> answer(const Request& request) const;
  Result<Response> take(const Call& call) const;
  Result<Response> cancel(const Call& call) const;
};

}  // namespace citycode::server
