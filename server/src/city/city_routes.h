// GET /v1/city, /v1/trust-list, /v1/health, /first-list.json.
#pragma once

#include "callers/router.h"
#include "city/city_name.h"
#include "city/trust_list_keeper.h"
#include "http/json.h"

namespace citycode::server {

struct CityRoutes {
  const CityKeys& keys;
  const TrustListKeeper& trustList;
  Store& store;
  Clock clock;
  TextByLanguage name;
  bool demo = false;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Result<Response> answerCity() const;
  Result<Response> answerTrustList(const Request& request) const;
  Result<Response> answerFirstList() const;
  Result<Response> answerHealth() const;
};

}  // namespace citycode::server
