#include "city/portal_record.h"

#include <algorithm>

#include "places/portal_request.h"

namespace citycode::server {

Result<SignedPortalRecord> portalRecordOf(const Portal& portal, const TrustList& list, const SigningKey& issuer, std::int64_t nowUnixSeconds) {
  if (!portal.signIn) return Fault::RequestNotFound;
  PortalRecord record;
  record.portalId = portal.id;
  record.names = portal.signIn->names;
  record.origin = portal.origin;
  for (const std::string& name : portal.signIn->scenes) {
    const ScopePolicy* scope = list.findScope(name);
    if (scope == nullptr) return Fault::ScopeUnknown;
    record.scopeIds.push_back(scope->id);
  }
  std::sort(record.scopeIds.begin(), record.scopeIds.end());
  record.sealingKey = portal.signIn->sealingKey;
  record.portalKey = portal.key;
  record.notBeforeUnixSeconds = nowUnixSeconds;
  record.expiresUnixSeconds = nowUnixSeconds + kPortalRecordLifeSeconds;
  CC_TRY(bytes, writePortalRecord(issuer, record));
  return SignedPortalRecord{std::move(bytes), record.expiresUnixSeconds};
}

}  // namespace citycode::server
