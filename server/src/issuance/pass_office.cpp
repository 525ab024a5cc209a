#include "issuance/pass_office.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <sodium.h>

#include "citycode/pass.h"
#include "citycode/person.h"
#include "encoding/attribute_map.h"
#include "issuance/pseudonym.h"
#include "registry/portals.h"

namespace citycode::server {

namespace {

// The same for everybody in a scene, and whole marks: a life of its own would tell a person's passes from others'.
std::int64_t passLifeOf(const ScopePolicy& scope) {
  return passMarkOf(std::min<std::int64_t>(kPassLifeSeconds, scope.longestPassSeconds));
}

// A seal of its own for every pass: the same bytes in two of them would link them.
Result<Done> putSealed(PassClaims& claims, const ScopePolicy& scope, const Attributes& attributes, const SealingKey& key) {
  std::array<std::uint8_t, kSceneKeyBytes> ephemeralSeed;
  randombytes_buf(ephemeralSeed.data(), ephemeralSeed.size());
  auto sealed = sealAttributes(attributes, scope, key, ephemeralSeed);
  wipe(ephemeralSeed);
  if (!sealed) return sealed.fault();
  claims.sealedAttributes = *std::move(sealed);
  return Done{};
}

}  // namespace

Result<Attributes> PassOffice::attributesOf(const Person& person, const ScopePolicy& scope, const AskedPass& asked, std::int64_t nowUnixSeconds) const {
  // A person has one name at a portal, also where its terminal asks as the venue "portal:ID".
  const Pseudonym pseudonym = pseudonymOf(keys.pseudonymKey(), person.id, scope.name, asked.portal ? asked.audience() : asked.venueId);
  if (asked.portal) return attributesChosen(person.record, scope, asked.portal->attributes, cityDate(nowUnixSeconds, cityOffsetSeconds), pseudonym);
  return attributesFor(person.record, scope, cityDate(nowUnixSeconds, cityOffsetSeconds), pseudonym);
}

const SealingKey& PassOffice::sealingKeyOf(std::uint32_t scopeId, std::int64_t utcDay, SealingKeys& known) const {
  const auto [key, isNew] = known.try_emplace(scopeId);
  if (isNew) key->second = SceneKey::derive(keys.sceneSecret(), scopeId, utcDay).sealingKey();
  return key->second;
}

Result<PassOffice::PortalKeys> PassOffice::portalKeysOf(const std::vector<AskedPass>& asked) const {
  const auto isForPortal = [](const AskedPass& pass) { return pass.portal.has_value(); };
  if (std::none_of(asked.begin(), asked.end(), isForPortal)) return PortalKeys{};
  return store.read([&](Session& session) -> Result<PortalKeys> {
    std::map<std::string, std::optional<Portal>> known;
    PortalKeys portalKeys;
    for (const AskedPass& pass : asked) {
      if (!pass.portal) continue;
      const auto [place, isNew] = known.try_emplace(pass.portal->id);
      if (isNew) {
        CC_TRY(portal, portals::find(session, pass.portal->id));
        place->second = std::move(portal);
      }
      const auto& portal = place->second;
      if (!portal || !portal->signIn) return Fault::PortalNotRegistered;
      const auto& scenes = portal->signIn->scenes;
      if (std::find(scenes.begin(), scenes.end(), pass.scopeName) == scenes.end()) return Fault::PortalNotRegistered;
      portalKeys.emplace(portal->id, portal->signIn->sealingKey);
    }
    return portalKeys;
  });
}

std::string AskedPass::audience() const {
  if (portal) return std::string(kPortalPrefix) + portal->id;
  return venueId.empty() ? std::string() : std::string(kVenuePrefix) + venueId;
}

Result<CounterRun> PassOffice::takePlaces(const DeviceId& device, const RequestMark& request, std::uint32_t count, std::int64_t notBefore,
                                         std::int64_t nowUnixSeconds) const {
  // A verifier finds the status list by the day on which the pass begins, which it can read in the pass.
  CC_TRY(run, counters.take(notBefore / kSecondsPerDay, count));
  const PassRun taken{device, request, run, (notBefore + kPassLifeSeconds) * kMillisecondsPerSecond};
  const devices::Quota quota{nowUnixSeconds / kSecondsPerDay, kPassesPerDeviceDay};
  const auto recorded = store.write([&](Session& session) -> Result<Done> {
    // A device that was revoked a moment ago must not leave with passes that no list names: charging holds it.
    CC_CHECK(devices::charge(session, device, quota, count));
    return pass_runs::add(session, taken);
  });
  if (recorded) return std::move(run);
  // After a fault of the storage nobody knows whether the run is recorded.
  const Fault fault = recorded.fault();
  if (fault == Fault::IssueQuotaReached || fault == Fault::IssueUnknownDevice || fault == Fault::RequestReplayed) counters.giveBack(run);
  return fault;
}

Result<std::vector<IssuedPass>> PassOffice::issue(const Device& device, const RequestMark& request, const std::vector<AskedPass>& asked,
                                                  const TrustList& list, std::int64_t nowUnixSeconds) const {
  CC_TRY(person, keys.people().openOn(cityDate(nowUnixSeconds, cityOffsetSeconds), device.person));
  CC_TRY(portalKeys, portalKeysOf(asked));
  std::map<std::tuple<std::uint32_t, std::string, std::set<Attribute>>, Attributes> known;   // by scene, audience and what a portal gets
  const auto kindOf = [](const ScopePolicy& scope, const AskedPass& pass) {
    return std::tuple(scope.id, pass.audience(), pass.portal ? pass.portal->attributes : std::set<Attribute>());
  };
  std::vector<const ScopePolicy*> scopes;
  for (const AskedPass& pass : asked) {
    const ScopePolicy* scope = scopes.emplace_back(list.findScope(pass.scopeName));
    if (scope == nullptr) return Fault::ScopeUnknown;
    auto kind = kindOf(*scope, pass);
    if (known.contains(kind)) continue;
    CC_TRY(attributes, attributesOf(person, *scope, pass, nowUnixSeconds));
    if (!areFitToShow(attributes)) return Fault::PassBadValue;   // what cannot be written must not use up the quota
    known.emplace(std::move(kind), std::move(attributes));
  }

  // Before seals and signatures: a phone that is over its quota costs neither.
  const std::int64_t notBefore = passBeginAt(nowUnixSeconds);
  CC_TRY(places, takePlaces(device.id, request, static_cast<std::uint32_t>(asked.size()), notBefore, nowUnixSeconds));
  const std::vector<std::uint32_t> statusIndices = counters.indices(places, keys.scatterKey());

  SealingKeys sealingKeys;
  std::vector<IssuedPass> issued;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const ScopePolicy& scope = *scopes[i];
    const Attributes& attributes = known.at(kindOf(scope, asked[i]));
    PassClaims claims;
    claims.notBeforeUnixSeconds = notBefore;
    claims.expiresUnixSeconds = notBefore + passLifeOf(scope);
    claims.holderKey = asked[i].key;
    claims.scopeId = scope.id;
    claims.statusIndex = statusIndices[i];
    if (const std::string audience = asked[i].audience(); !audience.empty()) claims.onlyAudience = audienceDigestOf(audience);
    const auto sealTo = [&]() -> const SealingKey& {
      return asked[i].portal ? portalKeys.at(asked[i].portal->id) : sealingKeyOf(scope.id, utcDayOf(notBefore), sealingKeys);
    };
    if (scope.sealed) {
      CC_CHECK(putSealed(claims, scope, attributes, sealTo()));
    } else {
      claims.attributes = attributes;
    }
    CC_TRY(bytes, writePass(keys.issuer(), claims));
    issued.push_back({std::move(bytes), claims.notBeforeUnixSeconds, claims.expiresUnixSeconds, {}});
    for (const auto& [attribute, value] : attributes) issued.back().attributes.push_back(attribute);
  }
  return issued;
}

}  // namespace citycode::server
