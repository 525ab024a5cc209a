// The people of the demo city: every class of holder, every age, short and long names. All invented; their
// document numbers begin with letters and digits that no authority gives out.
#pragma once

#include <string_view>
#include <vector>

#include "city/city_name.h"
#include "registry/people.h"

namespace citycode::server {

struct DemoPerson {
  Person person;
  std::string latinName;
  TextByLanguage note;   // what to look at, in the order of kLanguages
};

/// The same people with the same ids in every demo city.
const std::vector<DemoPerson>& demoPeople();

/// As a register would have said it.
RegisterEntry entryOf(const DemoPerson& demo);

const DemoPerson* findDemoPerson(const Identifier& id);

inline const TextByLanguage kDemoCityName{"Demo City", "示范市", "示範市", "Kota Contoh"};

}  // namespace citycode::server
