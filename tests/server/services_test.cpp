// POST /v1/services and /v1/rating-tokens: from a service that ended to one token, for whoever was served and nobody else.
#include <signal.h>

#include "support/demo_city.h"
#include "support/engines.h"
#include "support/rater.h"

namespace citycode::server::test {
namespace {

class Services : public DemoCity {
 protected:
  static void SetUpTestSuite() {
    DemoCity::SetUpTestSuite();
    trust_ = std::make_unique<TrustList>(trustOf(server()));
    taxOffice_ = std::make_unique<Device>(enrolledDesk(server(), "tax-office"));
  }
  static void TearDownTestSuite() {
    taxOffice_.reset();
    trust_.reset();
    DemoCity::TearDownTestSuite();
  }
  static const TrustList& trust() { return *trust_; }
  static const Device& taxOffice() { return *taxOffice_; }
  static Reply end(const Ended& ended) { return endService(server(), taxOffice(), ended); }
  static std::string data() { return folder() + "/data"; }
  static std::string counted(const std::string& column) {
    return runOnRecords(data(), "SELECT CAST(coalesce(sum(" + column + "), 0) AS TEXT) FROM figure");
  }

 private:
  static inline std::unique_ptr<TrustList> trust_;
  static inline std::unique_ptr<Device> taxOffice_;
};

TEST_F(Services, EndWithATicketThatPhonesBelieve) {
  const HeldPass pass = fetchPass(server(), enrolled());
  const Reply reply = end({.pass = pass.digest()});
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  const auto answer = reply.json();
  EXPECT_EQ(answer["link"], "/rate/#ticket=" + answer["ticket"].get<std::string>());
  EXPECT_EQ(answer["channel"], "on-site");
  const ServiceTicket ticket = readTicket(reply, trust());
  EXPECT_EQ(ticket.officeId, "tax-office");
  EXPECT_EQ(ticket.officeNames.at(static_cast<Language>(2)), "示范税务局");
  EXPECT_EQ(ticket.itemId, "tax-return");
  EXPECT_EQ(ticket.itemNames.at(static_cast<Language>(1)), "Tax return");
  EXPECT_EQ(ticket.channel, Channel::OnSite);
  EXPECT_EQ(ticket.passDigest, pass.digest());
  EXPECT_NEAR(static_cast<double>(ticket.endedUnixSeconds), static_cast<double>(nowUnixSeconds()), 5);
  EXPECT_EQ(answer["endedUnixSeconds"], ticket.endedUnixSeconds);
  EXPECT_EQ(answer["expiresUnixSeconds"].get<std::int64_t>(), ticket.endedUnixSeconds + 14 * 86400);
  for (const auto& [way, channel] : std::vector<std::pair<std::string, std::string>>{{"on-site", "on-site-slip"}, {"online", "online-link"}, {"telephone", "telephone"}})
    EXPECT_EQ(end({.way = way}).json()["channel"], channel);
  EXPECT_EQ(end({.way = "online", .pass = pass.digest()}).json()["channel"], "online");
}

TEST_F(Services, AreCountedOnceForEachCase) {
  const std::string services = counted("services"), tickets = counted("tickets");
  const auto more = [](const std::string& before, int n) { return std::to_string(std::stoi(before) + n); };
  const Ended ended{.caseReference = "案件 2026/4711"};
  const Reply first = end(ended);
  ASSERT_EQ(first.status, 201);
  EXPECT_EQ(end(ended).body, first.body) << "byte for byte";
  EXPECT_EQ(counted("services"), more(services, 1));
  EXPECT_EQ(counted("tickets"), more(tickets, 1));
  const Reply other = end({.item = "tax-certificate", .caseReference = ended.caseReference});
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(other.fault(), "request/replayed") << "it is the case of another service";
  EXPECT_EQ(end({.way = "online", .caseReference = ended.caseReference}).fault(), "request/replayed");
  EXPECT_EQ(end({.caseReference = ended.caseReference, .pass = Sha256{}}).fault(), "request/replayed");

  const Device hospital = enrolledDesk(server(), "first-hospital");
  const Reply elsewhere = endService(server(), hospital, {.item = "outpatient", .caseReference = ended.caseReference});
  EXPECT_EQ(elsewhere.status, 201) << "cases are an office's own";
  EXPECT_NE(readTicket(elsewhere, trust()).id, readTicket(first, trust()).id);
  EXPECT_EQ(counted("services"), more(services, 2));
}

TEST_F(Services, AreCountedWhereNobodyCouldBeHandedATicket) {
  const std::string services = counted("services"), tickets = counted("tickets");
  const Reply silent = end({.way = "telephone", .caseReference = "hung-up", .ticket = false});
  EXPECT_EQ(silent.status, 201);
  EXPECT_EQ(silent.json(), (nlohmann::json{{"ticket", nullptr}}));
  EXPECT_EQ(std::stoi(counted("services")), std::stoi(services) + 1);
  EXPECT_EQ(counted("tickets"), tickets);
  const Reply later = end({.way = "telephone", .caseReference = "hung-up"});
  EXPECT_EQ(readTicket(later, trust()).channel, Channel::Telephone) << "they called again";
  EXPECT_EQ(std::stoi(counted("services")), std::stoi(services) + 1);
  EXPECT_EQ(std::stoi(counted("tickets")), std::stoi(tickets) + 1);
}

TEST_F(Services, RefuseWhatTheCatalogueDoesNotHave) {
  EXPECT_EQ(end({.item = "passport"}).status, 404);
  EXPECT_EQ(end({.item = "passport"}).fault(), "ticket/unknown-office");
  EXPECT_EQ(end({.item = "outpatient"}).fault(), "ticket/unknown-office") << "of another office";
  EXPECT_EQ(endService(server(), enrolledDesk(server(), "city-library"), {}).fault(), "ticket/unknown-office") << "a venue that is no office";
  EXPECT_EQ(endService(server(), enrolled(), {}).fault(), "issue/unknown-device") << "a phone";
  EXPECT_EQ(server().post("/v1/services", Ended{}.body()).fault(), "request/signature-missing");
  EXPECT_EQ(server().get("/v1/services").status, 405);
}

TEST_F(Services, RefuseBodiesOfAnotherShape) {
  const auto refused = [&](const std::string& body) { return taxOffice().post(server(), "/v1/services", body).fault(); };
  EXPECT_EQ(end({.way = "telephone", .pass = Sha256{}}).fault(), "request/malformed") << "nobody shows a code on the telephone";
  EXPECT_EQ(end({.way = "by-post"}).fault(), "request/malformed");
  EXPECT_EQ(end({.caseReference = std::string(65, 'x')}).fault(), "request/malformed");
  std::string wide;
  for (int i = 0; i < 64; ++i) wide += "\xf0\x9f\x8f\x9b";   // 64 characters of 4 bytes
  EXPECT_EQ(end({.caseReference = wide}).status, 201);
  const auto body = nlohmann::json::parse(Ended{}.body());
  for (const char* member : {"item", "way", "case", "pass", "ticket"}) {
    auto without = body, other = body;
    without.erase(member);
    other[member] = 7;
    EXPECT_EQ(refused(without.dump()), "request/malformed") << member;
    EXPECT_EQ(refused(other.dump()), "request/malformed") << member;
  }
  auto more = body, empty = body, shortPass = body;
  more["name"] = "Wang";
  empty["case"] = "";
  shortPass["pass"] = "AAAA";
  for (const auto& wrong : {more, empty, shortPass}) EXPECT_EQ(refused(wrong.dump()), "request/malformed");
  for (const char* wrong : {"", "[]", "null", "{"}) EXPECT_EQ(refused(wrong), "request/malformed") << wrong;
}

TEST_F(Services, ATicketIsOneTokenWhichIsAnsweredAgainForTheSameElementAlone) {
  const std::string tokens = counted("tokens");
  const ServiceTicket ticket = readTicket(end({}), trust());
  const RatingToken token, other;
  const Reply first = askToken(server(), ticket, token), again = askToken(server(), ticket, token);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.header("Cache-Control"), "no-store");
  const auto output = token.finish(first, ticket.service(), trust());
  ASSERT_TRUE(output);
  EXPECT_EQ(token.finish(again, ticket.service(), trust()), output) << "the same token, if the first answer was lost";
  const Reply refused = askToken(server(), ticket, other);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.fault(), "ticket/used");
  EXPECT_EQ(std::stoi(counted("tokens")), std::stoi(tokens) + 1);
  RatedService elsewhere = ticket.service();
  elsewhere.itemId = "tax-certificate";
  EXPECT_FALSE(token.finish(first, elsewhere, trust())) << "its proof is for this service";
  EXPECT_EQ(first.json()["key"], encodeBase64Url(ratingKeyOf(trust(), ticket.service().week)->key));
}

TEST_F(Services, ATicketThatNamesAPassIsForThePhoneThatHoldsItsKey) {
  const Device phone = enrolled(), staff = enrolled(2);
  const HeldPass shown = fetchPass(server(), phone), others = fetchPass(server(), staff);
  const ServiceTicket ticket = readTicket(end({.pass = shown.digest()}), trust());
  const RatingToken token;
  const Reply otherPass = askToken(server(), ticket, token, &others);
  EXPECT_EQ(otherPass.status, 403);
  EXPECT_EQ(otherPass.fault(), "ticket/other-pass") << "staff cannot rate themselves";
  EXPECT_EQ(askToken(server(), ticket, token).fault(), "ticket/other-pass") << "nor who has no pass";
  EXPECT_EQ(askToken(server(), ticket, token, &shown, {.signer = &others.key}).fault(), "request/signature-mismatch") << "nor who copied the pass";
  EXPECT_EQ(askToken(server(), ticket, token, &shown, {.keyId = staff.id()}).fault(), "request/signature-mismatch");
  EXPECT_EQ(askToken(server(), ticket, token, &shown, {.breakSignature = true}).fault(), "request/signature-mismatch");
  EXPECT_EQ(askToken(server(), ticket, token, &shown, {.clockOffsetSeconds = -300}).fault(), "request/clock-differs");
  EXPECT_EQ(server().post("/v1/rating-tokens", token.body(ticket.id, shown.bytes)).fault(), "request/signature-missing");
  Bytes forged = shown.bytes;
  forged.back() ^= 1;
  EXPECT_EQ(server().post("/v1/rating-tokens", token.body(ticket.id, forged)).fault(), "request/signature-missing");
  const HeldPass bent{newSigningKey(), forged};
  EXPECT_EQ(askToken(server(), ticket, token, &bent).fault(), "ticket/other-pass");
  EXPECT_TRUE(token.finish(askToken(server(), ticket, token, &shown), ticket.service(), trust())) << "no refusal used the ticket up";

  const ServiceTicket invented = readTicket(end({.pass = sha256(forged)}), trust());
  EXPECT_EQ(askToken(server(), invented, token, &bent).fault(), "signature/issuer-mismatch") << "a pass that no issuer signed";
  const ServiceTicket slip = readTicket(end({}), trust());
  EXPECT_EQ(askToken(server(), slip, token, &shown).fault(), "request/malformed") << "which asks for none";
}

TEST_F(Services, RefuseTicketsAndElementsThatAreNone) {
  const ServiceTicket ticket = readTicket(end({}), trust());
  const RatingToken token;
  const Reply unknown = server().post("/v1/rating-tokens", token.body(TicketId{}));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.fault(), "ticket/unknown");
  auto body = nlohmann::json::parse(token.body(ticket.id));
  body["blinded"] = encodeBase64Url(Element{});   // the neutral element: RFC 9497 section 2.1
  EXPECT_EQ(server().post("/v1/rating-tokens", body.dump()).fault(), "token/bad-element");
  Element none;
  none.fill(0xff);
  body["blinded"] = encodeBase64Url(none);
  EXPECT_EQ(server().post("/v1/rating-tokens", body.dump()).fault(), "token/bad-element");
  EXPECT_EQ(askToken(server(), ticket, token).status, 200) << "neither used the ticket up";
  const auto good = nlohmann::json::parse(token.body(ticket.id));
  for (const auto& [member, value] : std::vector<std::pair<std::string, nlohmann::json>>{{"ticket", "AAAA"}, {"ticket", 5}, {"blinded", "AAAA"}, {"blinded", nullptr}, {"more", 1}}) {
    auto wrong = good;
    wrong[member] = value;
    EXPECT_EQ(server().post("/v1/rating-tokens", wrong.dump()).fault(), "request/malformed") << wrong.dump();
  }
  EXPECT_EQ(server().post("/v1/rating-tokens", good.dump(), {{"Content-Type", "text/plain"}}).status, 415);
}

/// A city whose clock is moved by restarts.
class MovedClock : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(startCrypto()); }
  void startAt(std::int64_t offsetSeconds) {
    server_.stop(SIGTERM);
    offset_ = offsetSeconds;
    ASSERT_TRUE(server_.start(data_, {{"--demo", "--post-rate", "0", "--clock-offset-seconds", std::to_string(offsetSeconds)}, {}})) << server_.errors();
  }
  ServiceTicket ended(const Device& desk, const std::string& caseReference) {
    return readTicket(endService(server_, desk, {.caseReference = caseReference}, {.clockOffsetSeconds = offset_}), trustOf(server_), nowUnixSeconds() + offset_);
  }

  const TemporaryFolder folder_;
  const std::string data_ = folder_ / "data";
  std::int64_t offset_ = 0;
  ServerProcess server_;
};

TEST_F(MovedClock, TicketsAreGoodFor14DaysAndTheirServicesAreForgottenEightDaysLater) {
  startAt(0);
  const Device desk = enrolledDesk(server_, "tax-office");
  const ServiceTicket early = ended(desk, "1"), late = ended(desk, "2");
  startAt(14 * 86400 - 120);
  EXPECT_EQ(askToken(server_, early, RatingToken()).status, 200);
  startAt(14 * 86400 + 1);
  const Reply refused = askToken(server_, late, RatingToken());
  EXPECT_EQ(refused.status, 410);
  EXPECT_EQ(refused.fault(), "ticket/expired");
  startAt(22 * 86400 - 120);
  EXPECT_EQ(runOnRecords(data_, "SELECT count(*) FROM ended_service"), "2");
  startAt(22 * 86400 + 60);
  EXPECT_EQ(runOnRecords(data_, "SELECT count(*) FROM ended_service"), "0");
  EXPECT_EQ(askToken(server_, late, RatingToken()).fault(), "ticket/unknown");
  EXPECT_EQ(runOnRecords(data_, "SELECT CAST(sum(services) AS TEXT) FROM figure"), "2") << "what was counted stays";
}

TEST_F(MovedClock, ATicketOfAClockThatWasAheadIsNotGoodYet) {
  startAt(0);
  const Device desk = enrolledDesk(server_, "tax-office");
  startAt(3600);
  const ServiceTicket ticket = ended(desk, "1");
  startAt(0);
  const Reply refused = askToken(server_, ticket, RatingToken());
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.fault(), "ticket/not-ended");
  EXPECT_EQ(refused.json()["retryable"], true);
}

}  // namespace
}  // namespace citycode::server::test
