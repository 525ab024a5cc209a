// Keeps the city's trust list signed and fresh. The place of a list, its version and then its time, never goes back,
// restarts included; its time alone does when a clock that was ahead is right again.
#pragma once

#include <atomic>
#include <memory>
#include <map>
#include <string>

#include "base/clock.h"
#include "city/city_keys.h"
#include "city/key_folder.h"
#include "city/rating_keys.h"
#include "citycode/trust_list.h"
#include "city/trust_lists.h"
#include "store/store.h"

namespace citycode::server {

/// A quarter of the shortest freshness of the standard scopes (24 h), so that a verifier that fetched
/// at the worst moment still has most of a day.
inline constexpr std::int64_t kResignAfterSeconds = 6 * kSecondsPerHour;
/// The issuer's key is listed for a year and a month, and listed anew a month before that ends.
inline constexpr std::int64_t kIssuerLifeSeconds = 400 * kSecondsPerDay;
inline constexpr std::int64_t kIssuerRenewSeconds = 30 * kSecondsPerDay;

/// A retired issuer stays listed for what it signed before: the longest is a paper code, 180 days, and a day more.
inline constexpr std::int64_t kRetiredIssuerSeconds = 181 * kSecondsPerDay;

class TrustListKeeper {
 public:
  struct Published {
    TrustList list;
    std::string bytes;   // as signed
    std::string etag;
    /// For verifiers that missed an announcement: the newest list of each former root, as signed.
    std::map<PublicKey, std::string> formerLists;
  };

  TrustListKeeper(const CityKeys& keys, Store& store, Clock clock, std::string cityName, RotationKeys rotation = {})
      : keys_(keys), ratingKeys_(keys), store_(store), clock_(clock), cityName_(std::move(cityName)), rotation_(std::move(rotation)) {}

  /// Signs when the stored list is old or says something else than this program would. Faults: store/*; then the list
  /// before is published, if there is one.
  Result<Done> refresh();

  /// Null before the first `refresh` succeeded.
  std::shared_ptr<const Published> current() const { return current_.load(); }

 private:
  TrustList wanted(const TrustList* stored, std::int64_t nowUnixSeconds) const;
  /// The list that is stored, by whichever of our roots signed it. `isCurrent`: by the present one, as the version that its row names.
  Result<TrustList> readStored(const StoredTrustList& stored, bool& isCurrent) const;
  Result<std::map<PublicKey, std::string>> formerLists();
  Result<Done> publish(const TrustList& list, Bytes bytes);
  Result<Done> publishStored();

  const CityKeys& keys_;
  RatingKeys ratingKeys_;
  Store& store_;
  Clock clock_;
  std::string cityName_;
  RotationKeys rotation_;
  std::atomic<std::shared_ptr<const Published>> current_;
};

}  // namespace citycode::server
