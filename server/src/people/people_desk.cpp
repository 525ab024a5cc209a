#include "people/people_desk.h"

#include "registry/people.h"
#include "revocation/revocation_desk.h"

namespace citycode::server {

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

Result<Forgotten> PeopleDesk::forget(const Identifier& id) const {
  CC_TRY(revoked, (RevocationDesk{store, keys, clock}.person(id, RevocationReason::Removed)));
  return store.write([&](Session& session) -> Result<Forgotten> {
    CC_CHECK(people::forget(session, id));
    CC_TRY(phones, devices::everOfPerson(session, id));
    CC_TRY(cards, cards::ofPerson(session, id));
    return Forgotten{revoked.devices, revoked.cards.value_or(0), phones.size(), cards.size()};
  });
}

}  // namespace citycode::server
