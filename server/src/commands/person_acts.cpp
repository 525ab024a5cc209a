// What an operator does about people and their phones at the machine itself.
#include "base/key_text.h"
#include "commands/acts.h"
#include "commands/city_folder.h"
#include "commands/person_named.h"
#include "enrolment/code_desk.h"
#include "revocation/revocation_desk.h"

namespace citycode::server {
namespace {

StartFailure unknownPerson() { return refused("There is no person with this id: give --person an id from the city's records."); }

std::string saidOf(const RevokedCount& count) {
  const std::uint32_t cards = count.cards.value_or(0);
  const std::string andCards = cards > 0 ? ", and " + std::to_string(cards) + " card(s)" : "";
  return "Revoked: " + std::to_string(count.devices) + " device(s) with " + std::to_string(count.passes) + " pass(es)" + andCards +
         ", refused wherever the next status list has arrived.\n";
}

/// A person that the records do not have has no devices: nothing is revoked.
Result<RevokedCount> revokePerson(const RevocationDesk& desk, const Options& options) {
  const auto id = identifierFromText(options.personId);
  return id ? desk.person(*id, *options.reason) : Result<RevokedCount>(RevokedCount{});
}

}  // namespace

Started<SealedPerson> personNamedBy(const Options& options, Store& store) {
  const auto id = identifierFromText(options.personId);
  if (!id) return unknownPerson();
  const auto person = store.read([&](Session& session) { return people::find(session, *id); });
  if (!person) return recordsFailure(person.fault(), options);
  if (!person->has_value()) return unknownPerson();
  return **person;
}

Started<std::string> printEnrolmentCode(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto id = identifierFromText(options.personId);
  if (!id) return unknownPerson();
  const auto code = CodeDesk{**store, cityClock(options, store->get())}.forPhone(*id, kCounterCodeSeconds);
  if (!code) return code.fault() == Fault::RequestNotFound ? unknownPerson() : recordsFailure(code.fault(), options);
  return code->text + "\n";
}

Started<std::string> revokeDevice(const Options& options) {
  auto city = openExistingCity(options);
  if (!city) return city.failure();
  const RevocationDesk desk{*city->store, *city->keys, city->clock};
  const auto deviceId = keyHashFromText(options.deviceId);
  if (!options.deviceId.empty() && !deviceId) return refused("This is not a device's id: give --device the 43 characters that its enrolment answered.");
  const auto revoked = deviceId ? desk.device(*deviceId, *options.reason) : revokePerson(desk, options);
  if (!revoked) return recordsFailure(revoked.fault(), options);
  if (revoked->devices == 0 && revoked->cards.value_or(0) == 0) return refused("No device was revoked: it is unknown, or was revoked before.");
  return saidOf(*revoked);
}

}  // namespace citycode::server
