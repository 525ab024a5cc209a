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
  CC_TRY(devices, devicesOf(kept.person.id));
  std::erase(devices, kept.id);
  return revoke(std::move(devices), reason, ownerWhoseCardsGo(kept, cards));
}

Result<RevokedCount> RevocationDesk::person(const Identifier& personId, RevocationReason reason) const {
  CC_TRY(devices, devicesOf(personId));
  return revoke(std::move(devices), reason, personId);
}

Result<std::vector<DeviceId>> RevocationDesk::devicesOf(const Identifier& personId) const {
  return store.read([&](Session& session) { return devices::ofPerson(session, personId); });
}

Result<RevokedCount> RevocationDesk::revoke(std::vector<DeviceId> devices, RevocationReason reason, std::optional<Identifier> cardsOf) const {
  const DeviceRevocation revocation{std::move(devices), reason, clock.nowUnixMs(), cardsOf};
  return store.write([&](Session& session) { return revoking::revokeDevices(session, listKeysOf(keys), revocation); });
}

}  // namespace citycode::server
