// What is done about one person at the city's own machine: looked at, handed over, forgotten.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "city/city_keys.h"
#include "registry/cards.h"
#include "registry/devices.h"
#include "store/store.h"

namespace citycode::server {

/// All that the records have of somebody.
struct PersonFile {
  Identifier id{};
  RegisterEntry entry;
  std::vector<Identifier> guardians, wards;
  std::vector<devices::Known> phones;
  std::vector<PaperCardRecord> cards;
};

struct Forgotten {
  std::uint32_t phones = 0, cards = 0;   // that were revoked by it
  std::size_t keptPhones = 0, keptCards = 0;
};

/// Faults of all here: store/*.
struct PeopleDesk {
  Store& store;
  const CityKeys& keys;
  Clock clock;

  /// By the city's own id (a UUID), or the register's. Nothing when unknown or forgotten.
  Result<std::optional<SealedPerson>> find(std::string_view id) const;
  Result<PersonFile> fileOf(const SealedPerson& person) const;
  /// Codes end first, so that no phone comes after it; then phones and cards are revoked: who is killed in between is not forgotten, and does it again. Whoever the person
  /// was guardian of does not name them any more.
  Result<Forgotten> forget(const SealedPerson& person) const;
};

}  // namespace citycode::server
