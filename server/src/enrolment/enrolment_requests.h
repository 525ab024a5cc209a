// Enrolment of a key that the city does not know yet: it signs for itself and brings a one-use code. Phones and venues'
// scanners enrol in the same way (docs/api.md, "POST /v1/devices", "POST /v1/terminals").
#pragma once

#include "callers/call.h"
#include "callers/signed_requests.h"
#include "registry/enrolments.h"
#include "store/store.h"

namespace citycode::server {

class EnrolmentRequests {
 public:
  struct Enrollee {
    Enrolment enrolment;
    SignatureParameters signature;
  };
  /// Whether this key used this code before: then its request may come twice.
  using WasEnrolled = Result<bool> (*)(Session& session, const Sha256& codeHash, const DeviceId& id);

  EnrolmentRequests(SignedRequests& signedRequests, Store& store, Clock clock)
      : signedRequests_(signedRequests), store_(store), clock_(std::move(clock)) {}

  /// The key in the body's member `keyMember` signed the request; whether its code is good, the records say.
  /// Faults: request/*, enrol/bad-key, enrol/unknown-code for what can be no code, store/*.
  Result<Enrollee> read(const Request& request, const char* keyMember, WasEnrolled wasEnrolled);

  /// It had a good code: known from now on, it pays for its own request. Fault: request/too-many.
  Result<Done> charge(const Request& request, const Enrollee& enrollee) { return signedRequests_.charge(request, enrollee.signature); }

 private:
  SignedRequests& signedRequests_;
  Store& store_;
  Clock clock_;
};

}  // namespace citycode::server
