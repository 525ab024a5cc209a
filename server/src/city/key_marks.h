// Which keys the records go with. Two servers with different keys on the same records, or a folder that was restored beside the wrong
// database, would give places twice, revoke others than meant, and retire each other's issuer: they are refused instead.
#pragma once

#include <optional>
#include <vector>

#include "city/city_keys.h"
#include "store/session.h"

namespace citycode::server::key_marks {

/// New records are begun before their city has keys, so that whoever is killed between the two finds out that nothing is lost. Inside a
/// unit of work, both.
Result<Done> begin(Session& session);
Result<bool> areBegun(Session& session);

/// Whether these records go with a key of ratings already: those of an earlier version do not.
Result<bool> haveRatingKey(Session& session);
/// Likewise with one that people are sealed by.
Result<bool> havePeopleKey(Session& session);

/// Remembers the keys of new records. False when the records go with others: with another status, pseudonym, scene, rating or people's key; with a root that
/// is neither this one nor of `formerRoots`; with an issuer that is neither this one nor one of those before. Inside a unit of work.
Result<bool> agree(Session& session, const CityKeys& keys, const std::vector<PublicKey>& formerRoots);

/// The same without remembering anything: for records that nobody changes.
Result<bool> wouldAgree(Session& session, const CityKeys& keys, const std::vector<PublicKey>& formerRoots);

}  // namespace citycode::server::key_marks
