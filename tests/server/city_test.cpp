// GET /v1/city, /v1/trust-list, /v1/health, and what every answer carries.
#include "citycode/trust_list.h"
#include "support/demo_city.h"

namespace citycode::server::test {
namespace {

class City : public DemoCity {
 protected:
  static Bytes rootKey() { return *decodeBase64Url(server().get("/v1/city").json()["rootKey"].get<std::string>()); }
};

TEST_F(City, SaysItsNameInFourLanguagesItsRootKeyAndItsTime) {
  const Reply reply = server().get("/v1/city");
  const auto city = reply.json();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Content-Type"), "application/json");
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_EQ(city["name"]["en"], "Demo City");
  EXPECT_EQ(city["name"]["zh-CN"], "示范市");
  EXPECT_EQ(city["name"]["zh-Hant"], "示範市");
  EXPECT_EQ(city["name"]["id"], "Kota Contoh");
  EXPECT_EQ(city["rootKey"].get<std::string>().size(), 43u);
  EXPECT_EQ(city["demo"], true);
  EXPECT_NEAR(city["nowUnixSeconds"].get<double>(), nowUnixSeconds(), 5);
  EXPECT_EQ(city["trustListVersion"], 1);
  EXPECT_EQ(city.size(), 5u);
}

TEST_F(City, PublishesATrustListThatVerifiesWithItsRootKey) {
  const Reply reply = server().get("/v1/trust-list");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Content-Type"), "application/cose");
  EXPECT_EQ(reply.header("Cache-Control"), "public, max-age=300");
  const auto list = readTrustList(bytesOf(reply.body), rootKey(), 0, 0);
  ASSERT_TRUE(list) << faultId(list.fault());
  EXPECT_EQ(list->version, 1u);
  EXPECT_EQ(list->cityName, "Demo City");
  ASSERT_EQ(list->issuers.size(), 1u);
  EXPECT_LE(list->issuers[0].notBeforeUnixSeconds, nowUnixSeconds() - 120);
  EXPECT_GT(list->issuers[0].expiresUnixSeconds, nowUnixSeconds() + 365 * 86400);
  EXPECT_NE(list->findScope("transit"), nullptr);
}

TEST_F(City, Answers304WhenTheTrustListIsKnown) {
  const std::string etag = server().get("/v1/trust-list").header("ETag");
  ASSERT_FALSE(etag.empty());
  const Reply same = server().get("/v1/trust-list", {{"If-None-Match", "\"other\", " + etag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.header("ETag"), etag);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(server().get("/v1/trust-list", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(City, IsHealthyWhileTheStoreAnswers) {
  const Reply reply = server().get("/v1/health");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"status":"ok","store":"ok"})");
}

TEST_F(City, SendsTheSecurityHeadersWithEveryAnswer) {
  for (const char* target : {"/v1/city", "/v1/nothing", "/nothing", "/v1/trust-list"}) {
    const Reply reply = server().get(target);
    EXPECT_EQ(reply.header("Content-Security-Policy"),
              "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
              "connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self' blob:; base-uri 'none'; "
              "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'");
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.header("Referrer-Policy"), "no-referrer");
    EXPECT_TRUE(reply.header("Permissions-Policy").starts_with("camera=(self), geolocation=(), microphone=()"));
    EXPECT_EQ(reply.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(reply.header("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(reply.header("Strict-Transport-Security"), "") << "only for an https origin";
    EXPECT_EQ(reply.header("Server"), "");
    EXPECT_TRUE(reply.header("Date").ends_with(" GMT"));
    EXPECT_EQ(reply.header("X-Request-Id").size(), 26u);
  }
}

TEST_F(City, LetsPagesOfOtherSitesReadTheListsOfAVerifierAndNothingElse) {
  const auto readers = [](const std::string& method, const std::string& target) {
    const Reply reply = exchange(server().port(), method, target, {{"Origin", "https://library.example"}}, "");
    EXPECT_EQ(reply.header("Access-Control-Allow-Credentials"), "") << target;
    EXPECT_EQ(reply.header("Access-Control-Allow-Methods"), "") << target;
    EXPECT_EQ(reply.header("Access-Control-Expose-Headers"), reply.header("Access-Control-Allow-Origin").empty() ? "" : "Date, Age, Retry-After") << target;
    return reply.header("Access-Control-Allow-Origin");
  };
  const auto list = server().get("/v1/status-lists").json()["lists"][0];
  const std::string place = "/v1/status-lists/" + list["issuerKid"].get<std::string>() + "/" + std::to_string(list["day"].get<int>());
  for (const std::string& target : {std::string("/first-list.json"), std::string("/v1/city"), std::string("/v1/trust-list"), std::string("/v1/status-lists"),
                                    place, place + "/delta/1"}) {
    EXPECT_EQ(readers("GET", target), "*") << target;
    EXPECT_EQ(readers("HEAD", target), "*") << target;
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) EXPECT_EQ(readers(method, target), "") << method << " " << target;
  }
  for (const char* target : {"/", "/app/", "/nothing", "/v1/nothing", "/v1/health", "/v1/open/offices", "/v1/open/figures", "/v1/demo/citizens", "/v1/demo/venues"})
    EXPECT_EQ(readers("GET", target), "") << target;
  EXPECT_EQ(readers("GET", place + "/token"), "");
  for (const char* target : {"/v1/devices", "/v1/passes", "/v1/devices/revoke", "/v1/terminals", "/v1/scene-keys", "/v1/paper-codes", "/v1/paper-codes/list",
                             "/v1/paper-codes/revoke", "/v1/services", "/v1/rating-tokens", "/v1/ratings", "/v1/kiosk-ratings", "/v1/demo/enrolment-codes"})
    for (const char* method : {"POST", "GET", "OPTIONS"}) EXPECT_EQ(readers(method, target), "") << method << " " << target;
}

TEST_F(City, RefusesUnknownPathsAndMethodsWithProblemDocuments) {
  const Reply unknown = server().get("/v1/nothing?name=secret");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(unknown.header("Cache-Control"), "no-store");
  const auto problem = unknown.json();
  EXPECT_EQ(problem["type"], "about:blank");
  EXPECT_EQ(problem["status"], 404);
  EXPECT_EQ(problem["fault"], "request/not-found");
  EXPECT_EQ(problem["retryable"], false);
  EXPECT_EQ(problem["requestId"], unknown.header("X-Request-Id"));
  EXPECT_EQ(unknown.body.find("secret"), std::string::npos);

  EXPECT_EQ(exchange(server().port(), "DELETE", "/v1/city", {}, "").header("Allow"), "GET, HEAD");
  EXPECT_EQ(exchange(server().port(), "OPTIONS", "/v1/city", {}, "").status, 405);
  const Reply get = server().get("/v1/passes");
  EXPECT_EQ(get.status, 405);
  EXPECT_EQ(get.header("Allow"), "POST");
  EXPECT_EQ(get.fault(), "request/method-not-allowed");
  EXPECT_EQ(server().post("/anything", "{}").header("Allow"), "GET, HEAD");
}

TEST_F(City, AnswersHeadWithTheLengthOfGetAndNoBody) {
  Connection connection(server().port());
  connection.send(requestText(server().port(), "HEAD", "/v1/trust-list", {}, ""));
  const Reply head = connection.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), std::to_string(server().get("/v1/trust-list").body.size()));
  connection.send(requestText(server().port(), "GET", "/v1/health", {}, ""));
  EXPECT_EQ(connection.receive().status, 200) << "no body must be left between the two answers";
}

TEST_F(City, LogsNothingButTemplates) {
  server().get("/v1/nothing-Wang?name=Xiaoming");
  server().get("/private/path?code=ABCD");
  server().post("/v1/devices", R"({"enrolmentCode":"SECR-ETCO-DEXX"})");
  const std::string log = server().errors();
  EXPECT_NE(log.find(R"("route":"/v1/*","status":404)"), std::string::npos);
  EXPECT_NE(log.find(R"("route":"/v1/devices")"), std::string::npos);
  for (const char* personal : {"Wang", "Xiaoming", "private", "ABCD", "SECR", "127.0.0.1"}) {
    EXPECT_EQ(log.find(personal), std::string::npos) << personal;
  }
  for (std::size_t begin = 0; begin < log.size();) {
    const std::size_t end = log.find('\n', begin);
    EXPECT_TRUE(nlohmann::json::accept(log.substr(begin, end - begin)));
    begin = end + 1;
  }
}

}  // namespace
}  // namespace citycode::server::test
