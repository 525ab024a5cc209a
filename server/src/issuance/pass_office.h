// Issues passes for keys that a device made. No HTTP and no command line here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "city/city_keys.h"
#include "city/issued.h"
#include "city/trust_list_keeper.h"
#include "citycode/attribute.h"
#include "citycode/limits.h"
#include "citycode/pass.h"
#include "encoding/pass_mark.h"
#include "pass/sealed.h"
#include "revocation/pass_runs.h"
#include "revocation/status_counters.h"
#include "store/store.h"

namespace citycode::server {

/// About so many passes cost the server as much as a request by itself: 0.8 ms of processor and 1.4 ms of waiting for the disk,
/// beside 0.12 ms a pass (measured: docs/adr/0050).
inline constexpr double kKeysPerRequestCost = 16;
/// A pass begins at least this much before it was asked for, because verifiers' clocks may be behind.
inline constexpr std::int64_t kPassBackdateSeconds = 120;

/// When passes begin that are asked for now: the same mark for the whole city.
constexpr std::int64_t passBeginAt(std::int64_t nowUnixSeconds) { return passMarkOf(nowUnixSeconds - kPassBackdateSeconds); }

/// The one that a pass is for, sealed to it, and what the person lets it have.
struct AskedPortal {
  std::string id;
  std::set<Attribute> attributes;

  bool operator==(const AskedPortal&) const = default;
};

struct AskedPass {
  std::string scopeName;
  PublicKey key{};
  std::string venueId;                   // empty: for any venue
  std::optional<AskedPortal> portal{};   // not with a venue

  /// As codes name it: "venue:" or "portal:" and its id. Empty where it is for whoever asks in that scene.
  std::string audience() const;
};

struct IssuedPass {
  Bytes bytes;
  std::int64_t notBeforeUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;
  std::vector<Attribute> attributes;   // what is in it: a phone cannot read what is sealed
};

struct PassOffice {
  const CityKeys& keys;
  Store& store;
  StatusCounters& counters;
  std::int32_t cityOffsetSeconds = 0;

  /// All or nothing, in the order asked. The records are on the disk before a pass leaves. `request` is good for once.
  /// Faults: scope/unknown, issue/scope-not-for-holder, issue/quota-reached, issue/unknown-device when it was revoked meanwhile,
  /// portal/not-registered for a portal that may not ask in that scene, scope/attribute-not-allowed for what the scene has not,
  /// request/replayed, store/*.
  Result<std::vector<IssuedPass>> issue(const Device& device, const RequestMark& request, const std::vector<AskedPass>& asked,
                                        const TrustList& list, std::int64_t nowUnixSeconds) const;

  /// The first half of it: the places of so many passes that begin then, on the disk as this device's.
  Result<CounterRun> takePlaces(const DeviceId& device, const RequestMark& request, std::uint32_t count, std::int64_t notBefore,
                                std::int64_t nowUnixSeconds) const;

 private:
  Result<Attributes> attributesOf(const Person& person, const ScopePolicy& scope, const AskedPass& asked, std::int64_t nowUnixSeconds) const;
  /// Of a batch's day, by scene; deriving one costs as much as a signature.
  using SealingKeys = std::map<std::uint32_t, SealingKey>;
  const SealingKey& sealingKeyOf(std::uint32_t scopeId, std::int64_t utcDay, SealingKeys& known) const;
  /// Of the portals that a batch names, by id, as they are registered now.
  using PortalKeys = std::map<std::string, SealingKey>;
  Result<PortalKeys> portalKeysOf(const std::vector<AskedPass>& asked) const;
};

}  // namespace citycode::server
