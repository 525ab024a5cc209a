#include "enrolment/holder_scopes.h"

#include <array>

#include "city/issued.h"

namespace citycode::server {

std::vector<const ScopePolicy*> scopesFor(const PersonRecord& person, const TrustList& list, const CalendarDate& today) {
  constexpr std::array<std::uint8_t, kPseudonymBytes> kAnyPseudonym{};   // whether, not what
  std::vector<const ScopePolicy*> scopes;
  for (const ScopePolicy& scope : list.scopes) {
    if (scope.audienceRule == AudienceRule::VenueOnly) continue;   // of use to whoever asks by name: a phone does not offer it
    if (attributesFor(person, scope, today, kAnyPseudonym)) scopes.push_back(&scope);
  }
  return scopes;
}

Json describeHolder(const PersonRecord& person, const TrustList& list, const CalendarDate& today) {
  Json scopes = Json::array();
  for (const ScopePolicy* scope : scopesFor(person, list, today)) scopes.push_back(scope->name);
  return {{"holder",
           {{"displayName", person.displayName},
            {"holderClass", holderClassName(person.holderClass)},
            {"ageGroup", ageGroupName(ageGroupOf(person.born, today))}}},
          {"scopes", std::move(scopes)}};
}

}  // namespace citycode::server
