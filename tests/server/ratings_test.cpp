// POST /v1/ratings and /v1/kiosk-ratings, and what everybody sees of them under /v1/open/.
#include <signal.h>

#include <filesystem>
#include <thread>

#include "city/rating_keys.h"
#include "encoding/cbor.h"
#include "support/at_a_desk.h"
#include "support/demo_city.h"
#include "support/engines.h"
#include "support/rater.h"

namespace citycode::server::test {
namespace {

class Ratings : public AtADesk {
 protected:
  const Device& desk() const { return *desk_; }
  Reply send(const Rating& rating) const { return server_.post("/v1/ratings", ratingBody(rating)); }
  Reply sendBytes(ByteView rating) const { return server_.post("/v1/ratings", ratingBody(rating)); }
  Rating slip(Level level = Level::Satisfied, const std::string& item = "tax-return") const { return slipRating(server_, desk(), trust_, level, item); }
  std::string asOperator(const std::string& sql) const { return runOnRecords(data_, sql); }
  std::string counted(const std::string& column) const { return asOperator("SELECT CAST(coalesce(sum(" + column + "), 0) AS TEXT) FROM figure"); }
  Reply press(int level, const std::string& item = "tax-return") const {
    return desk().post(server_, "/v1/kiosk-ratings", nlohmann::json{{"item", item}, {"level", level}}.dump());
  }
  Finished command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--data", data_});
    return runToEnd(arguments);
  }
};

TEST_F(Ratings, ComeFromAServiceThroughATokenToAFigureAndCountOnce) {
  const Device phone;
  ASSERT_EQ(phone.enrol(server_, newDemoCode(server_)).status, 201);
  const HeldPass pass = fetchPass(server_, phone);
  const ServiceTicket ticket = readTicket(endService(server_, desk(), {.pass = pass.digest()}), trust_);
  const RatingToken token;
  const auto output = token.finish(askToken(server_, ticket, token, &pass), ticket.service(), trust_);
  ASSERT_TRUE(output);
  Rating rating = ratingOf(ticket.service(), token, *output, Level::VerySatisfied, "Quick and kind");
  rating.opinion.indicators = {{Indicator::Efficiency, Level::Satisfied}, {Indicator::Attitude, Level::VerySatisfied}};
  const Reply reply = send(rating);
  EXPECT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(reply.json(), (nlohmann::json{{"opensCase", false}}));
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_EQ(reply.header("Set-Cookie"), "");
  EXPECT_EQ(send(rating).body, reply.body) << "after a lost answer";
  rating.opinion.level = Level::Satisfied;
  const Reply other = send(rating);
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(other.fault(), "rating/spent");
  for (const char* column : {"services", "tickets", "tokens", "ratings", "level_5"}) EXPECT_EQ(counted(column), "1") << column;
  for (const char* column : {"level_1", "level_2", "level_3", "level_4", "unusual"}) EXPECT_EQ(counted(column), "0") << column;
  EXPECT_EQ(asOperator("SELECT indicators FROM rating"), "1=4,3=5");
  EXPECT_EQ(asOperator("SELECT words FROM rating"), "Quick and kind");
  EXPECT_EQ(asOperator("SELECT CAST(utc_day AS TEXT) FROM rating"), std::to_string(nowUnixSeconds() / 86400));
}

TEST_F(Ratings, ABadOneOpensACaseAndItsReasonsAndReplyAreKept) {
  Rating rating = slip(Level::Dissatisfied);
  rating.opinion.reasons = {Reason::LongWait, Reason::NotSolved};
  EXPECT_EQ(send(rating).json(), (nlohmann::json{{"opensCase", true}}));
  EXPECT_EQ(asOperator("SELECT reasons FROM rating"), "1,7");
  EXPECT_EQ(asOperator("SELECT CAST(length(reply_digest) AS TEXT) FROM rating"), "32");
  Rating withoutReply = slip(Level::VeryDissatisfied);
  withoutReply.replyDigest.reset();
  EXPECT_FALSE(encodeRating(withoutReply));
}

TEST_F(Ratings, ATokenIsForItsOwnOfficeItemChannelAndWeek) {
  const Rating rating = slip();
  for (const auto& bend : std::vector<std::function<void(Rating&)>>{
           [](Rating& r) { r.service.officeId = "first-hospital"; }, [](Rating& r) { r.service.itemId = "tax-certificate"; },
           [](Rating& r) { r.service.channel = Channel::OnlineLink; }, [](Rating& r) { r.service.week -= 1; }, [](Rating& r) { r.service.week += 1; },
           [](Rating& r) { r.service.week += 3000; }, [](Rating& r) { r.output[0] ^= 1; }, [](Rating& r) { r.input[0] ^= 1; }}) {
    Rating other = rating;
    bend(other);
    const Reply refused = send(other);
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.fault(), "rating/bad-token");
  }
  const Rating second = slip();
  Rating mixed = rating;
  mixed.output = second.output;   // of another token for the same
  EXPECT_EQ(send(mixed).fault(), "rating/bad-token");
  EXPECT_EQ(asOperator("SELECT count(*) FROM rating"), "0");
  EXPECT_EQ(send(rating).status, 201) << "no refusal spent it";
}

TEST_F(Ratings, AreTakenUntilTheKeyOfTheirWeekEndsAndNotASecondLonger) {
  const Rating early = slip(), late = slip();
  const std::int64_t toEnd = ratingKeyExpires(early.service.week) - nowUnixSeconds();
  EXPECT_EQ(ratingKeyOf(trust_, early.service.week)->expiresUnixSeconds, ratingKeyExpires(early.service.week)) << "as the list says";
  startAt(toEnd - 60);
  EXPECT_EQ(send(early).status, 201) << "in another month than its service";
  startAt(toEnd);
  const Reply refused = send(late);
  EXPECT_EQ(refused.status, 410);
  EXPECT_EQ(refused.fault(), "rating/too-late");
}

Bytes withText(const Rating& rating, std::string_view text) {
  cbor::Writer writer;
  writer.putArray(8).putBytes(*encodeRatedService(rating.service)).putBytes(rating.input).putBytes(rating.output);
  writer.putUint(static_cast<std::uint64_t>(rating.opinion.level)).putMap(0).putArray(0).putText(text).putBytes({});
  return std::move(writer).bytes();
}

TEST_F(Ratings, TextIsKeptAsItIsAndRefusedWhereItCannotBeShown) {
  const Rating rating = slip();
  const std::string tooLong(501, 'x'), page(10'000, 'x'), turned = "good \xe2\x80\xae doog", lines = "one\ntwo";
  EXPECT_EQ(sendBytes(withText(rating, tooLong)).fault(), "rating/bad-text");
  EXPECT_EQ(sendBytes(withText(rating, page)).fault(), "rating/bad-rating") << "longer than any rating";
  EXPECT_EQ(sendBytes(withText(rating, turned)).fault(), "rating/bad-text");
  EXPECT_EQ(sendBytes(withText(rating, lines)).fault(), "rating/bad-text");
  EXPECT_EQ(sendBytes(withText(rating, "\xff")).fault(), "rating/bad-rating") << "no UTF-8";
  const std::string html = "<script>alert(1)</script> & '; DROP TABLE rating; --", formula = "=HYPERLINK(\"http://a.example\")";
  EXPECT_EQ(sendBytes(withText(rating, html)).status, 201);
  EXPECT_EQ(asOperator("SELECT words FROM rating"), html);
  EXPECT_EQ(sendBytes(withText(slip(), formula)).status, 201);
  std::string wide;
  for (int i = 0; i < 500; ++i) wide += "\xf0\x9f\x99\x82";
  EXPECT_EQ(sendBytes(withText(slip(), wide)).status, 201) << "500 characters of 4 bytes";
  for (const char* address : {"/v1/open/figures", "/v1/open/figures.csv", "/v1/open/offices"}) {
    const std::string body = server_.get(address).body;
    EXPECT_EQ(body.find("script"), std::string::npos) << address << ": no text is published";
    EXPECT_EQ(body.find("HYPERLINK"), std::string::npos) << address;
  }
}

TEST_F(Ratings, RefuseWhatIsNoRating) {
  const Rating rating = slip();
  const Bytes good = *encodeRating(rating);
  Bytes longer = good, shorter = good;
  longer.push_back(0);
  shorter.pop_back();
  for (const Bytes& bytes : {longer, shorter, Bytes{}, Bytes{0x80}, Bytes(3000, 0x80)}) EXPECT_EQ(sendBytes(bytes).fault(), "rating/bad-rating");
  EXPECT_EQ(server_.post("/v1/ratings", "{}").fault(), "request/malformed");
  EXPECT_EQ(server_.post("/v1/ratings", R"({"rating": "*"})").fault(), "request/malformed");
  EXPECT_EQ(server_.post("/v1/ratings", R"({"rating": 5})").fault(), "request/malformed");
  EXPECT_EQ(server_.post("/v1/ratings", nlohmann::json{{"rating", encodeBase64Url(good)}, {"name", "Wang"}}.dump()).fault(), "request/malformed");
  EXPECT_EQ(server_.post("/v1/ratings", ratingBody(rating), {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_EQ(server_.get("/v1/ratings").status, 405);
  EXPECT_EQ(send(rating).status, 201);
}

TEST_F(Ratings, AtAKioskAreCountedApart) {
  EXPECT_EQ(press(5).status, 201);
  EXPECT_EQ(press(5).body, "{}");
  for (const int level : {0, 6, 99}) EXPECT_EQ(press(level).fault(), "rating/bad-rating");
  const auto refused = [&](const std::string& body) { return desk().post(server_, "/v1/kiosk-ratings", body).fault(); };
  for (const char* body : {R"({"item":"tax-return","level":"5"})", R"({"item":"tax-return","level":4.5})", R"({"item":"tax-return","level":-1})",
                           R"({"item":"tax-return"})", R"({"item":"tax-return","level":5,"text":"x"})", "{}"})
    EXPECT_EQ(refused(body), "request/malformed") << body;
  EXPECT_EQ(press(5, "passport").fault(), "ticket/unknown-office");
  const std::string once = desk().signedPost(server_, "/v1/kiosk-ratings", R"({"item":"tax-return","level":1})");
  EXPECT_EQ(exchangeRaw(server_.port(), once).status, 201);
  EXPECT_EQ(exchangeRaw(server_.port(), once).fault(), "request/replayed");
  Device phone;
  ASSERT_EQ(phone.enrol(server_, newDemoCode(server_)).status, 201);
  EXPECT_EQ(phone.post(server_, "/v1/kiosk-ratings", R"({"item":"tax-return","level":1})").fault(), "issue/unknown-device");
  EXPECT_EQ(asOperator("SELECT count(*) FROM rating WHERE channel = 6"), "3");
  EXPECT_EQ(counted("ratings"), "3");
  EXPECT_EQ(counted("services"), "0");
}

// Thirty at once are a hall full of people; more are kept, counted and marked.
TEST_F(Ratings, AFloodIsMarkedAndNothingOfItDropped) {
  for (int i = 0; i < 40; ++i) ASSERT_EQ(press(1).status, 201) << i;
  EXPECT_EQ(counted("ratings"), "40");
  const int unusual = std::stoi(counted("unusual"));
  EXPECT_GE(unusual, 1);
  EXPECT_LE(unusual, 10);
  EXPECT_EQ(asOperator("SELECT CAST(sum(unusual) AS TEXT) FROM rating"), std::to_string(unusual));
}

TEST_F(Ratings, FiguresAppearWithTheTenthAndChangeWithTheTwentieth) {
  const auto figures = [&] { return server_.get("/v1/open/figures").json(); };
  EXPECT_EQ(figures()["cells"], nlohmann::json::array());
  EXPECT_EQ(figures()["hidden"], 0);
  for (int i = 0; i < 9; ++i) ASSERT_EQ(send(slip(Level::Satisfied)).status, 201);
  ASSERT_EQ(endService(server_, desk(), {}).status, 201);   // who says nothing
  EXPECT_EQ(figures()["cells"], nlohmann::json::array()) << "nine tell on somebody";
  EXPECT_EQ(figures()["hidden"], 1);
  ASSERT_EQ(send(slip(Level::Dissatisfied)).status, 201);
  const auto tenth = figures();
  ASSERT_EQ(tenth["cells"].size(), 1u);
  EXPECT_EQ(tenth["hidden"], 0);
  const std::string today = runOnRecords(data_, "SELECT CAST(shown_day AS TEXT) FROM shown_figure");
  EXPECT_EQ(today, std::to_string(nowUnixSeconds() / 86400));
  auto cell = tenth["cells"][0];
  EXPECT_EQ(cell["shownSinceDay"].get<std::string>().size(), 10u);
  cell.erase("shownSinceDay");
  EXPECT_EQ(cell, (nlohmann::json{{"office", "tax-office"}, {"item", "tax-return"}, {"channel", "on-site-slip"}, {"year", cell["year"]},
                                  {"services", 11}, {"tokens", 10}, {"ratings", 10}, {"unusual", 0}, {"responseRate", 0.9091},
                                  {"levels", {{"very-satisfied", 0}, {"satisfied", 9}, {"basically-satisfied", 0}, {"dissatisfied", 1}, {"very-dissatisfied", 0}}}}));
  for (int i = 0; i < 9; ++i) {
    ASSERT_EQ(send(slip(Level::VeryDissatisfied)).status, 201);
    ASSERT_EQ(figures()["cells"], tenth["cells"]) << "not with the " << 11 + i << "th";
  }
  EXPECT_EQ(counted("ratings"), "19") << "while all are counted";
  ASSERT_EQ(send(slip(Level::VerySatisfied)).status, 201);
  const auto twentieth = figures()["cells"][0];
  EXPECT_EQ(twentieth["ratings"], 20);
  EXPECT_EQ(twentieth["services"], 21);
  EXPECT_EQ(twentieth["levels"]["very-dissatisfied"], 9);
  EXPECT_EQ(server_.get("/v1/open/figures/tax-office").json()["cells"][0], twentieth);
  EXPECT_EQ(server_.get("/v1/open/figures/first-hospital").json()["cells"], nlohmann::json::array());
  EXPECT_EQ(server_.get("/v1/open/figures/nowhere").status, 404);
}

TEST_F(Ratings, FiguresOfAKioskHaveNoResponseRateAndStandInTheTable) {
  for (int i = 0; i < 10; ++i) ASSERT_EQ(press(i % 5 + 1).status, 201);
  const auto cell = server_.get("/v1/open/figures").json()["cells"][0];
  EXPECT_EQ(cell["channel"], "kiosk");
  EXPECT_EQ(cell["services"], 0);
  EXPECT_TRUE(cell["responseRate"].is_null());
  for (const auto& [name, count] : cell["levels"].items()) EXPECT_EQ(count, 2) << name;
  ASSERT_EQ(command({"add-office", "--office", "tax-office", "--name", "=1+1", "--item", "tax-return=Returns, \"all\""}).status, 0);
  const Reply csv = server_.get("/v1/open/figures.csv");
  EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
  const std::string year = std::to_string(cell["year"].get<int>()), day = cell["shownSinceDay"];
  EXPECT_EQ(csv.body, "office,office-name,item,item-name,channel,year,services,tokens,ratings,very-satisfied,satisfied,basically-satisfied,dissatisfied,"
                      "very-dissatisfied,unusual,response-rate,shown-since-day\r\n"
                      "tax-office,'=1+1,tax-return,\"Returns, \"\"all\"\"\",kiosk," + year + ",0,0,10,2,2,2,2,2,0,," + day + "\r\n");
}

TEST_F(Ratings, WhatIsOpenIsAskedForAgainWithoutBeingSentAgain) {
  for (const auto& [address, caching] : std::vector<std::pair<std::string, std::string>>{
           {"/v1/open/offices", "public, max-age=300"}, {"/v1/open/figures", "no-cache"}, {"/v1/open/figures.csv", "no-cache"}, {"/v1/open/figures/tax-office", "no-cache"}}) {
    const Reply first = server_.get(address);
    ASSERT_EQ(first.status, 200) << address;
    EXPECT_EQ(first.header("Cache-Control"), caching) << address;
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));   // another second stands in it
    const Reply again = server_.get(address, {{"If-None-Match", first.header("ETag")}});
    EXPECT_EQ(again.status, 304) << address;
    EXPECT_EQ(again.body, "") << address;
  }
}

TEST_F(Ratings, OfficesAreWhatTheOperatorSays) {
  const auto offices = [&] { return server_.get("/v1/open/offices").json()["offices"]; };
  ASSERT_EQ(offices().size(), 2u) << "the demo's";
  ASSERT_EQ(command({"add-office", "--office", "court-1", "--name", "First Court", "--name", "zh-CN=第一法院", "--item", "filing=Filing", "--item", "filing=zh-CN=立案",
                     "--item", "copies=Copies"}).status, 0);
  const auto court = offices()[0];
  EXPECT_EQ(court["id"], "court-1");
  EXPECT_EQ(court["name"], (nlohmann::json{{"en", "First Court"}, {"zh-CN", "第一法院"}, {"zh-Hant", "First Court"}, {"id", "First Court"}}));
  EXPECT_EQ(court["closed"], false);
  ASSERT_EQ(court["items"].size(), 2u);
  EXPECT_EQ(court["items"][1]["name"]["zh-CN"], "立案");
  const Device clerk = enrolledDesk(server_, data_, "court-1");
  const Ended filing{.item = "filing"};
  const ServiceTicket before = readTicket(endService(server_, clerk, filing), trust_);

  ASSERT_EQ(command({"close-office", "--office", "court-1"}).status, 0);
  EXPECT_EQ(offices()[0]["closed"], true);
  const Reply refused = endService(server_, clerk, filing);
  EXPECT_EQ(refused.status, 410);
  EXPECT_EQ(refused.fault(), "ticket/office-closed");
  EXPECT_EQ(clerk.post(server_, "/v1/kiosk-ratings", R"({"item":"filing","level":5})").fault(), "ticket/office-closed");
  const RatingToken token;
  const auto output = token.finish(askToken(server_, before, token), before.service(), trust_);
  ASSERT_TRUE(output) << "tickets that were given stay good";
  EXPECT_EQ(send(ratingOf(before.service(), token, *output)).status, 201);

  EXPECT_EQ(command({"list-offices"}).output, "court-1  First Court  (closed)\n  copies  Copies\n  filing  Filing\nfirst-hospital  First Hospital\n"
                                              "  outpatient  Outpatient visit\n  registration  Registration\n  vaccination  Vaccination\n"
                                              "tax-office  Demo Tax Office\n  tax-certificate  Tax certificate\n  tax-return  Tax return\n");
  ASSERT_EQ(command({"add-office", "--office", "court-1", "--name", "First Court", "--item", "filing=Filing"}).status, 0);
  EXPECT_EQ(endService(server_, clerk, filing).status, 201) << "it is open again";
  EXPECT_EQ(command({"close-office", "--office", "nowhere"}).status, 2);
  const std::string longName(56, 'x'), longItem(64, 'x');
  const Finished tooLong = command({"add-office", "--office", "court-2", "--name", longName, "--item", "filing=" + longItem});
  EXPECT_EQ(tooLong.status, 2);
  EXPECT_NE(tooLong.errors.find("too long for a ticket"), std::string::npos) << tooLong.errors;
  EXPECT_EQ(offices().size(), 3u) << "and nothing of it stays";
}

TEST_F(Ratings, ADemosClosedOfficeStaysClosedOverARestart) {
  ASSERT_EQ(command({"close-office", "--office", "tax-office"}).status, 0);
  startAt(0);
  EXPECT_EQ(endService(server_, desk(), {}).fault(), "ticket/office-closed");
}

// Between token and rating: the phone has what it needs, and the city knows what it gave.
TEST_F(Ratings, AServerThatIsKilledBetweenTokenAndRatingLosesNothingAndCountsNothingTwice) {
  const Reply told = endService(server_, desk(), {.caseReference = "1"});
  const ServiceTicket ticket = readTicket(told, trust_);
  const RatingToken token, other;
  const auto output = token.finish(askToken(server_, ticket, token), ticket.service(), trust_);
  ASSERT_TRUE(output);
  ASSERT_EQ(server_.stop(SIGKILL), -SIGKILL);
  startAt(0);
  EXPECT_EQ(endService(server_, desk(), {.caseReference = "1"}).body, told.body);
  EXPECT_EQ(token.finish(askToken(server_, ticket, token), ticket.service(), trust_), output);
  EXPECT_EQ(askToken(server_, ticket, other).fault(), "ticket/used");
  const Rating rating = ratingOf(ticket.service(), token, *output);
  ASSERT_EQ(send(rating).status, 201);
  ASSERT_EQ(server_.stop(SIGKILL), -SIGKILL);
  startAt(0);
  EXPECT_EQ(send(rating).status, 201) << "the answer may have been lost";
  EXPECT_EQ(send(ratingOf(ticket.service(), token, *output, Level::VerySatisfied)).fault(), "rating/spent");
  for (const char* column : {"services", "tickets", "tokens", "ratings"}) EXPECT_EQ(counted(column), "1") << column;
}

}  // namespace
}  // namespace citycode::server::test
