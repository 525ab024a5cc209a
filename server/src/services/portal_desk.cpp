#include "services/portal_desk.h"

#include <algorithm>

#include "city/portal_record.h"
#include "city/stored_list.h"
#include "pass/sealed.h"
#include "places/portal_request.h"
#include "registry/terminals.h"
#include "services/offices.h"

namespace citycode::server {
namespace {

/// A key is one caller's alone: a request names it and not who signed. One of a phone that was revoked stays so.
Result<bool> isKeyOfAnother(Session& session, const Portal& portal) {
  const Sha256 digest = sha256(portal.key);
  CC_TRY(phone, devices::find(session, digest));
  CC_TRY(isRevoked, devices::isRevoked(session, digest));
  CC_TRY(terminal, terminals::find(session, digest));
  CC_TRY(other, portals::findByKey(session, digest));
  return phone || isRevoked || terminal || (other && other->id != portal.id);
}

/// As a phone would see it, before one does: a record of such a portal fits, whoever signs it.
Result<Done> mustBeReadByPhones(const Portal& portal, const TrustList& list) {
  if (!isStrongSealingKey(portal.signIn->sealingKey)) return Fault::ScopeBadSceneKey;
  const auto& addresses = portal.signIn->returnAddresses;
  const auto isItsOwn = [&](const std::string& address) { return isReturnAddress(address, portal.origin); };
  if (!std::all_of(addresses.begin(), addresses.end(), isItsOwn)) return Fault::PortalBadRequest;
  const std::array<std::uint8_t, kSeedBytes> anySeed{};
  CC_CHECK(portalRecordOf(portal, list, *SigningKey::fromSeed(anySeed), list.issuedUnixSeconds));
  return Done{};
}

Result<Done> mustBeFree(Session& session, const Portal& portal) {
  CC_TRY(office, offices::find(session, portal.officeId));
  if (!office) return Fault::TicketUnknownOffice;
  CC_TRY(isTaken, isKeyOfAnother(session, portal));
  if (isTaken) return Fault::EnrolBadKey;
  if (!portal.signIn) return Done{};
  CC_TRY(other, portals::findBySealingKey(session, portal.signIn->sealingKey));
  if (other && other->id != portal.id) return Fault::ScopeBadSceneKey;
  return Done{};
}

}  // namespace

Result<std::optional<Portal>> PortalDesk::add(Portal portal) const {
  CC_TRY(known, store.read([&](Session& session) { return portals::find(session, portal.id); }));
  if (known && !portal.signIn) portal.signIn = known->signIn;
  if (portal.signIn) {
    CC_TRY(list, storedTrustList(store));
    CC_CHECK(mustBeReadByPhones(portal, list));
  }
  return store.write([&](Session& session) -> Result<std::optional<Portal>> {
    CC_CHECK(mustBeFree(session, portal));
    CC_TRY(before, portals::find(session, portal.id));
    if (before != portal) CC_CHECK(portals::put(session, portal));
    return std::move(before);
  });
}

Result<Done> PortalDesk::remove(std::string_view id) const {
  CC_TRY(removed, store.write([&](Session& session) { return portals::remove(session, id); }));
  if (!removed) return Fault::RequestNotFound;
  return Done{};
}

Result<std::vector<Portal>> PortalDesk::all() const {
  return store.read([](Session& session) { return portals::list(session); });
}

}  // namespace citycode::server
