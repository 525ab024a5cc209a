// Small parts at their edges, with time given instead of waited for.
#include <gtest/gtest.h>

#include <sodium.h>

#include <stdexcept>

#include "base/identifier.h"
#include "callers/request_pipeline.h"
#include "callers/nonce_memory.h"
#include "citycode/crypto.h"
#include "fault_or_none.h"
#include "http/client_network.h"
#include "http/json.h"
#include "http/problem.h"
#include "http/rate_limit.h"
#include "http/request.h"
#include "issuance/pseudonym.h"
#include "support/described.h"

namespace citycode::server::test {
namespace {

TEST(Identifier, IsAVersion7UuidThatSortsByTime) {
  ASSERT_TRUE(startCrypto());
  const Identifier early = newIdentifier(1'767'225'600'000), late = newIdentifier(1'767'225'600'001);
  EXPECT_LT(early, late);
  const std::string text = identifierText(early);
  EXPECT_EQ(text.substr(0, 15), "019b76da-a800-7");
  EXPECT_EQ(identifierFromText(text), early);
}

TEST(Identifier, IsReadInItsCanonicalFormOnly) {
  for (const char* text : {"", "019b76da-a800-7000-8000-00000000000", "019b76da-a800-7000-8000-0000000000011", "019B76DA-8800-7000-8000-000000000001",
                           "019b76da88007000-8000-0000-00000000001", "019b76da-a800-7000-8000-00000000000g", "{19b76da-8800-7000-8000-000000000001"}) {
    EXPECT_EQ(identifierFromText(text), std::nullopt) << text;
  }
}

TEST(RequestId, HasTheTimeInFront) {
  EXPECT_EQ(newRequestId(0).substr(0, 10), "0000000000");
  EXPECT_EQ(newRequestId((1LL << 48) - 1).substr(0, 10), "7ZZZZZZZZZ");
  EXPECT_NE(newRequestId(5), newRequestId(5));
}

TEST(NonceMemory, RemembersFor300SecondsAndNotLonger) {
  NonceMemory memory;
  const std::string owner(43, 'k'), nonce(22, 'n');
  EXPECT_EQ(memory.admit(owner, nonce, 1000), NonceMemory::Outcome::New);
  EXPECT_EQ(memory.admit(owner, nonce, 1299), NonceMemory::Outcome::Replayed);
  EXPECT_EQ(memory.admit(std::string(43, 'l'), nonce, 1299), NonceMemory::Outcome::New);
  EXPECT_EQ(memory.admit(owner, nonce, 1300), NonceMemory::Outcome::New);
}

TEST(NonceMemory, RefusesRatherThanForgetsWhenFull) {
  NonceMemory memory;
  const auto ownerOf = [](std::size_t i) { return std::to_string(i / NonceMemory::kPerOwner); };
  for (std::size_t i = 0; i < NonceMemory::kCapacity; ++i) ASSERT_EQ(memory.admit(ownerOf(i), std::to_string(i), 1000), NonceMemory::Outcome::New);
  EXPECT_EQ(memory.admit("k", "one more", 1299), NonceMemory::Outcome::Full);
  EXPECT_EQ(memory.admit("0", "0", 1299), NonceMemory::Outcome::Replayed);
  EXPECT_EQ(memory.admit("k", "one more", 1300), NonceMemory::Outcome::New);
}

TEST(NonceMemory, OneOwnerFillsItsOwnPartOnly) {
  NonceMemory memory;
  for (std::size_t i = 0; i < NonceMemory::kPerOwner; ++i) ASSERT_EQ(memory.admit("k", std::to_string(i), 1000), NonceMemory::Outcome::New);
  EXPECT_EQ(memory.admit("k", "one more", 1299), NonceMemory::Outcome::Full);
  EXPECT_EQ(memory.admit("l", "one more", 1299), NonceMemory::Outcome::New);
  EXPECT_EQ(memory.admit("k", "one more", 1300), NonceMemory::Outcome::New) << "evicted in time";
}

TEST(NonceMemory, APortalHasMoreThanADevice) {
  NonceMemory memory;
  for (std::size_t i = 0; i < NonceMemory::kPerPortal; ++i) ASSERT_EQ(memory.admit("k", std::to_string(i), 1000, NonceMemory::kPerPortal), NonceMemory::Outcome::New);
  EXPECT_EQ(memory.admit("k", "one more", 1299, NonceMemory::kPerPortal), NonceMemory::Outcome::Full);
}

TEST(NonceMemory, ForgetsEachByItsOwnTime) {
  NonceMemory memory;
  EXPECT_EQ(memory.admit("k", "from the future", 90'000), NonceMemory::Outcome::New);
  for (std::size_t i = 1; i < NonceMemory::kPerOwner; ++i) ASSERT_EQ(memory.admit("k", std::to_string(i), 1000), NonceMemory::Outcome::New);
  EXPECT_EQ(memory.admit("k", "one more", 1299), NonceMemory::Outcome::Full);
  EXPECT_EQ(memory.admit("k", "one more", 1300), NonceMemory::Outcome::New);
  EXPECT_EQ(memory.admit("k", "from the future", 1300), NonceMemory::Outcome::Replayed);
}

TEST(JsonBody, HasNoMemberTwice) {
  EXPECT_TRUE(readJsonObject(R"({"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]})", 3)) << "one name in several objects";
  for (const char* twice : {R"({"a":1,"a":1})", R"({"a":1,"a":2,"b":3})", R"({"a":1,"\u0061":2})", R"({"a":{"b":1,"b":2}})", R"({"a":[{"b":1},{"c":1,"c":1}]})"})
    for (const std::size_t members : {1u, 2u}) EXPECT_EQ(readJsonObject(twice, members).fault(), Fault::RequestMalformed) << twice;
}

TEST(JsonBody, HasExactlyTheMembersThatAreAskedFor) {
  EXPECT_TRUE(readJsonObject("{}", 0));
  EXPECT_TRUE(readJsonObject(R"({"a":1})", 1, "more"));
  EXPECT_TRUE(readJsonObject(R"({"a":1,"more":null})", 1, "more"));
  for (const char* other : {"{}", R"({"more":1})", R"({"a":1,"b":2})", R"({"a":1,"b":2,"more":3})", "[1]", "1", "", R"({"a":1}x)"})
    EXPECT_EQ(readJsonObject(other, 1, "more").fault(), Fault::RequestMalformed) << other;
}

TEST(JsonBody, HasNoTextThatSomeEngineCannotKeep) {
  for (const char* nul : {R"({"a":"\u0000"})", R"({"a":"b\u0000"})"}) EXPECT_EQ(takeText(*readJsonObject(nul, 1), "a", 64).fault(), Fault::RequestMalformed) << nul;
  EXPECT_EQ(*takeText(*readJsonObject(R"({"a":"\u0001\u00e9"})", 1), "a", 64), "\x01\u00e9");
}

TEST(Described, NoticesWhatTheDocumentDoesNotSay) {
  const test::Headers always{{"Date", "…"}, {"X-Request-Id", "…"}, {"Cache-Control", "no-store"}, {"Content-Type", "application/json"}};
  const auto told = [&](const char* body, int status = 200, const test::Headers& more = {}) {
    test::Reply reply{status, always, body};
    reply.headers.insert(reply.headers.end(), more.begin(), more.end());
    return test::undescribed("GET", "/v1/health", reply);
  };
  EXPECT_EQ(told(R"({"status":"ok","store":"ok"})"), "");
  for (const char* other : {R"({"status":"ok"})", R"({"status":"well","store":"ok"})", R"({"status":"ok","store":"ok","more":1})", R"({"status":1,"store":"ok"})", "[]", ""})
    EXPECT_NE(told(other), "") << other;
  EXPECT_NE(told(R"({"status":"ok","store":"ok"})", 201), "") << "a status";
  EXPECT_NE(told(R"({"status":"ok","store":"ok"})", 200, {{"ETag", "\"a\""}}), "") << "a header";
  EXPECT_NE(test::undescribed("GET", "/v1/health", {200, {{"Content-Type", "application/json"}}, R"({"status":"ok","store":"ok"})"}), "") << "without its headers";
  EXPECT_NE(test::undescribed("POST", "/v1/health", {200, always, "{}"}), "") << "a method";
  EXPECT_NE(test::undescribed("GET", "/v1/more", {200, always, "{}"}), "") << "a path";
}

TEST(RateLimit, RefillsWithTimeUpToTheBurst) {
  RateLimit limit({.perSecond = 2, .burst = 4});
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(limit.admit("a", 0));
  EXPECT_FALSE(limit.admit("a", 0));
  EXPECT_TRUE(limit.admit("b", 0)) << "others have their own bucket";
  EXPECT_FALSE(limit.admit("a", 499));
  EXPECT_TRUE(limit.admit("a", 1000));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(limit.admit("a", 1'000'000));
  EXPECT_FALSE(limit.admit("a", 1'000'000));
  EXPECT_FALSE(limit.admit("a", 999'000)) << "a clock that goes back gives nothing";
}

TEST(RateLimit, SaysToTheSecondWhenItIsOpenAgain) {
  RateLimit limit({.perSecond = 0.1, .burst = 2});   // one in ten seconds
  EXPECT_EQ(limit.waitSeconds("a", 0), 0) << "nobody asked yet";
  EXPECT_TRUE(limit.admit("a", 0));
  EXPECT_EQ(limit.waitSeconds("a", 0), 0);
  EXPECT_TRUE(limit.admit("a", 0));
  EXPECT_EQ(limit.waitSeconds("a", 0), 10);
  EXPECT_EQ(limit.waitSeconds("a", 500), 10);
  EXPECT_FALSE(limit.admit("a", 9'999));
  EXPECT_EQ(limit.waitSeconds("a", 9'999), 1);
  EXPECT_TRUE(limit.admit("a", 10'000));
  limit.charge("a", 2, 10'000);   // it cost more than it seemed
  EXPECT_EQ(limit.waitSeconds("a", 10'000), 30);
  EXPECT_FALSE(limit.admit("a", 39'999));
  EXPECT_TRUE(limit.admit("a", 40'000));
  limit.refund("a", 40'000);   // somebody else pays
  EXPECT_TRUE(limit.admit("a", 40'000));
  for (int i = 0; i < 9; ++i) limit.refund("b", 0);
  EXPECT_TRUE(limit.admit("b", 0) && limit.admit("b", 0));
  EXPECT_FALSE(limit.admit("b", 0)) << "no more than the burst";
}

TEST(ClientNetwork, CountsAHouseholdAsOne) {
  EXPECT_EQ(clientNetworkOf("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(clientNetworkOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(clientNetworkOf("2001:db8:1:2:ffff:ffff:ffff:ffff"), "2001:db8:1:2::");
  EXPECT_NE(clientNetworkOf("2001:db8:1:3::1"), clientNetworkOf("2001:db8:1:2::1"));
  EXPECT_EQ(clientNetworkOf("::ffff:203.0.113.7"), "203.0.113.7") << "an IPv4 client of a socket that takes both";
  EXPECT_NE(clientNetworkOf("::ffff:203.0.113.7"), clientNetworkOf("::ffff:203.0.113.8"));
  EXPECT_EQ(clientNetworkOf("fe80::1%eth0"), "fe80::");
  EXPECT_EQ(clientNetworkOf(""), "");
}

TEST(RateLimit, StaysBoundedUnderManyAddresses) {
  RateLimit limit({.perSecond = 1, .burst = 1});
  for (int i = 0; i < 200'000; ++i) limit.admit(std::to_string(i), i);
  EXPECT_TRUE(limit.admit("new", 200'000));
}

TEST(AcceptsToken, ReadsListsAndQualities) {
  EXPECT_TRUE(acceptsToken("gzip, br", "br"));
  EXPECT_TRUE(acceptsToken("BR;q=0.001", "br"));
  EXPECT_FALSE(acceptsToken("br;q=0.00", "br"));
  EXPECT_FALSE(acceptsToken("brotli, xbr", "br"));
  EXPECT_FALSE(acceptsToken(",,;,", "br"));
}

TEST(Request, JoinsRepeatedHeaders) {
  Request request;
  request.addHeader("Signature", "a");
  request.addHeader("SIGNATURE", "b");
  EXPECT_EQ(request.header("signature"), "a, b") << "which no signature profile accepts";
  EXPECT_EQ(request.header("absent"), "");
}

TEST(Problem, HasATitleAndAStatusForEveryFault) {
#define CC_FAULT(enumerator, id, httpStatus, retryable)                                   \
  {                                                                                       \
    const Response response = problem(Fault::enumerator, "R");                            \
    EXPECT_FALSE(problemTitle(Fault::enumerator).empty()) << id;                          \
    EXPECT_EQ(response.status, httpStatus == 0 ? 500 : httpStatus) << id;                 \
    EXPECT_EQ(response.hasHeader("Retry-After"), httpStatus == 429 || httpStatus == 503); \
  }
#include "citycode/faults.def"
#undef CC_FAULT
}

TEST(Problem, TellsASitesRequestsApart) {
  const std::map<Fault, int> statusOf{{Fault::PortalNotRegistered, 403}, {Fault::PortalUnknown, 404}, {Fault::PortalOpened, 409}, {Fault::PortalOldCode, 410}};
  for (const auto& [fault, status] : statusOf) EXPECT_EQ(problem(fault, "R").status, status) << faultId(fault);
}

TEST(Pseudonym, IsTheKeyedBlake2bThatTheDocumentsSay) {
  const Bytes key(32, 7);
  Identifier person{};
  person.fill(9);
  Bytes message(person.begin(), person.end());
  for (const char c : std::string("medical")) message.push_back(static_cast<std::uint8_t>(c));
  std::array<std::uint8_t, 32> hash{};
  crypto_generichash(hash.data(), hash.size(), message.data(), message.size(), key.data(), key.size());
  const Pseudonym pseudonym = pseudonymOf(key, person, "medical");
  EXPECT_TRUE(std::equal(pseudonym.begin(), pseudonym.end(), hash.begin()));
}

TEST(Pseudonym, OfAVenueKeepsSceneAndVenueApart) {
  const Bytes key(32, 7);
  Identifier person{};
  person.fill(9);
  Bytes message(person.begin(), person.end());
  for (const char c : std::string_view("medical\0clinic-2", 16)) message.push_back(static_cast<std::uint8_t>(c));
  std::array<std::uint8_t, 32> hash{};
  crypto_generichash(hash.data(), hash.size(), message.data(), message.size(), key.data(), key.size());
  const Pseudonym pseudonym = pseudonymOf(key, person, "medical", "clinic-2");
  EXPECT_TRUE(std::equal(pseudonym.begin(), pseudonym.end(), hash.begin()));
  EXPECT_NE(pseudonymOf(key, person, "ab", "c"), pseudonymOf(key, person, "a", "bc"));
  EXPECT_NE(pseudonymOf(key, person, "ab", "c"), pseudonymOf(key, person, "abc"));
}

TEST(RequestPipeline, CallsAHandlersExceptionABugOfOurs) {
  Authenticator authenticator;
  Router router(authenticator);
  router.add({Method::Get, "/v1/broken", kAnyone, Work::Quick, [](const Call&) -> Response { throw std::runtime_error("with a secret"); }});
  const Log log{Clock()};
  RateLimit unlimited({.perSecond = 0});
  Metrics metrics;
  RequestPipeline pipeline(router, unlimited, Clock(), log, metrics, {"http://localhost"});
  Request request;
  request.method = Method::Get;
  request.target = "/v1/broken";
  const Response response = pipeline.answer(request);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.fault, Fault::InternalBug);
  EXPECT_EQ(response.content().find("secret"), std::string_view::npos);
  EXPECT_NE(metrics.text({}).find(R"(citycode_http_refusals_total{fault="internal/bug"} 1)"), std::string::npos) << metrics.text({});
}

}  // namespace
}  // namespace citycode::server::test
