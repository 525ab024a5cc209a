// Sealed attributes as a terminal opens them; citycode/pass.h has what a city writes.
//
// A seal is libsodium's crypto_box_seal (X25519, XSalsa20-Poly1305):
//   ephemeral public key (32) || crypto_box of the plain bytes (16 more)
//   nonce = BLAKE2b of 24 bytes over ephemeral public key || public key
// The plain bytes are the deterministic map of attributes, then zeros up to the scene's length, so that the
// length of a code does not tell how long a name is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "citycode/attribute.h"
#include "citycode/bytes.h"
#include "citycode/pass.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"

namespace citycode {

inline constexpr std::size_t kSealBytes = 48;       // ephemeral public key 32, Poly1305 tag 16

/// The secret half of a portal's sealing key: its passes and the answers to it are sealed to the other half.
using PortalSealingSecret = SceneKey;

/// False for keys of small order, to which everybody could open what is sealed (RFC 7748 section 6.1).
bool isStrongSealingKey(const SealingKey& key);

/// Any bytes. `ephemeralSeed` as for sealAttributes. Fault: scope/bad-scene-key for a key that is none.
Result<Bytes> sealBytes(ByteView plain, const SealingKey& key, ByteView ephemeralSeed);
/// Nothing when they were not sealed to this key.
std::optional<Bytes> openSealedBytes(ByteView sealed, const SceneKey& key);

/// The length that a scene's plain bytes are filled up to: the same for everybody.
std::size_t sealedPlainBytes(const ScopePolicy& scope);

/// Fault: scope/seal-broken for whatever was not sealed to this key, or does not hold exactly one
/// deterministic map of attributes and zeros.
Result<Attributes> openAttributes(ByteView sealed, const SceneKey& key);

/// The keys that a terminal holds, by scene and UTC day.
class SceneKeys {
 public:
  /// A second key for the same scene and day takes the place of the first.
  /// Fault: scope/bad-scene-key for a day outside 1970 to 2106, or when kMaxSceneKeys are held.
  Result<Done> add(std::uint32_t scopeId, std::int64_t utcDay, SceneKey key);
  const SceneKey* find(std::uint32_t scopeId, std::int64_t utcDay) const;
  void forgetAll() { keys_.clear(); }
  std::size_t size() const { return keys_.size(); }

 private:
  std::map<std::pair<std::uint32_t, std::int64_t>, SceneKey> keys_;
};

}  // namespace citycode
