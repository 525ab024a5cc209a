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
#include "support/portal_server.h"
#include "support/rater.h"

namespace citycode::server::test {
namespace {

const std::string kBeforeCode = "/app/#portal=";

class Demo : public DemoCity {
 protected:
  static Reply startSignIn(bool returns = false, const char* language = "en") {
    return server().post("/v1/demo/sign-ins", nlohmann::json{{"language", language}, {"returns", returns}}.dump());
  }

  static nlohmann::json stateOf(const nlohmann::json& started, const std::string& returned = "") {
    nlohmann::json poll{{"session", started["session"]}};
    if (!returned.empty()) poll["returned"] = returned;
    const Reply reply = server().post("/v1/demo/sign-ins/state", poll.dump());
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.json();
  }

  /// What a phone was given that opened a living code.
  struct Opened {
    Bytes request;
    std::string id, ticket;
  };

  static Opened openedOf(const nlohmann::json& holding) {
    const auto address = holding["address"].get<std::string>();
    EXPECT_TRUE(address.starts_with(kBeforeCode)) << address;
    const std::string code = address.substr(kBeforeCode.size());
    const Reply reply = openRequest(server(), code);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return {*decodeBase64Url(reply.json()["request"].get<std::string>()), code.substr(0, code.find('.')), reply.json()["ticket"].get<std::string>()};
  }

  static void answer(const Opened& opened, const PortalAnswer& said) {
    const Bytes sealed = *sealPortalAnswer(opened.request, said, Bytes(kSceneKeyBytes, 5));
    const nlohmann::json body{{"id", opened.id}, {"ticket", opened.ticket}, {"answer", encodeBase64Url(sealed)}};
    EXPECT_EQ(server().post("/v1/portal-answers", body.dump()).status, 200);
  }

  /// A code of a demo citizen's phone, made as the app makes it.
  static std::string codeFor(const Opened& opened) {
    const PortalRequest asked = *readUnverifiedPortalRequest(opened.request);
    const auto citizens = server().get("/v1/demo/citizens").json()["citizens"];
    const std::string enrolment = server().post("/v1/demo/enrolment-codes", nlohmann::json{{"citizenId", citizens[0]["id"]}}.dump()).json()["enrolmentCode"];
    Device phone;
    EXPECT_EQ(phone.enrol(server(), enrolment).status, 201);
    const SigningKey passKey = *SigningKey::fromSeed(Bytes(kSeedBytes, 17));
    const nlohmann::json wanted{{"scope", "sign-in"}, {"portal", "tax-office"}, {"key", encodeBase64Url(passKey.publicKey())}, {"attributes", {"name", "pseudonym"}}};
    const Reply given = phone.post(server(), "/v1/passes", nlohmann::json{{"keys", {wanted}}}.dump());
    EXPECT_EQ(given.status, 200) << given.body;
    const Bytes pass = *decodeBase64Url(given.json()["passes"][0]["pass"].get<std::string>());
    const PresentationClaims claims{"portal:tax-office", slotStart(nowUnixSeconds()), copyOf(asked.question.nonce)};
    return *writeCode(pass, claims, passKey.sign(*presentationToBeSigned(pass, claims)));
  }
};

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

TEST_F(Demo, AsksForItsPortalInFourLanguagesWithANonceAndASessionOfItsOwnEachTime) {
  const Bytes root = *decodeBase64Url(server().get("/v1/city").json()["rootKey"].get<std::string>());
  const TrustList list = *readTrustList(bytesOf(server().get("/v1/trust-list").body), root, 0, 0);
  std::set<Bytes> nonces;
  std::set<std::string> sessions;
  for (const char* language : {"en", "zh-CN", "nobody's"}) {
    const Reply made = startSignIn(false, language);
    ASSERT_EQ(made.status, 201) << made.body;
    const auto started = made.json();
    const Opened opened = openedOf(started);
    const auto request = verifyPortalRequest(opened.request, &list, nowUnixSeconds());
    ASSERT_TRUE(request) << faultId(request.fault());
    EXPECT_EQ(request->portal.portalId, "tax-office");
    EXPECT_EQ(request->portal.origin, server().origin());
    EXPECT_EQ(request->question.purpose, started["purpose"].get<std::string>());
    EXPECT_EQ(request->question.expiresUnixSeconds, started["expiresUnixSeconds"].get<std::int64_t>());
    nonces.insert(copyOf(request->question.nonce));
    sessions.insert(started["session"].get<std::string>());
  }
  EXPECT_EQ(nonces.size(), 3u);
  EXPECT_EQ(sessions.size(), 3u);
  for (const char* body : {"{}", R"({"language":"en"})", R"({"language":"en","returns":1})", R"({"language":"a tag that is far too long","returns":false})"})
    EXPECT_EQ(server().post("/v1/demo/sign-ins", body).fault(), "request/malformed") << body;
  for (const char* body : {"{}", R"({"session":1})", R"({"session":"x","returned":"AAAA"})"})
    EXPECT_EQ(server().post("/v1/demo/sign-ins/state", body).fault(), "request/malformed") << body;
  EXPECT_EQ(stateOf({{"session", "nobody's"}}), (nlohmann::json{{"state", "expired"}}));
}

TEST_F(Demo, TellsItsPortalsPageOnceWhoSignedIn) {
  const auto started = startSignIn().json();
  const auto waiting = stateOf(started);
  EXPECT_EQ(waiting["state"], "waiting");
  const Opened opened = openedOf(waiting);
  EXPECT_EQ(stateOf(started), (nlohmann::json{{"state", "opened"}})) << "no code any more";
  answer(opened, {codeFor(opened), {}});
  const auto seen = stateOf(started);
  EXPECT_EQ(seen["state"], "signed-in") << seen.dump();
  EXPECT_EQ(seen["result"]["attributes"].size(), 2u);
  EXPECT_EQ(seen["result"]["attributes"]["name"], "王小明");
  EXPECT_EQ(stateOf(started)["state"], "expired") << "told once";
}

TEST_F(Demo, TellsItsPortalThatSomebodyRefused) {
  const auto started = startSignIn().json();
  const Opened opened = openedOf(started);
  answer(opened, {});
  EXPECT_EQ(stateOf(started), (nlohmann::json{{"state", "refused"}}));
}

TEST_F(Demo, LetsInOnlyTheBrowserToWhichThePhoneCameBack) {
  const auto started = startSignIn(true).json();
  const Opened opened = openedOf(started);
  EXPECT_EQ(readUnverifiedPortalRequest(opened.request)->question.returnAddress, server().origin() + "/portal/");
  ReturnCode code;
  code.fill(7);
  answer(opened, {codeFor(opened), code});
  EXPECT_EQ(stateOf(started)["state"], "opened") << "whoever sent the link on waits in vain";
  ReturnCode other = code;
  other[0] ^= 1;
  EXPECT_EQ(stateOf(started, encodeBase64Url(other)), (nlohmann::json{{"state", "failed"}, {"fault", "portal/answer-broken"}}));
  EXPECT_EQ(stateOf(started, encodeBase64Url(code))["state"], "signed-in");
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
              "tax-office  " + server.origin() + "  tax-office  " + encodeBase64Url(sha256(key.publicKey())) + "\n  Demo Tax Office  asks for sign-in  sealed to " +
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
  EXPECT_EQ(server.post("/v1/demo/sign-ins", R"({"language":"en","returns":false})").status, 404);
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
