#include "revocation/revocation_desk.h"

namespace citycode::server {
namespace {

std::optional<Identifier> ownerWhoseCardsGo(const Device& device, Cards cards) {
  return cards == Cards::Go ? std::optional(device.person.id) : std::nullopt;
}

}  // namespace

Result<RevokedCount> RevocationDesk::device(const DeviceId& id, RevocationReason reason) const { return revoke({id}, reason, std::nullopt); }

Result<RevokedCount> RevocationDesk::device(const Device& device, RevocationReason reason, Cards cards) const {
  return revoke({device.id}, reason, ownerWhoseCardsGo(device, cards));
}

Result<RevokedCount> RevocationDesk::othersThan(const Device& kept, RevocationReason reason, Cards cards) const {
  CC_TRY(devices, store.devicesOf(kept.person.id));
  std::erase(devices, kept.id);
  return revoke(std::move(devices), reason, ownerWhoseCardsGo(kept, cards));
}

Result<RevokedCount> RevocationDesk::person(const Identifier& personId, RevocationReason reason) const {
  CC_TRY(devices, store.devicesOf(personId));
  return revoke(std::move(devices), reason, personId);
}

Result<RevokedCount> RevocationDesk::revoke(std::vector<DeviceId> devices, RevocationReason reason, std::optional<Identifier> cardsOf) const {
  return store.revokeDevices({std::move(devices), keys.issuerKeys(), reason, clock.nowUnixMs(), cardsOf});
}

}  // namespace citycode::server
