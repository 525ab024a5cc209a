// GET /v1/city, /v1/trust-list, /v1/health.
#pragma once

#include "city/city_name.h"
#include "city/trust_list_keeper.h"
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
  Response answerCity(const Request& request) const;
  Response answerTrustList(const Request& request) const;
  Response answerHealth(const Request& request) const;
};

}  // namespace citycode::server
