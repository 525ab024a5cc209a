// Sizes, rates, times, and stopping.
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "support/demo_city.h"

namespace citycode::server::test {
namespace {

using Steady = std::chrono::steady_clock;

double secondsSince(Steady::time_point begin) { return std::chrono::duration<double>(Steady::now() - begin).count(); }

class Limits : public DemoCity {};

TEST_F(Limits, RefusesBodiesOver64KiB) {
  const std::string tooLong(64 * 1024 + 1, ' ');
  const Reply announced = server().post("/v1/devices", tooLong);
  EXPECT_EQ(announced.status, 413);
  EXPECT_EQ(announced.fault(), "request/too-large");
  EXPECT_NE(server().post("/v1/devices", std::string(64 * 1024, ' ')).status, 413);

  std::string chunked = "POST /v1/devices HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 5; ++i) chunked += "4000\r\n" + std::string(0x4000, ' ') + "\r\n";
  EXPECT_EQ(exchangeRaw(server().port(), chunked).fault(), "request/too-large");
}

TEST_F(Limits, RefusesHeadersOver16KiB) {
  const Reply reply = server().get("/v1/health", {{"X-Long", std::string(17 * 1024, 'a')}});
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.fault(), "request/too-large");
  EXPECT_EQ(server().get("/v1/health", {{"X-Long", std::string(7 * 1024, 'a')}}).status, 200);
}

TEST_F(Limits, EndlessChunkExtensionsAndTrailersDoNotGrowMemory) {
  const std::string head = "POST /v1/devices HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& start : {head + "1;", head + "0\r\nX-Trailer: "}) {
    EXPECT_EQ(exchangeRaw(server().port(), start + std::string(1024 * 1024, 'a')).fault(), "request/too-large");
  }
}

TEST_F(Limits, NamesThePeopleItKeepsWaiting) {
  // Header and body deadlines together in one test, because each is waited for in real time.
  Connection slowHead(server().port()), slowBody(server().port());
  const auto begin = Steady::now();
  slowHead.send("GET /v1/health HTTP/1.1\r\nHost: loc");
  slowBody.send("POST /v1/devices HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
  const Reply head = slowHead.receive(false, 30'000);
  EXPECT_EQ(head.status, 408);
  EXPECT_EQ(head.fault(), "request/timeout");
  EXPECT_NEAR(secondsSince(begin), 10, 2);
  const Reply body = slowBody.receive(false, 30'000);
  EXPECT_EQ(body.status, 408);
  EXPECT_NEAR(secondsSince(begin), 20, 3);
}

TEST(Rate, LimitsPostsOfOneAddressAndSaysWhenToComeBack) {
  const TemporaryFolder folder;
  ServerProcess server;
  ASSERT_TRUE(server.start(folder / "data", {{"--demo", "--post-rate", "2"}, {}}));   // a burst of 10
  int admitted = 0;
  Reply refused;
  const auto begin = Steady::now();
  for (int i = 0; i < 60; ++i) {
    const Reply reply = server.post("/v1/devices", "{}");
    if (reply.status == 429) refused = reply;
    else ++admitted;
  }
  EXPECT_GE(admitted, 10);
  EXPECT_LE(admitted, 11 + static_cast<int>(2 * secondsSince(begin)));
  EXPECT_EQ(refused.fault(), "request/too-many");
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(server.get("/v1/health").status, 200) << "reading is not limited";
}

TEST(Rate, FiftyPhonesBehindOneAddressEnrolAndFetchWithinAMinute) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  ASSERT_TRUE(server.start(folder / "data", {{"--demo"}, {}}));   // as a city starts it
  const auto begin = Steady::now();
  const std::vector<std::string> day(56, "transit");   // as many as a phone with every scene takes
  std::vector<Device> phones(50);
  for (const Device& phone : phones) {
    ASSERT_EQ(phone.enrol(server, newDemoCode(server, 1)).status, 201);
    ASSERT_EQ(phone.post(server, "/v1/passes", passesBody(day)).status, 200);
    ASSERT_EQ(phone.post(server, "/v1/paper-codes/list", "{}").status, 200);
  }
  EXPECT_LT(secondsSince(begin), 60);
}

TEST(Rate, ADeviceThatFloodsIsRefusedAlone) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  ASSERT_TRUE(server.start(folder / "data", {{"--demo", "--post-rate", "1", "--device-rate", "1"}, {}}));   // bursts of 5 and 60
  const Device flood, neighbour;
  ASSERT_EQ(flood.enrol(server, newDemoCode(server, 1)).status, 201);
  ASSERT_EQ(neighbour.enrol(server, newDemoCode(server, 2)).status, 201);
  Reply refused;
  int admitted = 0;
  const auto begin = Steady::now();
  for (int i = 0; i < 500; ++i) {
    const Reply reply = flood.post(server, "/v1/passes", "{}");
    if (reply.status == 429) refused = reply;
    else ++admitted;
  }
  EXPECT_GE(admitted, 59);
  EXPECT_LE(admitted, 61 + static_cast<int>(secondsSince(begin)));
  EXPECT_EQ(refused.fault(), "request/too-many");
  EXPECT_EQ(refused.header("Retry-After"), "1") << "one a second";
  EXPECT_EQ(neighbour.post(server, "/v1/passes", passesBody({"transit"})).status, 200) << "the same address, another device";
  EXPECT_EQ(neighbour.post(server, "/v1/paper-codes/list", "{}").status, 200);

  // Whoever only claims to be the device takes nothing from it.
  const SigningKey thief = newSigningKey();
  for (int i = 0; i < 100; ++i) neighbour.post(server, "/v1/passes", "{}", {.signer = &thief});
  Reply atEmptyAddress;
  for (int i = 0; i < 10 && atEmptyAddress.fault() != "request/too-many"; ++i) {   // on a slow machine a second has gone by
    neighbour.post(server, "/v1/passes", "{}", {.signer = &thief});
    atEmptyAddress = neighbour.post(server, "/v1/passes", "{}");
  }
  EXPECT_EQ(atEmptyAddress.fault(), "request/too-many") << "its address is empty now";
  for (int i = 0; i < 20; ++i) EXPECT_EQ(server.get("/v1/status-lists").status, 200) << "lists are for everybody";
  EXPECT_EQ(server.get("/v1/trust-list").status, 200);
}

TEST(Rate, ARefusalNamesTheSecondFromWhichOnItIsOpen) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  ASSERT_TRUE(server.start(folder / "data", {{"--demo", "--device-rate", "1"}, {}}));
  const Device device;
  ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
  const std::string large = passesBody(std::vector<std::string>(128, "court"));   // costs 1 + 8
  Reply refused;
  for (int i = 0; i < 100 && refused.fault() != "request/too-many"; ++i) refused = device.post(server, "/v1/passes", large);
  const int wait = std::atoi(refused.header("Retry-After").c_str());
  EXPECT_GE(wait, 1);
  EXPECT_LE(wait, 10);
  if (wait > 1) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1000 * (wait - 1) - 200));
    EXPECT_EQ(device.post(server, "/v1/passes", "{}").status, 429) << "a little before";
    std::this_thread::sleep_for(std::chrono::milliseconds(1300));
  } else {
    std::this_thread::sleep_for(std::chrono::milliseconds(1050));
  }
  EXPECT_EQ(device.post(server, "/v1/passes", "{}").fault(), "request/malformed") << "then it is";
}

TEST(Connections, AreCappedAndServedWhenOthersLeave) {
  const TemporaryFolder folder;
  ServerProcess server;
  const auto fewFiles = [] {
    const rlimit limit{192, 192};
    ::setrlimit(RLIMIT_NOFILE, &limit);
  };
  ASSERT_TRUE(server.start(folder / "data", {{"--demo"}, fewFiles}));
  std::vector<std::unique_ptr<Connection>> idle;
  for (int i = 0; i < 300; ++i) idle.push_back(std::make_unique<Connection>(server.port()));
  Connection waiting(server.port());
  waiting.send(requestText(server.port(), "GET", "/v1/health", {}, ""));
  EXPECT_EQ(waiting.receive(false, 500).status, 0) << "the cap is 128 here";
  EXPECT_NE(server.errors().find(R"("event":"connections-at-limit","limit":128)"), std::string::npos) << server.errors();
  idle.clear();
  EXPECT_EQ(waiting.receive().status, 200);
  EXPECT_EQ(server.stop(SIGTERM), 0);
}

// A pipe holds 64 KiB, some 400 lines.
TEST(Logging, NeverWaitsForAReaderAndCountsWhatWasDropped) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  ASSERT_TRUE(server.start(folder / "data", {{"--demo"}, [&] { ::dup2(ends[1], STDERR_FILENO); }}));
  ::close(ends[1]);
  constexpr int kRequests = 2000;
  Connection connection(server.port());
  for (int i = 0; i < kRequests; ++i) {
    connection.send(requestText(server.port(), "GET", "/v1/city", {}, ""));
    ASSERT_EQ(connection.receive().status, 200) << i;
  }
  std::string lines;
  const auto readLines = [&] {
    pollfd wanted{ends[0], POLLIN, 0};
    char buffer[65536];
    while (::poll(&wanted, 1, 200) > 0 && (wanted.revents & POLLIN) != 0) {
      const ssize_t got = ::read(ends[0], buffer, sizeof buffer);
      if (got <= 0) break;
      lines.append(buffer, static_cast<std::size_t>(got));
    }
  };
  readLines();
  const auto written = std::count(lines.begin(), lines.end(), '\n');
  EXPECT_GT(written, 100);
  EXPECT_LT(written, kRequests);
  EXPECT_TRUE(lines.ends_with("}\n")) << "no half line";
  lines.clear();
  EXPECT_EQ(server.get("/v1/city").status, 200);
  readLines();
  const std::size_t at = lines.find(R"("event":"log-lines-dropped","count":)");
  ASSERT_NE(at, std::string::npos) << lines;
  // Once a second the server may have had something else to say.
  EXPECT_GE(written + std::atoll(lines.c_str() + lines.find("\"count\":", at) + 8), kRequests);
  EXPECT_NE(lines.find(R"("route":"/v1/city")"), std::string::npos) << "lines go on";
  EXPECT_EQ(server.stop(SIGTERM), 0);
  ::close(ends[0]);
}

TEST(Stopping, AnswersWhatHasBegunAndEndsWithStatus0) {
  ASSERT_TRUE(startCrypto());
  for (const int signal : {SIGTERM, SIGINT}) {
    const TemporaryFolder folder;
    ServerProcess server;
    ASSERT_TRUE(server.start(folder / "data", {{"--demo", "--threads", "3"}, {}}));
    const auto port = server.port();
    Connection idle(port), begun(port);
    idle.send(requestText(port, "GET", "/v1/health", {}, ""));
    EXPECT_EQ(idle.receive().status, 200);
    const std::string request = requestText(port, "GET", "/v1/city", {}, "");
    begun.send(request.substr(0, 20));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    ::kill(server.pid(), signal);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_TRUE(idle.isClosedByPeer(2000));
    begun.send(request.substr(20));
    const Reply reply = begun.receive();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_EQ(server.wait(), 0);
  }
}

}  // namespace
}  // namespace citycode::server::test
