// Tickets of services, and ratings with the tokens that they become.
#include <gtest/gtest.h>

#include "bound_evaluation.h"
#include "encoding/cbor.h"
#include "fault_or_none.h"
#include "outside_vectors.h"
#include "rating/figures.h"
#include "rating_value.h"
#include "signing/cose.h"
#include "test_ratings.h"
#include "verdict/report.h"

namespace citycode {
namespace {

using Json = nlohmann::json;
using test::bytesFromHex;
using test::hexOf;
using test::kEnded, test::kNow, test::kWeek;
using test::must;
using test::TestRatings;

// ---- tests/vectors/ratings.json ----

class Reader {
 public:
  explicit Reader(const Json& file) : seed_(bytesFromHex(file["seed"])) {
    for (const auto& [name, list] : file["trustLists"].items())
      trust_.emplace(name, must(readTrustList(bytesFromHex(list), bytesFromHex(file["rootKey"]), 0, 0)));
  }

  Json answerTo(const Json& input, std::int64_t now) const {
    const std::string kind = input["kind"];
    const Bytes bytes = bytesFromHex(input["bytes"]);
    if (kind == "ticket") {
      const TrustList* trust = input["trustList"].is_null() ? nullptr : &trust_.at(input["trustList"].get<std::string>());
      return answer(verifyServiceTicket(bytes, trust, now), [&](const auto& read) { return Json::parse(serviceTicketJson(read, *trust)); });
    }
    if (kind == "rated-pass") {
      Sha256 digest{};
      const Bytes named = bytesFromHex(input["digest"]);
      std::copy_n(named.begin(), digest.size(), digest.begin());
      const TrustList& trust = trust_.at(input["trustList"].get<std::string>());
      return answer(keyOfRatedPass(bytes, digest, trust), [](const auto& key) { return Json(hexOf(key)); });
    }
    if (kind == "service") return answer(decodeRatedService(bytes), [](const auto& read) { return test::valueOf<Json>(read); });
    if (kind == "rating") return answer(decodeRating(bytes), [](const auto& read) { return test::valueOf<Json>(read); });
    const TokenKey key = must(TokenKey::derive(OprfMode::Poprf, seed_, bytesOf(input["purpose"].get_ref<const std::string&>())));
    return answer(verifyRating(key, must(decodeRating(bytes))), [](const auto&) { return Json(nullptr); });
  }

 private:
  template <class T, class Value>
  static Json answer(const Result<T>& read, Value value) {
    if (!read) return {{"fault", faultId(read.fault())}, {"value", nullptr}};
    return {{"fault", nullptr}, {"value", value(*read)}};
  }

  Bytes seed_;
  std::map<std::string, TrustList> trust_;
};

TEST(Ratings, AreBelievedAsTheFileSays) {
  ASSERT_TRUE(startCrypto());
  const Json file = test::readJsonFile(CITYCODE_TEST_VECTORS "/ratings.json");
  const Reader reader(file);
  EXPECT_GE(file["vectors"].size(), 230u);
  for (const Json& vector : file["vectors"]) {
    SCOPED_TRACE(vector["id"].get<std::string>());
    EXPECT_EQ(reader.answerTo(vector["input"], vector["now"].get<std::int64_t>()), vector["expect"]);
  }
}

// ---- Tickets ----

class Tickets : public testing::Test {
 protected:
  TestRatings ratings_;
  TrustList trust_ = ratings_.trustList();

  std::optional<Fault> written(auto change) const {
    ServiceTicket ticket = ratings_.ticket();
    change(ticket);
    return faultOrNone(writeServiceTicket(ratings_.city.issuer, ticket));
  }
};

TEST_F(Tickets, AreReadBackAsTheyWereWritten) {
  for (const ServiceTicket& ticket : {ratings_.ticket(), ratings_.slip()}) {
    const auto read = verifyServiceTicket(ratings_.signedTicket(ticket), &trust_, kNow);
    ASSERT_TRUE(read) << faultId(read.fault());
    EXPECT_EQ(ratings_.signedTicket(*read), ratings_.signedTicket(ticket));
    EXPECT_EQ(read->service(), (RatedService{"city-library", "reader-card", ticket.channel, kWeek}));
    EXPECT_EQ(read->expiresUnixSeconds(), kEnded + 14 * 86400);
  }
}

TEST_F(Tickets, AreNeverBelievedWithOneFlippedBit) {
  const Bytes ticket = ratings_.signedTicket();
  for (std::size_t bit = 0; bit < ticket.size() * 8; ++bit) {
    Bytes flipped = ticket;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const auto fault = faultOrNone(verifyServiceTicket(flipped, &trust_, kNow));
    ASSERT_TRUE(fault == Fault::TicketBadTicket || fault == Fault::TrustUnknownIssuer) << bit;
  }
}

TEST_F(Tickets, AreNotWrittenWhereAPhoneWouldRefuseThem) {
  EXPECT_EQ(written([](ServiceTicket&) {}), std::nullopt);
  EXPECT_EQ(written([](ServiceTicket& t) { t.officeId.clear(); }), Fault::TicketBadTicket);
  EXPECT_EQ(written([](ServiceTicket& t) { t.itemId.assign(27, 'a'); }), Fault::TicketBadTicket);
  EXPECT_EQ(written([](ServiceTicket& t) { t.itemId.assign(26, 'a'); }), std::nullopt);
  EXPECT_EQ(written([](ServiceTicket& t) { t.officeNames.clear(); }), Fault::TicketBadTicket);
  EXPECT_EQ(written([](ServiceTicket& t) { t.itemNames[Language::English] = "\u202e"; }), Fault::TicketBadTicket);
  EXPECT_EQ(written([](ServiceTicket& t) { t.channel = Channel::Kiosk; }), Fault::TicketBadTicket);
  EXPECT_EQ(written([](ServiceTicket& t) { t.passDigest.reset(); }), Fault::TicketBadTicket);
  EXPECT_EQ(written([](ServiceTicket& t) { t.channel = Channel::Telephone; }), Fault::TicketBadTicket);
  for (const std::int64_t ended : {std::int64_t{-1}, std::int64_t{4 * 86400 - 1}, std::int64_t{0x100000000} - kTicketSeconds, INT64_MAX})
    EXPECT_EQ(written([&](ServiceTicket& t) { t.endedUnixSeconds = ended; }), Fault::TicketBadTicket) << ended;
  EXPECT_EQ(written([](ServiceTicket& t) { t.endedUnixSeconds = 4 * 86400; }), std::nullopt);
  EXPECT_EQ(written([](ServiceTicket& t) { t.endedUnixSeconds = 0xffffffff - kTicketSeconds; }), std::nullopt);
  EXPECT_EQ(written([](ServiceTicket& t) {   // each within its limit, together too long for a symbol
    for (const Language language : test::kAllLanguages) t.officeNames[language].assign(64, 'a'), t.itemNames[language].assign(64, 'a');
  }), Fault::TicketBadTicket);
}

TEST_F(Tickets, HaveTheirTimesToTheSecond) {
  EXPECT_EQ(faultOrNone(checkTicketTime(kEnded, kEnded - 61)), Fault::TicketNotEnded);
  EXPECT_EQ(faultOrNone(checkTicketTime(kEnded, kEnded - 60)), std::nullopt);
  EXPECT_EQ(faultOrNone(checkTicketTime(kEnded, kEnded + 14 * 86400 - 1)), std::nullopt);
  EXPECT_EQ(faultOrNone(checkTicketTime(kEnded, kEnded + 14 * 86400)), Fault::TicketExpired);
}

TEST_F(Tickets, AreUsedWithTheVeryPassThatTheyName) {
  const auto& city = ratings_.city;
  const Bytes pass = city.pass();
  const auto key = keyOfRatedPass(pass, sha256(pass), trust_);
  ASSERT_TRUE(key) << faultId(key.fault());
  EXPECT_EQ(*key, city.holder.publicKey());
  PassClaims other = city.claims();
  ++other.statusIndex;
  EXPECT_EQ(faultOrNone(keyOfRatedPass(must(writePass(city.issuer, other)), sha256(pass), trust_)), Fault::TicketOtherPass);
  const Bytes unsigned_ = must(writePass(city.stranger, city.claims()));
  EXPECT_EQ(faultOrNone(keyOfRatedPass(unsigned_, sha256(unsigned_), trust_)), Fault::TrustUnknownIssuer)
      << "a pass that a phone makes for itself, and a terminal that names it";
}

TEST_F(Tickets, CarryTheKeyOfTheirWeekToThePhone) {
  const auto shown = [&](const ServiceTicket& ticket) { return Json::parse(serviceTicketJson(ticket, trust_)); };
  EXPECT_EQ(shown(ratings_.ticket())["ratingKey"], hexOf(test::ratingKeyNamed("rating 2027-01").publicKey()));
  EXPECT_EQ(shown(ratings_.ticket())["way"], "on-site");
  EXPECT_EQ(shown(ratings_.ticket())["officeName"]["zh-CN"], "城市图书馆");
  EXPECT_TRUE(shown(ratings_.slip())["passDigest"].is_null());
  trust_.tokenKeys.clear();
  EXPECT_TRUE(shown(ratings_.ticket())["ratingKey"].is_null());
}

// ---- Weeks and their keys ----

struct NamedWeek {
  std::int64_t monday;   // seconds
  const char* text;
};
// Mondays of ISO 8601 weeks, by other calendars.
constexpr NamedWeek kNamedWeeks[] = {
    {345'600, "1970-W02"},       // 1970-01-05
    {31'190'400, "1970-W53"},    // 1970-12-28
    {31'795'200, "1971-W01"},    // 1971-01-04
    {1'230'508'800, "2009-W01"}, // 2008-12-29
    {1'583'107'200, "2020-W10"}, // 2020-03-02, behind a leap day
    {1'609'113'600, "2020-W53"}, // 2020-12-28
    {1'609'718'400, "2021-W01"}, // 2021-01-04
    {1'704'067'200, "2024-W01"}, // 2024-01-01
    {1'795'392'000, "2026-W48"}, // 2026-11-23
    {1'798'416'000, "2026-W53"}, // 2026-12-28
    {1'799'020'800, "2027-W01"}, // 2027-01-04
    {4'107'542'400, "2100-W09"}, // 2100-03-01, of a year without a leap day
    {4'293'820'800, "2106-W04"}, // 2106-01-25, the last
};

TEST(Weeks, BeginOnMondaysAndAreWrittenAsIso8601Does) {
  for (const auto& [monday, text] : kNamedWeeks) {
    const std::uint32_t week = weekOf(monday);
    EXPECT_EQ(weekText(week), text);
    EXPECT_EQ(weekBegins(week), monday) << text;
    EXPECT_EQ(weekOf(monday - 1), week - 1) << text;
    EXPECT_EQ(weekOf(monday + 7 * 86400 - 1), week) << text;
  }
  EXPECT_EQ(weekOf(0), 0u);
  EXPECT_EQ(weekOf(0xffffffff), 7101u) << "of which 2106-02-07 is no whole one";
  EXPECT_EQ(weekText(0), "1970-W01");
}

TEST(Weeks, FollowOneAnotherWithoutAGap) {
  const auto parts = [](std::uint32_t week) {
    const std::string text = weekText(week);
    return std::pair{std::stoi(text.substr(0, 4)), std::stoi(text.substr(6))};
  };
  for (std::uint32_t week = 1; week <= 7100; ++week) {
    const auto [yearBefore, before] = parts(week - 1);
    const auto [year, number] = parts(week);
    if (year == yearBefore) ASSERT_EQ(number, before + 1) << week;
    else ASSERT_TRUE(year == yearBefore + 1 && number == 1 && (before == 52 || before == 53)) << week;
  }
}

TEST(Weeks, HaveTheLatestKeyThatBeganBeforeThem) {
  TrustList list;
  const std::int64_t monday = weekBegins(kWeek);
  EXPECT_EQ(ratingKeyOf(list, kWeek), nullptr);
  const auto keyOf = [&](std::vector<ListedTokenKey> keys) -> std::int64_t {   // by its nbf, from the week's Monday on
    list.tokenKeys = std::move(keys);
    const ListedTokenKey* key = ratingKeyOf(list, kWeek);
    return key ? key->notBeforeUnixSeconds - monday : INT64_MAX;
  };
  const auto key = [&](std::int64_t nbf, std::int64_t exp, const char* purpose = "rating") { return ListedTokenKey{purpose, {}, monday + nbf, monday + exp}; };
  EXPECT_EQ(keyOf({key(0, 1)}), 0);
  EXPECT_EQ(keyOf({key(1, 2)}), INT64_MAX) << "a second too late";
  EXPECT_EQ(keyOf({key(-2, 0)}), INT64_MAX) << "ended as the week began";
  EXPECT_EQ(keyOf({key(-9, 99), key(-5, 99), key(3, 99)}), -5);
  EXPECT_EQ(keyOf({key(-9, 99), key(-5, 0)}), INT64_MAX) << "an older key does not stand in for one that ended";
  EXPECT_EQ(keyOf({key(-1, 99, "parking"), key(-9, 99), key(0, 99, "ratings")}), -9) << "other purposes are other keys";
}

// ---- Rated services and ratings ----

template <class T>
std::vector<T> everyOne(std::optional<T> (*fromNumber)(std::uint64_t)) {
  std::vector<T> all;
  for (std::uint64_t number = 0; number < 300; ++number)
    if (const auto one = fromNumber(number)) all.push_back(*one);
  return all;
}

TEST(RatedServices, AreReadBackAsTheyWereWritten) {
  for (const Channel channel : everyOne(channelFromNumber))
    for (const std::uint32_t week : {1u, 23u, 24u, 255u, 256u, 7100u})
      for (const std::size_t size : {1u, 23u, 24u, 26u}) {
        const RatedService service{std::string(size, 'o'), std::string(size, '-'), channel, week};
        const Bytes bytes = must(encodeRatedService(service));
        EXPECT_LE(bytes.size(), kMaxRatedServiceBytes);
        EXPECT_EQ(must(decodeRatedService(bytes)), service);
      }
  EXPECT_EQ(faultOrNone(encodeRatedService({"o", "i", Channel::Kiosk, 0})), Fault::RatingBadRating);
  EXPECT_EQ(faultOrNone(encodeRatedService({"o", "i", Channel::Kiosk, 7101})), Fault::RatingBadRating);
  EXPECT_EQ(faultOrNone(encodeRatedService({"", "i", Channel::Kiosk, 1})), Fault::RatingBadRating);
}

TEST(Ratings, AreReadBackAsTheyWereWritten) {
  const TestRatings ratings;
  for (const Channel channel : everyOne(channelFromNumber)) {
    if (ticketOf(channel) == TicketKind::NoTicket) continue;
    for (const Level level : everyOne(levelFromNumber)) {
      Rating rating = ratings.rating(level);
      rating.service.channel = channel;
      for (const Indicator indicator : everyOne(indicatorFromNumber))
        if (asksAbout(wayOf(channel), indicator)) rating.opinion.indicators[indicator] = level;
      if (opensCase(level)) rating.opinion.reasons = everyOne(reasonFromNumber);
      for (std::size_t i = 0; i < kMaxRatingTextChars; ++i) rating.opinion.text += "\U00020000";
      const Bytes bytes = must(encodeRating(rating));
      EXPECT_LE(bytes.size(), kMaxRatingBytes);
      const Rating read = must(decodeRating(bytes));
      EXPECT_EQ(must(encodeRating(read)), bytes);
      EXPECT_EQ(test::valueOf<Json>(read), test::valueOf<Json>(rating));
    }
  }
}

TEST(Ratings, AreNotWrittenWhereTheCityWouldRefuseThem) {
  const TestRatings ratings;
  const auto written = [&](Level level, auto change) {
    Rating rating = ratings.rating(level);
    change(rating);
    return faultOrNone(encodeRating(rating));
  };
  EXPECT_EQ(written(Level::Satisfied, [](Rating&) {}), std::nullopt);
  EXPECT_EQ(written(Level::Satisfied, [](Rating& r) { r.service.channel = Channel::Kiosk; }), Fault::RatingBadRating);
  EXPECT_EQ(written(Level::Satisfied, [](Rating& r) { r.opinion.indicators[Indicator::Clarity] = Level::Satisfied; }), Fault::RatingBadRating);
  EXPECT_EQ(written(Level::BasicallySatisfied, [](Rating& r) { r.opinion.reasons = {Reason::LongWait}; }), Fault::RatingBadRating);
  EXPECT_EQ(written(Level::Dissatisfied, [](Rating& r) { r.opinion.reasons = {Reason::Unfriendly, Reason::LongWait}; }), Fault::RatingBadRating);
  EXPECT_EQ(written(Level::Dissatisfied, [](Rating& r) { r.replyDigest.reset(); }), Fault::RatingBadRating);
  EXPECT_EQ(written(Level::BasicallySatisfied, [](Rating& r) { r.replyDigest.emplace(); }), Fault::RatingBadRating);
  EXPECT_EQ(written(Level::Satisfied, [](Rating& r) { r.opinion.text.assign(501, 'a'); }), Fault::RatingBadText);
  EXPECT_EQ(written(Level::Satisfied, [](Rating& r) { r.opinion.text = " "; }), Fault::RatingBadText);
  EXPECT_EQ(faultOrNone(checkOpinion({Level::VerySatisfied, {{Indicator::Skill, Level::Satisfied}}, {}, ""}, Channel::Kiosk)), std::nullopt)
      << "at a kiosk the same is asked about as at its desk";
}

TEST(Ratings, CountOnlyWithTheTokenOfTheirVeryService) {
  const TestRatings ratings;
  const TokenKey key = test::ratingKeyNamed("rating 2027-01");
  const BoundTokenKey kept = must(BoundTokenKey::of(key, must(encodeRatedService(ratings.rating().service))));
  const auto fault = [&](auto change) {
    Rating rating = ratings.rating();
    change(rating);
    EXPECT_EQ(faultOrNone(verifyRating(kept, rating)), faultOrNone(verifyRating(key, rating))) << "a key that was bound before";
    return faultOrNone(verifyRating(key, rating));
  };
  EXPECT_EQ(fault([](Rating&) {}), std::nullopt);
  EXPECT_EQ(fault([](Rating& r) { r.service.officeId += 'x'; }), Fault::RatingBadToken);
  EXPECT_EQ(fault([](Rating& r) { r.service.itemId += 'x'; }), Fault::RatingBadToken);
  EXPECT_EQ(fault([](Rating& r) { r.service.channel = Channel::Online; }), Fault::RatingBadToken);
  EXPECT_EQ(fault([](Rating& r) { ++r.service.week; }), Fault::RatingBadToken);
  EXPECT_EQ(fault([](Rating& r) { r.input[31] ^= 1; }), Fault::RatingBadToken);
  EXPECT_EQ(fault([](Rating& r) { r.output[0] ^= 1; }), Fault::RatingBadToken);
  EXPECT_EQ(faultOrNone(verifyRating(test::ratingKeyNamed("rating 2027-02"), ratings.rating())), Fault::RatingBadToken);
}

// ---- Words and figures ----

TEST(RatingWords, AreNamedOnceAndFoundByNameAndNumber) {
  for (const Channel channel : everyOne(channelFromNumber)) {
    EXPECT_EQ(channelFromName(channelName(channel)), channel);
    EXPECT_EQ(serviceWayFromName(serviceWayName(wayOf(channel))), wayOf(channel));
    if (ticketOf(channel) != TicketKind::NoTicket) EXPECT_EQ(channelOf(wayOf(channel), ticketOf(channel) == TicketKind::Bound), channel);
  }
  for (const Level level : everyOne(levelFromNumber)) EXPECT_EQ(levelFromName(levelName(level)), level);
  EXPECT_EQ(everyOne(channelFromNumber).size(), 6u);
  EXPECT_EQ(everyOne(levelFromNumber).size(), 5u);
  EXPECT_EQ(everyOne(indicatorFromNumber).size(), 6u);
  EXPECT_EQ(everyOne(reasonFromNumber).size(), 8u);
  EXPECT_EQ(indicatorName(Indicator::Operability), "operability");
  EXPECT_EQ(reasonName(Reason::AskedToComeAgain), "asked-to-come-again");
  EXPECT_EQ(channelOf(ServiceWay::Telephone, true), std::nullopt) << "nobody shows a pass in a telephone call";
  EXPECT_EQ(channelFromName("by-post"), std::nullopt);
  EXPECT_EQ(levelFromName(""), std::nullopt);
  EXPECT_EQ(serviceWayFromName("kiosk"), std::nullopt);
}

TEST(Figures, AreShownFromTenRatingsOnAndAnewAfterTenMore) {
  EXPECT_FALSE(mayShow(0, 0));
  EXPECT_FALSE(mayShow(0, 9));
  EXPECT_TRUE(mayShow(0, 10));
  EXPECT_FALSE(mayShow(10, 10));
  EXPECT_FALSE(mayShow(10, 19));
  EXPECT_TRUE(mayShow(10, 20));
}

}  // namespace
}  // namespace citycode
