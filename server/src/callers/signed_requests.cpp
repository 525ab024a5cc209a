#include "callers/signed_requests.h"

#include <algorithm>
#include <cstdlib>

#include "base/key_text.h"
#include "http/json.h"

namespace citycode::server {
namespace {

SignedRequest viewOf(const Request& request, std::string_view targetUri) {
  return {methodName(request.method),         targetUri,
          request.header("content-type"),     request.header("content-digest"),
          request.header("signature-input"),  request.header("signature"),
          bytesOf(request.body)};
}

}  // namespace

Result<SignatureParameters> SignedRequests::read(const Request& request) {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  CC_TRY(parameters, readSignatureParameters(viewOf(request, request.target)));
  if (waitSeconds(parameters) > 0) {
    networks_.refund(request.clientNetwork, clock_.passedMs());
    return Fault::RequestTooMany;
  }
  if (request.header("content-digest").empty()) return Fault::RequestSignatureMissing;
  // Before the body is parsed: a body that was changed is no more than that.
  if (request.header("content-digest") != contentDigest(bytesOf(request.body))) return Fault::RequestDigestMismatch;
  return std::move(parameters);
}

Result<Done> SignedRequests::verify(const Request& request, ByteView publicKey) const {
  Result<Done> verified = Fault::RequestSignatureMismatch;
  for (const std::string& origin : origins_) {
    const std::string targetUri = origin + request.target;
    verified = verifyRequest(viewOf(request, targetUri), publicKey, clock_.nowUnixSeconds());
    if (verified || verified.fault() != Fault::RequestSignatureMismatch) break;
  }
  if (!verified && verified.fault() == Fault::RequestClockDiffers && agreesWithDoubtedClock(request)) return Fault::RequestServerClockInDoubt;
  return verified;
}

// The device's clock is not wrong when it shows the time that this machine shows and does not believe yet.
bool SignedRequests::agreesWithDoubtedClock(const Request& request) const {
  const auto doubt = clock_.doubtSeconds();
  const auto parameters = readSignatureParameters(viewOf(request, request.target));
  if (!doubt || !parameters) return false;
  return std::abs(parameters->createdUnixSeconds - (clock_.nowUnixSeconds() + *doubt)) <= kRequestSkewSeconds;
}

Result<Sha256> SignedRequests::claimedId(const SignatureParameters& parameters) {
  const auto id = keyHashFromText(parameters.keyId);
  if (!id) return Fault::RequestSignatureMismatch;
  return *id;
}

std::int64_t SignedRequests::waitSeconds(const SignatureParameters& parameters) const {
  return std::max(devices_.waitSeconds(parameters.keyId, clock_.passedMs()), portals_.waitSeconds(parameters.keyId, clock_.passedMs()));
}

Result<Done> SignedRequests::admit(const Request& request, const SignatureParameters& parameters, ByteView publicKey, Signer signer) {
  CC_CHECK(verify(request, publicKey));
  const auto outcome = admitNonce(parameters, signer);
  if (outcome == NonceMemory::Outcome::Replayed) return Fault::RequestReplayed;
  if (outcome == NonceMemory::Outcome::Full) return Fault::RequestTooMany;
  return charge(request, parameters, signer);
}

Result<Done> SignedRequests::charge(const Request& request, const SignatureParameters& parameters, Signer signer) {
  networks_.refund(request.clientNetwork, clock_.passedMs());
  if (!(signer == Signer::Portal ? portals_ : devices_).admit(parameters.keyId, clock_.passedMs())) return Fault::RequestTooMany;
  return Done{};
}

void SignedRequests::chargeMore(const SignatureParameters& parameters, double cost) {
  devices_.charge(parameters.keyId, cost, clock_.passedMs());
}

NonceMemory::Outcome SignedRequests::admitNonce(const SignatureParameters& parameters, Signer signer) {
  const std::size_t most = signer == Signer::Portal ? NonceMemory::kPerPortal : NonceMemory::kPerOwner;
  return nonces_.admit(parameters.keyId, parameters.nonce, clock_.passedSeconds(), most);
}

Response SignedRequests::refuse(Fault fault, const Request& request) const {
  ProblemDetails details;
  if (fault == Fault::IssueQuotaReached) details.retryAfterSeconds = kSecondsPerDay - clock_.nowUnixSeconds() % kSecondsPerDay;
  const auto parameters = readSignatureParameters(viewOf(request, request.target));
  if (parameters && fault == Fault::RequestClockDiffers)
    details.clockDifferenceSeconds = parameters->createdUnixSeconds - clock_.nowUnixSeconds();
  if (parameters && fault == Fault::RequestTooMany) {
    const std::int64_t wait = waitSeconds(*parameters);
    details.retryAfterSeconds = wait > 0 ? wait : kNonceMemorySeconds;   // by then the memory has room for certain
  }
  return problem(fault, request.requestId, details);
}

}  // namespace citycode::server
