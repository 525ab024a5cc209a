#include "issuance/pass_office.h"

#include <algorithm>
#include <utility>

#include <sodium.h>

#include "citycode/pass.h"
#include "citycode/person.h"
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
  const std::int64_t notBefore = passBeginAt(nowUnixSeconds);
  std::map<std::pair<std::uint32_t, std::string>, Attributes> known;   // by scene and venue
  std::vector<PassClaims> claims;
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
  }

  CC_TRY(places, takePlaces(device.id, request, static_cast<std::uint32_t>(asked.size()), notBefore, nowUnixSeconds));
  const std::vector<std::uint32_t> statusIndices = places.indices(keys.scatterKey());

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
