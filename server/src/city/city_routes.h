// GET /v1/city, /v1/trust-list, /v1/health, /first-list.json.
#pragma once

#include "city/city_name.h"
#include "city/trust_list_keeper.h"
#include "http/json.h"
#include "http/router.h"

namespace citycode::server {

struct CityRoutes {
  const CityKeys& keys;
  const TrustListKeeper& trustList;
  Store& store;
  Clock clock;
  FourTexts name;
  bool demo = false;

  /// This object must outlive the router.
  void addTo(Router& router) const;

 private:
  Json names() const;
  Response answerCity(const Request& request) const;
  Response answerTrustList(const Request& request) const;
  Response answerFirstList(const Request& request) const;
  Response answerHealth(const Request& request) const;
};

}  // namespace citycode::server
