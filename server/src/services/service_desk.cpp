#include "services/service_desk.h"

#include "city/names_json.h"
#include "services/figures.h"

namespace citycode::server {
namespace {

Result<Office> openOfficeOf(Session& session, const ToldService& told) {
  CC_TRY(office, offices::find(session, told.officeId));
  if (!office || office->findItem(told.itemId) == nullptr) return Fault::TicketUnknownOffice;
  if (office->isClosed()) return Fault::TicketOfficeClosed;
  return *std::move(office);
}

bool isSameService(const EndedService& one, const EndedService& other) {
  return one.itemId == other.itemId && one.channel == other.channel && one.passDigest == other.passDigest;
}

/// As it is in the records afterwards.
Result<EndedService> addOnce(Session& session, const EndedService& service) {
  CC_TRY(isNew, ended_services::add(session, service));
  if (isNew) {
    CC_CHECK(figures::countService(session, service.rated(), service.hasTicket));
    return service;
  }
  CC_TRY(known, ended_services::hold(session, service.idDigest));
  if (!known) return Fault::StoreUnavailable;   // it was deleted between the two: asked again it is a new one
  if (!isSameService(*known, service)) return Fault::RequestReplayed;
  if (service.hasTicket && !known->hasTicket) {
    CC_CHECK(ended_services::giveTicket(session, service.idDigest));
    CC_CHECK(figures::countTicket(session, known->rated()));
    known->hasTicket = true;
  }
  return *std::move(known);
}

}  // namespace

Result<TicketGiven> ServiceDesk::end(const ToldService& told) const {
  const auto channel = channelOf(told.way, told.passDigest.has_value());
  if (!channel) return Fault::RequestMalformed;
  const TicketId id = ratingKeys.ticketIdOf(told.officeId, told.caseReference);
  const EndedService ended{sha256(id), told.officeId, told.itemId, *channel, told.passDigest, clock.nowUnixSeconds(), told.wantsTicket, {}};
  return store.write([&](Session& session) -> Result<TicketGiven> {
    CC_TRY(office, openOfficeOf(session, told));
    CC_TRY(service, addOnce(session, ended));
    if (!told.wantsTicket) return TicketGiven{};
    return ticketOf(service, id, office);
  });
}

// The names are those of now, what the service was and when it ended those of then.
Result<TicketGiven> ServiceDesk::ticketOf(const EndedService& service, const TicketId& id, const Office& office) const {
  TicketGiven given;
  given.ticket = {id, office.id, placeNamesOf(office.names), service.itemId, placeNamesOf(office.findItem(service.itemId)->names),
                  service.channel, service.passDigest, service.endedUnixSeconds};
  auto bytes = writeServiceTicket(keys.issuer(), given.ticket);
  if (!bytes) return Fault::InternalBug;   // the office's desk takes no names that do not fit
  given.bytes = *std::move(bytes);
  return given;
}

}  // namespace citycode::server
