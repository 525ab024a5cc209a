// The people of a city, as its population register gives them. Each function runs inside the caller's unit of work.
#pragma once

#include <optional>

#include "base/identifier.h"
#include "citycode/person.h"
#include "store/session.h"

namespace citycode::server {

struct Person {
  Identifier id{};
  PersonRecord record;
};

namespace people {

/// The columns of a person, in the order in which `read` takes them.
inline constexpr std::string_view kColumns =
    "person.id, display_name, holder_class, document_number, born_year, born_month, born_day, city_resident, disability_permit,"
    " insurance_type, trade_certificate, safety_training, enterprise_code, enterprise_role";

/// Of the row at hand, from column `first` on. Fault: store/damaged.
Result<Person> read(const Statement& row, int first = 0);

/// Does nothing for an id that is there already.
Result<Done> add(Session& session, const Person& person);
/// Nothing when unknown.
Result<std::optional<Person>> find(Session& session, const Identifier& id);
/// Nobody else changes what hangs on this person until the unit of work ends.
Result<Done> hold(Session& session, const Identifier& id);

}  // namespace people
}  // namespace citycode::server
