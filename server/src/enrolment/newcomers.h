// The way in for a key that the city does not know yet: it signs for itself and brings a one-use code. Phones and venues'
// scanners come in the same way (docs/api.md, "POST /v1/devices", "POST /v1/terminals").
#pragma once

#include <functional>

#include "callers/call.h"
#include "callers/signed_requests.h"
#include "store/store.h"

namespace citycode::server {

class Newcomers {
 public:
  struct Newcomer {
    Enrolment enrolment;
    SignatureParameters signature;
  };
  /// Whether this key used this code before: then its request may come twice.
  using WasEnrolled = std::function<Result<bool>(const Sha256& codeHash, const DeviceId& id)>;

  Newcomers(SignedRequests& signedRequests, Clock clock) : signedRequests_(signedRequests), clock_(std::move(clock)) {}

  /// The key in the body's member `keyMember` signed the request; whether its code is good, the records say.
  /// Faults: request/*, enrol/bad-key, enrol/unknown-code for what can be no code, store/*.
  Result<Newcomer> read(const Request& request, const char* keyMember, const WasEnrolled& wasEnrolled);

  /// It had a good code: known from now on, it pays for its own request. Fault: request/too-many.
  Result<Done> welcome(const Request& request, const Newcomer& newcomer) { return signedRequests_.charge(request, newcomer.signature); }

 private:
  SignedRequests& signedRequests_;
  Clock clock_;
};

}  // namespace citycode::server
