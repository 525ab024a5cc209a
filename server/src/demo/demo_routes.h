// The demo city's open counter: anybody may become any of its invented people, and print the sheet or open the scanner
// of any of its invented places and portals. Only with --demo, and only for those of demo_people.h and demo_venues.h: real ones in
// the same store are never listed.
#pragma once

#include "base/clock.h"
#include "callers/router.h"
#include "cases/staff_desk.h"
#include "city/city_keys.h"
#include "city/trust_list_keeper.h"
#include "demo/demo_portal.h"
#include "enrolment/code_desk.h"
#include "store/store.h"

namespace citycode::server {

struct DemoRoutes {
  Store& store;
  CodeDesk codes;
  StaffDesk staff;
  ServiceDesk services;
  const CityKeys& keys;
  const TrustListKeeper& trustList;
  Clock clock;
  std::int32_t cityOffsetSeconds = 0;
  std::string origin;   // of the demo's pages
  DemoPortal* portal = nullptr;   // none outside a demo

  /// This object must outlive the router.
  void addTo(Router& router) const;
  /// Adds the people and offices that are not there yet.
  Result<Done> addPeopleAndOffices() const;
  /// Invented ones, where there are none.
  Result<Done> addRatings(std::int64_t count) const;

 private:
  Response listCitizens() const;
  Result<Response> listVenues() const;
  Result<Response> makeCode(const Request& request) const;
  Result<Response> startSignIn(const Request& request) const;
  Result<Response> lookAtSignIn(const Request& request) const;
  Result<Response> endForPortal(const Request& request) const;
  Result<Response> makeTerminalCode(const Request& request) const;
  Result<Response> makeStaffLink(const Request& request) const;
};

}  // namespace citycode::server
