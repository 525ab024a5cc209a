// POST /v1/terminals and /v1/scene-keys: a code and a key become an enrolled terminal, and an enrolled terminal
// gets the keys of its scenes.
#pragma once

#include "city/trust_list_keeper.h"
#include "enrolment/signed_requests.h"
#include "http/json.h"
#include "http/router.h"
#include "store/store.h"

namespace citycode::server {

/// kMaxSceneKeys (citycode/limits.def) holds three days of as many.
inline constexpr std::size_t kMaxTerminalScopes = 32;

struct TerminalRoutes {
  Store& store;
  const CityKeys& keys;
  const TrustListKeeper& trustList;
  SignedRequests& signedRequests;
  Clock clock;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Response answerEnrolment(const Request& request) const;
  Response answerSceneKeys(const Request& request) const;
  Result<Terminal> enrol(const Request& request, const SignatureParameters& parameters) const;
  Result<Terminal> admit(const Request& request, const SignatureParameters& parameters) const;
};

}  // namespace citycode::server
