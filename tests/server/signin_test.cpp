// The relay: a portal asks, one phone opens and answers, the portal takes the answer once, and the records never know what it says.
#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "fault_or_none.h"
#include "places/portal_request.h"
#include "support/at_a_desk.h"
#include "support/demo_city.h"
#include "support/engines.h"
#include "support/portal_server.h"
#include "support/status.h"
#include "support/ticket_guessing.h"
#include "verifier/verifier_state.h"

namespace citycode::server::test {
namespace {

using Steady = std::chrono::steady_clock;

double secondsSince(Steady::time_point begin) { return std::chrono::duration<double>(Steady::now() - begin).count(); }

class SignIn : public AtADesk {
 protected:
  void SetUp() override {
    AtADesk::SetUp();
    ASSERT_EQ(command(portal_.registration()).status, 0);
  }
  Finished command(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--data", data_});
    return runToEnd(words);
  }
  std::string asOperator(const std::string& sql) const { return runOnRecords(data_, sql); }
  std::string countedRequests() const { return asOperator("SELECT CAST(count(*) AS TEXT) FROM portal_request"); }
  bool comesTrue(const std::function<bool()>& condition) const {
    for (const auto begin = Steady::now(); secondsSince(begin) < 30; std::this_thread::sleep_for(std::chrono::milliseconds(50)))
      if (condition()) return true;
    return false;
  }
  /// The fault of asking with that question.
  std::string faultOf(const PortalServer& portal, const Bytes& record, const PortalQuestion& question, const SigningKey* signer = nullptr) const {
    return portal.ask(server_, portal.asking(record, question, signer)).fault();
  }

  const PortalServer portal_;
};

TEST_F(SignIn, CarriesAQuestionToOnePhoneAndItsAnswerBackOnce) {
  const Asking asking = portal_.asked(server_);
  EXPECT_TRUE(entryOf(portal_.take(server_, asking), asking).is_null()) << "nothing has changed";
  const std::string ticket = openedTicket(server_, asking);
  EXPECT_EQ(entryOf(portal_.take(server_, asking), asking), (nlohmann::json{{"state", "opened"}}));
  EXPECT_TRUE(entryOf(portal_.take(server_, asking, 0, "opened"), asking).is_null()) << "that it knows";
  const Bytes sealed = sealedAnswer(asking);
  const Reply taken = answerRequest(server_, asking, ticket, sealed);
  EXPECT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.body, "{}");
  const auto entry = entryOf(portal_.take(server_, asking, 0, "opened"), asking);
  EXPECT_EQ(entry, (nlohmann::json{{"state", "answered"}, {"answer", encodeBase64Url(sealed)}}));
  EXPECT_EQ(countedRequests(), "0") << "with the answer";
  EXPECT_EQ(entryOf(portal_.take(server_, asking, 0, "opened"), asking), (nlohmann::json{{"state", "ended"}}));
  EXPECT_EQ(answerRequest(server_, asking, ticket, sealed).fault(), "portal/unknown");
  EXPECT_EQ(openRequest(server_, asking.code()).fault(), "portal/unknown");
}

TEST_F(SignIn, GivesThePortalWhatThePersonLetItHaveAndNobodyElse) {
  const Device phone;
  ASSERT_EQ(phone.enrol(server_, newDemoCode(server_)).status, 201);
  const Asking asking = portal_.asked(server_);
  const auto request = verifyPortalRequest(asking.request, &trust_, nowUnixSeconds());
  ASSERT_TRUE(request);
  EXPECT_EQ(request->portal.names.at(Language::SimplifiedChinese), "税务局");

  SigningKey key = newSigningKey();
  const nlohmann::json wanted{{"scope", "sign-in"}, {"key", keyText(key.publicKey())}, {"portal", portal_.id()}, {"attributes", {"name", "pseudonym"}}};
  const Reply given = phone.post(server_, "/v1/passes", nlohmann::json{{"keys", {wanted}}}.dump());
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(given.json()["passes"][0]["portal"], portal_.id());
  EXPECT_EQ(given.json()["passes"][0]["attributes"], (nlohmann::json{"name", "pseudonym"}));
  const Bytes pass = *decodeBase64Url(given.json()["passes"][0]["pass"].get<std::string>());
  const PresentationClaims claims{"portal:" + portal_.id(), slotStart(nowUnixSeconds()), copyOf(request->question.nonce)};
  const Signature signature = key.sign(*presentationToBeSigned(pass, claims));
  const Bytes sealed = sealedAnswer(asking, *writeCode(pass, claims, signature));
  EXPECT_EQ(sealed.size(), sealedAnswer(asking).size()) << "as long as a refusal";
  ASSERT_EQ(answerRequest(server_, asking, openedTicket(server_, asking), sealed).status, 200);

  const auto entry = entryOf(portal_.take(server_, asking), asking);
  VerifierState judge;
  judge.trust = trust_;
  judge.statusLists = statusLists(server_, trust_);
  judge.portalKey = *SceneKey::fromSecret(portal_.sealingKey().secret());
  const auto judged = judge.judgeAnswer(*decodeBase64Url(entry.value("answer", "")), asking.request, nowUnixSeconds(), 0);
  ASSERT_TRUE(judged) << faultId(judged.fault());
  ASSERT_TRUE(judged->verdict);
  EXPECT_EQ(judged->verdict->outcome, Outcome::Valid);
  EXPECT_EQ(judged->verdict->attributes.size(), 2u);
  EXPECT_EQ(judged->verdict->attributes.at(Attribute::Name), AttributeValue(std::string("王小明")));

  judge.portalKey = *SceneKey::fromSecret(PortalServer().sealingKey().secret());
  const auto elsewhere = judge.judgeAnswer(*decodeBase64Url(entry.value("answer", "")), asking.request, nowUnixSeconds(), 0);
  EXPECT_EQ(faultOrNone(elsewhere), Fault::PortalAnswerBroken) << "another portal";
}

TEST_F(SignIn, RecordsSayWhatIsRegistered) {
  const Reply reply = server_.get("/v1/portals/tax-portal/record");
  EXPECT_EQ(reply.status, 200);
  EXPECT_NEAR(reply.json().value("expiresUnixSeconds", std::int64_t{0}), nowUnixSeconds() + 30 * 86400, 60);
  const Reply unknown = server_.get("/v1/portals/nobody/record");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.fault(), "request/not-found");
  const Device plain;
  const std::string plainKey = keyText(plain.key().publicKey());
  ASSERT_EQ(command({"add-portal", "--id", "plain", "--key", plainKey, "--portal-origin", "https://tax.example", "--office", "tax-office"}).status, 0);
  EXPECT_EQ(server_.get("/v1/portals/plain/record").fault(), "request/not-found") << "it asks nobody";
  const Asking asking = portal_.asking(server_);
  EXPECT_EQ(plain.post(server_, "/v1/portal-requests", asking.body()).fault(), "portal/not-registered");
}

TEST_F(SignIn, RefusesWhatIsNotOfTheCallersRegistration) {
  const Bytes record = portal_.record(server_);
  PortalQuestion question = portal_.question();
  question.returnAddress = "https://tax.example/elsewhere";
  const Reply refused = portal_.ask(server_, portal_.asking(record, question));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.fault(), "portal/not-registered") << "an address that was not registered";
  question.returnAddress = "https://tax.example/back";
  EXPECT_EQ(faultOf(portal_, record, question), "");
  question = portal_.question();
  question.scopeId = static_cast<std::uint32_t>(Scene::Medical);
  question.required = {Attribute::Name};
  question.optional = {};
  EXPECT_EQ(faultOf(portal_, record, question), "portal/bad-request") << "not of its record either";
  const SigningKey another = newSigningKey();
  EXPECT_EQ(faultOf(portal_, record, portal_.question(), &another), "portal/bad-request");

  const PortalServer other("other-portal", "https://other.example");
  ASSERT_EQ(command(other.registration()).status, 0);
  EXPECT_EQ(other.ask(server_, portal_.asking(server_)).fault(), "portal/not-registered") << "another portal's question";

  // What the record says was true once; what is registered now counts.
  const std::string key = keyText(portal_.device().key().publicKey());
  const auto again = [&](const std::string& origin, const std::string& scenes, const std::string& sealingKey) {
    return command({"add-portal", "--id", portal_.id(), "--key", key, "--portal-origin", origin, "--office", "tax-office", "--name", "Tax Office",
                    "--scenes", scenes, "--sealing-key", sealingKey}).status;
  };
  ASSERT_EQ(again("https://new.example", "sign-in", portal_.sealingKeyText()), 0);
  EXPECT_EQ(faultOf(portal_, record, portal_.question()), "portal/not-registered") << "of an origin that is not its own";
  ASSERT_EQ(again("https://tax.example", "government-service", portal_.sealingKeyText()), 0);
  EXPECT_EQ(faultOf(portal_, record, portal_.question()), "portal/not-registered") << "of a scene that is not its own";
  ASSERT_EQ(again("https://tax.example", "sign-in", PortalServer().sealingKeyText()), 0);
  EXPECT_EQ(faultOf(portal_, record, portal_.question()), "portal/not-registered") << "sealed to a key that is not its own";
  ASSERT_EQ(again("https://tax.example", "sign-in", portal_.sealingKeyText()), 0);
  EXPECT_EQ(faultOf(portal_, record, portal_.question()), "");
}

TEST_F(SignIn, RefusesQuestionsThatAreNoneAndThoseOfOtherCallers) {
  const Asking asking = portal_.asking(server_);
  const auto post = [&](const std::string& body) { return portal_.device().post(server_, "/v1/portal-requests", body); };
  nlohmann::json more = nlohmann::json::parse(asking.body());
  more["lifeSeconds"] = 300;
  for (const std::string& body : {std::string("{}"), std::string("[]"), std::string(""), more.dump(), std::string(R"({"request":5})"),
                                  std::string(R"({"request":"+"})"), nlohmann::json{{"request", std::string(1201, 'A')}}.dump()}) {
    const Reply refused = post(body);
    EXPECT_EQ(refused.status, 400) << body;
    EXPECT_EQ(refused.fault(), "request/malformed") << body;
  }
  EXPECT_EQ(post(R"({"request":"AAAA"})").fault(), "portal/bad-request");
  Asking changed = asking;
  changed.request.back() ^= 1;
  EXPECT_EQ(portal_.ask(server_, changed).fault(), "portal/bad-request");
  PortalQuestion question = portal_.question();
  question.issuedUnixSeconds -= 400, question.expiresUnixSeconds -= 400;
  EXPECT_EQ(faultOf(portal_, portal_.record(server_), question), "time/expired");

  const Device phone, nobody;
  ASSERT_EQ(phone.enrol(server_, newDemoCode(server_)).status, 201);
  for (const Device* other : std::initializer_list<const Device*>{&phone, desk_.get(), &nobody}) {
    for (const auto& [path, body] : std::vector<std::pair<std::string, std::string>>{
             {"/v1/portal-requests", asking.body()},
             {"/v1/portal-answers/take", takeBody({{asking.idText(), "waiting"}}, 0)},
             {"/v1/portal-requests/cancel", R"({"id":""})"}}) {
      const Reply refused = other->post(server_, path, body);
      EXPECT_EQ(refused.status, 401) << path;
      EXPECT_EQ(refused.fault(), "issue/unknown-device") << path;
    }
  }
  EXPECT_EQ(server_.post("/v1/portal-requests", asking.body()).fault(), "request/signature-missing");
  EXPECT_EQ(countedRequests(), "0");

  EXPECT_EQ(portal_.ask(server_, asking).status, 201);
  const Reply replayed = portal_.ask(server_, asking);
  EXPECT_EQ(replayed.status, 409);
  EXPECT_EQ(replayed.fault(), "request/replayed");
  EXPECT_EQ(portal_.cancel(server_, asking).status, 200);
  EXPECT_EQ(portal_.ask(server_, asking).fault(), "request/replayed") << "what ended does not come back";
}

TEST_F(SignIn, AClockOfAPortalThatIsFiveMinutesOffIsToldSo) {
  const Asking asking = portal_.asking(server_);
  for (const std::int64_t off : {-300, 300}) {
    const Reply refused = portal_.device().post(server_, "/v1/portal-requests", asking.body(), {.clockOffsetSeconds = off});
    EXPECT_EQ(refused.fault(), "request/clock-differs");
    EXPECT_NEAR(refused.json().value("clockDifferenceSeconds", 0), off, 5);
    EXPECT_FALSE(refused.header("Date").empty()) << "by which it can set its own";
  }
  EXPECT_EQ(countedRequests(), "0");
}

TEST_F(SignIn, LetsInWhoeverHasTheLivingCodeAndOnlyWhileItLives) {
  const Asking asking = portal_.asked(server_), other = portal_.asked(server_);
  const PortalProof zero{};
  for (const std::string& code : {std::string(), std::string("AAAA"), asking.idText(), asking.code() + ".", asking.code(0).substr(0, 40),
                                  writePortalCode({asking.id(), 0, zero}), writePortalCode({asking.id(), 0, portalProofAt(other.secret, 0)}),
                                  writePortalCode({asking.id(), 1, portalProofAt(asking.secret, 0)}), asking.code(60)}) {
    const Reply refused = openRequest(server_, code);
    EXPECT_EQ(refused.status, 400) << code;
    EXPECT_EQ(refused.fault(), "portal/bad-code") << code;
  }
  const Asking never = portal_.asking(server_);
  EXPECT_EQ(openRequest(server_, never.code()).status, 404);
  EXPECT_EQ(openRequest(server_, never.code()).fault(), "portal/unknown");
  for (const std::string& body : {std::string("{}"), std::string(R"({"code":5})"), nlohmann::json{{"code", asking.code()}, {"more", 1}}.dump()})
    EXPECT_EQ(server_.post("/v1/portal-requests/open", body).fault(), "request/malformed") << body;
  EXPECT_EQ(server_.post("/v1/portal-requests/open", "{}", {{"Content-Type", "text/plain"}}).status, 415);

  startAt(30);
  const Reply old = openRequest(server_, asking.code());
  EXPECT_EQ(old.status, 410);
  EXPECT_EQ(old.fault(), "portal/old-code") << "a picture of it that was sent on";
  EXPECT_EQ(openRequest(server_, asking.code(30)).status, 200) << "over a restart too";
}

TEST_F(SignIn, IsForThePhoneThatWasFirst) {
  const Asking asking = portal_.asked(server_);
  const Bytes sealed = sealedAnswer(asking);
  const std::string guessed = encodeBase64Url(std::array<std::uint8_t, 16>{});
  EXPECT_EQ(answerRequest(server_, asking, guessed, sealed).fault(), "portal/opened") << "before anybody has opened it";
  const std::string ticket = openedTicket(server_, asking);
  const Reply second = openRequest(server_, asking.code());
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(second.fault(), "portal/opened");
  EXPECT_EQ(openRequest(server_, writePortalCode({asking.id(), 0, PortalProof{}})).fault(), "portal/bad-code") << "and that only to whoever sees it";
  EXPECT_EQ(answerRequest(server_, asking, guessed, sealed).fault(), "portal/opened");
  EXPECT_TRUE(entryOf(portal_.take(server_, asking, 0, "opened"), asking).is_null());
  EXPECT_EQ(answerRequest(server_, asking, ticket, sealed).status, 200);
  EXPECT_EQ(answerRequest(server_, asking, ticket, sealed).status, 200) << "the same, whose answer got lost";
  EXPECT_EQ(answerRequest(server_, asking, ticket, sealedAnswer(asking)).fault(), "portal/opened") << "and no other";
  EXPECT_EQ(entryOf(portal_.take(server_, asking), asking)["answer"], encodeBase64Url(sealed));
}

TEST_F(SignIn, OfManyPhonesOneIsFirst) {
  const Asking asking = portal_.asked(server_);
  std::atomic<int> opened = 0, refused = 0;
  std::vector<std::thread> phones;
  for (int i = 0; i < 8; ++i)
    phones.emplace_back([&] {
      const Reply reply = openRequest(server_, asking.code());
      ++(reply.status == 200 ? opened : refused);
    });
  for (std::thread& phone : phones) phone.join();
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(refused, 7);
}

TEST_F(SignIn, AnswersHaveOneLength) {
  const Asking asking = portal_.asked(server_);
  const std::string ticket = openedTicket(server_, asking);
  const Bytes sealed = sealedAnswer(asking);
  EXPECT_EQ(sealed.size(), kPortalAnswerBytes);
  Bytes longer = sealed, shorter(sealed.begin(), sealed.end() - 1);
  longer.push_back(0);
  nlohmann::json more = nlohmann::json::parse(answerBody(asking, ticket, sealed)), withoutTicket = more;
  more["refused"] = true;
  withoutTicket.erase("ticket");
  for (const std::string& body : {answerBody(asking, ticket, longer), answerBody(asking, ticket, shorter), answerBody(asking, ticket, {}), more.dump(),
                                  withoutTicket.dump(), answerBody(asking, ticket + "A", sealed), answerBody(asking, "", sealed), std::string("{}")})
    EXPECT_EQ(server_.post("/v1/portal-answers", body).fault(), "request/malformed") << body;
  EXPECT_EQ(server_.post("/v1/portal-answers", answerBody(asking, ticket, sealed), {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_EQ(answerRequest(server_, asking, ticket, sealed).status, 200);
}

TEST_F(SignIn, OutlivesARestartBetweenQuestionAndAnswer) {
  const Asking asking = portal_.asked(server_);
  startAt(0);
  const std::string ticket = openedTicket(server_, asking);
  server_.stop(SIGKILL);
  startAt(0);
  const Bytes sealed = sealedAnswer(asking);
  EXPECT_EQ(answerRequest(server_, asking, ticket, sealed).status, 200);
  server_.stop(SIGKILL);
  startAt(0);
  EXPECT_EQ(entryOf(portal_.take(server_, asking), asking)["answer"], encodeBase64Url(sealed));
}

TEST_F(SignIn, WaitsForAnAnswerAndGivesItAtOnce) {
  const Asking asking = portal_.asked(server_);
  const auto begin = Steady::now();
  EXPECT_TRUE(entryOf(portal_.take(server_, asking, 1), asking).is_null());
  EXPECT_GE(secondsSince(begin), 0.95);
  EXPECT_LT(secondsSince(begin), 5) << "and no longer";

  auto poll = std::async(std::launch::async, [&] { return portal_.take(server_, asking, 25, "opened"); });
  const std::string ticket = openedTicket(server_, asking);
  EXPECT_EQ(poll.wait_for(std::chrono::milliseconds(300)), std::future_status::timeout) << "opened: that it knew";
  const Bytes sealed = sealedAnswer(asking);
  ASSERT_EQ(answerRequest(server_, asking, ticket, sealed).status, 200);
  ASSERT_EQ(poll.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  const Reply reply = poll.get();
  EXPECT_EQ(entryOf(reply, asking)["answer"], encodeBase64Url(sealed));
  EXPECT_FALSE(reply.header("Date").empty());
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
}

TEST_F(SignIn, WaitingEndsWithTheClientAndWithTheServer) {
  const Asking asking = portal_.asked(server_);
  const std::string body = takeBody({{asking.idText(), "waiting"}}, 25);
  { Connection(server_.port()).send(portal_.device().signedPost(server_, "/v1/portal-answers/take", body)); }   // and hangs up
  EXPECT_EQ(server_.get("/v1/health").status, 200);

  Connection patient(server_.port());
  patient.send(portal_.device().signedPost(server_, "/v1/portal-answers/take", body));
  EXPECT_TRUE(entryOf(portal_.take(server_, asking), asking).is_null());   // both are with the server by now
  const auto begin = Steady::now();
  auto stopped = std::async(std::launch::async, [&] { return server_.stop(SIGTERM); });
  const Reply last = patient.receive();
  EXPECT_EQ(last.status, 200) << last.body;
  EXPECT_EQ(last.json(), (nlohmann::json{{"requests", nlohmann::json::object()}}));
  EXPECT_EQ(stopped.get(), 0);
  EXPECT_LT(secondsSince(begin), 8) << "not until the time is over";
}

TEST_F(SignIn, ManyWaitAndNobodyElseDoes) {
  const Asking asking = portal_.asked(server_);
  std::vector<std::unique_ptr<Connection>> polls;
  for (int i = 0; i < 60; ++i) {   // more than there are workers
    polls.push_back(std::make_unique<Connection>(server_.port()));
    polls.back()->send(portal_.device().signedPost(server_, "/v1/portal-answers/take", takeBody({{asking.idText(), "waiting"}}, 20)));
  }
  const auto begin = Steady::now();
  const Device phone;
  ASSERT_EQ(phone.enrol(server_, newDemoCode(server_)).status, 201);
  const std::string ticket = openedTicket(server_, asking);
  EXPECT_LT(secondsSince(begin), 10);
  int told = 0;
  for (const auto& poll : polls) told += entryOf(poll->receive(), asking) == nlohmann::json{{"state", "opened"}};
  EXPECT_EQ(told, 60);
  EXPECT_EQ(answerRequest(server_, asking, ticket, sealedAnswer(asking)).status, 200);
}

TEST_F(SignIn, PollsAreReadStrictly) {
  const Asking asking = portal_.asked(server_);
  const std::string id = asking.idText();
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 257; ++i) {
    PortalRequestId each{};
    each[0] = static_cast<std::uint8_t>(i), each[1] = static_cast<std::uint8_t>(i >> 8);
    many.emplace_back(encodeBase64Url(each), "waiting");
  }
  for (const std::string& body : {takeBody({}, 0), takeBody(many, 0), takeBody({{id, "answered"}}, 0), takeBody({{id + "A", "waiting"}}, 0),
                                  takeBody({{id, "waiting"}}, 26), takeBody({{id, "waiting"}}, -1), R"({"requests":{")" + id + R"(":"waiting"},"waitSeconds":1.5})",
                                  R"({"requests":{")" + id + R"(":"waiting"},"waitSeconds":0,"more":0})", R"({"requests":[")" + id + R"("],"waitSeconds":0})",
                                  R"({"requests":{")" + id + R"(":"waiting",")" + id + R"(":"opened"},"waitSeconds":0})", std::string(R"({"waitSeconds":0})")})
    EXPECT_EQ(portal_.device().post(server_, "/v1/portal-answers/take", body).fault(), "request/malformed") << body;
  many.pop_back();
  const Reply all = portal_.device().post(server_, "/v1/portal-answers/take", takeBody(many, 0));
  EXPECT_EQ(all.json()["requests"].size(), 256u);
  EXPECT_EQ(all.json()["requests"][many[7].first], (nlohmann::json{{"state", "ended"}})) << "nobody knows it";
}

TEST_F(SignIn, IsThePortalsOwn) {
  const PortalServer other("other-portal", "https://other.example");
  ASSERT_EQ(command(other.registration()).status, 0);
  const Asking asking = portal_.asked(server_);
  const std::string ticket = openedTicket(server_, asking);
  ASSERT_EQ(answerRequest(server_, asking, ticket, sealedAnswer(asking)).status, 200);
  EXPECT_EQ(entryOf(other.take(server_, asking), asking), (nlohmann::json{{"state", "ended"}}));
  EXPECT_EQ(other.cancel(server_, asking).status, 200) << "which says nothing of what there is";
  EXPECT_EQ(entryOf(portal_.take(server_, asking), asking)["state"], "answered");
}

TEST_F(SignIn, AnswersAreTakenOnceByTheSameBytesToo) {
  const Asking first = portal_.asked(server_), second = portal_.asked(server_);
  ASSERT_EQ(answerRequest(server_, first, openedTicket(server_, first), sealedAnswer(first)).status, 200);
  const std::string body = takeBody({{first.idText(), "waiting"}, {second.idText(), "waiting"}}, 0);
  const std::string origin = server_.origin(), bytes = portal_.device().signedPost(server_, "/v1/portal-answers/take", body);
  EXPECT_EQ(entryOf(exchangeRaw(server_.port(), bytes), first)["state"], "answered");
  ASSERT_EQ(answerRequest(server_, second, openedTicket(server_, second), sealedAnswer(second)).status, 200);
  EXPECT_EQ(exchangeRaw(server_.port(), bytes).fault(), "request/replayed");
  server_.stop(SIGTERM);
  ASSERT_TRUE(server_.start(data_, {{"--demo", "--origin", origin}, {}})) << server_.errors();
  EXPECT_EQ(exchangeRaw(server_.port(), bytes).fault(), "request/replayed") << "over a restart too";
  EXPECT_EQ(portal_.device().post(server_, "/v1/portal-answers/take", body, {.origin = origin}).json()["requests"][second.idText()]["state"], "answered");
}

TEST_F(SignIn, EndsWhenThePortalCancels) {
  const Asking asking = portal_.asked(server_), opened = portal_.asked(server_);
  const std::string ticket = openedTicket(server_, opened);
  for (const Asking* each : {&asking, &opened}) {
    const Reply cancelled = portal_.cancel(server_, *each);
    EXPECT_EQ(cancelled.status, 200);
    EXPECT_EQ(cancelled.body, "{}");
    EXPECT_EQ(portal_.cancel(server_, *each).status, 200);
    EXPECT_EQ(entryOf(portal_.take(server_, *each), *each), (nlohmann::json{{"state", "ended"}}));
    EXPECT_EQ(openRequest(server_, each->code()).fault(), "portal/unknown");
  }
  EXPECT_EQ(answerRequest(server_, opened, ticket, sealedAnswer(opened)).fault(), "portal/unknown");
  for (const char* body : {"{}", R"({"id":"AAAA"})", R"({"id":5})"})
    EXPECT_EQ(portal_.device().post(server_, "/v1/portal-requests/cancel", body).fault(), "request/malformed");
  EXPECT_EQ(countedRequests(), "0");
}

TEST_F(SignIn, EndsAfterItsFiveMinutesAndLeavesNothing) {
  const Asking asking = portal_.asked(server_), opened = portal_.asked(server_), answered = portal_.asked(server_);
  const std::string ticket = openedTicket(server_, opened);
  ASSERT_EQ(answerRequest(server_, answered, openedTicket(server_, answered), sealedAnswer(answered)).status, 200);
  startAt(kMaxRequestSeconds + 10);
  EXPECT_EQ(openRequest(server_, asking.code(kMaxRequestSeconds)).fault(), "portal/unknown");
  EXPECT_EQ(answerRequest(server_, opened, ticket, sealedAnswer(opened)).fault(), "portal/unknown");
  const auto take = [&](const Asking& each) {
    const std::string body = takeBody({{each.idText(), "waiting"}}, 0);
    return entryOf(portal_.device().post(server_, "/v1/portal-answers/take", body, {.clockOffsetSeconds = kMaxRequestSeconds + 10}), each);
  };
  EXPECT_EQ(take(asking), (nlohmann::json{{"state", "ended"}}));
  EXPECT_EQ(take(answered)["state"], "answered") << "what came in time can still be taken for a minute";
  startAt(kMaxRequestSeconds + 70);
  EXPECT_TRUE(comesTrue([&] { return countedRequests() == "0"; }));
}

TEST_F(SignIn, EndsWithThePortal) {
  const Asking asking = portal_.asked(server_);
  const std::string ticket = openedTicket(server_, asking);
  ASSERT_EQ(command({"remove-portal", "--id", portal_.id()}).status, 0);
  EXPECT_EQ(countedRequests(), "0");
  EXPECT_EQ(answerRequest(server_, asking, ticket, sealedAnswer(asking)).fault(), "portal/unknown");
  EXPECT_EQ(openRequest(server_, asking.code()).fault(), "portal/unknown");
  EXPECT_EQ(portal_.take(server_, asking).fault(), "issue/unknown-device");
  EXPECT_EQ(server_.get("/v1/portals/tax-portal/record").status, 404);

  ASSERT_EQ(command(portal_.registration()).status, 0);
  const Asking before = portal_.asked(server_);
  auto changed = portal_.registration();
  const Device next;
  changed[4] = keyText(next.key().publicKey());
  ASSERT_EQ(command(changed).status, 0);
  EXPECT_EQ(openRequest(server_, before.code()).fault(), "portal/unknown") << "asked with a key that is not its own any more";
  EXPECT_EQ(next.post(server_, "/v1/portal-requests", before.body()).fault(), "portal/not-registered");
}

TEST_F(SignIn, TheRecordsKnowNothingOfAnAnswer) {
  const Device phone;
  ASSERT_EQ(phone.enrol(server_, newDemoCode(server_)).status, 201);
  SigningKey key = newSigningKey();
  const nlohmann::json wanted{{"scope", "sign-in"}, {"key", keyText(key.publicKey())}, {"portal", portal_.id()},
                              {"attributes", {"name", "document-number-masked", "pseudonym"}}};
  const Reply given = phone.post(server_, "/v1/passes", nlohmann::json{{"keys", {wanted}}}.dump());
  ASSERT_EQ(given.status, 200) << given.body;
  const Bytes pass = *decodeBase64Url(given.json()["passes"][0]["pass"].get<std::string>());
  const auto attributes = openAttributes(*readUnverifiedPass(pass)->sealedAttributes, portal_.sealingKey());
  ASSERT_TRUE(attributes);
  const Asking agreed = portal_.asked(server_), refused = portal_.asked(server_);
  const PresentationClaims claims{"portal:" + portal_.id(), slotStart(nowUnixSeconds()), copyOf(readUnverifiedPortalRequest(agreed.request)->question.nonce)};
  const std::string code = *writeCode(pass, claims, key.sign(*presentationToBeSigned(pass, claims)));
  const std::string ticket = openedTicket(server_, agreed);
  ASSERT_EQ(answerRequest(server_, agreed, ticket, sealedAnswer(agreed, code)).status, 200);
  ASSERT_EQ(answerRequest(server_, refused, openedTicket(server_, refused), sealedAnswer(refused)).status, 200);
  server_.stop(SIGTERM);

  const auto store = engines().front().open(data_);
  ASSERT_NE(store, nullptr);
  const Dump dump = dumpOf(*store);
  const auto& requests = dump.at("portal_request");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].at("answer").size(), requests[1].at("answer").size()) << "whether anybody agreed";
  const auto& pseudonym = std::get<Bytes>(attributes->at(Attribute::Pseudonym));
  const std::vector<std::string> contents{dumpText(pseudonym), dumpText(pass), dumpText(bytesOf(code)), dumpText(key.publicKey()), dumpText(sha256(pass)),
                                          dumpText(*decodeBase64Url(ticket)),
                                          dumpText(bytesOf(std::get<std::string>(attributes->at(Attribute::DocumentNumberMasked))))};
  int looked = 0;
  for (const auto& [table, rows] : dump) {
    for (const DumpedRow& row : rows) {
      for (const auto& [column, value] : row) {
        for (const std::string& content : contents) EXPECT_EQ(value.find(content), std::string::npos) << table << "." << column;
        if (table != "person") {
          EXPECT_EQ(value.find("王小明"), std::string::npos) << table << "." << column;
          EXPECT_EQ(value.find(dumpText(bytesOf("王小明"))), std::string::npos) << table << "." << column;
        }
        ++looked;
      }
    }
  }
  EXPECT_GT(looked, 100);
  const std::string log = server_.errors();
  for (const std::string& said : {portal_.id(), agreed.idText(), ticket, std::string("王小明")})
    EXPECT_EQ(log.find(said), std::string::npos) << said;
}

TEST_F(SignIn, APortalHasARateOfItsOwn) {
  server_.stop(SIGTERM);
  ASSERT_TRUE(server_.start(data_, {{"--demo", "--post-rate", "0", "--device-rate", "1", "--portal-rate", "50"}, {}})) << server_.errors();
  const Asking asking = portal_.asked(server_);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(portal_.take(server_, asking).status, 200) << "a device had been told to wait";
  server_.stop(SIGTERM);
  ASSERT_TRUE(server_.start(data_, {{"--demo", "--post-rate", "0", "--portal-rate", "1"}, {}})) << server_.errors();
  Reply last;
  for (int i = 0; i < 20 && last.status != 429; ++i) last = portal_.take(server_, asking);
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(last.fault(), "request/too-many");
  EXPECT_GE(std::stoi(last.header("Retry-After")), 1);
}

TEST_F(SignIn, APortalAsks2000PeopleAtOnceAtMost) {
  const std::string id = isOnPostgresql() ? "decode(md5(CAST(i AS TEXT)), 'hex')" : "randomblob(16)", nothing = isOnPostgresql() ? "''" : "x''";
  const std::string expires = std::to_string((nowUnixSeconds() + 300) * 1000);
  const auto fill = [&](int count) {
    asOperator("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(count) +
               ") INSERT INTO portal_request (id, portal_id, request, taken_ms, expires_ms, ticket_digest, answer) SELECT " + id + ", 'tax-portal', " +
               nothing + ", 0, " + expires + ", " + nothing + ", " + nothing + " FROM n");
  };
  fill(1999);
  portal_.asked(server_);
  const Reply full = portal_.ask(server_, portal_.asking(server_));
  EXPECT_EQ(full.status, 429);
  EXPECT_EQ(full.fault(), "request/too-many");
  EXPECT_GE(std::stoi(full.header("Retry-After")), 1);
  const PortalServer other("other-portal", "https://other.example");
  ASSERT_EQ(command(other.registration()).status, 0);
  other.asked(server_);   // it is not its fault
}

}  // namespace
}  // namespace citycode::server::test
