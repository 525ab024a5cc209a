#include "demo/demo_routes.h"

#include "base/key_text.h"
#include "city/names_json.h"
#include "citycode/pass.h"
#include "citycode/person.h"
#include "demo/demo_offices.h"
#include "demo/demo_people.h"
#include "demo/demo_ratings.h"
#include "demo/demo_venues.h"
#include "enrolment/code_desk.h"
#include "http/json.h"
#include "services/service_routes.h"
#include "signing/http_signature.h"
#include "verdict/report.h"

namespace citycode::server {
namespace {

/// Long enough to try it out.
constexpr std::int64_t kDemoStaffSeconds = kSecondsPerDay;

constexpr std::size_t kMaxIdTextBytes = 64;         // an identifier has 36
constexpr std::size_t kMaxLanguageTagBytes = 16;   // every tag is shorter

Json describe(const DemoPerson& demo, const CalendarDate& today) {
  const PersonRecord& record = demo.person.record;
  return {{"id", identifierText(demo.person.id)},
          {"displayName", record.displayName},
          {"latinName", demo.latinName},
          {"holderClass", holderClassName(record.holderClass)},
          {"ageGroup", ageGroupName(ageGroupOf(record.born, today))},
          {"note", namesJson(demo.note)}};
}

Result<const DemoPerson*> readCitizen(const Request& request) {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  CC_TRY(body, readJsonObject(request.body, 1));
  CC_TRY(text, takeText(body, "citizenId", kMaxIdTextBytes));
  const auto id = identifierFromText(text);
  const DemoPerson* citizen = id ? findDemoPerson(*id) : nullptr;
  if (citizen == nullptr) return Fault::RequestNotFound;
  return citizen;
}

struct WantedSignIn {
  std::string language;
  bool returns = false;   // the phone comes back to this browser
};

Result<WantedSignIn> readWantedSignIn(const Request& request) {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  CC_TRY(body, readJsonObject(request.body, 2));
  CC_TRY(language, takeText(body, "language", kMaxLanguageTagBytes));
  const auto returns = body.find("returns");
  if (returns == body.end() || !returns->is_boolean()) return Fault::RequestMalformed;
  return WantedSignIn{std::move(language), returns->get<bool>()};
}

struct SignInPoll {
  std::string session;
  std::optional<ReturnCode> returned{};
};

/// {"session"}, and with it {"returned"} in a browser to which the phone came back.
Result<SignInPoll> readSignInPoll(const Request& request) {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  const bool isBack = !readJsonObject(request.body, 1);
  CC_TRY(body, readJsonObject(request.body, isBack ? 2 : 1));
  SignInPoll poll;
  CC_TRY(session, takeText(body, "session", kMaxIdTextBytes));
  poll.session = std::move(session);
  if (!isBack) return poll;
  CC_TRY(text, takeText(body, "returned", kMaxIdTextBytes));
  poll.returned = bytesFromBase64Url<kReturnCodeBytes>(text);
  if (!poll.returned) return Fault::RequestMalformed;
  return poll;
}

/// The page draws one for each visit: pressed again it is the same service.
constexpr std::size_t kCaseBytes = 16;

Result<ToldService> readTaxReturn(const Request& request) {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  CC_TRY(body, readJsonObject(request.body, 2));
  CC_TRY(caseReference, takeText(body, "case", kMaxIdTextBytes));
  CC_TRY(passDigest, takePassDigest(body));
  if (!bytesFromBase64Url<kCaseBytes>(caseReference)) return Fault::RequestMalformed;
  return DemoPortal::taxReturn(std::move(caseReference), passDigest);
}

/// A demo hall for every scene, or one of the places with its own scenes.
struct WantedTerminal {
  Venue venue{"demo-hall", "示范大厅 Demo Hall"};
  std::vector<std::string> scopes;
};

Result<WantedTerminal> readWantedTerminal(const Request& request, const TrustList& list) {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  WantedTerminal wanted;
  if (readJsonObject(request.body, 0)) {   // whoever tries the demo chooses among all scenes
    for (const ScopePolicy& scope : list.scopes) {
      if (scope.audienceRule == AudienceRule::ScopeOrVenue) wanted.scopes.push_back(scope.name);   // at a hall nobody is asked by name
    }
    return wanted;
  }
  CC_TRY(body, readJsonObject(request.body, 1));
  CC_TRY(id, takeText(body, "venue", kMaxVenueIdBytes));
  if (id == kDemoTaxOffice.id) {   // no place with a sheet: people come to a desk
    wanted.venue = {id, kDemoTaxOffice.name};
    wanted.scopes = {std::string(sceneName(Scene::GovernmentService)), std::string(sceneName(Scene::Identity))};
    return wanted;
  }
  const WantedVenue* venue = findDemoVenue(id);
  if (venue == nullptr) return Fault::RequestNotFound;
  wanted.venue = {venue->id, venue->names[1] + " " + venue->names[0]};   // as the hall's: Chinese, English
  wanted.scopes = venue->scopeNames;
  return wanted;
}

/// One that was closed stays closed.
Result<Done> addOffice(Session& session, const Office& office) {
  CC_TRY(known, offices::find(session, office.id));
  if (known) return Done{};
  return offices::put(session, office);
}

}  // namespace

void DemoRoutes::addTo(Router& router) const {
  router.add({Method::Get, "/v1/demo/citizens", kAnyone, Work::Quick, [this](const Call&) { return listCitizens(); }});
  router.add({Method::Get, "/v1/demo/venues", kAnyone, Work::Quick, [this](const Call&) { return listVenues(); }});
  router.add({Method::Post, "/v1/demo/enrolment-codes", kAnyone, Work::Blocking, [this](const Call& c) { return makeCode(c.request); }});
  router.add({Method::Post, "/v1/demo/sign-ins", kAnyone, Work::Blocking, [this](const Call& c) { return startSignIn(c.request); }});
  router.add({Method::Post, "/v1/demo/sign-ins/state", kAnyone, Work::Blocking, [this](const Call& c) { return lookAtSignIn(c.request); }});
  router.add({Method::Post, "/v1/demo/portal-services", kAnyone, Work::Blocking, [this](const Call& c) { return endForPortal(c.request); }});
  router.add({Method::Post, "/v1/demo/staff-links", kAnyone, Work::Blocking, [this](const Call& c) { return makeStaffLink(c.request); }});
  router.add({Method::Post, "/v1/demo/terminal-codes", kAnyone, Work::Blocking, [this](const Call& c) { return makeTerminalCode(c.request); }});
}

Result<Done> DemoRoutes::addPeopleAndOffices() const {
  return store.write([&](Session& session) -> Result<Done> {
    for (const DemoPerson& demo : demoPeople()) CC_CHECK(people::add(session, people::rowOf(keys.people(), demo.person.id, entryOf(demo))));
    for (const Office& office : demoOffices()) CC_CHECK(addOffice(session, office));
    return Done{};
  });
}

Result<Done> DemoRoutes::addRatings(std::int64_t count) const {
  return store.write([&](Session& session) { return addDemoRatings(session, count, clock.nowUnixSeconds()); });
}

Response DemoRoutes::listCitizens() const {
  const CalendarDate today = cityDate(clock.nowUnixSeconds(), cityOffsetSeconds);
  Json citizens = Json::array();
  for (const DemoPerson& demo : demoPeople()) citizens.push_back(describe(demo, today));
  return jsonResponse(200, {{"citizens", std::move(citizens)}});
}

Result<Response> DemoRoutes::makeCode(const Request& request) const {
  CC_TRY(citizen, readCitizen(request));
  CC_TRY(code, codes.forPhone(citizen->person.id, kDemoCodeSeconds));
  return jsonResponse(201, {{"enrolmentCode", code.text}, {"expiresUnixSeconds", code.expiresUnixSeconds}});
}

Result<Response> DemoRoutes::makeTerminalCode(const Request& request) const {
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  CC_TRY(wanted, readWantedTerminal(request, published->list));
  CC_TRY(code, codes.forTerminal(std::move(wanted.venue), std::move(wanted.scopes), published->list, kDemoCodeSeconds));
  return jsonResponse(201, {{"enrolmentCode", code.text}, {"expiresUnixSeconds", code.expiresUnixSeconds}});
}

Result<Response> DemoRoutes::makeStaffLink(const Request& request) const {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  CC_TRY(body, readJsonObject(request.body, 1));
  CC_TRY(officeId, takeText(body, "office", kMaxVenueIdBytes));
  CC_TRY(secret, staff.newSecret({std::move(officeId)}, kDemoStaffSeconds));
  return jsonResponse(201, {{"link", staffLink(secret)}});
}

Result<Response> DemoRoutes::startSignIn(const Request& request) const {
  CC_TRY(wanted, readWantedSignIn(request));
  if (!portal) return Fault::RequestNotFound;
  CC_TRY(started, portal->start(wanted.language, wanted.returns));
  return jsonResponse(201, {{"session", started.session}, {"address", started.address}, {"purpose", started.purpose},
                            {"expiresUnixSeconds", started.expiresUnixSeconds}});
}

Result<Response> DemoRoutes::lookAtSignIn(const Request& request) const {
  CC_TRY(poll, readSignInPoll(request));
  if (!portal) return Fault::RequestNotFound;
  CC_TRY(seen, portal->look(poll.session, poll.returned));
  Json answer{{"state", signInStateName(seen.state)}};
  if (!seen.address.empty()) answer["address"] = seen.address;
  if (seen.fault) answer["fault"] = faultId(*seen.fault);
  if (seen.verdict) {
    const Json verdict = Json::parse(verdictJson(*seen.verdict));
    answer["result"] = {{"attributes", verdict["attributes"]}, {"pass", encodeBase64Url(*seen.verdict->passDigest)}};
  }
  return jsonResponse(200, answer);
}

// A real portal's server signs POST /v1/services with its key; this one is the city's own process and asks the same desk.
Result<Response> DemoRoutes::endForPortal(const Request& request) const {
  CC_TRY(told, readTaxReturn(request));
  CC_TRY(given, services.end(told));
  return ticketResponse(given);
}

// The link is a path: the page knows the address under which people reach it.
Result<Response> DemoRoutes::listVenues() const {
  Json venues = Json::array();
  for (const WantedVenue& venue : demoVenues()) {
    const auto link = venueAddress(venue, keys.issuer(), "", clock.nowUnixSeconds());
    if (!link) return Fault::InternalBug;   // the demo's own places
    venues.push_back({{"id", venue.id}, {"name", namesJson(venue.names)}, {"address", venue.address},
                      {"scenes", venue.scopeNames}, {"link", *link}});
  }
  return jsonResponse(200, {{"venues", std::move(venues)}});
}

}  // namespace citycode::server
