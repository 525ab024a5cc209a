#include "people/people_desk.h"

#include "registry/people.h"
#include "revocation/revocation_desk.h"

namespace citycode::server {
namespace {

/// A ward's own record has the guardian's id of the register.
Result<Done> loseGuardian(Session& session, const PeopleSeal& seal, const Identifier& ward, const std::string& guardian) {
  CC_TRY(person, people::find(session, ward));
  if (!person) return Done{};
  CC_TRY(entry, seal.open(*person));
  std::erase(entry.guardians, guardian);
  return people::replace(session, people::rowOf(seal, ward, entry));
}

}  // namespace

Result<std::optional<SealedPerson>> PeopleDesk::find(std::string_view id) const {
  return store.read([&](Session& session) -> Result<std::optional<SealedPerson>> {
    if (const auto own = identifierFromText(id)) {
      CC_TRY(person, people::find(session, *own));
      if (person) return person;
    }
    return people::findByRegisterHash(session, keys.people().ofRegisterId(id));
  });
}

Result<PersonFile> PeopleDesk::fileOf(const SealedPerson& person) const {
  CC_TRY(entry, keys.people().open(person));
  return store.read([&](Session& session) -> Result<PersonFile> {
    PersonFile file{person.id, entry, {}, {}, {}, {}};
    CC_TRY(guardians, people::guardiansOf(session, person.id));
    CC_TRY(wards, people::wardsOf(session, person.id));
    CC_TRY(phones, devices::everOfPerson(session, person.id));
    CC_TRY(cards, cards::ofPerson(session, person.id));
    file.guardians = std::move(guardians);
    file.wards = std::move(wards);
    file.phones = std::move(phones);
    file.cards = std::move(cards);
    return file;
  });
}

Result<Forgotten> PeopleDesk::forget(const SealedPerson& person) const {
  const Identifier& id = person.id;
  CC_TRY(entry, keys.people().open(person));
  CC_CHECK(store.write([&](Session& session) { return people::endCodes(session, id); }));
  CC_TRY(revoked, (RevocationDesk{store, keys, clock}.person(id, RevocationReason::Removed)));
  return store.write([&](Session& session) -> Result<Forgotten> {
    CC_TRY(wards, people::wardsOf(session, id));
    for (const Identifier& ward : wards) CC_CHECK(loseGuardian(session, keys.people(), ward, entry.registerId));
    CC_CHECK(people::forget(session, id));
    CC_TRY(phones, devices::everOfPerson(session, id));
    CC_TRY(cards, cards::ofPerson(session, id));
    return Forgotten{revoked.devices, revoked.cards.value_or(0), phones.size(), cards.size()};
  });
}

}  // namespace citycode::server
