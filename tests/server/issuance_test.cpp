// POST /v1/passes.
#include <signal.h>

#include <algorithm>
#include <set>

#include "citycode/pass.h"
#include "citycode/trust_list.h"
#include "issuance/pass_office.h"
#include "lists/status_sets.h"
#include "pass/sealed.h"
#include "support/demo_city.h"
#include "support/engines.h"
#include "support/status.h"
#include "verdict/verify.h"

namespace citycode::server::test {
namespace {

class Issuance : public DemoCity {
 protected:
  static TrustList trustList() {
    const Bytes root = *decodeBase64Url(server().get("/v1/city").json()["rootKey"].get<std::string>());
    return *readTrustList(bytesOf(server().get("/v1/trust-list").body), root, 0, 0);
  }
  static Reply passes(const Device& device, const std::string& body, const Tampering& t = {}) {
    return device.post(server(), "/v1/passes", body, t);
  }
};

TEST_F(Issuance, IssuesPassesInTheOrderOfTheKeys) {
  const Device device = enrolled();
  const std::string body = passesBody({"transit", "identity", "transit"});
  const Reply reply = passes(device, body);
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto answer = reply.json(), asked = nlohmann::json::parse(body);
  ASSERT_EQ(answer["passes"].size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& pass = answer["passes"][i];
    EXPECT_EQ(pass["scope"], asked["keys"][i]["scope"]);
    EXPECT_EQ(pass["key"], asked["keys"][i]["key"]);
    EXPECT_EQ(pass["attributes"], i == 1 ? (nlohmann::json{"name", "document-type", "document-number-masked"}) : (nlohmann::json{"fare-type"}));
    const auto claims = readUnverifiedPass(*decodeBase64Url(pass["pass"].get<std::string>()));
    ASSERT_TRUE(claims);
    EXPECT_EQ(keyText(claims->holderKey), pass["key"].get<std::string>());
    EXPECT_EQ(claims->notBeforeUnixSeconds, pass["notBeforeUnixSeconds"]);
    EXPECT_EQ(claims->expiresUnixSeconds, pass["expiresUnixSeconds"]);
    EXPECT_EQ(claims->notBeforeUnixSeconds, (answer["nowUnixSeconds"].get<std::int64_t>() - 120) / 3600 * 3600);
    EXPECT_EQ(claims->expiresUnixSeconds - claims->notBeforeUnixSeconds, 86400);
  }
}

TEST(IssuanceTime, APassBeginsOnTheMarkThatEveryClockHasReached) {
  constexpr std::int64_t kMark = 1'800'000'000;
  static_assert(passBeginAt(kMark + 119) == kMark - 3600);
  static_assert(passBeginAt(kMark + 120) == kMark);
  static_assert(passBeginAt(kMark + 3719) == kMark);
  static_assert(passBeginAt(kMark + 3720) == kMark + 3600);
}

// Asked for five seconds after midnight, passes begin an hour before it: seal and status list are those of that day.
TEST(IssuanceTime, APassOfTheFirstMinutesBelongsToTheDayInWhichItBegins) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  const std::int64_t realNow = nowUnixSeconds(), today = realNow / 86400 + 1, offset = today * 86400 + 5 - realNow;
  ASSERT_TRUE(server.start(folder / "data", {{"--demo", "--post-rate", "0", "--clock-offset-seconds", std::to_string(offset)}, {}})) << server.errors();
  const Tampering then{.clockOffsetSeconds = offset};
  const Device device, terminal;
  ASSERT_EQ(device.enrol(server, newDemoCode(server), then).status, 201);
  ASSERT_EQ(terminal.enrolAsTerminal(server, newDemoTerminalCode(server), then).status, 201);
  const auto answer = device.post(server, "/v1/passes", passesBody({"transit", "identity"}), then).json();
  ASSERT_LT(answer["nowUnixSeconds"].get<std::int64_t>(), today * 86400 + 120) << "the machine was too slow for this test";
  const auto transit = readUnverifiedPass(*decodeBase64Url(answer["passes"][0]["pass"].get<std::string>()));
  const auto identity = readUnverifiedPass(*decodeBase64Url(answer["passes"][1]["pass"].get<std::string>()));
  ASSERT_TRUE(transit && identity);
  ASSERT_EQ(statusDayOf(transit->notBeforeUnixSeconds), today - 1);

  bool opened = false;
  const auto held = terminal.post(server, "/v1/scene-keys", "{}", then).json();
  for (const auto& key : held["keys"]) {
    const auto secret = SceneKey::fromSecret(*decodeBase64Url(key["secret"].get<std::string>()));
    ASSERT_TRUE(secret);
    const bool isOfTheBeginning = key["scope"] == "identity" && key["utcDay"] == today - 1;
    if (isOfTheBeginning) opened = bool(openAttributes(identity->sealedAttributes.value(), *secret));
  }
  EXPECT_TRUE(opened) << "sealed to the key of the day in which it begins";

  ASSERT_EQ(device.post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"removed"})", then).status, 200);
  const Bytes root = *decodeBase64Url(server.get("/v1/city").json()["rootKey"].get<std::string>());
  const auto trust = readTrustList(bytesOf(server.get("/v1/trust-list").body), root, 0, 0);
  ASSERT_TRUE(trust);
  const StatusLists lists = test::statusLists(server, *trust);
  const StatusList* list = lists.find(trust->issuers[0].key, today - 1);
  ASSERT_NE(list, nullptr);
  EXPECT_TRUE(list->revoked.contains(transit->statusIndex)) << "revoked in the list where verifiers look";
}

TEST_F(Issuance, GivesPassesThatAVerifierCallsValid) {
  const Device device = enrolled();
  std::vector<SigningKey> keys;
  const auto answer = passes(device, passesBody({"identity"}, &keys)).json();
  const Bytes pass = *decodeBase64Url(answer["passes"][0]["pass"].get<std::string>());
  const std::int64_t now = nowUnixSeconds();
  const PresentationClaims claims{"identity", slotStart(now), std::nullopt};
  const auto signature = keys[0].sign(*presentationToBeSigned(pass, claims));
  const auto code = writeCode(pass, claims, signature);
  ASSERT_TRUE(code);
  ReplayMemory replay;
  const TrustList trust = trustList();
  const StatusLists statusLists = test::statusLists(server(), trust);
  const SceneKeys held = sceneKeys();
  const VerifyRequest request{now, "identity", "", std::nullopt, &statusLists, &held};
  const Verdict verdict = verifyCode(*code, request, &trust, replay);
  EXPECT_EQ(verdict.outcome, Outcome::Valid) << (verdict.fault ? faultId(*verdict.fault) : "");
  EXPECT_EQ(std::get<std::string>(verdict.attributes.at(Attribute::Name)), "王小明");
  EXPECT_EQ(std::get<std::string>(verdict.attributes.at(Attribute::DocumentNumberMasked)), "9***15");
}

// The attributes of the one pass that the body asks for, opened as a terminal would.
Attributes attributesOf(const Device& device, const ServerProcess& server, const SceneKeys& keys, const std::string& body) {
  const auto answer = device.post(server, "/v1/passes", body).json();
  const auto claims = readUnverifiedPass(*decodeBase64Url(answer["passes"][0]["pass"].get<std::string>()));
  EXPECT_TRUE(claims && claims->sealedAttributes && claims->attributes.empty());
  const SceneKey* key = keys.find(claims->scopeId, utcDayOf(claims->notBeforeUnixSeconds));
  EXPECT_NE(key, nullptr);
  return *openAttributes(*claims->sealedAttributes, *key);
}

std::string venueBody(const std::string& scope, const std::string& venue) {
  auto body = nlohmann::json::parse(passesBody({scope}));
  body["keys"][0]["venue"] = venue;
  return body.dump();
}

TEST_F(Issuance, GivesThePseudonymOfAPersonPerScene) {
  const SceneKeys keys = sceneKeys();
  const auto pseudonym = [&](const Device& device, const std::string& scope) {
    return std::get<Bytes>(attributesOf(device, server(), keys, passesBody({scope})).at(Attribute::Pseudonym));
  };
  const Device one = enrolled(1), same = enrolled(1), other = enrolled(10);
  EXPECT_EQ(pseudonym(one, "medical").size(), 12u);
  EXPECT_EQ(pseudonym(one, "medical"), pseudonym(same, "medical")) << "it survives a new phone";
  EXPECT_NE(pseudonym(one, "medical"), pseudonym(one, "culture-and-sport"));
  EXPECT_NE(pseudonym(one, "medical"), pseudonym(other, "medical"));
}

TEST_F(Issuance, GivesAnotherPseudonymForAVenueAndBindsThePassToIt) {
  const SceneKeys keys = sceneKeys();
  const Device device = enrolled();
  const auto pseudonym = [&](const std::string& body) {
    return std::get<Bytes>(attributesOf(device, server(), keys, body).at(Attribute::Pseudonym));
  };
  const Bytes anywhere = pseudonym(passesBody({"medical"}));
  EXPECT_EQ(pseudonym(venueBody("medical", "clinic-1")), pseudonym(venueBody("medical", "clinic-1")));
  EXPECT_NE(pseudonym(venueBody("medical", "clinic-1")), pseudonym(venueBody("medical", "clinic-2")));
  EXPECT_NE(pseudonym(venueBody("medical", "clinic-1")), anywhere);

  const auto answer = passes(device, venueBody("medical", "clinic-1")).json();
  EXPECT_EQ(answer["passes"][0]["venue"], "clinic-1");
  const auto bound = readUnverifiedPass(*decodeBase64Url(answer["passes"][0]["pass"].get<std::string>()));
  EXPECT_EQ(bound->onlyAudience, audienceDigestOf("venue:clinic-1"));
  const auto plain = passes(device, passesBody({"medical"})).json();
  EXPECT_FALSE(plain["passes"][0].contains("venue"));
  EXPECT_FALSE(readUnverifiedPass(*decodeBase64Url(plain["passes"][0]["pass"].get<std::string>()))->onlyAudience);
}

TEST_F(Issuance, RefusesVenuesThatNoCodeCouldName) {
  const Device device = enrolled();
  for (const std::string& venue : {std::string(), std::string(27, 'v'), std::string("a b"), std::string("馆"), std::string("portal:tax-office")})
    EXPECT_EQ(passes(device, venueBody("medical", venue)).fault(), "request/malformed") << venue;
  auto number = nlohmann::json::parse(passesBody({"medical"}));
  number["keys"][0]["venue"] = 5;
  EXPECT_EQ(passes(device, number.dump()).fault(), "request/malformed");
  EXPECT_EQ(passes(device, venueBody("medical", std::string(26, 'v'))).status, 200);
}

TEST_F(Issuance, SealsEveryPassAnew) {
  const auto answer = passes(enrolled(), passesBody({"community", "community"})).json();
  ASSERT_EQ(answer["passes"].size(), 2u);
  std::set<std::string> seals;
  for (const auto& pass : answer["passes"])
    seals.emplace(textOf(*readUnverifiedPass(*decodeBase64Url(pass["pass"].get<std::string>()))->sealedAttributes));
  EXPECT_EQ(seals.size(), 2u) << "the same person twice, and nothing to see it by";
}

TEST_F(Issuance, ScattersStatusIndices) {
  const Device device = enrolled();
  const auto answer = passes(device, passesBody(std::vector<std::string>(64, "transit"))).json();
  std::set<std::uint32_t> indices;
  for (const auto& pass : answer["passes"]) indices.insert(readUnverifiedPass(*decodeBase64Url(pass["pass"].get<std::string>()))->statusIndex);
  ASSERT_EQ(indices.size(), 64u);
  int neighbours = 0;
  for (const std::uint32_t index : indices) neighbours += indices.contains(index + 1);
  EXPECT_GT(*indices.rbegin(), 1u << 24) << "of 2^32 places";
  EXPECT_LE(neighbours, 1) << "64 of 2^32 places chosen by chance have a neighbour once in a million draws";
}

TEST_F(Issuance, RefusesAnUnknownDevice) {
  const Reply reply = passes(Device(), passesBody({"transit"}));
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(reply.fault(), "issue/unknown-device");
}

TEST_F(Issuance, RefusesAnotherKeyInTheNameOfADevice) {
  const Device victim = enrolled();
  const SigningKey thief = newSigningKey();
  EXPECT_EQ(passes(victim, passesBody({"transit"}), {.signer = &thief}).fault(), "request/signature-mismatch");
  EXPECT_EQ(passes(victim, passesBody({"transit"}), {.breakSignature = true}).fault(), "request/signature-mismatch");
}

TEST_F(Issuance, RefusesAReplayedRequest) {
  const Device device = enrolled();
  const std::string request = device.signedPost(server(), "/v1/passes", passesBody({"transit"}));
  EXPECT_EQ(exchangeRaw(server().port(), request).status, 200);
  const Reply replayed = exchangeRaw(server().port(), request);
  EXPECT_EQ(replayed.status, 409);
  EXPECT_EQ(replayed.fault(), "request/replayed");
}

TEST_F(Issuance, RemembersNoncesPerDevice) {
  const Device one = enrolled(), two = enrolled();
  const std::string nonce = newNonce();
  EXPECT_EQ(passes(one, passesBody({"transit"}), {.nonce = nonce}).status, 200);
  EXPECT_EQ(passes(two, passesBody({"transit"}), {.nonce = nonce}).status, 200);
  EXPECT_EQ(passes(one, passesBody({"transit"}), {.nonce = nonce}).fault(), "request/replayed");
}

TEST_F(Issuance, RefusesDigestsAndClocksLikeEnrolment) {
  const Device device = enrolled();
  EXPECT_EQ(passes(device, passesBody({"transit"}), {.sentBody = passesBody({"transit"})}).fault(), "request/digest-mismatch");
  const Reply late = passes(device, passesBody({"transit"}), {.clockOffsetSeconds = -300});
  EXPECT_EQ(late.fault(), "request/clock-differs");
  EXPECT_NEAR(late.json()["clockDifferenceSeconds"].get<double>(), -300, 3);
}

// Which keys were signed is not kept: a key that is asked for again gets a pass of its own, with a place of its own.
TEST_F(Issuance, RemembersNoKey) {
  const Device device = enrolled();
  const std::string body = passesBody({"transit"});
  std::set<std::uint64_t> places;
  for (int i = 0; i < 2; ++i) {
    const Reply reply = passes(device, body);
    ASSERT_EQ(reply.status, 200) << reply.body;
    places.insert(readUnverifiedPass(*decodeBase64Url(reply.json()["passes"][0]["pass"].get<std::string>()))->statusIndex);
  }
  EXPECT_EQ(places.size(), 2u);
}

TEST_F(Issuance, RefusesAKeyTwiceInOneRequestAndTheDevicesOwn) {
  const Device device = enrolled();
  auto twice = nlohmann::json::parse(passesBody({"transit"}));
  twice["keys"].push_back(twice["keys"][0]);
  EXPECT_EQ(passes(device, twice.dump()).fault(), "enrol/bad-key");
  const nlohmann::json own{{"keys", {{{"scope", "transit"}, {"key", keyText(device.key().publicKey())}}}}};
  EXPECT_EQ(passes(device, own.dump()).fault(), "enrol/bad-key") << "the device key as a pass key would link all scans";
}

TEST_F(Issuance, RefusesBadKeysAndScenes) {
  const Device device = enrolled();
  const auto withKey = [](const std::string& key) { return nlohmann::json{{"keys", {{{"scope", "transit"}, {"key", key}}}}}.dump(); };
  for (const std::string& key : {std::string(), std::string(43, 'A'), std::string(44, 'B'), std::string("AQ") + std::string(41, 'A')}) {
    EXPECT_EQ(passes(device, withKey(key)).fault(), "enrol/bad-key") << key;
  }
  EXPECT_EQ(passes(device, passesBody({"no-such-scene"})).fault(), "scope/unknown");
  const Reply enterprise = passes(device, passesBody({"transit", "enterprise"}));
  EXPECT_EQ(enterprise.status, 403);
  EXPECT_EQ(enterprise.fault(), "issue/scope-not-for-holder");
  EXPECT_EQ(passes(enrolled(2), passesBody({"over-18"})).fault(), "issue/scope-not-for-holder");
}

TEST_F(Issuance, RefusesBodiesOfAnotherShape) {
  const Device device = enrolled();
  for (const char* body : {"{}", "[]", R"({"keys":[]})", R"({"keys":{}})", R"({"keys":[1]})", R"({"keys":[{"scope":"transit"}]})",
                           R"({"keys":[{"key":"x","scope":5}]})", R"({"keys":[],"more":1})", R"({"keys":[1],"keys":[2]})", "{\"keys\":[[[[[[", ""}) {
    const Reply reply = passes(device, body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(reply.fault(), "request/malformed") << body;
  }
}

TEST_F(Issuance, KeepsTheLimitsPerRequestAndDay) {
  const Device device = enrolled();
  const Reply tooMany = passes(device, passesBody(std::vector<std::string>(129, "transit")));
  EXPECT_EQ(tooMany.status, 400);
  EXPECT_EQ(tooMany.fault(), "issue/too-many-keys");
  for (int batch = 0; batch < 4; ++batch) {
    EXPECT_EQ(passes(device, passesBody(std::vector<std::string>(128, "transit"))).status, 200);
  }
  const Reply quota = passes(device, passesBody({"transit"}));
  EXPECT_EQ(quota.status, 429);
  EXPECT_EQ(quota.fault(), "issue/quota-reached");
  const int retryAfter = std::atoi(quota.header("Retry-After").c_str());
  EXPECT_GT(retryAfter, 0);
  EXPECT_LE(retryAfter, 86400);
  EXPECT_EQ(passes(enrolled(), passesBody({"transit"})).status, 200) << "the quota is the device's, not the person's";
}

TEST_F(Issuance, ARefusedBatchCostsNothing) {
  const Device device = enrolled();
  const std::string body = passesBody(std::vector<std::string>(127, "transit"));
  const std::string nonce = newNonce();
  ASSERT_EQ(passes(device, body, {.nonce = nonce}).status, 200);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(passes(device, body, {.nonce = nonce}).fault(), "request/replayed");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(passes(device, passesBody(std::vector<std::string>(128, "transit"))).status, 200) << "385 of 512 were left";
  EXPECT_EQ(passes(device, passesBody({"transit", "transit"})).fault(), "issue/quota-reached");
  EXPECT_EQ(passes(device, passesBody({"transit"})).status, 200) << "and one still is";
}

TEST(IssuanceTime, TheQuotaBeginsAnewWithTheUtcDay) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  const Device device;
  ASSERT_TRUE(server.start(folder / "data", {{"--demo"}, {}}));
  ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
  for (int i = 0; i < 4; ++i) device.post(server, "/v1/passes", passesBody(std::vector<std::string>(128, "transit")));
  EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).fault(), "issue/quota-reached");
  server.stop(SIGTERM);
  ASSERT_TRUE(server.start(folder / "data", {{"--demo", "--clock-offset-seconds", "86400"}, {}}));
  EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"}), {.clockOffsetSeconds = 86400}).status, 200);
}

// People grow older and move while their phone is enrolled.
TEST(IssuanceTime, EachBatchTellsTheScenesOfItsDay) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  const Device device;
  // 李雨桐, born on 2016-06-01, comes of age at 2034-06-01T00:00 in the city, which is 2034-05-31T16:00Z.
  constexpr std::int64_t kEighteenUnixSeconds = 2'032'704'000;
  static_assert(kEighteenUnixSeconds % 86'400 == 16 * 3600);
  std::int64_t ahead = 0;
  const auto startAt = [&](std::int64_t unixSeconds) {
    if (server.pid() > 0) server.stop(SIGTERM);
    ahead = unixSeconds - nowUnixSeconds();
    return server.start(folder / "data", {{"--demo", "--clock-offset-seconds", std::to_string(ahead)}, {}});
  };
  const auto ask = [&](const char* scope) { return device.post(server, "/v1/passes", passesBody({scope}), {.clockOffsetSeconds = ahead}); };
  const auto tells = [&](const nlohmann::json& answer, const char* scope) {
    return std::find(answer["scopes"].begin(), answer["scopes"].end(), scope) != answer["scopes"].end();
  };

  ASSERT_TRUE(startAt(kEighteenUnixSeconds - 600)) << server.errors();
  const Reply enrolled = device.enrol(server, newDemoCode(server, 2), {.clockOffsetSeconds = ahead});
  ASSERT_EQ(enrolled.status, 201) << enrolled.body;
  const auto before = ask("transit").json();
  EXPECT_EQ(before["scopes"], enrolled.json()["scopes"]);
  EXPECT_EQ(before["holder"], enrolled.json()["holder"]);
  EXPECT_EQ(before["holder"]["ageGroup"], "child");
  EXPECT_FALSE(tells(before, "over-18"));
  EXPECT_TRUE(tells(before, "resident"));
  EXPECT_EQ(ask("over-18").fault(), "issue/scope-not-for-holder");

  ASSERT_TRUE(startAt(kEighteenUnixSeconds + 1)) << server.errors();
  const auto after = ask("transit").json();
  EXPECT_EQ(after["holder"]["ageGroup"], "adult");
  EXPECT_TRUE(tells(after, "over-18"));
  EXPECT_EQ(ask("over-18").status, 200);

  // The register says that the person moved away.
  writeFile(folder / "moved.json", nlohmann::json{{"register_id", demoPersonId(2)}, {"chinese_name", "李雨桐"}, {"documents", "resident:990000201606010028"},
                                                  {"born", "2016-06-01"}, {"city_resident", false}, {"insurance", "resident"}}.dump());
  const Finished moved = runToEnd({"people", "import", folder / "moved.json", "--trust-documents", "--data", folder / "data"});
  EXPECT_NE(moved.output.find("1 changed"), std::string::npos) << moved.output << moved.errors;
  EXPECT_FALSE(tells(ask("transit").json(), "resident"));
  EXPECT_EQ(ask("resident").fault(), "issue/scope-not-for-holder");
}

}  // namespace
}  // namespace citycode::server::test
