// POST /v1/terminals and /v1/scene-keys: a code and a key become an enrolled terminal, and an enrolled terminal
// gets the keys of its scenes.
#pragma once

#include "callers/admission.h"
#include "callers/router.h"
#include "city/trust_list_keeper.h"
#include "enrolment/enrolment_requests.h"
#include "http/json.h"
#include "store/store.h"

namespace citycode::server {

/// kMaxSceneKeys (citycode/limits.def) holds three days of as many.
inline constexpr std::size_t kMaxTerminalScopes = 32;

struct TerminalRoutes {
  Store& store;
  const CityKeys& keys;
  const TrustListKeeper& trustList;
  EnrolmentRequests& requests;
  Admission& admission;
  Clock clock;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> enrol(const Request& request) const;
  Result<Response> giveSceneKeys(const Call& call) const;
};

}  // namespace citycode::server
