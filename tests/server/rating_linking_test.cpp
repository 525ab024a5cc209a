// What somebody makes of the whole database and the log who wants to know which rating is whose: 1,000 services of 20 offices, against the
// running server.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <set>
#include <thread>

#include "support/engines.h"
#include "support/rater.h"
#include "support/ticket_guessing.h"

namespace citycode::server::test {
namespace {

constexpr std::size_t kOffices = 20, kServices = 1000, kPhones = 10;
constexpr unsigned kWorkers = 4;
constexpr std::int64_t kDay = 86400;
/// Of chance, with 80 pairs expected (one a cell), one of 5 million questions is answered so much too well (Poisson); 400 are asked.
constexpr double kMostDeviations = 5.5;

/// One person who was served, and what their phone has.
struct Visit {
  std::size_t office = 0;
  std::string item;
  std::optional<HeldPass> pass;   // none: a slip
  TicketId ticketId{};
  std::optional<Rating> rating;
};

class RatingLinking : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    const auto seed = std::random_device()();
    std::printf("rating linking: seed %u\n", seed);
    random_.seed(seed);
    start(0);
    trust_ = trustOf(server_);
    addOffices();
    addVisits();
  }
  void start(std::int64_t offsetSeconds) {
    ASSERT_TRUE(server_.start(data_, {{"--demo", "--post-rate", "0", "--device-rate", "0", "--threads", "2", "--clock-offset-seconds", std::to_string(offsetSeconds)}, {}}))
        << server_.errors();
  }
  void stop() {
    EXPECT_EQ(server_.stop(SIGTERM), 0);
    log_ += server_.errors();
  }
  std::size_t pick(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

  void addOffices() {
    for (std::size_t i = 0; i < kOffices; ++i) {
      const std::string id = "office-" + std::to_string(i);
      ASSERT_EQ(runToEnd({"--data", data_, "add-office", "--office", id, "--name", id, "--item", "filing=Filing", "--item", "copies=Copies"}).status, 0);
      desks_.push_back(enrolledDesk(server_, data_, id));
    }
  }
  /// Half of all showed a pass, half took a slip.
  void addVisits() {
    std::vector<HeldPass> passes;
    for (std::size_t i = 0; i < kPhones; ++i) {
      Device phone;
      ASSERT_EQ(phone.enrol(server_, newDemoCode(server_, static_cast<int>(i % 9) + 1)).status, 201);
      std::vector<SigningKey> keys;
      const auto answer = phone.post(server_, "/v1/passes", passesBody(std::vector<std::string>(kServices / 2 / kPhones, "identity"), &keys)).json();
      for (std::size_t at = 0; at < keys.size(); ++at) passes.push_back({std::move(keys[at]), *decodeBase64Url(answer["passes"][at]["pass"].get<std::string>())});
    }
    for (std::size_t i = 0; i < kServices; ++i) {
      Visit& visit = visits_.emplace_back();
      visit.office = i % kOffices;
      visit.item = pick(2) == 0 ? "filing" : "copies";
      if (i < passes.size()) visit.pass.emplace(std::move(passes[i]));
    }
    std::shuffle(visits_.begin(), visits_.end(), random_);
  }

  void forAll(const std::vector<std::size_t>& order, const std::function<void(Visit&)>& act) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < kWorkers; ++i)
      workers.emplace_back([&] {
        for (std::size_t at = next++; at < order.size(); at = next++) act(visits_[order[at]]);
      });
    for (std::thread& worker : workers) worker.join();
  }
  std::vector<std::size_t> inOrder() const {
    std::vector<std::size_t> order(visits_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    return order;
  }

  /// A service ends and the phone asks for its token at once, as it does where there is a network.
  void serve(Visit& visit) {
    const auto digest = visit.pass ? std::optional(visit.pass->digest()) : std::nullopt;
    const ServiceTicket ticket = readTicket(endService(server_, desks_[visit.office], {.item = visit.item, .pass = digest}), trust_);
    const RatingToken token;
    const auto output = token.finish(askToken(server_, ticket, token, visit.pass ? &*visit.pass : nullptr), ticket.service(), trust_);
    ASSERT_TRUE(output);
    visit.ticketId = ticket.id;
    visit.rating = ratingOf(ticket.service(), token, *output, static_cast<Level>(1 + token.input()[0] % 5), token.input()[1] % 3 == 0 ? "Thank you" : "");
  }
  void rate(const Visit& visit) { EXPECT_EQ(server_.post("/v1/ratings", ratingBody(*visit.rating)).status, 201); }

  // Each waits a random part of a day, beside which it does not count who was served first: all of this takes a minute.
  void playADay() {
    forAll(inOrder(), [&](Visit& visit) { serve(visit); });
    std::vector<std::size_t> waiting = inOrder();
    std::shuffle(waiting.begin(), waiting.end(), random_);
    const auto midnight = waiting.begin() + static_cast<std::ptrdiff_t>(waiting.size() / 2);
    forAll({waiting.begin(), midnight}, [&](Visit& visit) { rate(visit); });
    stop();
    start(kDay);
    forAll({midnight, waiting.end()}, [&](Visit& visit) { rate(visit); });
    stop();
  }

  void dump() {
    const auto store = engines().front().open(data_);
    ASSERT_TRUE(store);
    dump_ = dumpOf(*store);
  }
  std::vector<TruePair> truth() const {
    std::map<std::string, const DumpedRow*> tickets, ratings;
    for (const DumpedRow& row : dump_.at("ended_service")) tickets[row.at("id_digest")] = &row;
    for (const DumpedRow& row : dump_.at("rating")) ratings[row.at("token_digest")] = &row;
    std::vector<TruePair> pairs;
    for (const Visit& visit : visits_)
      pairs.push_back({*tickets.at(dumpText(sha256(visit.ticketId))), *ratings.at(dumpText(sha256(visit.rating->input)))});
    return pairs;
  }

  static void expectChanceFor(const std::vector<PairGuess>& guesses) {
    for (const PairGuess& guess : guesses) EXPECT_LT(guess.above(), kMostDeviations) << guess.sentence();
  }
  static void print(const char* what, std::vector<PairGuess> guesses) {
    std::sort(guesses.begin(), guesses.end(), [](const PairGuess& a, const PairGuess& b) { return a.above() > b.above(); });
    std::printf("rating linking: %s, %zu questions; the best answers:\n", what, guesses.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(5, guesses.size()); ++i) std::printf("  %s\n", guesses[i].sentence().c_str());
  }
  static double bestOf(const std::vector<PairGuess>& guesses, const std::string& feature) {
    const auto found = std::find_if(guesses.begin(), guesses.end(), [&](const PairGuess& guess) { return guess.feature == feature; });
    return found == guesses.end() ? -1 : found->found;
  }

  /// The guesses are worth something: rows that stood in the order of the tickets would be found, and so would a common value.
  void expectToFindWhatCanBeFound(std::vector<TruePair> pairs) {
    for (TruePair& pair : pairs) {
      pair.rating["in order of tickets"] = pair.ticket.at(kPosition);
      pair.rating["of the ticket"] = pair.ticket.at("blinded");
    }
    const Cells cells = cellsOf(pairs);
    const double all = static_cast<double>(pairs.size());
    EXPECT_EQ(bestOf(guessByRank(cells, random_), std::string(kPosition) + " ~ in order of tickets"), all);
    EXPECT_EQ(bestOf(guessByEqualValue(cells), "blinded == of the ticket"), all);
  }

  // Numbers of a rating are so few that they tell nobody apart, and nothing else of it stands anywhere but in it.
  void expectNothingOfItsOwn() {
    std::set<std::string> elsewhere;
    for (const auto& [table, rows] : dump_)
      for (const DumpedRow& row : rows)
        for (const auto& [column, value] : row)
          if (table != "rating" && table != "rating_case" && value.size() > 8) elsewhere.insert(value);   // a case is the rating itself, once more
    std::map<std::string, std::set<std::string>> distinct;
    for (const DumpedRow& row : dump_.at("rating")) {
      for (const auto& [column, value] : row) {
        if (value.starts_with("n") && column != kPosition) distinct[column].insert(value);
        if (!value.starts_with("b") || value.size() <= 8) continue;
        EXPECT_FALSE(elsewhere.contains(value)) << column;
        EXPECT_EQ(log_.find(value.substr(1)), std::string::npos) << column;
      }
    }
    EXPECT_LE(distinct["utc_day"].size(), 3u);
    for (const auto& [column, values] : distinct) EXPECT_LE(values.size(), 6u) << column;
  }

  // Of a request: when it was answered, its route, how it ended. So the log has ratings in the order in which they came, as the records of
  // an engine that stores by key do not, and nothing that says which is which.
  void expectALogWithoutValues() {
    std::size_t ratings = 0;
    for (std::size_t begin = 0, end = 0; (end = log_.find('\n', begin)) != std::string::npos; begin = end + 1) {
      const auto line = nlohmann::json::parse(log_.substr(begin, end - begin), nullptr, false);
      if (!line.is_object() || !line.contains("route")) continue;
      ratings += line["route"] == "/v1/ratings";
      for (const auto& [name, value] : line.items())
        EXPECT_TRUE((std::set<std::string>{"time", "level", "requestId", "method", "route", "status", "durationMs", "fault"}.contains(name))) << name << ": " << line.dump();
      for (const auto& row : dump_.at("rating"))
        if (row.at("words").find(line["requestId"].get<std::string>()) != std::string::npos) ADD_FAILURE() << "a request's id in a rating";
    }
    EXPECT_EQ(ratings, kServices);
  }

  std::mt19937_64 random_;
  const TemporaryFolder folder_;
  const std::string data_ = folder_ / "data";
  ServerProcess server_;
  TrustList trust_;
  std::vector<Device> desks_;
  std::vector<Visit> visits_;
  std::string log_;
  Dump dump_;
};

// One case: the day takes most of the time.
TEST_F(RatingLinking, WhoHasTheWholeDatabaseAndTheLogTiesRatingsToTicketsNoMoreOftenThanByChance) {
  ASSERT_NO_FATAL_FAILURE(playADay());
  ASSERT_NO_FATAL_FAILURE(dump());
  ASSERT_EQ(dump_.at("rating").size(), kServices);
  const auto pairs = truth();
  const Cells cells = cellsOf(pairs);
  EXPECT_GE(cells.size(), kOffices * 4) << "offices, items, and with a pass or without";
  const auto byRank = guessByRank(cells, random_), byValue = guessByEqualValue(cells);
  print("by rank", byRank);
  print("by equal value", byValue);
  expectChanceFor(byRank);
  expectChanceFor(byValue);
  expectToFindWhatCanBeFound(pairs);
  expectNothingOfItsOwn();
  expectALogWithoutValues();
}

}  // namespace
}  // namespace citycode::server::test
