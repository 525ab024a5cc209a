#include "city/venue_desk.h"

#include <algorithm>

#include "city/names_json.h"
#include "citycode/trust_list.h"
#include "places/venue_record.h"
#include "signing/http_signature.h"

namespace citycode::server {

Result<std::string> venueAddress(const WantedVenue& wanted, const SigningKey& issuer, const std::string& origin,
                                 std::int64_t nowUnixSeconds) {
  VenueRecord record;
  record.venueId = wanted.id;
  record.address = wanted.address;
  record.names = placeNamesOf(wanted.names);
  const std::vector<ScopePolicy> scopes = standardScopes();
  for (const std::string& name : wanted.scopeNames) {
    const auto scope = std::find_if(scopes.begin(), scopes.end(), [&](const ScopePolicy& s) { return s.name == name; });
    if (scope == scopes.end()) return Fault::ScopeUnknown;
    record.scopeIds.push_back(scope->id);
  }
  std::sort(record.scopeIds.begin(), record.scopeIds.end());
  record.notBeforeUnixSeconds = nowUnixSeconds;
  record.expiresUnixSeconds = nowUnixSeconds + kVenueLifeSeconds;
  CC_TRY(bytes, writeVenueRecord(issuer, record));
  return origin + "/app/#venue=" + encodeBase64Url(bytes);
}

}  // namespace citycode::server
