// Rows of routes: what they answer, and for whom.
#include "callers/router.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fault_or_none.h"
#include "openapi/described_api.h"
#include "openapi/document.h"

namespace citycode::server::test {
namespace {

/// Lets in whoever it is told to, whatever the row says: what the router itself refuses is seen then.
class AdmitsAs : public Authenticator {
 public:
  explicit AdmitsAs(Caller caller) : caller_(std::move(caller)) {}
  Result<Admitted> admit(const Request&, const Callers&) override { return Admitted{caller_}; }

 private:
  Caller caller_;
};

Request requestOf(Method method, std::string target) {
  Request request;
  request.method = method;
  request.target = std::move(target);
  return request;
}

std::string headerOf(const Response& response, std::string_view name) {
  for (const auto& [known, value] : response.headers)
    if (known == name) return value;
  return {};
}

Route row(Method method, std::string_view path, const char* body, Callers callers = kAnyone) {
  return {method, path, callers, Work::Quick, [body](const Call&) { Response response; response.body = body; return response; }};
}

std::vector<Caller> everyCaller() {
  return {Anyone{}, Device{}, Terminal{}, Portal{}, Operator{"c", OperatorRole::Clerk}, Operator{"a", OperatorRole::Auditor}};
}

TEST(Callers, AreTheRowsKindAndRoleAndNoOther) {
  const std::vector<Callers> rows{kAnyone, kDevice, kTerminal, kPortal, operatorsWho(OperatorRole::Clerk), operatorsWho(OperatorRole::Auditor)};
  const auto callers = everyCaller();
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < callers.size(); ++j) EXPECT_EQ(mayCall(callers[j], rows[i]), i == 0 || i == j) << i << " " << j;
  for (const Caller& caller : callers) EXPECT_FALSE(mayCall(caller, {Callers::Kind::Operator, {}})) << "a row that names no role is for nobody";
}

TEST(Callers, OfARowThatNamesSeveralKindsAreThoseOfEachAndNoOther) {
  constexpr Callers kEither = kTerminal | kPortal;
  const auto callers = everyCaller();
  for (std::size_t i = 0; i < callers.size(); ++i) EXPECT_EQ(mayCall(callers[i], kEither), i == 2 || i == 3) << i;
}

TEST(Router, CallsNoHandlerForWhoeverTheRowDoesNotName) {
  for (std::size_t i = 1; i < everyCaller().size(); ++i) {
    AdmitsAs authenticator(everyCaller()[i]);
    Router router(authenticator);
    router.add(row(Method::Post, "/v1/of-devices", "", kDevice));
    router.add(row(Method::Post, "/v1/of-terminals", "", kTerminal));
    router.add(row(Method::Post, "/v1/of-portals", "", kPortal));
    router.add(row(Method::Post, "/v1/of-clerks", "", operatorsWho(OperatorRole::Clerk)));
    router.add(row(Method::Post, "/v1/of-auditors", "", operatorsWho(OperatorRole::Auditor)));
    std::size_t number = 0;
    for (const char* path : {"/v1/of-devices", "/v1/of-terminals", "/v1/of-portals", "/v1/of-clerks", "/v1/of-auditors"}) {
      const Response response = router.answer(requestOf(Method::Post, path));
      EXPECT_EQ(response.status, ++number == i ? 200 : 401) << path << " " << i;
      EXPECT_EQ(response.route, path);
      if (number != i) EXPECT_EQ(response.fault, Fault::IssueUnknownDevice);
    }
  }
}

TEST(Router, ADoorThatKnowsNobodyOpensRowsForAnyoneAlone) {
  Authenticator authenticator;
  Router router(authenticator);
  router.add(row(Method::Get, "/v1/open", "open"));
  router.add(row(Method::Get, "/v1/portals", "closed", kPortal));
  router.add(row(Method::Get, "/v1/clerks", "closed", operatorsWho(OperatorRole::Clerk)));
  EXPECT_EQ(router.answer(requestOf(Method::Get, "/v1/open")).body, "open");
  for (const char* path : {"/v1/portals", "/v1/clerks"}) {
    const Response response = router.answer(requestOf(Method::Get, path));
    EXPECT_EQ(response.status, 401) << path;
    EXPECT_EQ(response.body.find("closed"), std::string::npos);
  }
}

TEST(Router, HandsTheHandlerItsCaller) {
  Terminal terminal;
  terminal.venue.id = "court-1";
  AdmitsAs authenticator(terminal);
  Router router(authenticator);
  router.add({Method::Post, "/v1/x", kTerminal, Work::Blocking, [](const Call& call) { Response r; r.body = call.terminal().venue.id; return r; }});
  EXPECT_EQ(router.answer(requestOf(Method::Post, "/v1/x")).body, "court-1");
  EXPECT_TRUE(router.mayBlock(requestOf(Method::Post, "/v1/x")));
  EXPECT_FALSE(router.mayBlock(requestOf(Method::Get, "/v1/x")));
}

TEST(Router, MakesAProblemOfAHandlersFault) {
  Authenticator authenticator;
  Router router(authenticator);
  router.add({Method::Put, "/v1/x", kAnyone, Work::Quick, [](const Call&) -> Result<Response> { return Fault::StoreDiskFull; }});
  const Response response = router.answer(requestOf(Method::Put, "/v1/x"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.fault, Fault::StoreDiskFull);
  EXPECT_EQ(headerOf(response, "Content-Type"), "application/problem+json");
}

TEST(Router, AnswersEveryMethodAndNamesThoseOfAnAddress) {
  Authenticator authenticator;
  Router router(authenticator);
  router.add(row(Method::Patch, "/v1/things/{id}", "patched"));
  router.add(row(Method::Get, "/v1/things/{id}", "got"));
  router.add(row(Method::Delete, "/v1/things/{id}", "deleted"));
  router.add(row(Method::Put, "/v1/things/{id}", "put"));
  router.add(row(Method::Post, "/v1/things", "posted"));
  EXPECT_EQ(router.answer(requestOf(Method::Get, "/v1/things/7")).body, "got");
  EXPECT_EQ(router.answer(requestOf(Method::Head, "/v1/things/7")).body, "got") << "the engine leaves it out";
  EXPECT_EQ(router.answer(requestOf(Method::Put, "/v1/things/7")).body, "put");
  EXPECT_EQ(router.answer(requestOf(Method::Patch, "/v1/things/7")).body, "patched");
  EXPECT_EQ(router.answer(requestOf(Method::Delete, "/v1/things/7?x=1")).body, "deleted");
  for (const Method method : {Method::Post, Method::Other}) {
    const Response refused = router.answer(requestOf(method, "/v1/things/7"));
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.fault, Fault::RequestMethodNotAllowed);
    EXPECT_EQ(headerOf(refused, "Allow"), "GET, HEAD, PUT, PATCH, DELETE");
    EXPECT_EQ(refused.route, "/v1/things/{id}");
  }
  EXPECT_EQ(headerOf(router.answer(requestOf(Method::Delete, "/v1/things")), "Allow"), "POST");
  EXPECT_EQ(router.answer(requestOf(Method::Delete, "/v1/others")).status, 404);
  EXPECT_EQ(headerOf(router.answer(requestOf(Method::Put, "/page")), "Allow"), "GET, HEAD") << "the web app's";
}

TEST(Router, TakesALiteralPathBeforeOneWithParameters) {
  Authenticator authenticator;
  Router router(authenticator);
  router.add({Method::Get, "/v1/cards/{number}", kAnyone, Work::Quick, [](const Call& call) { Response r; r.body = call.path.text("number"); return r; }});
  router.add(row(Method::Get, "/v1/cards/all", "all of them"));
  EXPECT_EQ(router.answer(requestOf(Method::Get, "/v1/cards/all")).body, "all of them");
  EXPECT_EQ(router.answer(requestOf(Method::Get, "/v1/cards/12")).body, "12");
}

TEST(Router, SendsGetElsewhereAndNothingElse) {
  Authenticator authenticator;
  Router router(authenticator);
  router.redirect("/scan", "/console/");
  for (const Method method : {Method::Get, Method::Head}) {
    const Response response = router.answer(requestOf(method, "/scan?next=https://elsewhere.example"));
    EXPECT_EQ(response.status, 302);
    EXPECT_EQ(headerOf(response, "Location"), "/console/");
    EXPECT_EQ(headerOf(response, "Cache-Control"), "no-cache");
    EXPECT_EQ(response.body, "");
  }
  const Response posted = router.answer(requestOf(Method::Post, "/scan"));
  EXPECT_EQ(posted.status, 405);
  EXPECT_EQ(headerOf(posted, "Allow"), "GET, HEAD");
}

TEST(PathTemplate, TakesWholeSegments) {
  const auto found = matchPath("/v1/lists/{kid}/{day}/delta/{version}", "/v1/lists/0a1b/-3/delta/17");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text("kid"), "0a1b");
  EXPECT_EQ(*found->number("day"), -3);
  EXPECT_EQ(*found->number("version"), 17);
  EXPECT_EQ(found->text("other"), "");
  EXPECT_TRUE(matchPath("/", "/"));
  EXPECT_TRUE(matchPath("/v1/venues/{id}", "/v1/venues/portal:tax-office_1.~"));
  for (const char* other : {"", "/", "/v1/lists", "/v1/lists/", "/v1/lists/a", "/v1/lists/a/1/delta", "/v1/lists/a/1/delta/", "/v1/lists/a/1/delta/2/", "/v1/lists/a/1/delta/2/3",
                            "/v1/lists//1/delta/2", "//v1/lists/a/1/delta/2", "/v1/Lists/a/1/delta/2", "v1/lists/a/1/delta/2"})
    EXPECT_FALSE(matchPath("/v1/lists/{kid}/{day}/delta/{version}", other)) << other;
}

TEST(PathTemplate, AMalformedParameterIsNoAddress) {
  const std::string longest(kMaxPathParameterBytes, 'a');
  EXPECT_TRUE(matchPath("/v1/x/{id}", "/v1/x/" + longest));
  for (const std::string& bad : {longest + "a", std::string(), std::string("."), std::string(".."), std::string("%31"), std::string("a%2Fb"), std::string("a b"),
                                 std::string("a;b"), std::string("a\0b", 3), std::string("\xc3\xa9"), std::string("*"), std::string("{id}")})
    EXPECT_FALSE(matchPath("/v1/x/{id}", "/v1/x/" + bad)) << bad;
  Authenticator authenticator;
  Router router(authenticator);
  router.add(row(Method::Get, "/v1/x/{id}", "found"));
  EXPECT_EQ(router.answer(requestOf(Method::Get, "/v1/x/" + longest)).status, 200);
  EXPECT_EQ(router.answer(requestOf(Method::Get, "/v1/x/" + longest + "a")).fault, Fault::RequestNotFound);
  EXPECT_EQ(router.answer(requestOf(Method::Get, "/v1/x/%31")).fault, Fault::RequestNotFound);
}

TEST(PathTemplate, ANumberHasOneSpelling) {
  const auto numberIn = [](const std::string& text) {
    const std::string path = "/" + text;   // parameters borrow from it
    const auto found = matchPath("/{n}", path);
    return found ? faultOrNone(found->number("n")) : std::optional(Fault::RequestNotFound);
  };
  for (const char* good : {"0", "7", "-7", "20783", "9223372036854775807", "-9223372036854775808"}) EXPECT_EQ(numberIn(good), std::nullopt) << good;
  for (const char* bad : {"00", "07", "-0", "-07", "+7", "7.0", "0x7", "1e3", "7a", "a", "-", "9223372036854775808", "99999999999999999999999"})
    EXPECT_EQ(numberIn(bad), Fault::RequestNotFound) << bad;
}

TEST(DescribedApi, HasTheRowsThatThereAreAndNoOther) {
  AdmitsAs authenticator(Anyone{});
  Router router(authenticator);
  router.add(row(Method::Get, "/v1/status-lists/{issuerKid}/{day}", ""));
  router.add(row(Method::Get, "/v1/city", ""));
  router.add(row(Method::Delete, "/v1/city", "", kDevice));
  router.add(row(Method::Post, "/v1/more", "", kTerminal | kPortal));
  router.add(row(Method::Get, "/first-list.json", ""));
  router.add(row(Method::Get, "/frame/{portal}/", ""));
  const auto served = nlohmann::json::parse(describeApi(router));
  const auto written = nlohmann::json::parse(kOpenApiDocument);
  auto paths = served.at("paths");
  for (const char* path : {"/v1/status-lists/{issuerKid}/{day}", "/first-list.json"}) {
    EXPECT_EQ(paths[path], written.at("paths").at(path)) << path;
    paths.erase(path);
  }
  EXPECT_EQ(paths["/v1/city"]["get"], written.at("paths").at("/v1/city").at("get"));
  EXPECT_EQ(paths["/v1/city"]["delete"], (nlohmann::json{{"x-callers", {"device"}}})) << "nobody described it";
  EXPECT_EQ(paths["/v1/more"], (nlohmann::json{{"post", {{"x-callers", {"terminal", "portal"}}}}})) << "nobody described it";
  EXPECT_EQ(paths.size(), 2u);
  EXPECT_EQ(served.at("components"), written.at("components"));
}

}  // namespace
}  // namespace citycode::server::test
