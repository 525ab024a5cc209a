#include "issuance/pass_office.h"

#include <algorithm>
#include <utility>

#include <sodium.h>

#include "citycode/pass.h"
#include "citycode/person.h"
#include "issuance/pseudonym.h"
#include "pass/status_index.h"

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

// A seal of its own for every pass: the same bytes in two of them would link them.
Result<Done> PassOffice::putAttributes(PassClaims& claims, const ScopePolicy& scope, Attributes attributes) const {
  if (!scope.sealed) {
    claims.attributes = std::move(attributes);
    return Done{};
  }
  const SceneKey key = SceneKey::derive(keys.sceneSecret(), scope.id, utcDayOf(claims.notBeforeUnixSeconds));
  std::array<std::uint8_t, kSceneKeyBytes> ephemeralSeed;
  randombytes_buf(ephemeralSeed.data(), ephemeralSeed.size());
  auto sealed = sealAttributes(attributes, scope, key.sealingKey(), ephemeralSeed);
  wipe(ephemeralSeed);
  if (!sealed) return sealed.fault();
  claims.sealedAttributes = *std::move(sealed);
  return Done{};
}

Result<std::vector<IssuedPass>> PassOffice::issue(const Device& device, const std::vector<AskedPass>& asked,
                                                  const TrustList& list, std::int64_t nowUnixSeconds) const {
  const std::int64_t notBefore = passBeginAt(nowUnixSeconds);
  std::map<std::pair<std::uint32_t, std::string>, Attributes> known;   // by scene and venue
  std::vector<PassClaims> claims;
  PassBatch batch;
  for (const AskedPass& pass : asked) {
    const ScopePolicy* scope = list.findScope(pass.scopeName);
    if (scope == nullptr) return Fault::ScopeUnknown;
    const std::pair scene{scope->id, pass.venueId};
    if (!known.contains(scene)) {
      CC_TRY(attributes, attributesOf(device.person, *scope, pass.venueId, nowUnixSeconds));
      known.emplace(scene, std::move(attributes));
    }
    PassClaims next;
    next.notBeforeUnixSeconds = notBefore;
    next.expiresUnixSeconds = notBefore + passLifeOf(*scope);
    next.holderKey = pass.key;
    next.scopeId = scope->id;
    if (!pass.venueId.empty()) next.onlyAudience = audienceDigestOf(std::string(kVenuePrefix) + pass.venueId);
    CC_CHECK(putAttributes(next, *scope, known.at(scene)));
    claims.push_back(std::move(next));
    batch.passes.push_back({pass.key, scope->id});
  }

  batch.deviceId = device.id;
  // A verifier finds the status list by the day on which the pass begins, which it can read in the pass.
  batch.utcDay = notBefore / kSecondsPerDay;
  batch.quotaUtcDay = nowUnixSeconds / kSecondsPerDay;
  batch.expiresUnixMs = (notBefore + kPassLifeSeconds) * kMillisecondsPerSecond;
  batch.quota = kPassesPerDeviceDay;
  batch.counterLimit = 1u << kStatusIndexBits;
  batch.statusIndexOf = [this, day = batch.utcDay](std::uint32_t counter) {
    return scatterStatusIndex(keys.scatterKey(), day, counter, kStatusIndexBits);
  };
  CC_TRY(statusIndices, store.registerPasses(batch));

  std::vector<IssuedPass> issued;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    claims[i].statusIndex = statusIndices[i];
    CC_TRY(bytes, writePass(keys.issuer(), claims[i]));
    issued.push_back({std::move(bytes), claims[i].notBeforeUnixSeconds, claims[i].expiresUnixSeconds, {}});
    for (const auto& [attribute, value] : known.at({claims[i].scopeId, asked[i].venueId})) issued.back().attributes.push_back(attribute);
  }
  return issued;
}

}  // namespace citycode::server
