#include "services/portal_desk.h"

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

}  // namespace

Result<std::optional<Portal>> PortalDesk::add(const Portal& portal) const {
  return store.write([&](Session& session) -> Result<std::optional<Portal>> {
    CC_TRY(office, offices::find(session, portal.officeId));
    if (!office) return Fault::TicketUnknownOffice;
    CC_TRY(isTaken, isKeyOfAnother(session, portal));
    if (isTaken) return Fault::EnrolBadKey;
    CC_TRY(before, portals::find(session, portal.id));
    CC_CHECK(portals::put(session, portal));
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
