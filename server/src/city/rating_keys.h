// The keys of ratings' tokens, one for each month, and the ids of tickets: all made from one secret of the city.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "city/city_keys.h"
#include "citycode/trust_list.h"
#include "rating/service_ticket.h"
#include "token/voprf.h"

namespace citycode::server {

/// Months counted from January 1970 on. A week belongs to the month of its Thursday, as it belongs to the year of it (ISO 8601). `week`
/// is one that a calendar of people has: below kWeeksEnd.
inline constexpr std::uint32_t kWeeksEnd = 400'000;   // in the year 9636
std::int64_t ratingMonthOf(std::uint32_t week);
std::uint32_t firstWeekOfMonth(std::int64_t month);
/// From here on nothing that was made with the key of this week counts: kRatingKeyGraceSeconds after the next key's first week began.
std::int64_t ratingKeyExpires(std::uint32_t week);

class RatingKeys {
 public:
  /// `keys` must outlive this object.
  explicit RatingKeys(const CityKeys& keys) : keys_(keys) {}

  /// Of the week in which a service ended. Fault: rating/bad-token for a week that no calendar has.
  Result<std::shared_ptr<const TokenKey>> keyOf(std::uint32_t week) const;

  /// The same, for the tokens of this service. Faults: rating/bad-token, or that of an office or item that cannot be.
  Result<std::shared_ptr<const BoundTokenKey>> boundTo(const RatedService& service) const;

  /// Last month's, this month's and next month's, as the trust list names them.
  std::vector<ListedTokenKey> listedAt(std::int64_t nowUnixSeconds) const;

  /// The same for the same case of the same office, so that nothing secret is kept; nobody guesses it without the city's secret.
  TicketId ticketIdOf(std::string_view officeId, std::string_view caseReference) const;

 private:
  TokenKey derive(std::int64_t month) const;

  const CityKeys& keys_;
  mutable std::mutex mutex_;
  mutable std::map<std::int64_t, std::shared_ptr<const TokenKey>> known_;   // by month: deriving one costs as much as a token
  mutable std::map<std::string, std::shared_ptr<const BoundTokenKey>, std::less<>> bound_;   // by service: many tokens are of a few
};

}  // namespace citycode::server
