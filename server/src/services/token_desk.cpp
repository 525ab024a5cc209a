#include "services/token_desk.h"

#include <array>

#include <sodium.h>

#include "services/figures.h"

namespace citycode::server {
namespace {

/// Of 64 random bytes, so never used twice.
Result<Scalar> freshScalar() {
  std::array<std::uint8_t, kScalarRandomBytes> random;
  randombytes_buf(random.data(), random.size());
  auto scalar = scalarFromRandom(random);
  wipe(random);
  return scalar;
}

/// Whether a token for this element has to be counted still.
Result<bool> isFirst(const EndedService& service, const Element& blinded) {
  if (!service.blinded) return true;
  if (*service.blinded != blinded) return Fault::TicketUsed;
  return false;
}

Result<Done> useTicket(Session& session, const Sha256& idDigest, const Element& blinded) {
  CC_TRY(service, ended_services::hold(session, idDigest));
  if (!service) return Fault::TicketUnknown;
  CC_TRY(isNew, isFirst(*service, blinded));
  if (!isNew) return Done{};
  CC_CHECK(ended_services::rememberBlinded(session, idDigest, blinded));
  return figures::countToken(session, service->rated());
}

}  // namespace

Result<EndedService> TokenDesk::find(const TicketId& id) const {
  CC_TRY(service, store.read([&](Session& session) { return ended_services::find(session, sha256(id)); }));
  if (!service || !service->hasTicket) return Fault::TicketUnknown;
  CC_CHECK(checkTicketTime(service->endedUnixSeconds, clock.nowUnixSeconds()));
  return *std::move(service);
}

Result<GivenToken> TokenDesk::evaluate(const EndedService& service, const Element& blinded) const {
  const RatedService rated = service.rated();
  CC_TRY(key, ratingKeys.keyOf(rated.week));
  CC_TRY(bound, ratingKeys.boundTo(rated));
  CC_TRY(proofRandom, freshScalar());
  CC_TRY(evaluation, evaluateBoundBatch(*bound, std::span(&blinded, 1), proofRandom));
  return GivenToken{evaluation.evaluated.front(), evaluation.proof, key->publicKey()};
}

// Evaluated first: an element that is none must not use the ticket up.
Result<GivenToken> TokenDesk::give(const EndedService& service, const Element& blinded) const {
  CC_TRY(isNew, isFirst(service, blinded));
  CC_TRY(given, evaluate(service, blinded));
  if (isNew) CC_CHECK(store.write([&](Session& session) { return useTicket(session, service.idDigest, blinded); }));
  return given;
}

}  // namespace citycode::server
