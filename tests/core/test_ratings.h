// Tickets and ratings of the test city.
#pragma once

#include "bound_evaluation.h"
#include "citycode/crypto.h"
#include "rating/rating.h"
#include "rating/service_ticket.h"
#include "test_places.h"

namespace citycode::test {

/// The seven days that hold kNow: 2027-W02, which is of the month's key as its two neighbours are.
inline constexpr std::uint32_t kWeek = weekOf(kNow);
inline constexpr std::int64_t kEnded = kNow - 3600;
inline constexpr std::uint8_t kRatingSeed = 5;

struct RatingMonth {
  const char* purpose;
  std::uint32_t firstWeek, nextWeek;   // each the week of its month's first Thursday
};
inline constexpr RatingMonth kRatingMonths[] = {{"rating 2026-12", 2970, 2975}, {"rating 2027-01", 2975, 2979}, {"rating 2027-02", 2979, 2983}};

inline TokenKey ratingKeyNamed(std::string_view purpose) {
  startCrypto();
  return must(TokenKey::derive(OprfMode::Poprf, Bytes(kTokenSeedBytes, kRatingSeed), bytesOf(purpose)));
}

class TestRatings {
 public:
  TestPlaces places;
  const TestCity& city = places.city;

  /// With the keys of three months, and keys of other purposes around them.
  TrustList trustList() const {
    TrustList list = places.trustList();
    const auto add = [&](std::string_view listedAs, const char* purpose, std::int64_t nbf, std::int64_t exp) {
      list.tokenKeys.push_back({std::string(listedAs), ratingKeyNamed(purpose).publicKey(), nbf, exp});
    };
    add("parking", "parking 2027-01", weekBegins(kWeek), weekBegins(kWeek + 4));
    for (const auto& [purpose, first, next] : kRatingMonths)
      add(kRatingPurpose, purpose, weekBegins(first), weekBegins(next) + kRatingKeyGraceSeconds);
    add("ratings", "ratings 2027-01", weekBegins(kWeek), weekBegins(kWeek + 4));
    return list;
  }

  ServiceTicket ticket() const {
    ServiceTicket ticket;
    ticket.id.fill(0x21);
    ticket.officeId = "city-library";
    ticket.officeNames = {{Language::English, "City Library"}, {Language::SimplifiedChinese, "城市图书馆"}};
    ticket.itemId = "reader-card";
    ticket.itemNames = {{Language::English, "A reader's card"}};
    ticket.channel = Channel::OnSite;
    ticket.passDigest = sha256(city.pass());
    ticket.endedUnixSeconds = kEnded;
    return ticket;
  }
  ServiceTicket slip() const {
    ServiceTicket slip = ticket();
    slip.channel = Channel::OnSiteSlip;
    slip.passDigest.reset();
    return slip;
  }
  Bytes signedTicket(const ServiceTicket& ticket) const { return must(writeServiceTicket(city.issuer, ticket)); }
  Bytes signedTicket() const { return signedTicket(ticket()); }

  /// With the token that the month's key gives.
  Rating rating(Level level = Level::Satisfied) const {
    Rating rating;
    rating.service = ticket().service();
    rating.input.fill(0x31);
    rating.output = must(evaluateBoundInput(ratingKeyNamed("rating 2027-01"), must(encodeRatedService(rating.service)), rating.input));
    rating.opinion.level = level;
    if (opensCase(level)) rating.replyDigest = sha256(Bytes(32, 0x41));
    return rating;
  }
};

}  // namespace citycode::test
