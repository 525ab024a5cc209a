// What a city tells those who keep it running: whether it lives and is ready, numbers, lines in its log. Nothing of it is about a person.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <regex>
#include <set>

#include "health_routes.h"
#include "store/sqlite_store.h"
#include "support/demo_city.h"

namespace citycode::server::test {
namespace {

class Operation : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(startCrypto()); }

  bool start(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--demo", "--metrics-port", "0"});
    return server_.start(folder_ / "data", {more, {}});
  }
  std::uint16_t metricsPort() const {
    unsigned port = 0;
    const std::size_t at = server_.output().find("Numbers are at ");
    EXPECT_NE(at, std::string::npos) << server_.output();
    EXPECT_EQ(std::sscanf(server_.output().c_str() + at, "Numbers are at http://localhost:%u/metrics\n", &port), 1) << server_.output();
    return static_cast<std::uint16_t>(port);
  }
  std::string numbers() const { return exchange(metricsPort(), "GET", "/metrics", {}, "").body; }
  /// The value of one line, by what stands before it.
  static double valueOf(const std::string& text, const std::string& name) {
    const std::size_t at = ("\n" + text).find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::atof(text.c_str() + at + name.size() + 1);
  }

  TemporaryFolder folder_;
  ServerProcess server_;
};

// ---- Health ---------------------------------------------------------------------------------------------------------

TEST_F(Operation, SaysThatItLivesAndIsReady) {
  ASSERT_TRUE(start());
  for (const char* target : {"/v1/health/live", "/v1/health/ready"}) {
    const Reply reply = server_.get(target);
    EXPECT_EQ(reply.status, 200) << target;
    EXPECT_EQ(reply.json(), (nlohmann::json{{"status", "ok"}}));
    EXPECT_EQ(reply.header("Cache-Control"), "no-store");
    EXPECT_EQ(exchange(server_.port(), "GET", target, {{"Origin", "https://library.example"}}, "").header("Access-Control-Allow-Origin"), "");
  }
  EXPECT_EQ(server_.post("/v1/health/ready", "{}").status, 405);
}

/// Lists are signed at one time and looked at some later time, as when nothing can be signed meanwhile.
TEST_F(Operation, IsNotReadyWhileNoVerifierWouldBelieveItsLists) {
  const auto store = std::move(*openSqliteStore(folder_ / "citycode.sqlite"));
  const auto keys = std::move(*CityKeys::open(folder_.path(), Absent::Create));
  TrustListKeeper trustList(*keys, *store, Clock(), "City");
  StatusListKeeper statusLists(*keys, trustList, *store, Clock());
  const auto answerAfter = [&](std::int64_t seconds) {
    Authenticator authenticator;
    Router router(authenticator);
    const HealthRoutes routes{*store, trustList, statusLists, Clock(seconds)};
    routes.addTo(router);
    Request request;
    request.method = Method::Get;
    request.target = "/v1/health/ready";
    return router.answer(request);
  };
  EXPECT_EQ(answerAfter(0).fault, Fault::TrustMissing);
  EXPECT_EQ(answerAfter(0).status, 503);
  ASSERT_TRUE(trustList.refresh());
  EXPECT_EQ(answerAfter(0).status, 200);
  EXPECT_EQ(answerAfter(3'590).status, 200);
  EXPECT_EQ(answerAfter(3'610).fault, Fault::RevocationTooOld) << "a gate wants lists of the last hour";
  EXPECT_EQ(answerAfter(86'410).fault, Fault::TrustTooOld) << "and a trust list of the last day";
  EXPECT_EQ(answerAfter(86'410).status, 503);
}

// ---- Numbers --------------------------------------------------------------------------------------------------------

TEST_F(Operation, CountsWhatItAnsweredAndIssued) {
  ASSERT_TRUE(start());
  const Device device;
  ASSERT_EQ(device.enrol(server_, newDemoCode(server_)).status, 201);
  ASSERT_EQ(device.post(server_, "/v1/passes", passesBody({"transit", "transit", "identity"})).status, 200);
  ASSERT_EQ(device.post(server_, "/v1/paper-codes", R"({"photo":null})").status, 201);
  EXPECT_EQ(server_.get("/v1/city").status, 200);
  EXPECT_EQ(server_.get("/v1/city").status, 200);
  EXPECT_EQ(server_.get("/v1/nothing").status, 404);
  EXPECT_EQ(server_.post("/v1/passes", "{}").status, 401);
  const Reply reply = exchange(metricsPort(), "GET", "/metrics", {}, "");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  const std::string& text = reply.body;
  EXPECT_EQ(valueOf(text, R"(citycode_http_requests_total{method="GET",route="/v1/city",status="2xx"})"), 2) << text;
  EXPECT_EQ(valueOf(text, R"(citycode_http_requests_total{method="POST",route="/v1/passes",status="2xx"})"), 1);
  EXPECT_EQ(valueOf(text, R"(citycode_http_requests_total{method="POST",route="/v1/passes",status="4xx"})"), 1);
  EXPECT_EQ(valueOf(text, R"(citycode_http_request_duration_seconds_count{route="/v1/passes"})"), 2);
  EXPECT_EQ(valueOf(text, R"(citycode_http_request_duration_seconds_bucket{route="/v1/passes",le="+Inf"})"), 2);
  EXPECT_EQ(valueOf(text, R"(citycode_http_refusals_total{fault="request/not-found"})"), 1);
  EXPECT_EQ(valueOf(text, "citycode_passes_issued_total"), 3);
  EXPECT_EQ(valueOf(text, "citycode_cards_issued_total"), 1);
  EXPECT_GT(valueOf(text, R"(citycode_store_unit_duration_seconds_count{kind="write"})"), 0);
  EXPECT_GT(valueOf(text, R"(citycode_store_unit_duration_seconds_count{kind="read"})"), 0);
  EXPECT_EQ(valueOf(text, R"(citycode_store_units{kind="write"})"), 0);
  EXPECT_EQ(valueOf(text, "citycode_store_writable"), 1);
  EXPECT_EQ(valueOf(text, "citycode_clock_doubt_seconds"), 0);
  EXPECT_GE(valueOf(text, "citycode_trust_list_age_seconds"), 0);
  EXPECT_LT(valueOf(text, "citycode_status_list_age_seconds"), 60);
  EXPECT_GT(valueOf(text, "citycode_data_free_bytes"), 0);
  EXPECT_GT(valueOf(text, "process_resident_memory_bytes"), 1e6);
  EXPECT_GT(valueOf(text, "process_start_time_seconds"), 1.6e9);
  EXPECT_GT(valueOf(text, "process_open_fds"), 5);
  EXPECT_GE(valueOf(text, "process_cpu_seconds_total"), 0);
  EXPECT_NE(text.find("citycode_build_info{version=\""), std::string::npos);
  Connection open(server_.port());
  open.send(requestText(server_.port(), "GET", "/v1/city", {}, ""));
  EXPECT_EQ(open.receive().status, 200);
  EXPECT_EQ(valueOf(numbers(), "citycode_http_connections"), 1);
}

/// Every name and label is one of the source's: whoever reads the numbers learns of nobody, and nobody can make more of them.
TEST_F(Operation, NamesNobodyInANumber) {
  ASSERT_TRUE(start({"--post-rate", "0"}));
  const Device device;
  ASSERT_EQ(device.enrol(server_, newDemoCode(server_, 3)).status, 201);
  ASSERT_EQ(device.post(server_, "/v1/passes", passesBody({"transit"})).status, 200);
  (void)server_.get("/v1/city");
  (void)server_.get("/v1/open/figures?office=tax-office");
  (void)server_.get("/v1/trust-list?root=" + std::string(43, 'A'));
  const std::string before = numbers();
  for (int i = 0; i < 50; ++i) {
    const std::string name = "Wang-" + std::to_string(i);
    EXPECT_EQ(server_.get("/v1/nothing-" + name).status, 404);
    EXPECT_EQ(server_.get("/private/" + name + "?name=" + name).status, 404);
    EXPECT_EQ(server_.get("/v1/status-lists/" + name + "/" + std::to_string(i)).status / 100, 4);
    EXPECT_EQ(exchange(server_.port(), "WANG" + std::to_string(i % 9), "/v1/city", {}, "").status / 100, 4);
  }
  const std::string after = numbers();
  const auto linesOf = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  constexpr int kOfNewTemplates = 120;   // some of the routes above were not asked before: 18 lines of a histogram each, and their counters
  EXPECT_LT(linesOf(after), linesOf(before) + kOfNewTemplates) << after;

  const std::map<std::string, std::regex> allowed{
      {"route", std::regex(R"((-|unread|rate-limit|/\*|(/[a-z0-9.*-]+|/\{[a-zA-Z]+\})+))")}, {"method", std::regex("GET|HEAD|POST|PUT|PATCH|DELETE|OTHER|-")},
      {"status", std::regex("[1-5]xx")}, {"fault", std::regex("[a-z]+/[a-z-]+")}, {"kind", std::regex("read|write")}, {"le", std::regex(R"([0-9.e+-]+|\+Inf)")},
      {"version", std::regex("[0-9.]+")}};
  const std::regex label(R"re(([a-z_]+)="([^"]*)")re");
  std::set<std::string> routes;
  for (std::sregex_iterator each(after.begin(), after.end(), label), end; each != end; ++each) {
    const std::string name = (*each)[1], value = (*each)[2];
    ASSERT_TRUE(allowed.contains(name)) << name;
    EXPECT_TRUE(std::regex_match(value, allowed.at(name))) << name << "=" << value;
    if (name == "route") routes.insert(value);
  }
  EXPECT_TRUE(routes.contains("/v1/passes") && routes.contains("/v1/*")) << after;
  for (const std::string& told : {std::string("Wang"), std::string("private"), std::string("127.0.0.1"), std::string("localhost"), std::string("tax-"), device.id(), demoPersonId(3),
                                  std::string("AAAA")}) {
    EXPECT_EQ(after.find(told), std::string::npos) << told;
    EXPECT_EQ(server_.errors().find(told), std::string::npos) << "the log: " << told;
  }
}

TEST_F(Operation, ShowsNumbersOnAPortOfTheirOwnAlone) {
  ASSERT_TRUE(start());
  EXPECT_EQ(server_.get("/metrics").status, 404);
  EXPECT_EQ(server_.get("/v1/metrics").status, 404);
  const std::uint16_t port = metricsPort();
  for (const char* target : {"/", "/v1/city", "/v1/health", "/metrics/", "/app/"})   // no answers of the described API
    EXPECT_EQ(exchangeRaw(port, requestText(port, "GET", target, {}, "")).fault(), "request/not-found") << target;
  const Reply posted = exchange(port, "POST", "/metrics", {}, "{}");
  EXPECT_EQ(posted.status, 405);
  EXPECT_EQ(posted.header("Allow"), "GET, HEAD");
  EXPECT_EQ(exchange(port, "GET", "/metrics?x=1", {}, "").status, 200);
  EXPECT_EQ(exchangeRaw(port, "GET /metrics HTTP/9.9\r\n\r\n").status / 100, 4);

  ServerProcess without;
  ASSERT_TRUE(without.start(folder_ / "other"));
  EXPECT_EQ(without.output().find("Numbers"), std::string::npos);
  const Finished taken = runToEnd({"--data", folder_ / "third", "--port", "0", "--metrics-port", std::to_string(port)});
  EXPECT_EQ(taken.status, 1);
  EXPECT_EQ(taken.errors, "Port " + std::to_string(port) + " is already in use; stop the other program or start with --metrics-port " + std::to_string(port + 1) + ".\n");
  EXPECT_EQ(runToEnd({"--data", folder_ / "third", "--port", "0", "--metrics-port", "0", "--metrics-host", "here"}).status, 2);
}

/// Connections to it that say nothing keep nobody from the city, and it stops with the city.
TEST_F(Operation, StopsWithItsWatchersConnected) {
  ASSERT_TRUE(start());
  std::vector<std::unique_ptr<Connection>> watchers;
  for (int i = 0; i < 20; ++i) watchers.push_back(std::make_unique<Connection>(metricsPort()));
  EXPECT_EQ(server_.get("/v1/health/live").status, 200);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(server_.stop(SIGTERM), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8)) << "what has begun is waited for, not what may come";
}

// ---- The log --------------------------------------------------------------------------------------------------------

TEST_F(Operation, LogsFromItsLevelOn) {
  for (const auto& [level, others] : std::map<std::string, std::set<std::string>>{{"info", {"info", "warn"}}, {"warn", {"warn"}}, {"error", {}}}) {
    ASSERT_TRUE(start({"--log-level", level}));
    EXPECT_EQ(server_.get("/v1/city").status, 200);
    EXPECT_EQ(server_.get("/v1/nothing").status, 404);
    ASSERT_EQ(server_.stop(SIGTERM), 0);
    std::set<std::string> seen;
    const std::string log = server_.errors();
    for (std::size_t begin = 0; begin < log.size();) {
      const std::size_t end = log.find('\n', begin);
      const auto line = nlohmann::json::parse(log.substr(begin, end - begin), nullptr, false);
      ASSERT_TRUE(line.is_object()) << log;
      if (line.contains("route")) seen.insert(line["level"]);
      for (const auto& [member, value] : line.items()) {
        static const std::set<std::string> kMembers{"time", "level", "event", "requestId", "method", "route", "status", "durationMs", "fault", "count", "limit", "bytes",
                                                    "devices", "expected", "aheadSeconds", "differenceSeconds"};
        EXPECT_TRUE(kMembers.contains(member)) << member << " is not in docs/deploy.md";
      }
      begin = end + 1;
    }
    EXPECT_EQ(seen, others) << level << ": " << log;
  }
}

}  // namespace
}  // namespace citycode::server::test
