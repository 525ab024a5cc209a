// Sealed attributes: what only an enrolled terminal of the scene can read. A scene has one X25519 key pair for
// each UTC day; the city seals to its public half, terminals hold the secret half for a few days.
//
// A seal is libsodium's crypto_box_seal (X25519, XSalsa20-Poly1305):
//   ephemeral public key (32) || crypto_box of the plain bytes (16 more)
//   nonce = BLAKE2b of 24 bytes over ephemeral public key || public key
// The plain bytes are the deterministic map of attributes, then zeros up to the scene's length, so that the
// length of a code does not tell how long a name is.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <utility>

#include "citycode/attribute.h"
#include "citycode/bytes.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"

namespace citycode {

inline constexpr std::size_t kSceneKeyBytes = 32;   // RFC 7748 section 5
inline constexpr std::size_t kSealBytes = 48;       // ephemeral public key 32, Poly1305 tag 16

/// Days since 1970-01-01 UTC. The day of a pass is that of its nbf.
std::int64_t utcDayOf(std::int64_t unixSeconds);

using SealingKey = std::array<std::uint8_t, kSceneKeyBytes>;   // public

/// The secret of one scene for one UTC day. Move-only, wiped when it goes, never printed.
class SceneKey {
 public:
  /// `secret` comes from the city. Fault: scope/bad-scene-key for another length than kSceneKeyBytes, or zeros.
  static Result<SceneKey> fromSecret(ByteView secret);
  /// The city's derivation: keyed BLAKE2b over the scene's id and the day. `citySecret` has kSceneKeyBytes
  /// bytes of uniform randomness (asserted).
  static SceneKey derive(ByteView citySecret, std::uint32_t scopeId, std::int64_t utcDay);

  SceneKey(SceneKey&& other) noexcept;
  SceneKey& operator=(SceneKey&& other) noexcept;
  SceneKey(const SceneKey&) = delete;
  SceneKey& operator=(const SceneKey&) = delete;
  ~SceneKey();

  const SealingKey& sealingKey() const { return sealingKey_; }
  /// For handing to an enrolled terminal and nothing else. Lives as long as this object.
  ByteView secret() const { return secret_; }

 private:
  SceneKey() = default;

  std::array<std::uint8_t, kSceneKeyBytes> secret_{};
  SealingKey sealingKey_{};
};

/// The length that a scene's plain bytes are filled up to: the same for everybody.
std::size_t sealedPlainBytes(const ScopePolicy& scope);

/// `ephemeralSeed` is the secret half of a key pair used once: kSceneKeyBytes bytes of uniform randomness, which
/// the caller wipes. Faults: pass/too-long for attributes beyond the scene's length, pass/bad-value for a
/// text that is not fit to be shown.
Result<Bytes> sealAttributes(const Attributes& attributes, const ScopePolicy& scope, const SealingKey& key,
                             ByteView ephemeralSeed);

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
