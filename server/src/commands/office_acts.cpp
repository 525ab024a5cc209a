// What an operator does about offices, their portals and their staff at the machine itself.
#include "base/key_text.h"
#include "city/names_json.h"
#include "commands/acts.h"
#include "commands/city_folder.h"
#include "cases/staff_desk.h"
#include "places/portal_request.h"
#include "services/office_desk.h"
#include "registry/terminals.h"
#include "services/portal_desk.h"

namespace citycode::server {
namespace {

Office wantedOffice(const Options& options) {
  Office office{options.officeId, options.venueNames, 0, {}};
  for (const auto& [id, names] : options.items) office.items.push_back({id, names});
  return office;
}

StartFailure officeFailure(Fault fault, const Options& options) {
  if (fault == Fault::TicketUnknownOffice) return refused("There is no office " + options.officeId + ": see the list that the list-offices command prints.");
  if (fault == Fault::TicketBadTicket)
    return refused("The names of the office and one of its items together are too long for a ticket that fits a symbol: shorten them.");
  return recordsFailure(fault, options);
}

StartFailure portalFailure(Fault fault, const Options& options) {
  if (fault == Fault::ScopeBadSceneKey) return refused("This --sealing-key is another portal's: let the portal make one of its own.");
  if (fault == Fault::ScopeUnknown) return refused("One of the --scenes is no scene of this city.");
  if (fault == Fault::TrustMissing) return refused("This city has no scenes yet: start the server once, then add portals that ask people to sign in.");
  if (fault == Fault::PortalBadRequest)
    return refused("No phone would show this portal: its names together are too long, a scene is given twice, or it is to return to addresses that are not of " +
                   options.portalOrigin + ". Give --name, --scenes, --sealing-key and --return-to anew.");
  if (fault == Fault::EnrolBadKey) return refused("This --key is that of a phone, a scanner or another portal: let the portal make one of its own.");
  if (fault == Fault::RequestNotFound) return refused("There is no portal " + options.portalId + ": see the list that the list-portals command prints.");
  return officeFailure(fault, options);
}

std::string outcomeOf(const Portal& portal, const std::optional<Portal>& before) {
  const std::string also = portal.signIn ? " It can ask people to sign in.\n" : "\n";
  if (!before) return portal.id + " can end services of " + portal.officeId + " that people came to online." + also;
  if (before->key != portal.key) return portal.id + " has another key from now on. What its former key signs is refused." + also;
  if (before->origin == portal.origin && before->officeId == portal.officeId && (!portal.signIn || before->signIn == portal.signIn))
    return portal.id + " was known so already.\n";
  return portal.id + " keeps its key. Its address and its office are now those that were given." + also;
}

/// What the four options about signing in say together; nothing when none of them is there.
Started<std::optional<PortalSignIn>> wantedSignIn(const Options& options) {
  const bool hasName = !firstText(options.venueNames).empty();
  if (!hasName && options.scenes.empty() && !options.sealingKey && options.returnAddresses.empty()) return std::optional<PortalSignIn>();
  if (!hasName || options.scenes.empty() || !options.sealingKey)
    return refused("A portal that asks people to sign in needs --name, --scenes and --sealing-key.");
  for (const std::string& address : options.returnAddresses)
    if (!isReturnAddress(address, options.portalOrigin))
      return refused("--return-to " + address + " is no address of this portal: one begins with " + options.portalOrigin +
                     "/, as browsers write it, and has no user, other port or fragment (#) in it; at most 128 characters.");
  return std::optional(PortalSignIn{placeNamesOf(options.venueNames), *options.sealingKey, options.scenes, options.returnAddresses});
}

std::string linesOf(const PortalSignIn& signIn) {
  std::string lines = "  " + signIn.names.begin()->second + "  asks for " + terminals::textOfScopes(signIn.scenes) + "  sealed to " +
                      encodeBase64Url(signIn.sealingKey) + "\n";
  for (const std::string& address : signIn.returnAddresses) lines += "  returns to " + address + "\n";
  return lines;
}

}  // namespace

Started<std::string> addOffice(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto added = OfficeDesk{**store, cityClock(options, store->get())}.add(wantedOffice(options));
  if (!added) return officeFailure(added.fault(), options);
  return std::string("Terminals of the venue " + options.officeId + " can end its services.\n");
}

Started<std::string> closeOffice(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto closed = OfficeDesk{**store, cityClock(options, store->get())}.close(options.officeId);
  if (!closed) return officeFailure(closed.fault(), options);
  return std::string("No service ends there any more. Tickets that were given stay good until they end.\n");
}

Started<std::string> listOffices(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto offices = OfficeDesk{**store, cityClock(options, store->get())}.all();
  if (!offices) return recordsFailure(offices.fault(), options);
  std::string lines;
  for (const Office& office : *offices) {
    lines += office.id + "  " + firstText(office.names) + (office.isClosed() ? "  (closed)" : "") + "\n";
    for (const OfficeItem& item : office.items) lines += "  " + item.id + "  " + firstText(item.names) + "\n";
  }
  return lines;
}

Started<std::string> addPortal(const Options& options) {
  auto signIn = wantedSignIn(options);
  if (!signIn) return signIn.failure();
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const Portal portal{options.portalId, *options.portalKey, options.portalOrigin, options.officeId, *std::move(signIn)};
  const auto before = PortalDesk{**store}.add(portal);
  if (!before) return portalFailure(before.fault(), options);
  return outcomeOf(portal, *before);
}

Started<std::string> removePortal(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto removed = PortalDesk{**store}.remove(options.portalId);
  if (!removed) return portalFailure(removed.fault(), options);
  return std::string("What it signs is refused from now on. Tickets that it gave stay good until they end.\n");
}

Started<std::string> listPortals(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto portals = PortalDesk{**store}.all();
  if (!portals) return recordsFailure(portals.fault(), options);
  std::string lines;
  for (const Portal& portal : *portals) {
    lines += portal.id + "  " + portal.origin + "  " + portal.officeId + "  " + encodeBase64Url(sha256(portal.key)) + "\n";
    if (portal.signIn) lines += linesOf(*portal.signIn);
  }
  return lines;
}

Started<std::string> printStaffLink(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto secret = StaffDesk{**store, cityClock(options, store->get())}.newSecret({options.officeId}, options.days * kSecondsPerDay);
  if (!secret) return officeFailure(secret.fault(), options);
  return originsOf(options, options.listen.port).front() + staffLink(*secret) + "\n";
}

Started<std::string> removeStaffLinks(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto ended = StaffDesk{**store, cityClock(options, store->get())}.endAll({options.officeId});
  if (!ended) return recordsFailure(ended.fault(), options);
  return std::to_string(*ended) + (*ended == 1 ? " address is" : " addresses are") + " good no more.\n";
}

}  // namespace citycode::server
