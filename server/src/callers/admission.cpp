#include "callers/admission.h"

#include "callers/used_requests.h"

namespace citycode::server {
namespace {

struct Known {
  Caller caller;
  PublicKey key{};
};

template <class Record>
Result<Known> knownAs(Result<std::optional<Record>> found) {
  if (!found) return found.fault();
  if (!*found) return Fault::IssueUnknownDevice;
  const PublicKey key = (*found)->key;
  return Known{std::move(**found), key};
}

Result<Known> findCaller(Store& store, Callers::Kind kind, const DeviceId& id) {
  if (kind == Callers::Kind::Device) return knownAs(store.read([&](Session& session) { return devices::find(session, id); }));
  return knownAs(store.read([&](Session& session) { return terminals::find(session, id); }));
}

}  // namespace

Result<Admitted> Admission::admit(const Request& request, const Callers& callers) {
  switch (callers.kind) {
    case Callers::Kind::Anyone: return Admitted{Anyone{}};
    case Callers::Kind::Device:
    case Callers::Kind::Terminal: return admitSigned(request, callers.kind);
    case Callers::Kind::OfficeStaff: return admitStaff(request);
    case Callers::Kind::Portal:
    case Callers::Kind::Operator: break;
  }
  return Fault::IssueUnknownDevice;
}

Result<Admitted> Admission::admitSigned(const Request& request, Callers::Kind kind) {
  CC_TRY(parameters, signedRequests_.read(request));
  CC_TRY(id, SignedRequests::claimedId(parameters));
  CC_TRY(known, findCaller(store_, kind, id));
  CC_CHECK(signedRequests_.admit(request, parameters, known.key));
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
