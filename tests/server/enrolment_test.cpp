// POST /v1/devices and the rules of signed requests.
#include <set>

#include "pass/enrolment_code.h"
#include "support/demo_city.h"

namespace citycode::server::test {
namespace {

class Enrolment : public DemoCity {};

TEST_F(Enrolment, AnswersWithTheHolderAndTheScenes) {
  Device device;
  const Reply reply = device.enrol(server(), newDemoCode(server()));
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  const auto answer = reply.json();
  EXPECT_EQ(answer["deviceId"], device.id());
  EXPECT_EQ(answer["holder"], (nlohmann::json{{"displayName", "王小明"}, {"holderClass", "resident"}, {"ageGroup", "adult"}}));
  EXPECT_EQ(answer["passesPerScope"], 4);
  const auto scopes = answer["scopes"].get<std::set<std::string>>();
  EXPECT_TRUE(scopes.contains("transit"));
  EXPECT_FALSE(scopes.contains("enterprise"));
  EXPECT_FALSE(scopes.contains("over-60"));
}

TEST_F(Enrolment, ReadsACodeAsPeopleTypeIt) {
  std::string code = newDemoCode(server());
  for (char& c : code) c = c == '-' ? ' ' : c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
  EXPECT_EQ(Device().enrol(server(), code).status, 201);
}

TEST_F(Enrolment, RefusesUnknownCodesAndWrongLengths) {
  for (const char* code : {"0000-0000-0000", "ABCD", "", "ABCD-EFGH-JKM!", "ABCD-EFGH-JKMN-PQRS"}) {
    const Reply reply = Device().enrol(server(), code);
    EXPECT_EQ(reply.status, 404) << code;
    EXPECT_EQ(reply.fault(), "enrol/unknown-code");
  }
}

TEST_F(Enrolment, RefusesACodeThatAnotherDeviceUsed) {
  const std::string code = newDemoCode(server());
  EXPECT_EQ(Device().enrol(server(), code).status, 201);
  const Reply reply = Device().enrol(server(), code);
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(reply.fault(), "enrol/used-code");
}

TEST_F(Enrolment, GivesTheSameDeviceTheSameAnswerAgain) {
  const Device device;
  const std::string code = newDemoCode(server());
  const std::string request = device.signedPost(server(), "/v1/devices", device.enrolmentBody(code));
  const Reply first = exchangeRaw(server().port(), request);
  const Reply repeated = exchangeRaw(server().port(), request);
  const Reply signedAnew = device.enrol(server(), code);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(repeated.status, 201);
  EXPECT_EQ(signedAnew.status, 201);
  EXPECT_EQ(repeated.body, first.body);
  EXPECT_EQ(signedAnew.body, first.body);
}

TEST_F(Enrolment, RefusesARecordedRequestThatWasNotAnEnrolment) {
  const Device device;
  const std::string request = device.signedPost(server(), "/v1/devices", device.enrolmentBody("0000-0000-0000"));
  EXPECT_EQ(exchangeRaw(server().port(), request).fault(), "enrol/unknown-code");
  const Reply replayed = exchangeRaw(server().port(), request);
  EXPECT_EQ(replayed.status, 409);
  EXPECT_EQ(replayed.fault(), "request/replayed");
}

TEST_F(Enrolment, RefusesADeviceKeyThatBelongsToSomebodyElse) {
  const Device device;
  EXPECT_EQ(device.enrol(server(), newDemoCode(server(), 1)).status, 201);
  EXPECT_EQ(device.enrol(server(), newDemoCode(server(), 1)).status, 201) << "a new code for the same person is fine";
  const std::string code = newDemoCode(server(), 2);
  EXPECT_EQ(device.enrol(server(), code).fault(), "enrol/bad-key");
  EXPECT_EQ(Device().enrol(server(), code).status, 201) << "the refusal must not use the code up";
}

TEST_F(Enrolment, RefusesBadDeviceKeys) {
  const Device device;
  const std::string code = newDemoCode(server());
  const std::string good = keyText(device.key().publicKey());
  // Small order points: RFC 8032's identity, and the all-zero encoding.
  std::string identity = "AQ" + std::string(41, 'A');
  for (const std::string& key : {good.substr(1), good + "A", std::string(), std::string(43, 'A'), identity, std::string(43, '_')}) {
    const std::string body = nlohmann::json{{"enrolmentCode", code}, {"deviceKey", key}}.dump();
    const Reply reply = device.post(server(), "/v1/devices", body);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.fault(), "enrol/bad-key") << key;
  }
}

TEST_F(Enrolment, RefusesBodiesOfAnotherShape) {
  const Device device;
  const std::string key = keyText(device.key().publicKey());
  for (const std::string& body : {std::string("{}"), std::string("null"), std::string("[1,2]"), std::string("{"), std::string("\xc3\x28"),
                                  R"({"enrolmentCode":5,"deviceKey":")" + key + "\"}",
                                  R"({"enrolmentCode":"ABCD-EFGH-JKMN","deviceKey":")" + key + R"(","admin":true})",
                                  R"({"enrolmentCode":")" + std::string(65, 'A') + R"(","deviceKey":")" + key + "\"}"}) {
    const Reply reply = device.post(server(), "/v1/devices", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(reply.fault(), "request/malformed") << body;
  }
}

TEST_F(Enrolment, WantsEverySignatureHeader) {
  const Device device;
  for (const char* name : {"Signature", "Signature-Input", "Content-Digest"}) {
    const Reply reply = device.enrol(server(), "0000-0000-0000", {.leaveOut = {name}});
    EXPECT_EQ(reply.status, 401) << name;
    EXPECT_EQ(reply.fault(), "request/signature-missing") << name;
  }
  EXPECT_EQ(device.enrol(server(), "0000-0000-0000", {.leaveOut = {"Content-Type"}}).fault(), "request/unsupported-type");
}

TEST_F(Enrolment, RefusesSignaturesThatDoNotFit) {
  const Device device;
  const SigningKey other = newSigningKey();
  const std::string code = newDemoCode(server());
  const auto fault = [&](const Tampering& t) { return device.enrol(server(), code, t).fault(); };
  EXPECT_EQ(fault({.signer = &other}), "request/signature-mismatch");
  EXPECT_EQ(fault({.breakSignature = true}), "request/signature-mismatch");
  EXPECT_EQ(fault({.keyId = Device().id()}), "request/signature-mismatch");
  EXPECT_EQ(fault({.keyId = "short"}), "request/signature-mismatch");
  EXPECT_EQ(fault({.nonce = "short"}), "request/signature-mismatch");
  EXPECT_EQ(fault({.origin = "https://another.example"}), "request/signature-mismatch");
  EXPECT_EQ(fault({.contentType = "application/json; charset=utf-8"}), "request/signature-mismatch") << "it is signed";
  EXPECT_EQ(device.enrol(server(), code, {.origin = "http://127.0.0.1:" + std::to_string(server().port())}).status, 201);
}

TEST_F(Enrolment, RefusesASignatureForAnotherPath) {
  const Device device = enrolled();
  std::string request = device.signedPost(server(), "/v1/passes", device.enrolmentBody(newDemoCode(server())));
  request.replace(request.find("/v1/passes"), 10, "/v1/devices");
  EXPECT_EQ(exchangeRaw(server().port(), request).fault(), "request/signature-mismatch");
  std::string withQuery = device.signedPost(server(), "/v1/devices", device.enrolmentBody(newDemoCode(server())));
  withQuery.replace(withQuery.find("/v1/devices"), 11, "/v1/devices?x");
  EXPECT_EQ(exchangeRaw(server().port(), withQuery).fault(), "request/signature-mismatch");
}

TEST_F(Enrolment, RefusesABodyThatWasChanged) {
  const Device device;
  const Reply reply = device.enrol(server(), newDemoCode(server()), {.sentBody = device.enrolmentBody("0000-0000-0000")});
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.fault(), "request/digest-mismatch");
}

TEST_F(Enrolment, SaysByHowMuchTheClocksDiffer) {
  const Device device;
  const std::string code = newDemoCode(server());
  for (const int offset : {-125, 125, -4000, 86400}) {
    const Reply reply = device.enrol(server(), code, {.clockOffsetSeconds = offset});
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.fault(), "request/clock-differs");
    EXPECT_NEAR(reply.json()["clockDifferenceSeconds"].get<double>(), offset, 3);
    EXPECT_EQ(reply.json()["retryable"], true);
  }
  EXPECT_EQ(device.enrol(server(), code, {.clockOffsetSeconds = 115}).status, 201);
}

TEST(EnrolmentTime, CodesEndAfterFifteenMinutesAndRepetitionsStayGood) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  ASSERT_TRUE(server.start(folder / "data", {{"--demo"}, {}}));
  const Device early;
  const std::string usedCode = newDemoCode(server), openCode = newDemoCode(server), lateCode = newDemoCode(server);
  const Reply first = early.enrol(server, usedCode);
  ASSERT_EQ(first.status, 201);
  ASSERT_EQ(server.stop(SIGTERM), 0);

  // 15 minutes less 10 seconds, then one hour.
  ASSERT_TRUE(server.start(folder / "data", {{"--demo", "--clock-offset-seconds", "890"}, {}}));
  EXPECT_EQ(Device().enrol(server, openCode, {.clockOffsetSeconds = 890}).status, 201);
  server.stop(SIGTERM);
  ASSERT_TRUE(server.start(folder / "data", {{"--demo", "--clock-offset-seconds", "910"}, {}}));
  const Reply late = Device().enrol(server, lateCode, {.clockOffsetSeconds = 910});
  EXPECT_EQ(late.status, 410);
  EXPECT_EQ(late.fault(), "enrol/expired-code");
  EXPECT_EQ(early.enrol(server, usedCode, {.clockOffsetSeconds = 910}).body, first.body);
}

}  // namespace
}  // namespace citycode::server::test
