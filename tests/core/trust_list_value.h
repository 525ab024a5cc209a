// What tests/vectors/trust-lists.json expects of a list that is taken: all that it says.
#pragma once

#include <nlohmann/json.hpp>

#include "citycode/attribute.h"
#include "citycode/trust_list.h"
#include "vector_file.h"

namespace citycode::test {

template <class Json>
Json valueOf(const TrustList& list) {
  Json issuers = Json::array(), scopes = Json::array(), tokenKeys = Json::array();
  for (const Issuer& issuer : list.issuers) {
    Json rights = Json::array();
    for (const Right right : issuer.rights) rights.push_back(static_cast<int>(right));
    issuers.push_back({{"key", hexOf(issuer.key)}, {"notBeforeUnixSeconds", issuer.notBeforeUnixSeconds},
                       {"expiresUnixSeconds", issuer.expiresUnixSeconds}, {"scopeIds", issuer.scopeIds}, {"rights", rights}});
  }
  for (const ScopePolicy& scope : list.scopes) {
    Json attributes = Json::array();
    for (const Attribute attribute : scope.attributes) attributes.push_back(attributeName(attribute));
    scopes.push_back({{"id", scope.id}, {"name", scope.name}, {"attributes", attributes}, {"windowSeconds", scope.windowSeconds},
                      {"freshSeconds", scope.freshSeconds}, {"tooOldSeconds", scope.tooOldSeconds},
                      {"venueOnly", scope.audienceRule == AudienceRule::VenueOnly},
                      {"refusesLaterSlot", scope.reuseRule == ReuseRule::RefuseLaterSlot},
                      {"longestPassSeconds", scope.longestPassSeconds}, {"statusFreshSeconds", scope.statusFreshSeconds},
                      {"statusTooOldSeconds", scope.statusTooOldSeconds}, {"sealed", scope.sealed}, {"acceptsPaper", scope.acceptsPaper},
                      {"servesPeople", scope.servesPeople}});
  }
  for (const ListedTokenKey& key : list.tokenKeys)
    tokenKeys.push_back({{"purpose", key.purpose}, {"key", hexOf(key.key)}, {"notBeforeUnixSeconds", key.notBeforeUnixSeconds},
                         {"expiresUnixSeconds", key.expiresUnixSeconds}});
  return {{"version", list.version}, {"cityName", list.cityName}, {"issuedUnixSeconds", list.issuedUnixSeconds},
          {"nextRootKey", list.nextRootKey ? Json(hexOf(*list.nextRootKey)) : Json(nullptr)}, {"issuers", issuers}, {"scopes", scopes},
          {"tokenKeys", tokenKeys}};
}

}  // namespace citycode::test
