// Admits whoever the city knows: the record behind a signature, once its request was found in order. Devices, terminals and portals sign
// their requests (docs/api.md, "Signed requests"), an office's staff bring the secret of their link; operators have no way in yet, and are
// refused like whoever is not known.
#pragma once

#include "callers/call.h"
#include "callers/signed_requests.h"
#include "store/store.h"

namespace citycode::server {

/// A request stays used while its bytes could be in time once more: where a clock is set back, or where one that is ahead deletes what is used.
inline constexpr std::int64_t kUsedRequestSeconds = kKeptForWrongClocksSeconds;

class Admission final : public Authenticator {
 public:
  /// Both must outlive this object; `clock` says until when a link is good.
  Admission(Store& store, SignedRequests& signedRequests, Clock clock) : store_(store), signedRequests_(signedRequests), clock_(clock) {}

  /// Finds the record, checks the signature, uses the nonce up and lets the caller pay.
  /// Faults: issue/unknown-device, case/unknown-link, request/*, store/*.
  Result<Admitted> admit(const Request& request, const Callers& callers) override;

  /// With the clock's difference or the time to wait where that is the reason.
  Response refuse(Fault fault, const Request& request) const override { return signedRequests_.refuse(fault, request); }

  /// Before something is done that changes or reveals something and would do so again for the same bytes, after a restart
  /// or at another server. Passes need it not: their batch keeps its request; enrolment neither: a code is used once.
  /// Faults: request/replayed, store/*.
  Result<Done> useOnce(const Call& call);

  /// For what a call costs beyond 1; the caller's next one waits for it.
  void chargeMore(const Call& call, double cost) { signedRequests_.chargeMore(call.signature(), cost); }

 private:
  Result<Admitted> admitSigned(const Request& request, const Callers& callers);

  Result<Admitted> admitStaff(const Request& request);

  Store& store_;
  SignedRequests& signedRequests_;
  Clock clock_;
};

}  // namespace citycode::server
