#include "demo/demo_routes.h"

#include "citycode/person.h"
#include "demo/demo_people.h"
#include "enrolment/enrolment_codes.h"
#include "http/json.h"
#include "http/problem.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxIdTextBytes = 64;

Json describe(const DemoPerson& demo, const CalendarDate& today) {
  Json note = Json::object();
  for (std::size_t i = 0; i < kLanguages.size(); ++i) note[std::string(kLanguages[i])] = demo.note[i];
  const PersonRecord& record = demo.person.record;
  return {{"id", identifierText(demo.person.id)},
          {"displayName", record.displayName},
          {"latinName", demo.latinName},
          {"holderClass", holderClassName(record.holderClass)},
          {"ageGroup", ageGroupName(ageGroupOf(record.born, today))},
          {"note", std::move(note)}};
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

}  // namespace

void DemoRoutes::addTo(Router& router) const {
  router.add(Method::Get, "/v1/demo/citizens", Work::Quick, [this](const Request&) { return listCitizens(); });
  router.add(Method::Post, "/v1/demo/enrolment-codes", Work::Blocking, [this](const Request& r) { return makeCode(r); });
  router.add(Method::Post, "/v1/demo/terminal-codes", Work::Blocking, [this](const Request& r) { return makeTerminalCode(r); });
}

Result<Done> DemoRoutes::addPeople() const {
  std::vector<Person> people;
  for (const DemoPerson& demo : demoPeople()) people.push_back(demo.person);
  return store.addPeople(people);
}

Response DemoRoutes::listCitizens() const {
  const CalendarDate today = cityDate(clock.nowUnixSeconds(), cityOffsetSeconds);
  Json citizens = Json::array();
  for (const DemoPerson& demo : demoPeople()) citizens.push_back(describe(demo, today));
  return jsonResponse(200, {{"citizens", std::move(citizens)}});
}

Response DemoRoutes::makeCode(const Request& request) const {
  const auto citizen = readCitizen(request);
  if (!citizen) return problem(citizen.fault(), request.requestId);
  const auto code = makeEnrolmentCode(store, (*citizen)->person.id, kDemoCodeSeconds, clock);
  if (!code) return problem(code.fault(), request.requestId);
  return jsonResponse(201, {{"enrolmentCode", code->text}, {"expiresUnixSeconds", code->expiresUnixSeconds}});
}

// For every scene of the list: whoever tries the demo chooses among all of them.
Response DemoRoutes::makeTerminalCode(const Request& request) const {
  if (!isJsonType(request.header("content-type"))) return problem(Fault::RequestUnsupportedType, request.requestId);
  const auto body = readJsonObject(request.body, 0);
  if (!body) return problem(body.fault(), request.requestId);
  const auto published = trustList.current();
  if (!published) return problem(Fault::TrustMissing, request.requestId);
  std::vector<std::string> scopes;
  for (const ScopePolicy& scope : published->list.scopes) scopes.push_back(scope.name);
  const auto code = server::makeTerminalCode(store, {"demo-hall", "示范大厅 Demo Hall"}, std::move(scopes), kDemoCodeSeconds, clock);
  if (!code) return problem(code.fault(), request.requestId);
  return jsonResponse(201, {{"enrolmentCode", code->text}, {"expiresUnixSeconds", code->expiresUnixSeconds}});
}

}  // namespace citycode::server
