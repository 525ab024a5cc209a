// The people of a city, as its population register gives them: sealed, and found by keyed hashes (people_seal.h). Each function runs
// inside the caller's unit of work.
#pragma once

#include <optional>
#include <vector>

#include "base/identifier.h"
#include "registry/people_seal.h"
#include "store/session.h"

namespace citycode::server::people {

/// The columns of a person, in the order in which `read` takes them.
inline constexpr std::string_view kColumns = "person.id, person.sealed";

/// Of the row at hand, from column `first` on. Fault: store/damaged.
Result<SealedPerson> read(const Statement& row, int first = 0);

/// What stands about somebody outside of the seal.
struct Row {
  SealedPerson person;
  LookupHash registerHash{};
  std::vector<LookupHash> documents;
};
Row rowOf(const PeopleSeal& seal, const Identifier& id, const RegisterEntry& entry);

/// Does nothing for an id that is there already. For the demo and for tests: an import asks first who is known.
Result<Done> add(Session& session, const Row& row);
/// Nothing when unknown, and for whom the city forgot.
Result<std::optional<SealedPerson>> find(Session& session, const Identifier& id);
Result<std::optional<SealedPerson>> findByRegisterHash(Session& session, const LookupHash& hash);
Result<std::optional<Identifier>> findByDocument(Session& session, const LookupHash& hash);
/// Of somebody who is there: another record and other documents; the id, and so every pseudonym, stays.
Result<Done> replace(Session& session, const Row& row);
/// Nobody else changes what hangs on this person until the unit of work ends.
Result<Done> hold(Session& session, const Identifier& id);

/// Who answers for whom.
Result<Done> putGuardians(Session& session, const Identifier& ward, const std::vector<Identifier>& guardians);
Result<std::vector<Identifier>> guardiansOf(Session& session, const Identifier& ward);
Result<std::vector<Identifier>> wardsOf(Session& session, const Identifier& guardian);

/// No phone is enrolled any more by a code that waits for one.
Result<Done> endCodes(Session& session, const Identifier& id);
/// What the register said is gone, and codes with it. The row itself stays while phones and cards name it.
Result<Done> forget(Session& session, const Identifier& id);

/// Records of a version that kept people unsealed become sealed, some at a time; false when none is left.
Result<bool> sealFormer(Session& session, const PeopleSeal& seal, std::int64_t atMost);
Result<bool> haveFormer(Session& session);

}  // namespace citycode::server::people
