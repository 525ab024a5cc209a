// Moving the city to another root or issuer key while verifiers go on working (docs/deploy.md, ADR 0039). These run
// as commands beside the server, which reads their outcome when it starts.
//
//   keys/next-root.seed        the announced root's seed, or keys/next-root.key: only its public key (base64url),
//                              when the seed is kept elsewhere until the switch
//   keys/next-issuer.seed      the announced issuer
//   keys/former-roots.keys     public keys of the roots before, base64url, one a line
//   keys/withdrawn-issuers.keys   issuers that no list may name any more, likewise
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/start_failure.h"
#include "citycode/crypto.h"
#include "store/store.h"

namespace citycode::server {

/// A new issuer key signs only after every list that may still be in use names it: the longest "too old" of the
/// standard scopes.
inline constexpr std::int64_t kIssuerKnownSeconds = 7 * kSecondsPerDay;

/// What the trust list has to say beside the keys in use.
struct RotationKeys {
  std::optional<PublicKey> nextRoot, nextIssuer;
  std::vector<PublicKey> formerRoots, withdrawnIssuers;
};

Started<RotationKeys> readRotationKeys(const std::string& dataFolder);

/// Nothing for anything but 43 characters of base64url that are a strong key.
std::optional<PublicKey> publicKeyFromText(const std::string& text);

/// The next root from now on: `given`, or a new one whose seed is made in the folder. Returns its public key.
Started<PublicKey> announceNextRoot(const std::string& dataFolder, const std::optional<PublicKey>& given);
Started<PublicKey> announceNextIssuer(const std::string& dataFolder);

/// Refused unless the published list names the next root and its seed is in the folder. The old seed stays beside,
/// as root-XXXXXXXX.retired. Returns the new root's public key.
Started<PublicKey> switchRoot(const std::string& dataFolder, Store& store);

/// Refused unless the published list has named the next issuer for kIssuerKnownSeconds. `atOnce`, for a key that was
/// stolen or lost, waits for nothing and takes the old issuer out of the list.
Started<PublicKey> switchIssuer(const std::string& dataFolder, Store& store, Clock clock, bool atOnce);

}  // namespace citycode::server
