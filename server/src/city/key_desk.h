// Moves the city to another root or issuer key while verifiers go on working (docs/deploy.md, docs/adr/0039): what may be done,
// and when. Where keys lie is `KeyStorage`. No file and no command line here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/start_failure.h"
#include "citycode/crypto.h"
#include "citycode/result.h"
#include "store/store.h"

namespace citycode::server {

/// A new issuer key signs only after every list that may still be in use names it: the longest "too old" of the
/// standard scopes.
inline constexpr std::int64_t kIssuerKnownSeconds = 7 * kSecondsPerDay;

enum class KeyKind : std::uint8_t { Root, Issuer };

/// Where the city's keys lie. What a call does is on the disk when it returns, and may be done again. Failures: store/*.
class KeyStorage {
 public:
  virtual ~KeyStorage() = default;

  virtual Started<PublicKey> inUse(KeyKind kind) = 0;
  /// The announced one, when its secret is here.
  virtual Started<std::optional<PublicKey>> next(KeyKind kind) = 0;
  /// The same, made when it is absent.
  virtual Started<PublicKey> makeNext(KeyKind kind) = 0;
  /// Announces a root whose secret is kept elsewhere until the switch.
  virtual Started<Done> announceRoot(const PublicKey& key) = 0;
  /// The next one takes the place of `old`, which stays beside as a retired one.
  virtual Started<Done> putNextInUse(KeyKind kind, const PublicKey& old) = 0;
  virtual Started<Done> rememberFormerRoot(const PublicKey& key) = 0;
  /// No list names this issuer any more.
  virtual Started<Done> revokeIssuer(const PublicKey& key) = 0;
  /// For sentences.
  virtual std::string place() const = 0;
};

struct KeyDesk {
  KeyStorage& keys;

  /// The next root from now on: `given`, or a new one. Returns its public key. Failure: start/bad-option when another one was
  /// made here before.
  Started<PublicKey> announceNextRoot(const std::optional<PublicKey>& given) const;
  Started<PublicKey> announceNextIssuer() const { return keys.makeNext(KeyKind::Issuer); }

  /// Refused (start/bad-option) unless the published list names the next root and its secret is here. Returns it.
  Started<PublicKey> switchRoot(Store& store) const;

  /// Refused unless the published list has named the next issuer for kIssuerKnownSeconds. `atOnce`, for a key that was
  /// stolen or lost, waits for nothing and takes the old issuer out of the list.
  Started<PublicKey> switchIssuer(Store& store, const Clock& clock, bool atOnce) const;
};

}  // namespace citycode::server
