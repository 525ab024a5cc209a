// POST /v1/terminals and /v1/scene-keys, and what an operator does about terminals.
#include <set>

#include "citycode/pass.h"
#include "support/demo_city.h"

namespace citycode::server::test {
namespace {

class Terminals : public DemoCity {
 protected:
  static Device enrolledTerminal() {
    Device terminal;
    EXPECT_EQ(terminal.enrolAsTerminal(server(), newDemoTerminalCode(server())).status, 201);
    return terminal;
  }
  static Reply keys(const Device& terminal, const Tampering& t = {}, const std::string& body = "{}") {
    return terminal.post(server(), "/v1/scene-keys", body, t);
  }
};

TEST_F(Terminals, EnrolWithACodeAndAreToldVenueAndScenes) {
  const Device terminal;
  const Reply reply = terminal.enrolAsTerminal(server(), newDemoTerminalCode(server()));
  EXPECT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_EQ(reply.json()["terminalId"], terminal.id());
  EXPECT_EQ(reply.json()["venue"]["id"], "demo-hall");
  EXPECT_FALSE(reply.json()["venue"]["name"].get<std::string>().empty());
  const auto scopes = reply.json()["scopes"].get<std::set<std::string>>();
  EXPECT_TRUE(scopes.contains("identity"));
  EXPECT_TRUE(scopes.contains("transit"));
}

TEST_F(Terminals, GetTheKeysOfTheirSealedScenesForThreeDays) {
  const Reply reply = keys(enrolledTerminal());
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  std::set<std::string> scenes, secrets;
  std::set<std::int64_t> days;
  const auto answer = reply.json();   // must outlive the loop
  for (const auto& key : answer["keys"]) {
    scenes.insert(key["scope"].get<std::string>());
    days.insert(key["utcDay"].get<std::int64_t>());
    secrets.insert(key["secret"].get<std::string>());
    EXPECT_EQ(decodeBase64Url(key["secret"].get<std::string>())->size(), kSceneKeyBytes);
  }
  const std::int64_t today = utcDayOf(reply.json()["nowUnixSeconds"]);
  EXPECT_EQ(days, (std::set<std::int64_t>{today - 1, today, today + 1}));
  EXPECT_EQ(scenes.size(), 9u);
  EXPECT_FALSE(scenes.contains("transit")) << "an open scene has no key";
  EXPECT_EQ(secrets.size(), 27u) << "no two are the same";
  EXPECT_EQ(keys(enrolledTerminal()).json()["keys"], reply.json()["keys"]) << "every terminal of the scene has the same";
}

TEST_F(Terminals, CodesAreOfOneKind) {
  const std::string phoneCode = newDemoCode(server()), terminalCode = newDemoTerminalCode(server());
  const Reply asTerminal = Device().enrolAsTerminal(server(), phoneCode);
  EXPECT_EQ(asTerminal.status, 409);
  EXPECT_EQ(asTerminal.fault(), "enrol/wrong-kind");
  EXPECT_EQ(Device().enrol(server(), terminalCode).fault(), "enrol/wrong-kind");
  EXPECT_EQ(Device().enrol(server(), phoneCode).status, 201) << "neither refusal used a code up";
  EXPECT_EQ(Device().enrolAsTerminal(server(), terminalCode).status, 201);
}

TEST_F(Terminals, AKeyIsAPhonesOrATerminals) {
  const Device phone = enrolled(), terminal = enrolledTerminal();
  EXPECT_EQ(phone.enrolAsTerminal(server(), newDemoTerminalCode(server())).fault(), "enrol/bad-key");
  EXPECT_EQ(terminal.enrol(server(), newDemoCode(server())).fault(), "enrol/bad-key");
  EXPECT_EQ(keys(phone).fault(), "issue/unknown-device") << "a citizen's phone gets no scene keys";
  EXPECT_EQ(terminal.post(server(), "/v1/passes", passesBody({"transit"})).fault(), "issue/unknown-device");
}

TEST_F(Terminals, RefuseACodeThatAnotherUsedOrNobodyMade) {
  const std::string code = newDemoTerminalCode(server());
  const Device first;
  const Reply enrolled = first.enrolAsTerminal(server(), code);
  ASSERT_EQ(enrolled.status, 201);
  EXPECT_EQ(Device().enrolAsTerminal(server(), code).fault(), "enrol/used-code");
  EXPECT_EQ(first.enrolAsTerminal(server(), code).body, enrolled.body) << "after a lost answer";
  for (const char* unknown : {"0000-0000-0000", "ABCD", ""})
    EXPECT_EQ(Device().enrolAsTerminal(server(), unknown).fault(), "enrol/unknown-code") << unknown;
}

TEST_F(Terminals, ARecordedRequestBringsNothing) {
  const Device terminal;
  const std::string enrolment = terminal.signedPost(server(), "/v1/terminals", terminal.terminalBody(newDemoTerminalCode(server())));
  EXPECT_EQ(exchangeRaw(server().port(), enrolment).status, 201);
  EXPECT_EQ(exchangeRaw(server().port(), enrolment).status, 201) << "the same answer to the same terminal";
  const Device nobody;
  const std::string refused = nobody.signedPost(server(), "/v1/terminals", nobody.terminalBody("0000-0000-0000"));
  EXPECT_EQ(exchangeRaw(server().port(), refused).fault(), "enrol/unknown-code");
  EXPECT_EQ(exchangeRaw(server().port(), refused).fault(), "request/replayed") << "nor is it asked a second time";
  const std::string request = terminal.signedPost(server(), "/v1/scene-keys", "{}");
  EXPECT_EQ(exchangeRaw(server().port(), request).status, 200);
  EXPECT_EQ(exchangeRaw(server().port(), request).fault(), "request/replayed");
}

TEST_F(Terminals, RefuseWhatIsNotSignedByThem) {
  const Device terminal = enrolledTerminal();
  const SigningKey thief = newSigningKey();
  EXPECT_EQ(keys(Device()).status, 401);
  EXPECT_EQ(keys(Device()).fault(), "issue/unknown-device");
  EXPECT_EQ(keys(terminal, {.signer = &thief}).fault(), "request/signature-mismatch");
  EXPECT_EQ(keys(terminal, {.breakSignature = true}).fault(), "request/signature-mismatch");
  EXPECT_EQ(keys(terminal, {.keyId = "short"}).fault(), "request/signature-mismatch");
  EXPECT_EQ(keys(terminal, {.clockOffsetSeconds = -300}).fault(), "request/clock-differs");
  EXPECT_EQ(server().post("/v1/scene-keys", "{}").fault(), "request/signature-missing");
  EXPECT_EQ(server().get("/v1/scene-keys").status, 405);
  const Device fresh;
  const std::string code = newDemoTerminalCode(server());
  EXPECT_EQ(fresh.enrolAsTerminal(server(), code, {.signer = &thief}).fault(), "request/signature-mismatch");
  EXPECT_EQ(fresh.enrolAsTerminal(server(), code, {.keyId = terminal.id()}).fault(), "request/signature-mismatch");
  EXPECT_EQ(fresh.enrolAsTerminal(server(), code).status, 201) << "no refusal used the code up";
}

TEST_F(Terminals, RefuseBodiesOfAnotherShape) {
  const Device terminal = enrolledTerminal();
  for (const char* body : {"", "null", "[]", "{\"scope\":\"identity\"}", "{"})
    EXPECT_EQ(keys(terminal, {}, body).fault(), "request/malformed") << body;
  const std::string key = keyText(terminal.key().publicKey());
  for (const std::string& body : {std::string("{}"), R"({"enrolmentCode":5,"terminalKey":")" + key + "\"}",
                                  R"({"enrolmentCode":"ABCD-EFGH-JKMN","deviceKey":")" + key + "\"}",
                                  R"({"enrolmentCode":"ABCD-EFGH-JKMN","terminalKey":")" + key + R"(","scopes":["court"]})"})
    EXPECT_EQ(terminal.post(server(), "/v1/terminals", body).fault(), "request/malformed") << body;
  const std::string weak = nlohmann::json{{"enrolmentCode", "ABCD-EFGH-JKMN"}, {"terminalKey", std::string(43, 'A')}}.dump();
  EXPECT_EQ(terminal.post(server(), "/v1/terminals", weak).fault(), "enrol/bad-key");
}

TEST_F(Terminals, TheDemoMakesCodesForFifteenMinutes) {
  const Reply reply = server().post("/v1/demo/terminal-codes", "{}");
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_NEAR(reply.json()["expiresUnixSeconds"].get<double>(), nowUnixSeconds() + 900, 5);
  EXPECT_EQ(server().post("/v1/demo/terminal-codes", "{\"a\":1}").fault(), "request/malformed");
  EXPECT_EQ(server().post("/v1/demo/terminal-codes", "{}", {{"Content-Type", "text/plain"}}).status, 415);
}

class TerminalCounter : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(startCrypto()); }
  Finished command(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{"--data", folder_ / "data"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return runToEnd(all);
  }
  Finished makeCode(const std::string& scopes) const {
    return command({"terminal-code", "--venue", "court-1", "--venue-name", "First Court", "--scenes", scopes});
  }

  TemporaryFolder folder_;
};

TEST_F(TerminalCounter, MakesCodesWhileTheServerRunsAndAPlainCityHasNoOtherWay) {
  ServerProcess server;
  ASSERT_TRUE(server.start(folder_ / "data"));
  EXPECT_EQ(server.post("/v1/demo/terminal-codes", "{}").status, 404);
  const Finished made = makeCode("court,identity");
  ASSERT_EQ(made.status, 0) << made.errors;
  ASSERT_EQ(made.output.size(), 15u);
  const Device terminal;
  const Reply reply = terminal.enrolAsTerminal(server, made.output.substr(0, 14));
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(reply.json()["venue"], (nlohmann::json{{"id", "court-1"}, {"name", "First Court"}}));
  EXPECT_EQ(reply.json()["scopes"], (nlohmann::json{"court", "identity"}));
  const auto keys = terminal.post(server, "/v1/scene-keys", "{}").json()["keys"];
  EXPECT_EQ(keys.size(), 6u) << "two scenes, three days, and no other";

  const Finished listed = command({"terminals"});
  EXPECT_EQ(listed.output, terminal.id() + "  court-1  First Court  court identity\n");
  ASSERT_EQ(command({"remove-terminal", "--terminal", terminal.id()}).status, 0);
  EXPECT_EQ(terminal.post(server, "/v1/scene-keys", "{}").fault(), "issue/unknown-device");
  EXPECT_EQ(terminal.enrolAsTerminal(server, made.output.substr(0, 14)).fault(), "enrol/used-code") << "nor by its old code";
  EXPECT_EQ(command({"terminals"}).output, "");
  EXPECT_EQ(command({"remove-terminal", "--terminal", terminal.id()}).status, 2);
  EXPECT_EQ(command({"remove-terminal", "--terminal", "nobody"}).status, 2);
}

TEST_F(TerminalCounter, ATerminalMovesWithANewCode) {
  ServerProcess server;
  ASSERT_TRUE(server.start(folder_ / "data"));
  const Device terminal;
  ASSERT_EQ(terminal.enrolAsTerminal(server, makeCode("court").output.substr(0, 14)).status, 201);
  ASSERT_EQ(terminal.enrolAsTerminal(server, makeCode("medical").output.substr(0, 14)).status, 201);
  const auto answer = terminal.post(server, "/v1/scene-keys", "{}").json();
  EXPECT_EQ(answer["scopes"], (nlohmann::json{"medical"}));
  for (const auto& key : answer["keys"]) EXPECT_EQ(key["scope"], "medical");
}

TEST_F(TerminalCounter, RefusesWhatTheCityDoesNotHave) {
  const Finished early = makeCode("court");
  EXPECT_EQ(early.status, 2);
  EXPECT_NE(early.errors.find("start the server once"), std::string::npos);
  ServerProcess server;
  ASSERT_TRUE(server.start(folder_ / "data"));
  for (const char* scopes : {"cort", "court,", ",", "court,,identity"}) {
    const Finished refused = makeCode(scopes);
    EXPECT_EQ(refused.status, 2) << scopes;
    EXPECT_EQ(refused.output, "");
  }
  EXPECT_EQ(command({"terminal-code", "--venue", "a b", "--venue-name", "x", "--scenes", "court"}).status, 2);
  EXPECT_EQ(command({"terminal-code", "--venue", "a", "--scenes", "court"}).status, 2);
  EXPECT_EQ(command({"terminal-code", "--venue", "a", "--venue-name", std::string(65, 'x'), "--scenes", "court"}).status, 2);
  EXPECT_EQ(command({"remove-terminal"}).status, 2);
  const Finished foreign = command({"terminals", "--demo"});
  EXPECT_EQ(foreign.status, 2);
  EXPECT_EQ(foreign.errors, "--demo belongs to the server, and not to terminals. See --help.\n");
  const Finished former = command({"terminal-code", "--venue", "a", "--venue-name", "A", "--scopes", "court"});
  EXPECT_EQ(former.status, 0) << former.errors;
  EXPECT_NE(former.errors.find("--scopes is called --scenes now"), std::string::npos);
}

TEST_F(TerminalCounter, TheKeysOfADayAreTheSameAfterARestartAndOthersTheNextDay) {
  ServerProcess server;
  const Device terminal;
  ASSERT_TRUE(server.start(folder_ / "data", {{"--demo"}, {}}));
  ASSERT_EQ(terminal.enrolAsTerminal(server, newDemoTerminalCode(server)).status, 201);
  const auto first = terminal.post(server, "/v1/scene-keys", "{}").json()["keys"];
  server.stop(SIGTERM);
  ASSERT_TRUE(server.start(folder_ / "data", {{"--demo", "--clock-offset-seconds", "86400"}, {}}));
  const auto next = terminal.post(server, "/v1/scene-keys", "{}", {.clockOffsetSeconds = 86400}).json()["keys"];
  ASSERT_EQ(next.size(), first.size());
  EXPECT_EQ(next[0], first[1]) << "today has become yesterday";
  EXPECT_EQ(next[1], first[2]);
  EXPECT_EQ(next[2]["utcDay"].get<std::int64_t>(), first[2]["utcDay"].get<std::int64_t>() + 1);
}

}  // namespace
}  // namespace citycode::server::test
