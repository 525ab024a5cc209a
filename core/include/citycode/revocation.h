// What a verifier knows of revocations, and the one place where a status becomes a check's entry: for the passes of
// codes and for whatever else an issuer numbers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "citycode/status_list.h"
#include "citycode/trust_list.h"
#include "citycode/verdict.h"

namespace citycode {

/// A list signed a little ahead of this clock is normal; further ahead, the clock or the list is wrong.
inline constexpr std::int64_t kStatusAheadSeconds = 300;

/// The newest lists of several issuer keys and days. It never goes back, and is bounded: when there is no room, the
/// list that ends first gives way, and its passes are undecided.
class StatusLists {
 public:
  /// Yesterday, today and tomorrow of each issuer key, and half a year of cards.
  static constexpr std::size_t kMaxLists = 256;
  static constexpr std::size_t kMaxBytes = 48 * 1024 * 1024;   // of the 256 MB that a module may have

  /// Verifies a full list or a delta with the keys of `trust` that its kid hints at, and keeps it. Lists that ended
  /// are forgotten. The answer lives until the next call.
  /// Faults: revocation/other-issuer (no key of that kid), revocation/bad-signature, revocation/bad-list,
  /// revocation/from-future, revocation/too-old (it has ended), revocation/rolled-back,
  /// revocation/delta-not-for-this-list, cbor/*, cose/*.
  struct Adopted {
    PublicKey issuerKey{};
    const StatusList* list = nullptr;
    bool wasDelta = false;
  };
  Result<Adopted> adopt(ByteView bytes, const TrustList& trust, std::int64_t nowUnixSeconds);

  /// Null when there is none.
  const StatusList* find(ByteView issuerKey, std::int64_t day) const;

  /// The newest iat of any list that was ever adopted: no right clock is before it. Dates that an issuer has taken back
  /// (a higher version with an older iat) do not count, and its lists that are dated over an hour later are forgotten.
  std::int64_t newestIssuedUnixSeconds() const { return newestIssuedUnixSeconds_; }

  std::size_t size() const { return lists_.size(); }
  std::size_t memoryBytes() const;

 private:
  using Place = std::pair<PublicKey, std::int64_t>;   // issuer key and day

  Result<StatusList> newer(const Place& place, std::variant<StatusList, StatusDelta> status) const;
  void takeBackDates(const Place& corrected);
  void forgetEnded(std::int64_t nowUnixSeconds);
  void makeRoom(const Place& kept);

  std::map<Place, StatusList> lists_;
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
