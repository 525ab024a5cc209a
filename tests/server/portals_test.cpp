// Portals: POST /v1/services signed by the server of an office's site, and the commands that say whose site it is.
#include "support/at_a_desk.h"
#include "support/demo_city.h"
#include "support/engines.h"
#include "support/portal_server.h"
#include "support/rater.h"

namespace citycode::server::test {
namespace {

constexpr const char* kPortal = "tax-portal";

class Portals : public AtADesk {
 protected:
  Finished command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--data", data_});
    return runToEnd(arguments);
  }
  /// Without the demo's own portal, of which the last line says where it returns to.
  std::string listed() const {
    const std::string all = command({"list-portals"}).output, last = "/portal/\n";
    const std::size_t begin = all.find("tax-office  http://localhost:"), end = all.find(last, begin);
    EXPECT_NE(end, std::string::npos) << all;
    return all.substr(0, begin) + all.substr(end + last.size());
  }
  Finished add(const std::string& key, const std::string& id = kPortal, const std::string& office = "tax-office", const std::string& origin = "https://tax.example") const {
    return command({"add-portal", "--id", id, "--key", key, "--portal-origin", origin, "--office", office});
  }
  Finished add(const Device& portal, const std::string& id = kPortal, const std::string& office = "tax-office") const {
    return add(keyText(portal.key().publicKey()), id, office);
  }
  Device added() const {
    Device portal;
    EXPECT_EQ(add(portal).status, 0);
    return portal;
  }
  Reply end(const Device& portal, Ended ended = {}) const {
    if (ended.way == Ended{}.way) ended.way = "online";
    return endService(server_, portal, ended);
  }
  std::string asOperator(const std::string& sql) const { return runOnRecords(data_, sql); }
  std::string countedServices() const { return asOperator("SELECT CAST(coalesce(sum(services), 0) AS TEXT) FROM figure"); }
  Reply rate(const ServiceTicket& ticket, const HeldPass* pass) const {
    const RatingToken token;
    const auto output = token.finish(askToken(server_, ticket, token, pass), ticket.service(), trust_);
    EXPECT_TRUE(output);
    return server_.post("/v1/ratings", ratingBody(ratingOf(ticket.service(), token, output.value_or(TokenOutput{}))));
  }
};

TEST_F(Portals, EndServicesOnlineAndWhoeverSignedInRatesThem) {
  const Device portal = added(), phone;
  ASSERT_EQ(phone.enrol(server_, newDemoCode(server_)).status, 201);
  const HeldPass pass = fetchPass(server_, phone, "government-service"), other = fetchPass(server_, phone, "government-service");
  const Reply reply = end(portal, {.pass = pass.digest()});
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(reply.json()["channel"], "online");
  EXPECT_EQ(reply.json()["link"], "/rate/#ticket=" + reply.json()["ticket"].get<std::string>());
  const ServiceTicket ticket = readTicket(reply, trust_);
  EXPECT_EQ(ticket.officeId, "tax-office");
  EXPECT_EQ(ticket.itemId, "tax-return");
  EXPECT_EQ(ticket.channel, Channel::Online);
  EXPECT_EQ(ticket.passDigest, pass.digest());
  EXPECT_EQ(askToken(server_, ticket, RatingToken(), &other).fault(), "ticket/other-pass");
  EXPECT_EQ(rate(ticket, &pass).status, 201);
  EXPECT_EQ(end(portal).json()["channel"], "online-link") << "nobody showed a pass";
  for (int i = 0; i < 9; ++i) ASSERT_EQ(rate(readTicket(end(portal, {.pass = pass.digest()}), trust_), &pass).status, 201);
  const auto cells = server_.get("/v1/open/figures").json()["cells"];
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells[0]["channel"], "online");
  EXPECT_EQ(cells[0]["services"], 10);
  EXPECT_EQ(cells[0]["ratings"], 10);
}

TEST_F(Portals, AreRefusedWhenNobodyAddedThemAndOnceTheyAreRemoved) {
  const Device nobody, portal = added();
  const Reply unknown = end(nobody);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.fault(), "issue/unknown-device");
  EXPECT_EQ(endService(server_, portal, {.way = "online"}, {.signer = &nobody.key()}).fault(), "request/signature-mismatch");
  const ServiceTicket ticket = readTicket(end(portal), trust_);
  const Finished removed = command({"remove-portal", "--id", kPortal});
  EXPECT_EQ(removed.status, 0);
  EXPECT_NE(removed.output.find("refused from now on"), std::string::npos);
  const Reply refused = end(portal);
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.fault(), "issue/unknown-device");
  EXPECT_EQ(listed(), "");
  EXPECT_EQ(rate(ticket, nullptr).status, 201) << "a ticket that it gave stays good";
  const Finished again = command({"remove-portal", "--id", kPortal});
  EXPECT_EQ(again.status, 2);
  EXPECT_NE(again.errors.find("list-portals"), std::string::npos) << again.errors;
  EXPECT_EQ(add(portal).status, 0);
  EXPECT_EQ(end(portal).status, 201) << "added anew";
}

TEST_F(Portals, EndTheServicesOfTheirOfficeAlone) {
  const Device portal = added();
  for (const char* item : {"outpatient", "passport"}) EXPECT_EQ(end(portal, {.item = item}).fault(), "ticket/unknown-office") << item;
  auto body = nlohmann::json::parse(Ended{.way = "online"}.body());
  body["office"] = "first-hospital";
  EXPECT_EQ(portal.post(server_, "/v1/services", body.dump()).fault(), "request/malformed");
  EXPECT_EQ(countedServices(), "0");
  ASSERT_EQ(add(portal, kPortal, "first-hospital").output, "tax-portal keeps its key. Its address and its office are now those that were given.\n");
  EXPECT_EQ(readTicket(end(portal, {.item = "outpatient"}), trust_).officeId, "first-hospital");
  EXPECT_EQ(end(portal).fault(), "ticket/unknown-office");
  ASSERT_EQ(command({"close-office", "--office", "first-hospital"}).status, 0);
  const Reply closed = end(portal, {.item = "outpatient"});
  EXPECT_EQ(closed.status, 410);
  EXPECT_EQ(closed.fault(), "ticket/office-closed");
}

TEST_F(Portals, ServeNobodyOnSiteAndNobodyOnTheTelephone) {
  const Device portal = added();
  for (const char* way : {"on-site", "telephone", "by-post", ""}) {
    for (const auto& pass : {std::optional<Sha256>(), std::optional(Sha256{})}) {
      const Reply refused = endService(server_, portal, {.way = way, .pass = pass});
      EXPECT_EQ(refused.status, 400) << way;
      EXPECT_EQ(refused.fault(), "request/malformed") << way;
    }
  }
  EXPECT_EQ(countedServices(), "0");
}

TEST_F(Portals, AreAnsweredOnceForARequestAndCountedOnceForACase) {
  const Device portal = added();
  const std::string once = portal.signedPost(server_, "/v1/services", Ended{.way = "online"}.body());
  EXPECT_EQ(exchangeRaw(server_.port(), once).status, 201);
  const Reply replayed = exchangeRaw(server_.port(), once);
  EXPECT_EQ(replayed.status, 409);
  EXPECT_EQ(replayed.fault(), "request/replayed");
  const Reply first = end(portal, {.caseReference = "return-2026-1"});
  EXPECT_EQ(end(portal, {.caseReference = "return-2026-1"}).body, first.body);
  EXPECT_EQ(endService(server_, *desk_, {.way = "online", .caseReference = "return-2026-1"}).body, first.body) << "a case is the office's, whoever tells it";
  EXPECT_EQ(endService(server_, *desk_, {.caseReference = "return-2026-1"}).fault(), "request/replayed") << "of another way";
  EXPECT_EQ(end(portal, {.caseReference = "return-2026-2", .ticket = false}).json(), (nlohmann::json{{"ticket", nullptr}}));
  EXPECT_EQ(countedServices(), "3");
}

TEST_F(Portals, ChangeTheirKeyAndTheFormerOneIsRefusedAtOnce) {
  const Device former, next;
  EXPECT_EQ(add(former).output, "tax-portal can end services of tax-office that people came to online.\n");
  EXPECT_EQ(add(former).output, "tax-portal was known so already.\n");
  EXPECT_EQ(end(former).status, 201);
  EXPECT_EQ(end(next).fault(), "issue/unknown-device");
  EXPECT_EQ(add(next).output, "tax-portal has another key from now on. What its former key signs is refused.\n");
  EXPECT_EQ(end(former).fault(), "issue/unknown-device");
  EXPECT_EQ(end(next).status, 201);
  EXPECT_EQ(listed(), "tax-portal  https://tax.example  tax-office  " + next.id() + "\n");
  startAt(0);
  EXPECT_EQ(end(former).fault(), "issue/unknown-device") << "over a restart too";
  EXPECT_EQ(end(next).status, 201);
}

TEST_F(Portals, MayDoNothingElse) {
  const Device portal = added();
  for (const auto& [path, body] : std::vector<std::pair<std::string, std::string>>{
           {"/v1/scene-keys", "{}"}, {"/v1/kiosk-ratings", R"({"item":"tax-return","level":5})"}, {"/v1/passes", passesBody({"identity"})},
           {"/v1/paper-codes/list", "{}"}, {"/v1/devices/revoke", R"({"devices":"this","reason":"lost"})"}})
    EXPECT_EQ(portal.post(server_, path, body).fault(), "issue/unknown-device") << path;
}

TEST_F(Portals, HaveKeysOfTheirOwn) {
  const Device portal = added();
  const Device phone, revoked;
  ASSERT_EQ(phone.enrol(server_, newDemoCode(server_)).status, 201);
  ASSERT_EQ(revoked.enrol(server_, newDemoCode(server_)).status, 201);
  ASSERT_EQ(revoked.post(server_, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})").status, 200);
  for (const Device* taken : std::initializer_list<const Device*>{&phone, &revoked, desk_.get(), &portal}) {
    const Finished refused = add(*taken, "other-portal");
    EXPECT_EQ(refused.status, 2);
    EXPECT_NE(refused.errors.find("one of its own"), std::string::npos) << refused.errors;
  }
  EXPECT_EQ(portal.enrol(server_, newDemoCode(server_)).fault(), "enrol/bad-key");
  EXPECT_EQ(portal.enrolAsTerminal(server_, newDemoTerminalCode(server_)).fault(), "enrol/bad-key");
  EXPECT_EQ(end(portal).status, 201) << "none of that changed it";
}

TEST_F(Portals, AreAddedForKnownOfficesAtAddressesThatPhonesShow) {
  const std::string key = keyText(Device().key().publicKey());
  const auto refused = [&](const Finished& finished, const char* because) {
    EXPECT_EQ(finished.status, 2) << because;
    EXPECT_NE(finished.errors.find(because), std::string::npos) << finished.errors;
  };
  refused(add(key, kPortal, "nowhere"), "There is no office nowhere");
  for (const char* origin : {"http://tax.example", "https://tax.example/path", "tax.example"}) refused(add(key, kPortal, "tax-office", origin), "--portal-origin needs");
  refused(command({"add-portal", "--id", kPortal, "--key", key, "--office", "tax-office"}), "add-portal needs --portal-origin URL");
  refused(add("AAAA"), "--key needs");
  refused(add(keyText(PublicKey{})), "--key needs");
  refused(add(key, "Tax Portal"), "--id needs");
  EXPECT_EQ(listed(), "");
  EXPECT_EQ(add(key, kPortal, "tax-office", "http://localhost:8080").status, 0);
}

TEST_F(Portals, PayForWhatTheyAsk) {
  const Device portal = added();
  server_.stop(SIGTERM);
  ASSERT_TRUE(server_.start(data_, {{"--demo", "--portal-rate", "1"}, {}})) << server_.errors();
  Reply last;
  for (int i = 0; i < 100 && last.status != 429; ++i) last = end(portal);
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(last.fault(), "request/too-many");
  EXPECT_GE(std::stoi(last.header("Retry-After")), 1);
  EXPECT_EQ(endService(server_, *desk_, {}).status, 201) << "and nobody else for them";
}

class PortalsThatAsk : public Portals {
 protected:
  using Words = std::vector<std::string>;

  /// What its server asks of people with, of each portal its own.
  static std::string newSealingKey() { return PortalServer().sealingKeyText(); }
  Finished addWith(const Words& more, const std::string& id = kPortal) const { return addWith(more, portal_, id); }
  Finished addWith(const Words& more, const Device& portal, const std::string& id) const {
    Words words{"add-portal", "--id", id, "--key", keyText(portal.key().publicKey()), "--portal-origin", "https://tax.example", "--office", "tax-office"};
    words.insert(words.end(), more.begin(), more.end());
    return command(words);
  }
  static void expectRefused(const Finished& finished, const std::string& because) {
    EXPECT_EQ(finished.status, 2) << because;
    EXPECT_NE(finished.errors.find(because), std::string::npos) << finished.errors;
  }

  const Device portal_;
  const std::string sealingKey_ = newSealingKey();
  const Words whole_{"--name", "Tax Office", "--name", "zh-CN=税务局", "--scenes", "sign-in,identity", "--sealing-key", sealingKey_,
                     "--return-to", "https://tax.example/back", "--return-to", "https://tax.example/en/back?to=account"};
};

TEST_F(PortalsThatAsk, AreListedWithWhatTheyAskAndWhereTheyReturnTo) {
  EXPECT_EQ(addWith(whole_).output, "tax-portal can end services of tax-office that people came to online. It can ask people to sign in.\n");
  const std::string whole = "tax-portal  https://tax.example  tax-office  " + portal_.id() +
                            "\n  Tax Office  asks for sign-in,identity  sealed to " + sealingKey_ + "\n  returns to https://tax.example/back\n  returns to https://tax.example/en/back?to=account\n";
  EXPECT_EQ(listed(), whole);
  EXPECT_EQ(addWith(whole_).output, "tax-portal was known so already.\n");
  EXPECT_EQ(addWith({}).output, "tax-portal was known so already.\n") << "nothing was said of signing in";
  EXPECT_EQ(listed(), whole);
  EXPECT_EQ(end(portal_).status, 201) << "and it ends services";
  const Device next;
  ASSERT_EQ(addWith({}, next, kPortal).status, 0);
  EXPECT_NE(listed().find("returns to https://tax.example/back\n"), std::string::npos) << "a changed key is no other portal";
}

TEST_F(PortalsThatAsk, WereAddedBeforeAndAskFromThenOn) {
  ASSERT_EQ(addWith({}).status, 0);
  EXPECT_EQ(server_.get("/v1/portals/tax-portal/record").status, 404);
  EXPECT_EQ(addWith(whole_).output, "tax-portal keeps its key. Its address and its office are now those that were given. It can ask people to sign in.\n");
  EXPECT_EQ(server_.get("/v1/portals/tax-portal/record").status, 200) << "the server runs meanwhile";
}

TEST_F(PortalsThatAsk, ReturnToTheirOwnAddressesAlone) {
  for (const char* address : {"https://tax.example", "https://tax.example/back#code", "https://person@tax.example/back",
                              "https://tax.example@evil.example/back", "https://tax.example:8443/back", "https://tax.example.evil.example/back", "http://tax.example/back",
                              "https://evil.example/back", "/back", "https://tax.example/a b", "https://tax.example\\back", "HTTPS://tax.example/back"}) {
    const Finished refused = addWith({"--name", "Tax Office", "--scenes", "sign-in", "--sealing-key", sealingKey_, "--return-to", address});
    expectRefused(refused, "https://tax.example/");
    expectRefused(refused, address);
  }
  Words tooMany = whole_;
  for (int i = 0; i < 16; ++i) tooMany.insert(tooMany.end(), {"--return-to", "https://tax.example/" + std::to_string(i)});
  expectRefused(addWith(tooMany), "at most 16 times");
  EXPECT_EQ(listed(), "");
  ASSERT_EQ(addWith(whole_).status, 0);
  expectRefused(add(keyText(portal_.key().publicKey()), kPortal, "tax-office", "https://moved.example"), "https://moved.example");
}

TEST_F(PortalsThatAsk, SayWhoTheyAreWhatTheyAskAndWhatIsSealedToThem) {
  for (const Words& part : {Words{"--name", "Tax Office"}, Words{"--scenes", "sign-in"}, Words{"--sealing-key", sealingKey_},
                            Words{"--return-to", "https://tax.example/back"}, Words{"--name", "Tax Office", "--scenes", "sign-in"}, Words{"--scenes", "sign-in", "--sealing-key", sealingKey_}})
    expectRefused(addWith(part), "needs --name, --scenes and --sealing-key");
  const auto with = [&](const std::string& name, const std::string& scenes, const std::string& key) {
    return addWith({"--name", name, "--scenes", scenes, "--sealing-key", key});
  };
  expectRefused(with("Tax Office", "signing-in", sealingKey_), "no scene of this city");
  expectRefused(with("Tax Office", "sign-in,sign-in", sealingKey_), "twice");
  expectRefused(addWith({"--name", std::string(64, 'a'), "--name", "zh-CN=" + std::string(58, 'b'), "--name", "id=" + std::string(60, 'c'),
                         "--scenes", "sign-in", "--sealing-key", sealingKey_}), "too long");
  for (const std::string& key : {std::string("AAAA"), encodeBase64Url(SealingKey{}), encodeBase64Url(SealingKey{1})})
    expectRefused(with("Tax Office", "sign-in", key), "--sealing-key needs");
  EXPECT_EQ(listed(), "");
  ASSERT_EQ(addWith(whole_).status, 0);
  expectRefused(addWith({"--name", "Other", "--scenes", "sign-in", "--sealing-key", sealingKey_}, Device(), "other-portal"), "one of its own");
}

TEST_F(PortalsThatAsk, HavePassesMadeForThemAlone) {
  const PortalServer portal("asking-portal"), other("other-portal", "https://other.example");
  for (const PortalServer* each : {&portal, &other}) ASSERT_EQ(command(each->registration()).status, 0);
  const Device phone;
  ASSERT_EQ(phone.enrol(server_, newDemoCode(server_)).status, 201);
  const auto ask = [&](const nlohmann::json& changes, const std::vector<std::string>& without = {}) {
    nlohmann::json entry{{"scope", "sign-in"}, {"key", keyText(newSigningKey().publicKey())}, {"portal", portal.id()},
                         {"attributes", {"over-18", "pseudonym"}}};
    if (!changes.is_null()) entry.update(changes);
    for (const std::string& member : without) entry.erase(member);
    return phone.post(server_, "/v1/passes", nlohmann::json{{"keys", {entry}}}.dump());
  };
  const auto open = [&](const Reply& reply, const PortalServer& reader) {
    const auto claims = readUnverifiedPass(*decodeBase64Url(reply.json()["passes"][0].value("pass", "")));
    EXPECT_TRUE(claims && claims->sealedAttributes) << reply.body;
    EXPECT_EQ(claims->onlyAudience, audienceDigestOf("portal:" + reader.id()));
    EXPECT_FALSE(openAttributes(*claims->sealedAttributes, PortalServer().sealingKey())) << "with another key";
    return openAttributes(*claims->sealedAttributes, reader.sealingKey());
  };
  const auto first = open(ask({}), portal), second = open(ask({}), portal), elsewhere = open(ask({{"portal", other.id()}}), other);
  ASSERT_TRUE(first && second && elsewhere);
  EXPECT_EQ(first->size(), 2u) << "those that the person left ticked";
  EXPECT_EQ(first->at(Attribute::Pseudonym), second->at(Attribute::Pseudonym));
  EXPECT_NE(first->at(Attribute::Pseudonym), elsewhere->at(Attribute::Pseudonym)) << "two portals cannot compare";
  EXPECT_EQ(ask({{"attributes", {"name"}}}).json()["passes"][0]["attributes"], nlohmann::json{"name"});

  EXPECT_EQ(ask({{"portal", "nobody"}}).fault(), "portal/not-registered");
  EXPECT_EQ(ask({{"scope", "medical"}, {"attributes", {"name"}}}).fault(), "portal/not-registered") << "a scene that it may not ask for";
  EXPECT_EQ(ask({{"attributes", {"fare-type"}}}).fault(), "scope/attribute-not-allowed");
  EXPECT_EQ(ask({{"venue", "library"}}).fault(), "request/malformed");
  EXPECT_EQ(ask({}, {"attributes"}).fault(), "request/malformed");
  EXPECT_EQ(ask({}, {"portal"}).fault(), "request/malformed");
  for (const nlohmann::json& wrong : {nlohmann::json::array(), nlohmann::json{"name", "name"}, nlohmann::json{"shoe-size"}, nlohmann::json{5},
                                      nlohmann::json("name")})
    EXPECT_EQ(ask({{"attributes", wrong}}).fault(), "request/malformed") << wrong.dump();
  for (const nlohmann::json& wrong : {nlohmann::json(""), nlohmann::json("Tax Portal"), nlohmann::json(5), nlohmann::json(std::string(26, 'a'))})
    EXPECT_EQ(ask({{"portal", wrong}}).fault(), "request/malformed") << wrong.dump();
}

}  // namespace
}  // namespace citycode::server::test
