#include "revocation/revoking.h"

#include "citycode/status_list.h"
#include "revocation/pass_runs.h"
#include "revocation/revocations.h"

namespace citycode::server::revoking {
namespace {

/// Names the device's passes that have not expired; returns how many.
Result<std::uint32_t> namePasses(Session& session, const ListKeys& keys, const DeviceId& device, std::int64_t nowUnixMs, revocations::Naming& naming) {
  std::uint32_t count = 0;
  CC_TRY(places, pass_runs::placesOf(session, device, nowUnixMs, keys.scatterKey));
  for (const pass_runs::Places& day : places) {
    CC_TRY(named, naming.name(day.utcDay, day.indices));
    count += named;
  }
  return count;
}

}  // namespace

Result<RevokedCount> revokeDevices(Session& session, const ListKeys& keys, const DeviceRevocation& revocation) {
  revocations::Naming naming(session, keys.issuerKeys, revocation.reason, revocation.nowUnixMs);
  RevokedCount count;
  for (const DeviceId& device : revocation.devices) {
    CC_TRY(isNew, devices::revoke(session, device, revocation.reason, revocation.nowUnixMs));
    if (!isNew) continue;
    ++count.devices;
    CC_TRY(passes, namePasses(session, keys, device, revocation.nowUnixMs, naming));
    count.passes += passes;
  }
  if (revocation.cardsOf) {
    CC_TRY(cards, revokeCards(session, keys, {*revocation.cardsOf, std::nullopt, revocation.reason, revocation.nowUnixMs}));
    count.cards = cards;
  }
  return count;
}

Result<std::uint32_t> revokeCards(Session& session, const ListKeys& keys, const CardRevocation& revocation) {
  CC_TRY(numbers, cards::revoke(session, revocation.personId, revocation.number, revocation.reason, revocation.nowUnixMs));
  revocations::Naming naming(session, keys.issuerKeys, revocation.reason, revocation.nowUnixMs);
  CC_CHECK(naming.name(kPaperStatusDay, numbers));
  return static_cast<std::uint32_t>(numbers.size());
}

Result<Done> correctAfter(Session& session, const ListKeys& keys, std::int64_t nowUnixMs) {
  CC_TRY(revoked, devices::revokedAfter(session, nowUnixMs));
  if (revoked.empty()) return Done{};
  revocations::Naming naming(session, keys.issuerKeys, RevocationReason::Removed, nowUnixMs);
  for (const devices::Revoked& device : revoked) {
    naming.because(device.reason);
    CC_CHECK(namePasses(session, keys, device.id, nowUnixMs, naming));
  }
  return devices::bringRevocationsBackTo(session, nowUnixMs);
}

}  // namespace citycode::server::revoking
