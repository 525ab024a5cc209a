// What a verifier knows of revocations, and the one place where a status becomes a check's entry: for the passes of
// codes and for whatever else an issuer numbers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "citycode/limits.h"
#include "citycode/status_list.h"
#include "citycode/trust_list.h"
#include "citycode/verdict.h"
#include "lists/status_sets.h"

namespace citycode {

/// The newest lists of several issuer keys and days. It never goes back, also when a list is gone, and is bounded: every
/// issuer of the trust list has an equal share of the room, and when its share is full, its own list that ends first
/// gives way, and its passes are undecided. So no issuer can push out another's.
class StatusLists {
 public:
  /// Verifies a full list or a delta with the keys of `trust` that its kid hints at, and keeps it. Lists that ended, and
  /// those of issuers that `trust` has not, are forgotten. The answer lives until the next call.
  /// Faults: revocation/other-issuer (no key of that kid), revocation/bad-signature, revocation/bad-list (also of a day in
  /// which the issuer could begin no pass, of cards that it may not sign, or larger than its share),
  /// revocation/from-future (it was signed ahead, or its day is after tomorrow), revocation/too-old (it has ended, or
  /// no pass of its day can be alive), revocation/rolled-back, revocation/delta-not-for-this-list, cbor/*, cose/*.
  struct Adopted {
    PublicKey issuerKey{};
    const StatusList* list = nullptr;
    bool wasDelta = false;
  };
  Result<Adopted> adopt(ByteView bytes, const TrustList& trust, std::int64_t nowUnixSeconds);

  /// Null when there is none.
  const StatusList* find(ByteView issuerKey, std::int64_t day) const;

  /// The newest iat of any list that was ever adopted: no right clock is before it. Dates that an issuer has corrected
  /// (a higher version with an older iat) do not count, and its lists that are dated over an hour later, or ahead of the
  /// verifier's clock, are forgotten.
  std::int64_t newestIssuedUnixSeconds() const { return newestIssuedUnixSeconds_; }

  std::size_t size() const { return lists_.size(); }
  std::size_t memoryBytes() const;

 private:
  using Place = std::pair<PublicKey, std::int64_t>;   // issuer key and day
  using Kept = std::map<Place, StatusList>;

  /// What is left of a list that is gone: nothing older is ever taken.
  struct Floor {
    std::uint64_t version = 0;
    std::int64_t issuedUnixSeconds = 0;
    Sha256 digest{};   // of its set
  };

  Result<StatusList> newer(const Place& place, std::variant<StatusList, StatusDelta> status) const;
  Result<Done> checkFloor(const Place& place, const StatusHead& head) const;
  void takeBackDates(const Place& corrected, std::int64_t nowUnixSeconds);
  void forgetOver(const TrustList& trust, std::int64_t nowUnixSeconds);
  void makeRoom(const PublicKey& issuerKey, const Place& kept, std::size_t issuers);
  Kept::iterator forget(Kept::iterator list);

  Kept lists_;
  std::map<Place, Floor> floors_;   // of places that have no list
  std::int64_t newestIssuedUnixSeconds_ = 0;
};

/// NotNeeded only for a scene that is known and whose policy says so.
inline StatusNeed statusNeedOf(const ScopePolicy* scope) {
  return scope && !scope->needsStatusList() ? StatusNeed::NotNeeded : StatusNeed::Needed;
}

struct StatusCheck {
  CheckEntry entry;                            // for Check::Revocation
  Freshness freshness = Freshness::Unknown;    // of the list that was asked
  std::optional<std::int64_t> ageSeconds;
};

/// Asks the list of (issuer key, day) about one index, as the scene's policy wants it. `lists` may be null: there are
/// none. Skipped only when the policy needs no list. Revoked is revoked however old the list is: an old list may lack
/// what was revoked since, but what it does say was signed. Without a list, with one that is too old or one that
/// does not speak of this index, undecided.
StatusCheck checkStatus(const StatusLists* lists, ByteView issuerKey, std::int64_t day, std::uint32_t index,
                        const ScopePolicy& scope, std::int64_t nowUnixSeconds);

}  // namespace citycode
