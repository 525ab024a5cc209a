// What a bad rating opens: POST /v1/rating-cases/* of the rater, /v1/office-cases/* of the office's staff, and the numbers that everybody sees.
#include <signal.h>

#include <sodium.h>

#include <fstream>

#include "rating/working_days.h"
#include "support/at_a_desk.h"
#include "support/engines.h"
#include "support/rater.h"

namespace citycode::server::test {
namespace {

using nlohmann::json;

constexpr std::int64_t kDay = 86400;

class Cases : public AtADesk {
 protected:
  /// A rating of level 2 that was sent; what its rater keeps.
  Bytes badRating(const std::string& text = "Nobody was there") {
    Rating rating = slipRating(server_, *desk_, trust_, Level::Dissatisfied);
    rating.opinion.text = text;
    rating.opinion.reasons = {Reason::LongWait};
    Bytes secret(32);
    randombytes_buf(secret.data(), secret.size());
    rating.replyDigest = sha256(secret);
    EXPECT_EQ(server_.post("/v1/ratings", ratingBody(rating)).status, 201);
    return secret;
  }
  Reply rater(const std::string& what, const Bytes& secret, json more = json::object(), const std::string& office = "tax-office") const {
    more["office"] = office;
    more["secret"] = encodeBase64Url(secret);
    return server_.post("/v1/rating-cases/" + what, more.dump());
  }
  Reply writes(const Bytes& secret, int number, const std::string& text, bool contradicts = false) const {
    return rater("answer", secret, {{"number", number}, {"text", text}, {"contradicts", contradicts}});
  }
  std::string link(const std::string& office) const {
    const std::string made = server_.post("/v1/demo/staff-links", json{{"office", office}}.dump()).json().value("link", "");
    EXPECT_TRUE(made.starts_with("/cases/#staff=")) << made;
    return made.substr(made.find('=') + 1);
  }
  Reply staff(const std::string& secret, const std::string& what, const json& body = json::object()) const {
    return server_.post("/v1/office-cases/" + what, body.dump(), {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + secret}});
  }
  static json named(const Bytes& secret) { return {{"office", "tax-office"}, {"case", encodeBase64Url(sha256(secret))}}; }
  Reply officeWrites(const std::string& link, const Bytes& secret, int number, const std::string& text, bool settled = false) const {
    json body = named(secret);
    body.update({{"number", number}, {"text", text}, {"settled", settled}});
    return staff(link, "answer", body);
  }
  /// The number of days until that many working days are over: what this calendar (Monday to Friday) makes of today.
  static std::int64_t untilAfter(int workingDays) {
    const std::int64_t today = nowUnixSeconds() / kDay;
    return WorkingCalendar().nthAfter(today, workingDays) - today + 1;
  }
};

TEST_F(Cases, AreReadAndAnsweredByBothSidesAndNobodyKnowsWhoTheRaterIs) {
  const Bytes secret = badRating();
  const std::string office = link("tax-office");
  const json opened = rater("read", secret).json();
  EXPECT_EQ(opened.value("stage", ""), "waits-for-contact") << opened.dump();
  EXPECT_EQ(opened["level"], 2);
  EXPECT_EQ(opened["reasons"], json{"long-wait"});
  EXPECT_EQ(opened["text"], "Nobody was there");
  const json list = staff(office, "list").json();
  ASSERT_EQ(list["cases"].size(), 1u) << list.dump();
  EXPECT_EQ(list["cases"][0]["case"], encodeBase64Url(sha256(secret)));

  EXPECT_EQ(officeWrites(office, secret, 1, "We are sorry. When was it?").status, 200);
  const json heard = rater("read", secret).json();
  EXPECT_EQ(heard["stage"], "waits-for-answer");
  EXPECT_EQ(heard["words"][0]["by"], "office");
  EXPECT_EQ(heard["words"][0]["text"], "We are sorry. When was it?");
  EXPECT_EQ(writes(secret, 2, "This morning").status, 200);
  EXPECT_EQ(officeWrites(office, secret, 3, "The desk has two people now.", true).json()["stage"], "waits-for-rater");
  EXPECT_EQ(rater("close", secret).json()["stage"], "closed-by-rater");
  EXPECT_EQ(rater("close", secret).status, 200) << "after a lost answer";
  EXPECT_EQ(officeWrites(office, secret, 4, "Thank you").fault(), "case/closed");
  EXPECT_TRUE(staff(office, "list").json()["cases"].empty());
}

TEST_F(Cases, GiveBesideEachTextWhatMayBePublishedOfIt) {
  const Bytes secret = badRating("Call 138 0013 8000, or come on 2026-11-27");
  const std::string office = link("tax-office");
  ASSERT_EQ(officeWrites(office, secret, 1, "Our number is 010-65529988").status, 200);
  ASSERT_EQ(writes(secret, 2, "Mine is H1234567890").status, 200);
  for (const json& seen : {staff(office, "read", named(secret)).json(), rater("read", secret).json()}) {
    EXPECT_EQ(seen["text"], "Call 138 0013 8000, or come on 2026-11-27") << "both sides see what was written";
    EXPECT_EQ(seen["screenedText"], "Call \u2022\u2022\u2022, or come on 2026-11-27");
    EXPECT_EQ(seen["words"][0]["text"], "Our number is 010-65529988");
    EXPECT_EQ(seen["words"][0]["screenedText"], "Our number is \u2022\u2022\u2022");
    EXPECT_EQ(seen["words"][1]["screenedText"], "Mine is \u2022\u2022\u2022");
  }
  EXPECT_EQ(staff(office, "list").json()["cases"][0]["screenedText"], "Call \u2022\u2022\u2022, or come on 2026-11-27");
}

TEST_F(Cases, LookTheSameToTheOfficeHoweverOftenTheRaterReads) {
  const Bytes secret = badRating();
  const std::string office = link("tax-office");
  ASSERT_EQ(officeWrites(office, secret, 1, "We are sorry.").status, 200);
  const std::string before = staff(office, "read", named(secret)).body, records = runOnRecords(data_, "SELECT * FROM rating_case");
  for (int i = 0; i < 3; ++i) ASSERT_EQ(rater("read", secret).status, 200);
  EXPECT_EQ(staff(office, "read", named(secret)).body, before);
  EXPECT_EQ(runOnRecords(data_, "SELECT * FROM rating_case"), records);
}

TEST_F(Cases, AreNobodysWithoutTheSecretOrTheLink) {
  const Bytes secret = badRating();
  const std::string office = link("tax-office"), other = link("first-hospital");
  EXPECT_EQ(rater("read", Bytes(32, 1)).fault(), "case/unknown");
  EXPECT_EQ(rater("read", secret, json::object(), "first-hospital").fault(), "case/unknown");
  EXPECT_EQ(rater("read", Bytes(31, 1)).fault(), "request/malformed");
  EXPECT_TRUE(staff(other, "list").json()["cases"].empty()) << "another office's";
  EXPECT_EQ(staff(other, "read", named(secret)).fault(), "case/unknown");
  EXPECT_EQ(officeWrites(other, secret, 1, "Hello").fault(), "case/unknown");
  for (const std::string& bad : {std::string(), std::string("x"), encodeBase64Url(Bytes(32, 7)), encodeBase64Url(Bytes(31, 7))}) {
    const Reply refused = staff(bad, "list");
    EXPECT_EQ(refused.status, 401) << bad;
    EXPECT_EQ(refused.fault(), "case/unknown-link") << bad;
  }
  EXPECT_EQ(server_.post("/v1/office-cases/list", "{}").fault(), "case/unknown-link");
  EXPECT_EQ(runToEnd({"--data", data_, "remove-staff-links", "--office", "tax-office"}).output, "1 address is good no more.\n");
  EXPECT_EQ(staff(office, "list").fault(), "case/unknown-link");
  startAt(2 * kDay);
  EXPECT_EQ(staff(other, "list").fault(), "case/unknown-link") << "a demo's link is good for a day";
}

TEST_F(Cases, TakeNoWordsThatAnswerWhatWasNotRead) {
  const Bytes secret = badRating();
  const std::string office = link("tax-office");
  ASSERT_EQ(officeWrites(office, secret, 1, "We are sorry.").status, 200);
  EXPECT_EQ(officeWrites(office, secret, 1, "We are sorry.").status, 200) << "the same again, after a lost answer";
  EXPECT_EQ(rater("read", secret).json()["words"].size(), 1u);
  const Reply crossed = writes(secret, 1, "And?");
  EXPECT_EQ(crossed.status, 409);
  EXPECT_EQ(crossed.fault(), "case/changed");
  EXPECT_EQ(writes(secret, 3, "And?").fault(), "case/changed");
  for (const std::string& text : {std::string(), std::string("a\u202eb"), std::string("two\nlines"), std::string(501, 'a')})
    EXPECT_EQ(writes(secret, 2, text).fault(), "rating/bad-text") << text;
  EXPECT_EQ(writes(secret, 2, std::string(500, 'a')).status, 200);
  EXPECT_EQ(writes(secret, 2, std::string(2001, 'a')).fault(), "request/malformed");
  EXPECT_EQ(writes(secret, 3, "It is not settled", true).fault(), "case/closed") << "nobody said that it was";
}

TEST_F(Cases, TakeTwoHundredTextsAndNotOneMore) {
  const Bytes secret = badRating();
  for (int number = 1; number <= 200; ++number) ASSERT_EQ(writes(secret, number, "More").status, 200) << number;
  EXPECT_EQ(writes(secret, 201, "More").fault(), "case/full");
  EXPECT_EQ(writes(secret, 202, "More").fault(), "request/malformed");
}

TEST_F(Cases, GoThroughTheirWholeClock) {
  const Bytes secret = badRating();
  startAt(untilAfter(1) * kDay);
  EXPECT_EQ(rater("read", secret).json()["raisedTo"], 1) << "no contact within a working day";
  EXPECT_EQ(rater("read", secret).json()["overdue"], true);
  const std::string above = link("");
  ASSERT_EQ(staff(above, "list").json()["cases"].size(), 1u) << "those above the office see it now";
  startAt(untilAfter(5) * kDay);
  EXPECT_EQ(rater("read", secret).json()["raisedTo"], 2) << "no answer within five";
  const std::string office = link("tax-office");
  EXPECT_EQ(staff(office, "complex", named(secret)).fault(), "case/closed") << "a missed limit stays missed";
  EXPECT_EQ(officeWrites(office, secret, 1, "It is settled.", true).json()["stage"], "waits-for-rater");
  EXPECT_EQ(writes(secret, 2, "It is not.", true).json()["stage"], "waits-for-answer");
  EXPECT_EQ(officeWrites(office, secret, 3, "Now it is.", true).json()["stage"], "waits-for-rater");
  startAt((untilAfter(5) + 10) * kDay);
  const json over = rater("read", secret).json();
  EXPECT_EQ(over["stage"], "closed-by-clock");
  EXPECT_EQ(over["raisedTo"], 2);
  EXPECT_EQ(writes(secret, 4, "Hm", true).fault(), "case/closed");
}

TEST_F(Cases, OfAComplexMatterHaveFifteenDays) {
  const Bytes secret = badRating();
  const std::string office = link("tax-office");
  const std::string simple = rater("read", secret).json()["dueDay"];
  ASSERT_EQ(officeWrites(office, secret, 1, "We look into it.").status, 200);
  const json complex = staff(office, "complex", named(secret)).json();
  EXPECT_EQ(complex["complex"], true);
  EXPECT_GT(complex["dueDay"].get<std::string>(), simple);
  startAt(untilAfter(6) * kDay);
  EXPECT_EQ(rater("read", secret).json()["overdue"], false);
  startAt(untilAfter(15) * kDay);
  EXPECT_EQ(rater("read", secret).json()["overdue"], true);
}

TEST_F(Cases, AreCountedForEverybodyFromTenOnByOffice) {
  for (int i = 0; i < 9; ++i) badRating();
  json counts = server_.get("/v1/open/cases").json();
  EXPECT_TRUE(counts["offices"].empty()) << counts.dump();
  EXPECT_TRUE(counts["others"].is_null()) << counts.dump();
  const Bytes secret = badRating();
  ASSERT_EQ(rater("close", secret).status, 200);
  startAt(untilAfter(1) * kDay);
  counts = server_.get("/v1/open/cases").json();
  ASSERT_EQ(counts["offices"].size(), 1u) << counts.dump();
  EXPECT_EQ(counts["offices"][0], (json{{"office", "tax-office"}, {"opened", 10}, {"open", 9}, {"overdue", 9}, {"raised", 9}}));
  EXPECT_TRUE(counts["others"].is_null()) << counts.dump();
}

TEST_F(Cases, AndFiguresOfAnInventedCityAreThereOnce) {
  server_.stop(SIGTERM);
  const TemporaryFolder folder;
  const auto shown = [&](const std::string& count) {
    EXPECT_TRUE(server_.start(folder / "data", {{"--demo", "--demo-ratings", count}, {}})) << server_.errors();
    std::int64_t ratings = 0;
    const json figures = server_.get("/v1/open/figures").json();
    for (const json& cell : figures["cells"]) ratings += cell["ratings"].get<std::int64_t>();
    EXPECT_EQ(server_.stop(SIGTERM), 0);
    return ratings;
  };
  const std::int64_t first = shown("400");
  EXPECT_GT(first, 200) << "but for what is not shown yet";
  EXPECT_LE(first, 400);
  EXPECT_EQ(runOnRecords(folder / "data", "SELECT CAST(count(*) AS TEXT) FROM rating"), "400");
  EXPECT_EQ(shown("500"), first) << "there are ratings already";
}

TEST_F(Cases, AreWorkedOnTheDaysThatAFileNames) {
  server_.stop(SIGTERM);
  const std::string file = folder_ / "days.json";
  const auto start = [&](const std::string& text) {
    std::ofstream(file) << text;
    return server_.start(data_, {{"--demo", "--working-days", file}, {}});
  };
  for (const char* bad : {"", "[]", R"({"holidays": []})", R"({"holidays": ["2026-13-01"], "worked": []})", R"({"holidays": ["2026-1-1"], "worked": []})",
                          R"({"holidays": [20261001], "worked": []})", R"({"holidays": [], "worked": [], "more": []})"}) {
    EXPECT_FALSE(start(bad)) << bad;
    EXPECT_NE(server_.errors().find("working days"), std::string::npos) << server_.errors();
  }
  EXPECT_TRUE(start(R"({"holidays": ["2026-10-01"], "worked": ["2026-10-10"]})")) << server_.errors();
}

}  // namespace
}  // namespace citycode::server::test
