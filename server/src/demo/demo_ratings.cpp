#include "demo/demo_ratings.h"

#include <algorithm>
#include <random>

#include <sodium.h>

#include "base/clock.h"
#include "demo/demo_offices.h"
#include "ratings/rating_records.h"
#include "services/figures.h"

namespace citycode::server {
namespace {

constexpr std::uint32_t kWeeks = 26;
constexpr unsigned kSeed = 20'200'901;   // the same in every demo city

struct Habit {
  Channel channel;
  double share;      // of an office's services
  double answered;   // of these: who was scanned at a desk is asked there and then
};
constexpr Habit kHabits[] = {{Channel::OnSite, 0.5, 0.45}, {Channel::OnSiteSlip, 0.2, 0.2}, {Channel::Online, 0.15, 0.35},
                             {Channel::OnlineLink, 0.1, 0.25}, {Channel::Telephone, 0.05, 0.1}};

/// Of a hundred ratings from the worst level to the best; of the second office of the list more are bad.
constexpr int kLevelsInHundred[2][kLevels] = {{2, 4, 12, 34, 48}, {7, 11, 24, 33, 25}};

class Inventor {
 public:
  Inventor(Session& session, std::int64_t nowUnixSeconds) : session_(session), now_(nowUnixSeconds) {}

  /// One service ends; whether somebody rated it.
  Result<bool> serve() {
    const auto& offices = demoOffices();
    const std::size_t office = pick(offices.size());
    const auto& items = offices[office].items;
    const Habit& habit = pickHabit();
    const std::uint32_t week = weekOf(now_) - static_cast<std::uint32_t>(pick(kWeeks));
    const RatedService service{offices[office].id, items[pick(items.size())].id, habit.channel, week};
    CC_CHECK(figures::countService(session_, service, true));
    if (chance() >= habit.answered) return false;
    CC_CHECK(figures::countToken(session_, service));
    CC_CHECK(rate(service, kLevelsInHundred[office % 2]));
    return true;
  }

 private:
  std::size_t pick(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
  double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

  const Habit& pickHabit() {
    double at = chance();
    for (const Habit& habit : kHabits) {
      if (at < habit.share) return habit;
      at -= habit.share;
    }
    return kHabits[0];
  }

  Result<Done> rate(const RatedService& service, const int (&ofHundred)[kLevels]) {
    int at = static_cast<int>(pick(100));
    std::uint64_t level = 1;
    while (level < kLevels && at >= ofHundred[level - 1]) at -= ofHundred[level++ - 1];
    const std::int64_t day = std::min(weekBegins(service.week) / kSecondsPerDay + static_cast<std::int64_t>(pick(7)), now_ / kSecondsPerDay);
    RatingRecord record{service, {}, {}, day, {}, {}, false};
    randombytes_buf(record.tokenDigest.data(), record.tokenDigest.size());
    record.opinion.level = *levelFromNumber(level);
    CC_CHECK(rating_records::add(session_, record));
    return figures::countRating(session_, service, record.opinion.level, false, day);
  }

  Session& session_;
  std::int64_t now_;
  std::mt19937 random_{kSeed};
};

Result<bool> hasRatings(Session& session) {
  CC_TRY(row, session.prepare("SELECT 1 FROM rating LIMIT 1"));
  return row.step();
}

}  // namespace

Result<Done> addDemoRatings(Session& session, std::int64_t count, std::int64_t nowUnixSeconds) {
  CC_TRY(isThere, hasRatings(session));
  if (isThere) return Done{};
  Inventor inventor(session, nowUnixSeconds);
  for (std::int64_t rated = 0; rated < count;) {
    CC_TRY(hasRated, inventor.serve());
    rated += hasRated;
  }
  return Done{};
}

}  // namespace citycode::server
