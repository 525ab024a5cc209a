#include "issuance/issuance_routes.h"

#include <algorithm>
#include <set>

#include "citycode/pass.h"
#include "enrolment/holder_scopes.h"
#include "enrolment/strong_key.h"
#include "http/json.h"
#include "places/portal_request.h"

namespace citycode::server {
namespace {

/// Empty when the pass is for any venue.
Result<std::string> readVenue(const Json& entry) {
  if (!entry.contains("venue")) return std::string();
  CC_TRY(venueId, takeText(entry, "venue", kMaxVenueIdBytes));
  if (!isVenueId(venueId) || venueId.starts_with(kPortalPrefix)) return Fault::RequestMalformed;   // a portal's own are sealed to it
  return std::move(venueId);
}

/// Nothing when the pass is for no portal. The attributes are those that the person left ticked.
Result<std::optional<AskedPortal>> readPortal(const Json& entry) {
  if (!entry.contains("portal")) return std::optional<AskedPortal>();
  AskedPortal portal;
  CC_TRY(id, takeText(entry, "portal", kMaxPortalIdBytes));
  const auto names = entry.find("attributes");
  if (!isPortalId(id) || names == entry.end() || !names->is_array() || names->empty()) return Fault::RequestMalformed;
  portal.id = std::move(id);
  for (const Json& name : *names) {
    const auto attribute = name.is_string() ? attributeFromName(name.get_ref<const std::string&>()) : std::nullopt;
    if (!attribute || !portal.attributes.insert(*attribute).second) return Fault::RequestMalformed;
  }
  return std::optional(std::move(portal));
}

Result<std::vector<AskedPass>> readAskedPasses(const Request& request, const Device& device) {
  CC_TRY(body, readJsonObject(request.body, 1));
  const auto keys = body.find("keys");
  if (keys == body.end() || !keys->is_array() || keys->empty()) return Fault::RequestMalformed;
  if (keys->size() > kMaxKeysPerRequest) return Fault::IssueTooManyKeys;
  std::vector<AskedPass> asked;
  std::vector<PublicKey> passKeys;
  std::set<PublicKey> seen{device.key};   // a pass key that is the device's name would link all scans
  for (const Json& entry : *keys) {
    CC_TRY(scopeName, takeText(entry, "scope", kMaxScopeNameBytes));
    CC_TRY(venueId, readVenue(entry));
    CC_TRY(portal, readPortal(entry));
    const std::size_t members = 2u + (venueId.empty() ? 0u : 1u) + (portal ? 2u : 0u);
    if (entry.size() != members || (portal && !venueId.empty())) return Fault::RequestMalformed;
    CC_TRY(key, takeKey(entry, "key"));
    if (!seen.insert(key).second) return Fault::EnrolBadKey;
    asked.push_back({std::move(scopeName), key, std::move(venueId), std::move(portal)});
    passKeys.push_back(key);
  }
  if (!areUsablePublicKeys(passKeys)) return Fault::EnrolBadKey;
  return asked;
}

RequestMark markOf(const SignatureParameters& signature) {
  const Sha256 digest = sha256(bytesOf(signature.nonce));
  RequestMark mark;
  std::copy_n(digest.begin(), mark.size(), mark.begin());
  return mark;
}

}  // namespace

void IssuanceRoutes::addTo(Router& router) const {
  router.add({Method::Post, "/v1/passes", kDevice, Work::Blocking, [this](const Call& call) { return issue(call); }});
}

Result<Response> IssuanceRoutes::issue(const Call& call) const {
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  const Device& device = call.device();
  CC_TRY(asked, readAskedPasses(call.request, device));
  admission.chargeMore(call, static_cast<double>(asked.size()) / kKeysPerRequestCost);
  const std::int64_t nowUnixSeconds = clock.nowUnixSeconds();
  CC_TRY(issued, office.issue(device, markOf(call.signature()), asked, published->list, nowUnixSeconds));
  metrics.issuedPasses(issued.size());

  Json passes = Json::array();
  for (std::size_t i = 0; i < issued.size(); ++i) {
    passes.push_back({{"scope", asked[i].scopeName},
                      {"key", encodeBase64Url(asked[i].key)},
                      {"pass", encodeBase64Url(issued[i].bytes)},
                      {"notBeforeUnixSeconds", issued[i].notBeforeUnixSeconds},
                      {"expiresUnixSeconds", issued[i].expiresUnixSeconds}});
    Json& names = passes.back()["attributes"] = Json::array();
    for (const Attribute attribute : issued[i].attributes) names.push_back(attributeName(attribute));
    if (!asked[i].venueId.empty()) passes.back()["venue"] = asked[i].venueId;
    if (asked[i].portal) passes.back()["portal"] = asked[i].portal->id;
  }
  Json answer{{"passes", std::move(passes)}};
  const CalendarDate today = cityDate(nowUnixSeconds, office.cityOffsetSeconds);
  CC_TRY(person, office.keys.people().openOn(today, device.person));
  answer.update(describeHolder(person.record, published->list, today));
  answer["nowUnixSeconds"] = nowUnixSeconds;
  return jsonResponse(200, answer);
}

}  // namespace citycode::server
