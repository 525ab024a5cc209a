#include "issuance/pass_office.h"

#include <algorithm>

#include "citycode/pass.h"
#include "citycode/person.h"
#include "issuance/pseudonym.h"

namespace citycode::server {

Result<Attributes> PassOffice::attributesOf(const Person& person, const ScopePolicy& scope, std::int64_t nowUnixSeconds) const {
  const Pseudonym pseudonym = pseudonymOf(keys.pseudonymKey(), person.id, scope.name);
  return attributesFor(person.record, scope, cityDate(nowUnixSeconds, cityOffsetSeconds), pseudonym);
}

Result<std::vector<IssuedPass>> PassOffice::issue(const Device& device, const std::vector<AskedPass>& asked,
                                                  const TrustList& list, std::int64_t nowUnixSeconds) const {
  const std::int64_t notBefore = nowUnixSeconds - kPassBackdateSeconds;
  std::map<std::uint32_t, Attributes> attributesByScope;
  std::vector<PassClaims> claims;
  PassBatch batch;
  for (const AskedPass& pass : asked) {
    const ScopePolicy* scope = list.findScope(pass.scopeName);
    if (scope == nullptr) return Fault::ScopeUnknown;
    if (!attributesByScope.contains(scope->id)) {
      CC_TRY(attributes, attributesOf(device.person, *scope, nowUnixSeconds));
      attributesByScope.emplace(scope->id, std::move(attributes));
    }
    const std::int64_t life = std::min<std::int64_t>(kPassLifeSeconds, scope->longestPassSeconds);
    claims.push_back({notBefore, notBefore + life, pass.key, 0, scope->id, attributesByScope.at(scope->id)});
    batch.passes.push_back({pass.key, scope->id});
  }

  batch.deviceId = device.id;
  // A verifier finds the status list by the day on which the pass begins, which it can read in the pass.
  batch.utcDay = notBefore / kSecondsPerDay;
  batch.quotaUtcDay = nowUnixSeconds / kSecondsPerDay;
  batch.expiresUnixMs = (notBefore + kPassLifeSeconds) * kMillisecondsPerSecond;
  batch.quota = kPassesPerDeviceDay;
  batch.counterLimit = 1u << kStatusIndexBits;
  batch.statusIndexOf = [this](std::uint32_t counter) { return scatterStatusIndex(keys.scatterKey(), counter, kStatusIndexBits); };
  CC_TRY(statusIndices, store.registerPasses(batch));

  std::vector<IssuedPass> issued;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    claims[i].statusIndex = statusIndices[i];
    CC_TRY(bytes, writePass(keys.issuer(), claims[i]));
    issued.push_back({std::move(bytes), claims[i].notBeforeUnixSeconds, claims[i].expiresUnixSeconds});
  }
  return issued;
}

}  // namespace citycode::server
