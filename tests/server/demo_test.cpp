// The demo city's people and places, and its open counter.
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>

#include "fault_or_none.h"
#include "places/portal_request.h"
#include "pass/sealed.h"
#include "places/venue_record.h"
#include "support/demo_city.h"
#include "support/rater.h"

namespace citycode::server::test {
namespace {

class Demo : public DemoCity {};

TEST_F(Demo, ListsPeopleOfEveryClassAndAgeWithNotesInFourLanguages) {
  const auto citizens = server().get("/v1/demo/citizens").json()["citizens"];
  ASSERT_GE(citizens.size(), 12u);
  std::set<std::string> classes, ages, ids;
  for (const auto& citizen : citizens) {
    classes.insert(citizen["holderClass"].get<std::string>());
    ages.insert(citizen["ageGroup"].get<std::string>());
    ids.insert(citizen["id"].get<std::string>());
    for (const char* language : {"en", "zh-CN", "zh-Hant", "id"}) EXPECT_FALSE(citizen["note"][language].get<std::string>().empty());
    EXPECT_FALSE(citizen["displayName"].get<std::string>().empty());
    EXPECT_FALSE(citizen["latinName"].get<std::string>().empty());
    EXPECT_EQ(citizen.size(), 6u) << "no document number leaves";
  }
  EXPECT_EQ(classes, (std::set<std::string>{"resident", "hong-kong-macao", "taiwan", "passport", "foreign-permanent-resident"}));
  EXPECT_EQ(ages, (std::set<std::string>{"child", "adult", "elder"}));
  EXPECT_EQ(ids.size(), citizens.size());
}

TEST_F(Demo, EverybodyCanEnrolAndGetAPassOfEveryOfferedScene) {
  const std::size_t count = server().get("/v1/demo/citizens").json()["citizens"].size();
  std::set<std::string> offered;
  for (std::size_t number = 1; number <= count; ++number) {
    Device device;
    const Reply enrolment = device.enrol(server(), newDemoCode(server(), static_cast<int>(number)));
    ASSERT_EQ(enrolment.status, 201) << number << enrolment.body;
    const auto scopes = enrolment.json()["scopes"].get<std::vector<std::string>>();
    ASSERT_FALSE(scopes.empty());
    offered.insert(scopes.begin(), scopes.end());
    const Reply passes = device.post(server(), "/v1/passes", passesBody(scopes));
    EXPECT_EQ(passes.status, 200) << number << passes.body;
  }
  EXPECT_TRUE(offered.contains("enterprise"));
  EXPECT_TRUE(offered.contains("worksite"));
  EXPECT_TRUE(offered.contains("disabled"));
  EXPECT_TRUE(offered.contains("over-60"));
}

TEST_F(Demo, MakesCodesForFifteenMinutes) {
  const Reply reply = server().post("/v1/demo/enrolment-codes", nlohmann::json{{"citizenId", demoPersonId(1)}}.dump());
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_EQ(reply.json()["enrolmentCode"].get<std::string>().size(), 14u);
  EXPECT_NEAR(reply.json()["expiresUnixSeconds"].get<double>(), nowUnixSeconds() + 900, 5);
}

TEST_F(Demo, RefusesBadRequestsForCodes) {
  const auto post = [](const std::string& body) { return server().post("/v1/demo/enrolment-codes", body); };
  EXPECT_EQ(post(R"({"citizenId":"019b76da-a800-7000-8000-0000000000ff"})").fault(), "request/not-found");
  EXPECT_EQ(post(R"({"citizenId":"Wang"})").fault(), "request/not-found");
  EXPECT_EQ(post(R"({"citizenId":1})").fault(), "request/malformed");
  EXPECT_EQ(post(R"({"citizenId":"x","more":1})").fault(), "request/malformed");
  EXPECT_EQ(post("[]").fault(), "request/malformed");
  EXPECT_EQ(post("").fault(), "request/malformed");
  EXPECT_EQ(post(std::string(60'000, '[')).fault(), "request/malformed");
  EXPECT_EQ(post("{\"citizenId\":\"\xff\"}").fault(), "request/malformed");
  const Reply broken = post(R"({"citizenId": nope)");
  EXPECT_EQ(broken.fault(), "request/malformed");
  EXPECT_EQ(broken.body.find("parse"), std::string::npos) << "the JSON library's words must not leave";
  EXPECT_EQ(broken.body.find("nope"), std::string::npos);
  EXPECT_EQ(server().post("/v1/demo/enrolment-codes", "{}", {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_EQ(post(R"({"citizenId": "nobody", "citizenId": ")" + demoPersonId(1) + "\"}").fault(), "request/malformed") << "which of the two?";
}

TEST_F(Demo, GivesEachPlaceALinkThatAPhoneBelieves) {
  const Bytes root = *decodeBase64Url(server().get("/v1/city").json()["rootKey"].get<std::string>());
  const TrustList list = *readTrustList(bytesOf(server().get("/v1/trust-list").body), root, 0, 0);
  const auto venues = server().get("/v1/demo/venues").json()["venues"];
  ASSERT_GE(venues.size(), 2u);
  const std::string before = "/app/#venue=";
  for (const auto& venue : venues) {
    const auto link = venue["link"].get<std::string>();
    ASSERT_TRUE(link.starts_with(before)) << link;
    const auto record = verifyVenueRecord(*decodeBase64Url(link.substr(before.size())), &list, nowUnixSeconds());
    ASSERT_TRUE(record) << faultId(record.fault());
    EXPECT_EQ(record->venueId, venue["id"].get<std::string>());
    EXPECT_EQ(record->names.size(), 4u);
    EXPECT_EQ(record->names.at(Language::Indonesian), venue["name"]["id"].get<std::string>());
    EXPECT_EQ(record->address, venue["address"].get<std::string>());
    EXPECT_EQ(record->scopeIds.size(), venue["scenes"].size());
  }
}

TEST_F(Demo, MakesAScannerForOnePlaceWithItsScenesOnly) {
  const auto post = [](const std::string& body) { return server().post("/v1/demo/terminal-codes", body); };
  const Reply made = post(R"({"venue":"city-library"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const Reply terminal = Device().enrolAsTerminal(server(), made.json()["enrolmentCode"].get<std::string>());
  ASSERT_EQ(terminal.status, 201) << terminal.body;
  EXPECT_EQ(terminal.json()["venue"]["id"], "city-library");
  EXPECT_EQ(terminal.json()["venue"]["name"], "市图书馆 City Library");
  EXPECT_EQ(terminal.json()["scopes"].size(), 2u);
  EXPECT_EQ(post(R"({"venue":"nowhere"})").fault(), "request/not-found");
  EXPECT_EQ(post(R"({"venue":1})").fault(), "request/malformed");
  EXPECT_EQ(post(R"({"venue":"city-library","more":1})").fault(), "request/malformed");
  EXPECT_EQ(post("[]").fault(), "request/malformed");
}

TEST_F(Demo, AsksForItsPortalWithANonceOfItsOwnEachTime) {
  const Bytes root = *decodeBase64Url(server().get("/v1/city").json()["rootKey"].get<std::string>());
  const TrustList list = *readTrustList(bytesOf(server().get("/v1/trust-list").body), root, 0, 0);
  const std::string before = "/app/#portal=";
  std::set<std::string> nonces;
  for (const char* language : {"en", "zh-CN", "nobody's"}) {
    const Reply made = server().post("/v1/demo/portal-requests", nlohmann::json{{"language", language}}.dump());
    ASSERT_EQ(made.status, 201) << made.body;
    const auto asked = made.json();
    const auto link = asked["link"].get<std::string>();
    ASSERT_TRUE(link.starts_with(before)) << link;
    const Bytes bytes = *decodeBase64Url(link.substr(before.size()));
    const auto request = verifyPortalRequest(bytes, &list, nowUnixSeconds());
    ASSERT_TRUE(request) << faultId(request.fault());
    EXPECT_EQ("portal:" + request->portal.portalId, asked["audience"].get<std::string>());
    EXPECT_TRUE(request->portal.origin.starts_with("http://localhost:"));
    EXPECT_EQ(request->question.purpose, asked["purpose"].get<std::string>());
    EXPECT_EQ(encodeBase64Url(request->question.nonce), asked["nonce"].get<std::string>());
    EXPECT_EQ(request->question.expiresUnixSeconds, asked["expiresUnixSeconds"].get<std::int64_t>());
    EXPECT_EQ(faultOrNone(verifyPortalRequest(bytes, &list, request->question.expiresUnixSeconds)), Fault::TimeExpired);
    nonces.insert(asked["nonce"].get<std::string>());
  }
  EXPECT_EQ(nonces.size(), 3u);
  EXPECT_EQ(server().post("/v1/demo/portal-requests", "{}").fault(), "request/malformed");
  EXPECT_EQ(server().post("/v1/demo/portal-requests", R"({"language":"a tag that is far too long"})").fault(), "request/malformed");
}

TEST_F(Demo, EndsATaxReturnForItsPortalOnceForEachVisit) {
  const TrustList trust = trustOf(server());
  const auto end = [](const nlohmann::json& body) { return server().post("/v1/demo/portal-services", body.dump()); };
  const Sha256 pass = sha256(bytesOf("a pass"));
  const nlohmann::json body{{"case", newNonce()}, {"pass", encodeBase64Url(pass)}};
  const Reply reply = end(body);
  const ServiceTicket ticket = readTicket(reply, trust);
  EXPECT_EQ(ticket.officeId, "tax-office");
  EXPECT_EQ(ticket.itemId, "tax-return");
  EXPECT_EQ(ticket.channel, Channel::Online);
  EXPECT_EQ(ticket.passDigest, pass) << "for the phone that signed in";
  EXPECT_EQ(reply.json()["link"], "/rate/#ticket=" + reply.json()["ticket"].get<std::string>());
  EXPECT_EQ(end(body).body, reply.body) << "pressed again";
  EXPECT_EQ(end({{"case", newNonce()}, {"pass", nullptr}}).json()["channel"], "online-link");
  EXPECT_EQ(end({{"case", body["case"]}, {"pass", nullptr}}).fault(), "request/replayed");
  for (const nlohmann::json& wrong : {nlohmann::json{{"case", "7"}, {"pass", nullptr}}, {{"case", newNonce()}}, {{"case", newNonce()}, {"pass", "AAAA"}},
                                      {{"case", 7}, {"pass", nullptr}}, {{"case", newNonce()}, {"pass", nullptr}, {"item", "tax-return"}}})
    EXPECT_EQ(end(wrong).fault(), "request/malformed") << wrong.dump();
  EXPECT_EQ(server().post("/v1/demo/portal-services", body.dump(), {{"Content-Type", "text/plain"}}).status, 415);
}

TEST_F(Demo, EnrolsItsPortalAsATerminalForItsOneScene) {
  const Reply made = server().post("/v1/demo/terminal-codes", R"({"venue":"portal:tax-office"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const Reply terminal = Device().enrolAsTerminal(server(), made.json()["enrolmentCode"].get<std::string>());
  ASSERT_EQ(terminal.status, 201) << terminal.body;
  EXPECT_EQ(terminal.json()["venue"]["id"], "portal:tax-office");
  EXPECT_EQ(terminal.json()["scopes"], nlohmann::json::array({"government-service"}));
}

TEST(DemoPortalFile, SaysWhoTheRegisteredPortalIsOverRestarts) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  const std::string data = folder / "data", path = data + "/demo-portal.json";
  ServerProcess server;
  std::string content;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(server.start(data, {{"--demo"}, {}})) << server.errors();
    struct stat facts{};
    ASSERT_EQ(::stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
    if (content.empty()) content = readFile(path);
    EXPECT_EQ(readFile(path), content);
    const auto file = nlohmann::json::parse(content);
    const SigningKey key = *SigningKey::fromSeed(*decodeBase64Url(file.at("key").get<std::string>()));
    const SceneKey sealingKey = *SceneKey::fromSecret(*decodeBase64Url(file.at("sealingKey").get<std::string>()));
    EXPECT_EQ(runToEnd({"--data", data, "list-portals"}).output,
              "tax-office  " + server.origin() + "  tax-office  " + encodeBase64Url(sha256(key.publicKey())) + "\n  Demo Tax Office  asks for sign-in,government-service  sealed to " +
                  encodeBase64Url(sealingKey.sealingKey()) + "\n  returns to " + server.origin() + "/portal/\n");
    EXPECT_EQ(server.get("/v1/portals/" + file.at("id").get<std::string>() + "/record").status, 200);
    server.stop(SIGTERM);
  }
  writeFile(path, R"({"id":"tax-office","key":"AAAA"})");
  EXPECT_FALSE(server.start(data, {{"--demo"}, {}}));
  EXPECT_NE(server.errors().find("demo-portal.json does not say who"), std::string::npos) << server.errors();
}

TEST(PlainCity, HasNoDemo) {
  const TemporaryFolder folder;
  ServerProcess server;
  ASSERT_TRUE(server.start(folder / "data", {{"--city-name", "Testville", "--city-name", "zh-CN=测试市", "--origin", "https://code.example"}, {}}));
  EXPECT_EQ(server.get("/v1/demo/citizens").status, 404);
  EXPECT_EQ(server.get("/v1/demo/venues").status, 404);
  EXPECT_EQ(server.get("/v1/portals/tax-office/record").status, 404);
  EXPECT_EQ(::access((folder / "data/demo-portal.json").c_str(), F_OK), -1);
  EXPECT_EQ(server.post("/v1/demo/portal-requests", R"({"language":"en"})").status, 404);
  EXPECT_EQ(server.post("/v1/demo/enrolment-codes", "{}").status, 404);
  const Reply city = server.get("/v1/city");
  EXPECT_EQ(city.json()["demo"], false);
  EXPECT_EQ(city.json()["name"]["en"], "Testville");
  EXPECT_EQ(city.json()["name"]["zh-CN"], "测试市");
  EXPECT_TRUE(city.header("Strict-Transport-Security").starts_with("max-age="));
}

TEST(PlainCity, MakesEnrolmentCodesAtTheCounterWhileTheServerRuns) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  ASSERT_TRUE(server.start(folder / "data", {{"--demo"}, {}}));
  const Finished made = runToEnd({"--data", folder / "data", "enrolment-code", "--person", demoPersonId(2)});
  ASSERT_EQ(made.status, 0) << made.errors;
  ASSERT_EQ(made.output.size(), 15u);
  EXPECT_EQ(Device().enrol(server, made.output.substr(0, 14)).status, 201);

  const Finished unknown = runToEnd({"--data", folder / "data", "enrolment-code", "--person", "nobody"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_EQ(unknown.output, "");
  EXPECT_EQ(unknown.errors.find("nobody"), std::string::npos);
}

}  // namespace
}  // namespace citycode::server::test
