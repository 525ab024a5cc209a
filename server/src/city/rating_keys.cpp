#include "city/rating_keys.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>

#include <sodium.h>

#include "base/clock.h"

namespace citycode::server {
namespace {

using namespace std::chrono;

constexpr int kFirstYear = 1970, kMonthsOfAYear = 12, kDaysOfAWeek = 7;
constexpr std::size_t kMostBoundKeys = 1024;   // of some hundred bytes each
constexpr std::size_t kMostKnownKeys = 8;   // those that are listed, and some that a clock went through

/// "citycode rating key 1" and "citycode ticket id 1" tell the two uses of the secret apart.
constexpr std::string_view kSeedPurpose = "citycode rating key 1", kTicketPurpose = "citycode ticket id 1";

std::string purposeOf(std::int64_t month) {
  char text[32];
  const int size = std::snprintf(text, sizeof text, "rating %04d-%02d", static_cast<int>(kFirstYear + month / kMonthsOfAYear),
                                 static_cast<int>(month % kMonthsOfAYear + 1));
  return {text, static_cast<std::size_t>(size)};
}

std::int64_t beginOfMonth(std::int64_t month) { return weekBegins(firstWeekOfMonth(month)); }

}  // namespace

// Day 0 was a Thursday, the one of week 0.
std::int64_t ratingMonthOf(std::uint32_t week) {
  const year_month_day thursday{sys_days(days(std::int64_t{week} * kDaysOfAWeek))};
  return std::int64_t{kMonthsOfAYear} * (static_cast<int>(thursday.year()) - kFirstYear) + static_cast<unsigned>(thursday.month()) - 1;
}

std::uint32_t firstWeekOfMonth(std::int64_t month) {
  const auto first = year(static_cast<int>(kFirstYear + month / kMonthsOfAYear)) / static_cast<int>(month % kMonthsOfAYear + 1) / 1;
  const auto firstDay = sys_days(first).time_since_epoch().count();
  return static_cast<std::uint32_t>((firstDay + kDaysOfAWeek - 1) / kDaysOfAWeek);   // its first Thursday
}

std::int64_t ratingKeyExpires(std::uint32_t week) { return beginOfMonth(ratingMonthOf(week) + 1) + kRatingKeyGraceSeconds; }

TokenKey RatingKeys::derive(std::int64_t month) const {
  std::array<std::uint8_t, kTokenSeedBytes> seed{};
  crypto_generichash(seed.data(), seed.size(), reinterpret_cast<const unsigned char*>(kSeedPurpose.data()), kSeedPurpose.size(),
                     keys_.ratingSecret().data(), keys_.ratingSecret().size());
  auto key = TokenKey::derive(OprfMode::Poprf, seed, bytesOf(purposeOf(month)));
  wipe(seed);
  if (!key) throw std::logic_error("a seed of 32 bytes is a key");   // RFC 9497 section 3.2.1: 256 zeros in a row
  return *std::move(key);
}

Result<std::shared_ptr<const TokenKey>> RatingKeys::keyOf(std::uint32_t week) const {
  if (week >= kWeeksEnd) return Fault::RatingBadToken;
  const std::int64_t month = ratingMonthOf(week);
  const std::lock_guard lock(mutex_);
  if (const auto found = known_.find(month); found != known_.end()) return found->second;
  if (known_.size() >= kMostKnownKeys) known_.clear();
  return known_.emplace(month, std::make_shared<const TokenKey>(derive(month))).first->second;
}

Result<std::shared_ptr<const BoundTokenKey>> RatingKeys::boundTo(const RatedService& service) const {
  CC_TRY(info, encodeRatedService(service));
  const std::string_view name = textOf(info);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = bound_.find(name); found != bound_.end()) return found->second;
  }
  CC_TRY(key, keyOf(service.week));
  CC_TRY(bound, BoundTokenKey::of(*key, info));
  const std::lock_guard lock(mutex_);
  if (bound_.size() >= kMostBoundKeys) bound_.clear();
  return bound_.emplace(name, std::make_shared<const BoundTokenKey>(std::move(bound))).first->second;
}

std::vector<ListedTokenKey> RatingKeys::listedAt(std::int64_t nowUnixSeconds) const {
  const std::int64_t now = ratingMonthOf(weekOf(nowUnixSeconds));
  std::vector<ListedTokenKey> listed;
  for (std::int64_t month = now - 1; month <= now + 1; ++month) {
    const std::uint32_t week = firstWeekOfMonth(month);
    const auto key = keyOf(week);
    if (key) listed.push_back({std::string(kRatingPurpose), (*key)->publicKey(), weekBegins(week), ratingKeyExpires(week)});
  }
  return listed;
}

TicketId RatingKeys::ticketIdOf(std::string_view officeId, std::string_view caseReference) const {
  Bytes message = copyOf(bytesOf(kTicketPurpose));
  for (const std::string_view part : {officeId, caseReference}) {
    message.push_back(0);   // in no id of an office, so the two parts cannot be confused
    message.insert(message.end(), part.begin(), part.end());
  }
  TicketId id{};
  crypto_generichash(id.data(), id.size(), message.data(), message.size(), keys_.ratingSecret().data(), keys_.ratingSecret().size());
  return id;
}

}  // namespace citycode::server
