// Names in several languages, as answers have them and as records of places do.
#pragma once

#include "city/city_name.h"
#include "http/json.h"
#include "places/place_name.h"

namespace citycode::server {

/// By tag; languages without a text are left out, and pages show another one's then.
inline Json namesJson(const TextByLanguage& names) {
  Json named = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!names[i].empty()) named[std::string(kLanguages[i])] = names[i];
  return named;
}

/// kLanguages is in the order of the numbers on the wire.
inline PlaceNames placeNamesOf(const TextByLanguage& names) {
  PlaceNames placed;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!names[i].empty()) placed[static_cast<Language>(i + 1)] = names[i];
  return placed;
}

}  // namespace citycode::server
