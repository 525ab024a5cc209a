// A clock that was ahead, is ahead, or is set back: what is signed meanwhile, and that the city is right again afterwards.
#include <signal.h>
#include <unistd.h>

#include <cstdlib>

#include "base/city_time.h"
#include "callers/nonce_memory.h"
#include "citycode/pass.h"
#include "citycode/status_list.h"
#include "support/demo_city.h"
#include "support/machine.h"
#include "support/scanner.h"

namespace citycode::server::test {
namespace {

constexpr std::int64_t kHour = 3600, kDay = 86400, kWeek = 7 * kDay;
/// A request, a look once a second, and a busy machine.
constexpr int kPatienceSteps = 1000, kPatienceStepMicroseconds = 20'000;

std::vector<PassClaims> issued(const ServerProcess& server, const Device& device, const Tampering& t = {}) {
  std::vector<PassClaims> claims;
  const auto answer = device.post(server, "/v1/passes", passesBody({"transit"}), t).json();
  for (const auto& pass : answer["passes"]) claims.push_back(*readUnverifiedPass(*decodeBase64Url(pass["pass"].get<std::string>())));
  return claims;
}

template <class Condition>
bool becomes(Condition condition) {
  for (int i = 0; i < kPatienceSteps && !condition(); ++i) ::usleep(kPatienceStepMicroseconds);
  return condition();
}

class Clocks : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    wallClockIsAheadBy("0");
  }
  std::string data() const { return folder_ / "data"; }
  std::string stepFile() const { return folder_ / "step"; }
  /// The machine's clock alone, not the time that passes. In one step, because the server reads at any moment.
  void wallClockIsAheadBy(const std::string& seconds) const {
    writeFile(stepFile() + ".new", seconds + "\n");
    std::filesystem::rename(stepFile() + ".new", stepFile());
  }
  StartOptions stepped() const { return {{"--demo", "--post-rate", "0", "--clock-step-file", stepFile()}, {}}; }
  static bool isInDoubt(const ServerProcess& server) { return server.get("/v1/health").json().value("clock", "") == "in-doubt"; }
  static std::int64_t timeOf(const ServerProcess& server) { return server.get("/v1/city").json()["nowUnixSeconds"]; }
  static bool isAbout(std::int64_t a, std::int64_t b) { return std::llabs(a - b) < 100; }

  TemporaryFolder folder_;
};

TEST_F(Clocks, AStartWithAClockThatIsAWeekAheadHarmsNobodyOnceItIsRight) {
  const Device device, cardHolder;
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
  const auto passes = issued(server, device);
  ASSERT_EQ(passes.size(), 1u);
  Scanner right(server), wrongToo(server);
  ASSERT_EQ(right.fetch(server, nowUnixSeconds()), "");
  server.stop(SIGTERM);

  ASSERT_TRUE(server.start(data(), {{"--demo", "--clock-offset-seconds", std::to_string(kWeek)}, {}})) << server.errors();
  const std::string code = newDemoCode(server, 2);
  ASSERT_EQ(right.fetch(server, nowUnixSeconds()), "trust/from-future");
  ASSERT_EQ(wrongToo.fetch(server, nowUnixSeconds() + kWeek), "");
  const Reply revoked = device.post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"removed"})", {.clockOffsetSeconds = kWeek});
  ASSERT_EQ(revoked.status, 200) << revoked.body;
  server.stop(SIGTERM);

  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}})) << server.errors();
  const std::int64_t now = nowUnixSeconds();
  Scanner fresh(server);
  for (Scanner* scanner : {&right, &wrongToo, &fresh}) {
    EXPECT_EQ(scanner->fetch(server, now), "");
    EXPECT_EQ(scanner->stateOf(passes[0], now), CheckState::Failed) << "what was revoked by the wrong clock";
    EXPECT_LE(scanner->trust->issuedUnixSeconds, now + 60);
    EXPECT_LE(scanner->trust->issuers[0].notBeforeUnixSeconds, now);
    EXPECT_LE(scanner->trust->issuers[0].expiresUnixSeconds, now + 400 * kDay + 60);
    EXPECT_LE(scanner->lists.newestIssuedUnixSeconds(), now + 60) << "its own clock is right now";
  }
  ASSERT_EQ(cardHolder.enrol(server, code).status, 201) << "an unused code is not lost";
  server.stop(SIGTERM);
}

TEST_F(Clocks, ACityThatWasMadeByAClockAheadIsRightOnceItIs) {
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), {{"--demo", "--clock-offset-seconds", std::to_string(kWeek)}, {}}));
  const std::string code = newDemoCode(server);
  const Device device;
  ASSERT_EQ(device.enrol(server, code, {.clockOffsetSeconds = kWeek}).status, 201);
  ASSERT_EQ(issued(server, device, {.clockOffsetSeconds = kWeek}).size(), 1u);
  const std::string open = newDemoCode(server);
  ASSERT_EQ(server.get("/v1/status-lists").status, 200);
  server.stop(SIGTERM);

  ASSERT_TRUE(server.start(data(), {{"--demo"}, {}}));
  Scanner fresh(server);
  ASSERT_EQ(fresh.fetch(server, nowUnixSeconds()), "");
  const auto passes = issued(server, device);
  ASSERT_EQ(passes.size(), 1u);
  EXPECT_LE(fresh.trust->issuers[0].notBeforeUnixSeconds, passes[0].notBeforeUnixSeconds) << "else nobody may show it";
  EXPECT_EQ(fresh.stateOf(passes[0], nowUnixSeconds()), CheckState::Passed);
  server.stop(SIGTERM);

  ASSERT_TRUE(server.start(data(), {{"--demo", "--clock-offset-seconds", std::to_string(2 * kDay)}, {}}));
  EXPECT_EQ(Device().enrol(server, open, {.clockOffsetSeconds = 2 * kDay}).fault(), "enrol/expired-code") << "not a week longer";
}

TEST_F(Clocks, AStepForwardIsNotSignedAndHealthAndLogSaySo) {
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), stepped())) << server.errors();
  const Device device;
  ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
  Scanner scanner(server);
  ASSERT_EQ(scanner.fetch(server, nowUnixSeconds()), "");
  for (const std::int64_t ahead : {kHour, 12 * 366 * kDay}) {
    wallClockIsAheadBy(std::to_string(ahead));
    EXPECT_EQ(scanner.fetch(server, nowUnixSeconds()), "");
    EXPECT_TRUE(isAbout(timeOf(server), nowUnixSeconds()));
    const auto passes = issued(server, device);
    ASSERT_EQ(passes.size(), 1u) << "phones with a right clock go on";
    EXPECT_LE(passes[0].notBeforeUnixSeconds, nowUnixSeconds());
    const auto health = server.get("/v1/health").json();
    EXPECT_EQ(health["status"], "attention");
    EXPECT_EQ(health["clock"], "in-doubt");
    EXPECT_TRUE(isAbout(health["clockAheadSeconds"], ahead));
    EXPECT_TRUE(becomes([&] { return server.errors().find(R"("event":"clock-in-doubt")") != std::string::npos; }));
    wallClockIsAheadBy("0");
    EXPECT_FALSE(isInDoubt(server));
    EXPECT_EQ(scanner.fetch(server, nowUnixSeconds()), "");
    EXPECT_TRUE(becomes([&] { return server.errors().find(R"("event":"clock-believed")") != std::string::npos; }));
  }
}

TEST_F(Clocks, AStepThatWasConfirmedAndWasWrongIsTakenBackWithTheClock) {
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), stepped()));
  Scanner right(server), wrongToo(server);
  ASSERT_EQ(right.fetch(server, nowUnixSeconds()), "");
  wallClockIsAheadBy(std::to_string(kHour));
  ASSERT_TRUE(isInDoubt(server));
  const Finished confirmed = runToEnd({"--data", data(), "--clock-step-file", stepFile(), "confirm-clock"});
  EXPECT_EQ(confirmed.status, 0) << confirmed.errors;
  EXPECT_TRUE(confirmed.output.starts_with("The clock is taken for right: it is 20")) << confirmed.output;
  ASSERT_TRUE(becomes([&] { return !isInDoubt(server); })) << server.errors();
  EXPECT_TRUE(isAbout(timeOf(server), nowUnixSeconds() + kHour));
  // The next list of an hour later is signed on the next request; a status list after 15 minutes is old.
  ASSERT_EQ(wrongToo.fetch(server, nowUnixSeconds() + kHour), "");
  ASSERT_GT(wrongToo.lists.newestIssuedUnixSeconds(), nowUnixSeconds() + kHour / 2);

  wallClockIsAheadBy("0");
  ASSERT_TRUE(becomes([&] { return server.errors().find(R"("event":"dates-settled")") != std::string::npos &&
                                   server.errors().find(R"("event":"clock-stepped-back")") != std::string::npos; })) << server.errors();
  EXPECT_EQ(right.fetch(server, nowUnixSeconds()), "");
  EXPECT_EQ(wrongToo.fetch(server, nowUnixSeconds()), "");
  EXPECT_LE(wrongToo.lists.newestIssuedUnixSeconds(), nowUnixSeconds() + 60);
}

TEST_F(Clocks, WhatATimeServiceSetIsBelieved) {
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), stepped()));
  wallClockIsAheadBy("7200 synchronised");
  EXPECT_TRUE(isAbout(timeOf(server), nowUnixSeconds() + 7200));
  EXPECT_FALSE(isInDoubt(server));
}

TEST_F(Clocks, OneDeviceCannotTakeTheMemoryOfNoncesFromTheOthers) {
  ServerProcess server;
  StartOptions options = stepped();
  options.arguments.insert(options.arguments.end(), {"--device-rate", "0"});   // or that limit would come first
  ASSERT_TRUE(server.start(data(), options));
  const Device busy, other;
  ASSERT_EQ(busy.enrol(server, newDemoCode(server)).status, 201);
  ASSERT_EQ(other.enrol(server, newDemoCode(server, 2)).status, 201);
  wallClockIsAheadBy("86400 synchronised");
  EXPECT_EQ(busy.post(server, "/v1/passes", "{}", {.clockOffsetSeconds = kDay}).fault(), "request/malformed");
  wallClockIsAheadBy("0");
  std::string fault;
  for (std::size_t i = 0; i < NonceMemory::kPerOwner && fault != "request/too-many"; ++i) fault = busy.post(server, "/v1/passes", "{}").fault();
  EXPECT_EQ(fault, "request/too-many");
  EXPECT_EQ(other.post(server, "/v1/passes", passesBody({"transit"})).status, 200);
}

TEST_F(Clocks, AStepWhileTheServerIsAwayIsNoticedAtTheStart) {
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), stepped()));
  server.stop(SIGTERM);
  wallClockIsAheadBy(std::to_string(kDay));
  for (const int end : {SIGKILL, SIGTERM}) {
    ASSERT_TRUE(server.start(data(), stepped()));
    EXPECT_TRUE(isInDoubt(server));
    EXPECT_TRUE(isAbout(timeOf(server), nowUnixSeconds()));
    server.stop(end);
  }
  const Finished code = runToEnd({"--data", data(), "--clock-step-file", stepFile(), "enrolment-code", "--person", demoPersonId(1)});
  ASSERT_EQ(code.status, 0) << code.errors;
  wallClockIsAheadBy("0");
  ASSERT_TRUE(server.start(data(), stepped()));
  EXPECT_FALSE(isInDoubt(server));
}

TEST_F(Clocks, AfterARestartOfTheMachineAWeekIsBelievedAndMoreIsAsked) {
  const Device device;
  ServerProcess server;
  ASSERT_TRUE(server.start(data(), stepped()));
  ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
  server.stop(SIGTERM);
  const auto lastSeen = [&](std::int64_t seconds) { writeFile(data() + "/clock.mark", "- 0 " + std::to_string((nowUnixSeconds() - seconds) * 1000) + "\n"); };
  lastSeen(kWeek - kHour);
  ASSERT_TRUE(server.start(data(), stepped()));
  EXPECT_FALSE(isInDoubt(server));
  server.stop(SIGTERM);
  lastSeen(kWeek + kHour);
  ASSERT_TRUE(server.start(data(), stepped()));
  EXPECT_TRUE(isInDoubt(server));
  const Reply waiting = device.post(server, "/v1/passes", passesBody({"transit"}));
  EXPECT_EQ(waiting.status, 503);
  EXPECT_EQ(waiting.fault(), "request/server-clock-in-doubt") << "the phone's clock is right";
  EXPECT_FALSE(waiting.header("Retry-After").empty());
  ASSERT_EQ(runToEnd({"--data", data(), "--clock-step-file", stepFile(), "confirm-clock"}).status, 0);
  ASSERT_TRUE(becomes([&] { return !isInDoubt(server); }));
  EXPECT_EQ(device.post(server, "/v1/passes", passesBody({"transit"})).status, 200);
}

TEST_F(Clocks, ConfirmingNeedsACity) {
  const Finished finished = runToEnd({"--data", folder_ / "nowhere", "confirm-clock"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.errors.find("There is no city in"), std::string::npos);
}

TEST(CityTime, GoesOnWithSleepAndSmallCorrections) {
  Machine machine;
  CityTime time(machine.clocks(), std::nullopt);
  EXPECT_EQ(time.nowUnixMs(), machine.reading.wallUnixMs);
  machine.pass(30LL * 86'400'000);
  EXPECT_EQ(time.nowUnixMs(), machine.reading.wallUnixMs) << "asleep for a month";
  machine.reading.wallUnixMs += kClockStepMs;
  EXPECT_EQ(time.nowUnixMs(), machine.reading.wallUnixMs);
  machine.reading.wallUnixMs += kClockStepMs + 1;
  EXPECT_EQ(time.nowUnixMs(), machine.reading.wallUnixMs - kClockStepMs - 1) << "one millisecond too far";
  EXPECT_EQ(time.state().doubtSeconds, kClockStepMs / 1000);
}

TEST(CityTime, BelievesAStepBackAndTheWayBackFromIt) {
  Machine machine;
  machine.pass(86'400'000);
  CityTime time(machine.clocks(), std::nullopt);
  time.nowUnixMs();
  machine.reading.wallUnixMs -= 3'600'000;
  EXPECT_EQ(time.nowUnixMs(), machine.reading.wallUnixMs);
  EXPECT_EQ(time.state().stepsBack, 1u);
  machine.pass(60'000);
  machine.reading.wallUnixMs += 3'600'000;
  EXPECT_EQ(time.nowUnixMs(), machine.reading.wallUnixMs) << "where the boot clock says that it was";
  machine.reading.wallUnixMs = kEarliestUnixMs - 1;
  EXPECT_GT(time.nowUnixMs(), kEarliestUnixMs) << "no right clock shows that";
  EXPECT_LT(*time.state().doubtSeconds, 0);
}

TEST(CityTime, TakesAConfirmationForThisRunOfTheMachineOnly) {
  Machine machine;
  CityTime time(machine.clocks(), std::nullopt);
  time.nowUnixMs();
  machine.reading.wallUnixMs += 3'600'000;
  time.confirm({"boot-0", machine.reading});
  EXPECT_TRUE(time.state().doubtSeconds);
  time.confirm({"boot-1", machine.reading});
  machine.pass(60'000);
  EXPECT_FALSE(time.state().doubtSeconds);
  EXPECT_EQ(time.nowUnixMs(), machine.reading.wallUnixMs);
}

}  // namespace
}  // namespace citycode::server::test
