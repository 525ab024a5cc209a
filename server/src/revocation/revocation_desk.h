// Revokes devices with all their passes, and cards with them where a person's cards are to go. No HTTP and no command line here.
#pragma once

#include "base/clock.h"
#include "city/city_keys.h"
#include "revocation/revoking.h"
#include "store/store.h"

namespace citycode::server {

/// A card is the person's: it stays good unless it is asked for.
enum class Cards : std::uint8_t { Stay, Go };

struct RevocationDesk {
  Store& store;
  const CityKeys& keys;
  Clock clock;

  /// One device alone; its holder's cards stay. Faults of all here: store/*. What is unknown or was revoked before counts nothing.
  Result<RevokedCount> device(const DeviceId& id, RevocationReason reason) const;
  /// A device that its holder gives up.
  Result<RevokedCount> device(const Device& device, RevocationReason reason, Cards cards) const;
  /// All of the same holder but this one.
  Result<RevokedCount> othersThan(const Device& kept, RevocationReason reason, Cards cards) const;
  /// All devices of a person and all cards.
  Result<RevokedCount> person(const Identifier& personId, RevocationReason reason) const;

 private:
  Result<std::vector<DeviceId>> devicesOf(const Identifier& personId) const;
  Result<RevokedCount> revoke(std::vector<DeviceId> devices, RevocationReason reason, std::optional<Identifier> cardsOf) const;
};

}  // namespace citycode::server
