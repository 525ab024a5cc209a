// What an operator does about offices at the machine itself.
#include "commands/acts.h"
#include "commands/city_folder.h"
#include "cases/staff_desk.h"
#include "services/office_desk.h"

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
