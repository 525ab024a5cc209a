// Services, tokens, ratings and figures as records, on every engine, without HTTP.
#include "ratings/rating_desk.h"

#include <atomic>
#include <thread>

#include "fault_or_none.h"
#include "ratings/figures_csv.h"
#include "services/office_desk.h"
#include "services/service_desk.h"
#include "services/token_desk.h"
#include "support/engines.h"
#include "support/rater.h"

namespace citycode::server::test {
namespace {

/// Limits that nobody reaches.
constexpr RateLimitOptions kNone{0, 0};

class RatingDesks : public StoredCity {
 protected:
  void SetUp() override {
    StoredCity::SetUp();
    ratingKeys_ = std::make_unique<RatingKeys>(*keys_);
    for (const char* id : {"court-1", "library-2"})
      ASSERT_TRUE(write(offices::put, Office{id, {"Name", "", "", ""}, 0, {{"copies", {"Copies", "", "", ""}}, {"filing", {"Filing", "", "", ""}}}}));
  }

  ServiceDesk services() { return {*keys_, *ratingKeys_, *store_, clock_}; }
  TokenDesk tokens() { return {*ratingKeys_, *store_, clock_}; }
  RatingDesk ratings() { return {*ratingKeys_, *store_, floods_, clock_}; }
  TrustList trust() {
    TrustList list;
    list.tokenKeys = ratingKeys_->listedAt(clock_.nowUnixSeconds());
    return list;
  }

  ServiceTicket end(const std::string& office = "court-1", const std::string& item = "filing", ServiceWay way = ServiceWay::OnSite) {
    const auto given = services().end({office, item, way, newNonce(), {}, true});
    EXPECT_TRUE(given);
    return given->ticket;
  }
  /// A token for a ticket, made as a phone does.
  Rating rating(const ServiceTicket& ticket, Level level = Level::Satisfied) {
    const RatingToken token;
    const auto service = tokens().find(ticket.id);
    EXPECT_TRUE(service);
    const auto given = tokens().give(*service, token.blinded());
    EXPECT_TRUE(given);
    Bytes proof = copyOf(given->proof.challenge);
    proof.insert(proof.end(), given->proof.response.begin(), given->proof.response.end());
    const nlohmann::json answer{{"evaluated", encodeBase64Url(given->evaluated)}, {"proof", encodeBase64Url(proof)}};
    const auto output = token.finish(Reply{200, {}, answer.dump()}, ticket.service(), trust());
    EXPECT_TRUE(output);
    return ratingOf(ticket.service(), token, output.value_or(TokenOutput{}), level);
  }
  Result<Opinion> take(const Rating& rating, const std::string& network = "192.0.2.1") { return ratings().take(*encodeRating(rating), network); }
  void rate(int times, Level level = Level::Satisfied, const std::string& item = "filing") {
    for (int i = 0; i < times; ++i) ASSERT_TRUE(take(rating(end("court-1", item), level)));
  }
  ShownFigures shown(std::optional<std::string_view> office = {}) { return *read(figures::shown, office); }
  std::int64_t number(const std::string& sql) {
    return *store_->read([&](Session& session) -> Result<std::int64_t> {
      CC_TRY(statement, session.prepare(sql));
      CC_CHECK(statement.step());
      return statement.integer(0);
    });
  }

  Clock clock_;
  std::unique_ptr<RatingKeys> ratingKeys_;
  FloodWatch floods_{clock_, kNone, kNone, kNone};
};

TEST_P(RatingDesks, ShowACellFromTenOnAndAnewWithTenMore) {
  rate(9);
  EXPECT_TRUE(shown().cells.empty());
  EXPECT_EQ(shown().hidden, 1);
  end();
  rate(1, Level::VeryDissatisfied);
  ASSERT_EQ(shown().cells.size(), 1u);
  const Counts tenth{11, 11, 10, 10, {1, 0, 0, 9, 0}, 0};
  EXPECT_EQ(shown().cells[0].counts, tenth);
  EXPECT_EQ(shown().hidden, 0);
  for (int i = 0; i < 9; ++i) {
    rate(1, Level::VerySatisfied);
    end();
    ASSERT_EQ(shown().cells[0].counts, tenth) << "neither ratings nor services move before the twentieth";
  }
  rate(1, Level::VerySatisfied);
  EXPECT_EQ(shown().cells[0].counts, (Counts{30, 30, 20, 20, {1, 0, 0, 9, 10}, 0}));
  EXPECT_TRUE(shown("library-2").cells.empty());
  EXPECT_EQ(shown("court-1").cells.size(), 1u);
}

// A year's cell is the sum of its weeks; the last days of December can be next year's (ISO 8601).
TEST_P(RatingDesks, ACellIsOfOneIsoYearWhateverItsWeeks) {
  const auto count = [&](std::uint32_t week, int times) {
    const RatedService service{"court-1", "filing", Channel::OnSite, week};
    for (int i = 0; i < times; ++i)
      ASSERT_TRUE(store_->write([&](Session& session) { return figures::countRating(session, service, Level::Satisfied, false, 20'000); }));
  };
  const std::uint32_t last = weekOf(1'798'675'200);   // 2026-12-31, a Thursday: the last week of 2026
  ASSERT_EQ(weekText(last), "2026-W53");
  count(last, 5);
  count(last - 50, 4);
  count(last + 1, 9);
  EXPECT_TRUE(shown().cells.empty());
  EXPECT_EQ(shown().hidden, 2);
  count(last - 50, 1);
  ASSERT_EQ(shown().cells.size(), 1u);
  EXPECT_EQ(shown().cells[0].year, 2026);
  EXPECT_EQ(shown().cells[0].counts.ratings, 10);
  count(last + 1, 1);
  ASSERT_EQ(shown().cells.size(), 2u);
  EXPECT_EQ(shown().cells[1].year, 2027);
}

TEST_P(RatingDesks, CountWhatAFullRecountFinds) {
  rate(7, Level::Dissatisfied);
  rate(5, Level::VerySatisfied, "copies");
  Terminal kiosk{hashOf(1), keyOf(1), {"court-1", "First Court"}, {}};
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(ratings().takeAtKiosk(kiosk, "copies", Level::Satisfied));
  for (int level = 1; level <= 5; ++level)
    EXPECT_EQ(number("SELECT CAST(sum(level_" + std::to_string(level) + ") AS BIGINT) FROM figure"), number("SELECT count(*) FROM rating WHERE level = " + std::to_string(level)));
  EXPECT_EQ(number("SELECT CAST(sum(ratings) AS BIGINT) FROM figure"), 15);
  EXPECT_EQ(number("SELECT count(*) FROM (SELECT office_id, item_id, channel, week, count(*) AS n FROM rating GROUP BY office_id, item_id, channel, week) AS r"
                   " JOIN figure f ON f.office_id = r.office_id AND f.item_id = r.item_id AND f.channel = r.channel AND f.week = r.week WHERE f.ratings = r.n"), 3);
}

TEST_P(RatingDesks, ARefusedRatingLeavesNothing) {
  const Rating good = rating(end());
  ASSERT_TRUE(take(good));
  Rating other = good;
  other.opinion.level = Level::VerySatisfied;
  EXPECT_EQ(faultOrNone(take(other)), Fault::RatingSpent);
  EXPECT_TRUE(take(good)) << "the same once more";
  reopen();
  EXPECT_EQ(faultOrNone(take(other)), Fault::RatingSpent);
  EXPECT_TRUE(take(good));
  EXPECT_EQ(number("SELECT count(*) FROM rating"), 1);
  EXPECT_EQ(number("SELECT CAST(sum(ratings) AS BIGINT) FROM figure"), 1);
  EXPECT_EQ(number("SELECT CAST(sum(counted) AS BIGINT) FROM shown_figure"), 1);
}

TEST_P(RatingDesks, AServiceIsOneTokenHoweverManyAskAtOnce) {
  const ServiceTicket ticket = end();
  std::atomic<int> given = 0, used = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      const auto service = tokens().find(ticket.id);
      const auto token = service ? tokens().give(*service, RatingToken().blinded()) : Result<GivenToken>(service.fault());
      given += static_cast<bool>(token);
      used += faultOrNone(token) == Fault::TicketUsed;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(given, 1);
  EXPECT_EQ(used, 7);
  EXPECT_EQ(number("SELECT CAST(sum(tokens) AS BIGINT) FROM figure"), 1);
}

TEST_P(RatingDesks, CountEachOfManyRatingsThatComeAtOnce) {
  std::vector<Rating> all;
  for (int i = 0; i < 40; ++i) all.push_back(rating(end("court-1", i % 2 == 0 ? "filing" : "copies")));
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (std::size_t at = next++; at < all.size(); at = next++) EXPECT_TRUE(take(all[at]));
    });
  for (std::thread& thread : threads) thread.join();
  ASSERT_EQ(shown().cells.size(), 2u);
  for (const ShownCell& cell : shown().cells) EXPECT_EQ(cell.counts.ratings, 20) << "the twentieth knew that it was the twentieth";
}

// A ticket is asked of nobody for a moment longer than it is good, and not before either.
TEST_P(RatingDesks, ATicketIsGoodFromAMinuteBeforeItsServiceEndedFor14Days) {
  const ServiceTicket ticket = end();
  const auto at = [&](std::int64_t offsetSeconds) { return faultOrNone(TokenDesk{*ratingKeys_, *store_, Clock(offsetSeconds)}.find(ticket.id)); };
  EXPECT_EQ(at(0), std::nullopt);
  EXPECT_EQ(at(-kClockSkewSeconds - 30), Fault::TicketNotEnded);
  EXPECT_EQ(at(kTicketSeconds - 30), std::nullopt);
  EXPECT_EQ(at(kTicketSeconds), Fault::TicketExpired);
}

TEST_P(RatingDesks, FloodsAreMarkedByWhoSendsAndByOffice) {
  FloodWatch watch(clock_, {0.0001, 3}, {0.0001, 2}, {0.0001, 6});
  const RatingDesk desk{*ratingKeys_, *store_, watch, clock_};
  const auto send = [&](const std::string& network, const std::string& office) {
    ASSERT_TRUE(desk.take(*encodeRating(rating(end(office))), network));
  };
  const auto unusual = [&](const std::string& office) { return number("SELECT count(*) FROM rating WHERE unusual = 1 AND office_id = '" + office + "'"); };
  for (int i = 0; i < 3; ++i) send("192.0.2.1", "court-1");
  EXPECT_EQ(unusual("court-1"), 0);
  send("192.0.2.1", "court-1");
  EXPECT_EQ(unusual("court-1"), 1) << "one network";
  send("192.0.2.2", "court-1");
  send("192.0.2.3", "court-1");
  EXPECT_EQ(unusual("court-1"), 1);
  send("192.0.2.4", "court-1");
  EXPECT_EQ(unusual("court-1"), 2) << "one office, from everywhere";
  send("192.0.2.5", "library-2");
  EXPECT_EQ(unusual("library-2"), 0);
  Rating forged = rating(end("library-2"));
  forged.output[0] ^= 1;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(faultOrNone(desk.take(*encodeRating(forged), "192.0.2.6")), Fault::RatingBadToken);
  send("192.0.2.6", "library-2");
  EXPECT_EQ(unusual("library-2"), 0) << "who has no token cannot make an office's ratings look odd";
  EXPECT_EQ(number("SELECT CAST(sum(unusual) AS BIGINT) FROM figure"), 2);
  EXPECT_EQ(number("SELECT CAST(sum(ratings) AS BIGINT) FROM figure"), 9) << "and nothing is dropped";
}

TEST_P(RatingDesks, ForgetServicesAndKeepWhatWasCounted) {
  for (int i = 0; i < 5; ++i) end();
  const std::int64_t now = clock_.nowUnixSeconds();
  EXPECT_EQ(valueOrNone(write(ended_services::deleteEndedBefore, now - 60)), 0);
  EXPECT_EQ(number("SELECT count(*) FROM ended_service"), 5);
  EXPECT_EQ(valueOrNone(write(ended_services::deleteEndedBefore, now + 60)), 5);
  EXPECT_EQ(number("SELECT count(*) FROM ended_service"), 0);
  EXPECT_EQ(number("SELECT CAST(sum(services) AS BIGINT) FROM figure"), 5);
}

INSTANTIATE_TEST_SUITE_P(Stores, RatingDesks, testing::ValuesIn(engines()));

TEST(FiguresCsv, ACellIsQuotedWhereItMustBeAndRunsNowhere) {
  EXPECT_EQ(csvCell("plain"), "plain");
  EXPECT_EQ(csvCell(""), "");
  EXPECT_EQ(csvCell("a,b"), "\"a,b\"");
  EXPECT_EQ(csvCell("say \"a\""), "\"say \"\"a\"\"\"");
  EXPECT_EQ(csvCell("a\r\nb"), "\"a\r\nb\"");
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"}) EXPECT_EQ(csvCell(formula), std::string("'") + formula);
  EXPECT_EQ(csvCell("=A1,\"\""), "\"'=A1,\"\"\"\"\"");
  EXPECT_EQ(csvCell("示范"), "示范");
}

}  // namespace
}  // namespace citycode::server::test
