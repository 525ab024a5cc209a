#include "issuance/pass_office.h"

#include <algorithm>
#include <utility>

#include <sodium.h>

#include "citycode/pass.h"
#include "citycode/person.h"
#include "encoding/attribute_map.h"
#include "issuance/pseudonym.h"

namespace citycode::server {

namespace {

// The same for everybody in a scene, and whole marks: a life of its own would tell a person's passes from others'.
std::int64_t passLifeOf(const ScopePolicy& scope) {
  return passMarkOf(std::min<std::int64_t>(kPassLifeSeconds, scope.longestPassSeconds));
}

}  // namespace

Result<Attributes> PassOffice::attributesOf(const Person& person, const ScopePolicy& scope, std::string_view venueId,
                                            std::int64_t nowUnixSeconds) const {
  const Pseudonym pseudonym = pseudonymOf(keys.pseudonymKey(), person.id, scope.name, venueId);
  return attributesFor(person.record, scope, cityDate(nowUnixSeconds, cityOffsetSeconds), pseudonym);
}

const SealingKey& PassOffice::sealingKeyOf(std::uint32_t scopeId, std::int64_t utcDay, SealingKeys& known) const {
  const auto [key, isNew] = known.try_emplace(scopeId);
  if (isNew) key->second = SceneKey::derive(keys.sceneSecret(), scopeId, utcDay).sealingKey();
  return key->second;
}

// A seal of its own for every pass: the same bytes in two of them would link them.
Result<Done> PassOffice::putAttributes(PassClaims& claims, const ScopePolicy& scope, const Attributes& attributes, SealingKeys& sealingKeys) const {
  if (!scope.sealed) {
    claims.attributes = attributes;
    return Done{};
  }
  const SealingKey& key = sealingKeyOf(scope.id, utcDayOf(claims.notBeforeUnixSeconds), sealingKeys);
  std::array<std::uint8_t, kSceneKeyBytes> ephemeralSeed;
  randombytes_buf(ephemeralSeed.data(), ephemeralSeed.size());
  auto sealed = sealAttributes(attributes, scope, key, ephemeralSeed);
  wipe(ephemeralSeed);
  if (!sealed) return sealed.fault();
  claims.sealedAttributes = *std::move(sealed);
  return Done{};
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
  std::map<std::pair<std::uint32_t, std::string>, Attributes> known;   // by scene and venue
  std::vector<const ScopePolicy*> scopes;
  for (const AskedPass& pass : asked) {
    const ScopePolicy* scope = scopes.emplace_back(list.findScope(pass.scopeName));
    if (scope == nullptr) return Fault::ScopeUnknown;
    const std::pair scene{scope->id, pass.venueId};
    if (known.contains(scene)) continue;
    CC_TRY(attributes, attributesOf(device.person, *scope, pass.venueId, nowUnixSeconds));
    if (!areFitToShow(attributes)) return Fault::PassBadValue;   // what cannot be written must not use up the quota
    known.emplace(scene, std::move(attributes));
  }

  // Before seals and signatures: a phone that is over its quota costs neither.
  const std::int64_t notBefore = passBeginAt(nowUnixSeconds);
  CC_TRY(places, takePlaces(device.id, request, static_cast<std::uint32_t>(asked.size()), notBefore, nowUnixSeconds));
  const std::vector<std::uint32_t> statusIndices = counters.indices(places, keys.scatterKey());

  SealingKeys sealingKeys;
  std::vector<IssuedPass> issued;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const ScopePolicy& scope = *scopes[i];
    const Attributes& attributes = known.at({scope.id, asked[i].venueId});
    PassClaims claims;
    claims.notBeforeUnixSeconds = notBefore;
    claims.expiresUnixSeconds = notBefore + passLifeOf(scope);
    claims.holderKey = asked[i].key;
    claims.scopeId = scope.id;
    claims.statusIndex = statusIndices[i];
    if (!asked[i].venueId.empty()) claims.onlyAudience = audienceDigestOf(std::string(kVenuePrefix) + asked[i].venueId);
    CC_CHECK(putAttributes(claims, scope, attributes, sealingKeys));
    CC_TRY(bytes, writePass(keys.issuer(), claims));
    issued.push_back({std::move(bytes), claims.notBeforeUnixSeconds, claims.expiresUnixSeconds, {}});
    for (const auto& [attribute, value] : attributes) issued.back().attributes.push_back(attribute);
  }
  return issued;
}

}  // namespace citycode::server
