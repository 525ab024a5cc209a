// Keeps the city's status lists signed and fresh: yesterday's, today's and tomorrow's (UTC), also when nobody is
// revoked, because an empty list proves freshness. The place of a list, its version and then its time, never goes back,
// restarts included; when a clock that was ahead is right again, a new version takes the place of a list from the future.
// Each issuer that the trust list names and whose key is here has lists of its own: an issuer that was retired goes on
// speaking for the passes and cards that it signed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "city/city_keys.h"
#include "city/trust_list_keeper.h"
#include "citycode/status_list.h"
#include "lists/revoked_set.h"
#include "revocation/revocations.h"
#include "store/store.h"

namespace citycode::server {

/// A quarter of the shortest freshness of the standard scopes (1 h), so that a verifier that fetched at the worst
/// moment still has most of an hour.
inline constexpr std::int64_t kStatusResignSeconds = 15 * 60;
/// A revocation by the command line is seen this soon.
inline constexpr std::int64_t kStatusLookMs = 1000;
/// Deltas from as many versions before the newest are kept, and one from the newest itself: only the time is new.
inline constexpr std::uint64_t kStatusDeltas = 16;

class StatusListKeeper {
 public:
  struct SignedBytes {
    std::string bytes;
    std::string etag;
  };
  struct Delta {
    std::uint64_t fromVersion = 0;
    SignedBytes signedBytes;
  };
  struct Day {
    PublicKey issuerKey{};
    StatusHead head;
    std::uint32_t revoked = 0;
    SignedBytes full;
    std::vector<Delta> deltas;
    RevokedSet set;
  };
  using Days = std::vector<std::shared_ptr<const Day>>;   // by issuer, as the trust list names them, then by day, the cards' last

  /// All must outlive this object.
  StatusListKeeper(const CityKeys& keys, const TrustListKeeper& trustList, Store& store, Clock clock)
      : keys_(keys), trustList_(trustList), store_(store), clock_(clock) {}

  /// Signs what changed or grew old, then gives the lists. What was published stays when the store does not answer:
  /// a list says its own age. Faults: store/*, trust/missing, before the first success only.
  Result<Days> current();

  /// A Token Status List has a bit for each place. The cards' has so few that other verifiers can unpack it; who reads passes, which
  /// nobody else's verifier does, reads our own lists (docs/adr/0062).
  static bool hasToken(const Day& day);
  /// The same day as a Token Status List for other verifiers, which name it by `address`. Packed when it is first asked
  /// for. Fault: revocation/bad-list when the universe is too large for that form.
  Result<SignedBytes> tokenStatusList(const Day& day, const std::string& address);

  /// Something was revoked through this server: the next call looks at once.
  void lookAgain();

 private:
  Result<Days> renewed(const Days& published, std::int64_t nowUnixSeconds);
  Result<Done> renew(const Issuer& issuer, const SigningKey& key, const Days& published, std::int64_t nowUnixSeconds, Days& days);
  Result<int> indexBitsOf(std::int64_t utcDay);
  Result<std::shared_ptr<const Day>> signDay(const SigningKey& issuer, const StatusDay& day, std::int64_t nowUnixSeconds);

  const CityKeys& keys_;
  const TrustListKeeper& trustList_;
  Store& store_;
  Clock clock_;
  std::mutex mutex_;
  std::int64_t lookedUnixMs_ = 0;
  Days published_;

  struct Token {
    std::string fullEtag;   // of the list that it was made from
    SignedBytes signedBytes;
  };
  std::mutex tokenMutex_;
  std::map<std::pair<PublicKey, std::int64_t>, Token> tokens_;   // by issuer and day
};

}  // namespace citycode::server
