#include "callers/admission.h"

#include <algorithm>
#include <array>

#include "callers/used_requests.h"

namespace citycode::server {
namespace {

using Kind = Callers::Kind;

struct Known {
  Caller caller;
  PublicKey key{};
};

template <class Record>
Result<std::optional<Known>> knownAs(Result<std::optional<Record>> found) {
  if (!found) return found.fault();
  if (!*found) return std::optional<Known>();
  const PublicKey key = (*found)->key;
  return std::optional(Known{std::move(**found), key});
}

Result<std::optional<Known>> find(Session& session, Kind kind, const Sha256& keyDigest) {
  switch (kind) {
    case Kind::Device: return knownAs(devices::find(session, keyDigest));
    case Kind::Terminal: return knownAs(terminals::find(session, keyDigest));
    case Kind::Portal: return knownAs(portals::findByKey(session, keyDigest));
    case Kind::Anyone:
    case Kind::OfficeStaff:
    case Kind::Operator: break;
  }
  return std::optional<Known>();
}

constexpr std::array kSigners{Kind::Device, Kind::Terminal, Kind::Portal};

bool areSigners(const Callers& callers) {
  return std::any_of(kSigners.begin(), kSigners.end(), [&](Kind kind) { return callers.include(kind); });
}

/// A key is one caller's alone, of whichever kind.
Result<Known> findSigner(Session& session, const Callers& callers, const Sha256& keyDigest) {
  for (const Kind kind : kSigners) {
    if (!callers.include(kind)) continue;
    CC_TRY(known, find(session, kind, keyDigest));
    if (known) return *std::move(known);
  }
  return Fault::IssueUnknownDevice;
}

}  // namespace

Result<Admitted> Admission::admit(const Request& request, const Callers& callers) {
  if (callers.include(Kind::Anyone)) return Admitted{Anyone{}};
  if (callers.include(Kind::OfficeStaff)) return admitStaff(request);
  if (areSigners(callers)) return admitSigned(request, callers);
  return Fault::IssueUnknownDevice;
}

Result<Admitted> Admission::admitSigned(const Request& request, const Callers& callers) {
  CC_TRY(parameters, signedRequests_.read(request));
  CC_TRY(id, SignedRequests::claimedId(parameters));
  CC_TRY(known, store_.read([&](Session& session) { return findSigner(session, callers, id); }));
  CC_CHECK(signedRequests_.admit(request, parameters, known.key, std::holds_alternative<Portal>(known.caller) ? Signer::Portal : Signer::Device));
  return Admitted{std::move(known.caller), std::move(parameters)};
}

// RFC 6750 section 2.1. The digest is looked up: how long that takes tells nothing of a secret of 256 random bits.
Result<Admitted> Admission::admitStaff(const Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view given = request.header("authorization");
  if (!given.starts_with(kScheme)) return Fault::CaseUnknownLink;
  auto secret = decodeBase64Url(given.substr(kScheme.size()));
  if (!secret || secret->size() != kStaffSecretBytes) return Fault::CaseUnknownLink;
  const Sha256 digest = sha256(*secret);
  wipe(*secret);
  CC_TRY(staff, store_.read([&](Session& session) { return staff_links::find(session, digest, clock_.nowUnixMs()); }));
  if (!staff) return Fault::CaseUnknownLink;
  return Admitted{*std::move(staff)};
}

Result<Done> Admission::useOnce(const Call& call) {
  const SignatureParameters& signature = call.signature();
  CC_TRY(id, SignedRequests::claimedId(signature));
  const UsedRequest used{id, signature.nonce, (signature.createdUnixSeconds + kUsedRequestSeconds) * kMillisecondsPerSecond};
  return store_.write([&](Session& session) { return used_requests::add(session, used); });
}

}  // namespace citycode::server
