// How a person lies in the records: sealed by a key that is not there, and found by keyed hashes alone. Whoever has the database without
// keys/people.key reads nobody's name, and cannot find out by trying whether a number is in it (docs/adr/0089).
#pragma once

#include <array>

#include "base/identifier.h"
#include "base/secret.h"
#include "citycode/bytes.h"
#include "registry/register_entry.h"

namespace citycode::server {

inline constexpr std::size_t kPeopleSecretBytes = 32;   // crypto_kdf_KEYBYTES

/// What an id of the register or a number of a document is found by.
using LookupHash = std::array<std::uint8_t, 32>;

struct SealedPerson {
  Identifier id{};
  Bytes sealed;   // a nonce of 24 bytes, what it closes, a tag of 16 (XChaCha20-Poly1305, the id bound in)
};

struct Person {
  Identifier id{};
  PersonRecord record;
};

class PeopleSeal {
 public:
  /// `secret`: the bytes of keys/people.key. Each use has a key of its own, derived from it.
  explicit PeopleSeal(ByteView secret);

  SealedPerson seal(const Identifier& id, const RegisterEntry& entry) const;
  /// Fault: store/damaged for what was sealed by another key, for another id, or changed.
  Result<RegisterEntry> open(const SealedPerson& person) const;
  /// The same, as passes and cards want it on this day.
  Result<Person> openOn(const CalendarDate& today, const SealedPerson& person) const;

  LookupHash ofRegisterId(std::string_view registerId) const;
  LookupHash ofDocument(const HeldDocument& document) const;

 private:
  Secret sealing_, registerIds_, documents_;
};

}  // namespace citycode::server
