#include "services/office_desk.h"

#include <algorithm>
#include <array>

#include "city/names_json.h"
#include "rating/service_ticket.h"

namespace citycode::server {
namespace {

// The longest that there is: one that names a pass. Whose signature it has changes no length, and neither does a later date.
bool isFitForATicket(const Office& office, const OfficeItem& item) {
  constexpr std::array<std::uint8_t, kSeedBytes> kAnySeed{1};
  const auto signer = SigningKey::fromSeed(kAnySeed);
  ServiceTicket ticket;
  ticket.officeId = office.id;
  ticket.officeNames = placeNamesOf(office.names);
  ticket.itemId = item.id;
  ticket.itemNames = placeNamesOf(item.names);
  ticket.passDigest = Sha256{};
  ticket.endedUnixSeconds = kEarliestUnixMs / kMillisecondsPerSecond;
  return signer && static_cast<bool>(writeServiceTicket(*signer, ticket));
}

}  // namespace

bool isFitForTickets(const Office& office) {
  const auto isFit = [&](const OfficeItem& item) { return isFitForATicket(office, item); };
  return !office.items.empty() && std::all_of(office.items.begin(), office.items.end(), isFit);
}

Result<Done> OfficeDesk::add(const Office& office) const {
  return store.write([&](Session& session) -> Result<Done> {
    CC_CHECK(offices::put(session, office));
    CC_TRY(whole, offices::find(session, office.id));   // with the items of before, whose tickets have the new name of the office
    if (!whole || !isFitForTickets(*whole)) return Fault::TicketBadTicket;
    return Done{};
  });
}

Result<Done> OfficeDesk::close(std::string_view id) const {
  CC_TRY(closed, store.write([&](Session& session) { return offices::close(session, id, clock.nowUnixMs()); }));
  if (!closed) return Fault::TicketUnknownOffice;
  return Done{};
}

Result<std::vector<Office>> OfficeDesk::all() const {
  return store.read([](Session& session) { return offices::list(session); });
}

}  // namespace citycode::server
