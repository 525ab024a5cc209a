#include "city/key_marks.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include <sodium.h>

#include "store/city_facts.h"

namespace citycode::server::key_marks {
namespace {

constexpr std::string_view kBegun = "begun", kSecrets = "secret-keys", kRating = "rating-key", kPeople = "people-key", kRoot = "root-key", kIssuer = "issuer-key";

// Keys of 16 random bytes and more: nobody finds them by their hash.
Sha256 markOf(std::initializer_list<ByteView> parts) {
  crypto_hash_sha256_state state;
  Sha256 mark{};
  crypto_hash_sha256_init(&state);
  for (const ByteView part : parts) crypto_hash_sha256_update(&state, part.data(), part.size());
  crypto_hash_sha256_final(&state, mark.data());
  sodium_memzero(&state, sizeof state);
  return mark;
}

/// One thing that the records know of their keys.
struct Mark {
  std::string_view name;
  ByteView current;
  const std::vector<PublicKey>& before;   // whose place `current` may have taken
};

bool maySucceed(const Mark& mark, const std::optional<Bytes>& stored) {
  if (!stored || sameBytes(*stored, mark.current)) return true;
  return std::any_of(mark.before.begin(), mark.before.end(), [&](const PublicKey& key) { return sameBytes(key, *stored); });
}

}  // namespace

Result<Done> begin(Session& session) { return city_facts::put(session, kBegun, bytesOf("yes")); }

Result<bool> areBegun(Session& session) {
  CC_TRY(stored, city_facts::find(session, kBegun));
  return stored.has_value();
}

Result<bool> haveRatingKey(Session& session) {
  CC_TRY(stored, city_facts::find(session, kRating));
  return stored.has_value();
}

Result<bool> havePeopleKey(Session& session) {
  CC_TRY(stored, city_facts::find(session, kPeople));
  return stored.has_value();
}

namespace {

/// Calls `put` for each mark that is not the current one. False when the records go with other keys.
template <class Put>
Result<bool> compare(Session& session, const CityKeys& keys, const std::vector<PublicKey>& formerRoots, const Put& put) {
  const Sha256 secrets = markOf({bytesOf(kSecrets), keys.scatterKey(), keys.pseudonymKey(), keys.sceneSecret()});
  const Sha256 rating = markOf({bytesOf(kRating), keys.ratingSecret()});   // by itself: a city of an earlier version has the others alone
  const Sha256 people = markOf({bytesOf(kPeople), keys.peopleSecret()});
  const std::vector<PublicKey> none, issuers = keys.issuerKeys();
  const std::array<Mark, 5> marks{{{kSecrets, secrets, none}, {kRating, rating, none}, {kPeople, people, none}, {kRoot, keys.root().publicKey(), formerRoots},
                                   {kIssuer, keys.issuer().publicKey(), issuers}}};
  std::vector<const Mark*> changed;
  for (const Mark& mark : marks) {
    CC_TRY(stored, city_facts::find(session, mark.name));
    if (!maySucceed(mark, stored)) return false;
    if (!stored || !sameBytes(*stored, mark.current)) changed.push_back(&mark);
  }
  for (const Mark* mark : changed) CC_CHECK(put(*mark));
  return true;
}

}  // namespace

Result<bool> agree(Session& session, const CityKeys& keys, const std::vector<PublicKey>& formerRoots) {
  return compare(session, keys, formerRoots, [&](const Mark& mark) { return city_facts::put(session, mark.name, mark.current); });
}

Result<bool> wouldAgree(Session& session, const CityKeys& keys, const std::vector<PublicKey>& formerRoots) {
  return compare(session, keys, formerRoots, [](const Mark&) -> Result<Done> { return Done{}; });
}

}  // namespace citycode::server::key_marks
