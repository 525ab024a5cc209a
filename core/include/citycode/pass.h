// What a city signs for a phone, what the phone shows of it, and what only terminals of the scene can read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/attribute.h"
#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"

namespace citycode {

// ---- The pass: the issuer's CWT (RFC 8392) for one holder key and one scope --------------------------------------
//
//   payload {4: exp, 5: nbf, 8: {1: COSE_Key}, -65537: [status index, scope id, {attributes} / sealed bstr]}
//
// -65537 is the first private-use claim key (RFC 8392 section 9.1). Its array has a fourth element, the digest of
// an audience, when the pass may be shown to one venue only.

/// The first bytes of SHA-256 of the audience, "venue:" and an id. Whoever wants to show a pass elsewhere needs
/// another venue of the same digest: 2^64 tries, and venue ids are given by the city.
using AudienceDigest = std::array<std::uint8_t, 8>;
AudienceDigest audienceDigestOf(std::string_view audience);

/// A pass as somebody claims it: syntax only, nothing verified.
struct PassClaims {
  std::int64_t notBeforeUnixSeconds = 0;          // both are full hours, UTC
  std::int64_t expiresUnixSeconds = 0;
  PublicKey holderKey{};
  std::uint32_t statusIndex = 0;
  std::uint32_t scopeId = 0;
  Attributes attributes;                          // empty when they are sealed
  std::optional<Bytes> sealedAttributes;          // sealAttributes; nothing of it is known before it is opened
  std::optional<AudienceDigest> onlyAudience;     // the one audience this pass may be shown to
};

/// A whole pass signed by `issuer`. Faults: pass/too-long; pass/bad-value for a text that is not fit to be
/// shown (docs/format.md, "Text").
Result<Bytes> writePass(const SigningKey& issuer, const PassClaims& claims);

/// Reads a whole pass without verifying it: what a phone does with its own passes. Faults: pass/*, cbor/*, cose/*.
Result<PassClaims> readUnverifiedPass(ByteView pass);

// ---- The presentation: what the holder's phone signs anew for each slot, shaped like an SD-CWT key-binding token ----
//
//   protected {1: -8, 13: the pass}   payload {3: aud, 6: iat} or {3: aud, 6: iat, 10: nonce}

struct PresentationClaims {
  std::string audience;                 // a scope name, or "venue:" or "portal:" and an id
  std::int64_t issuedUnixSeconds = 0;   // start of the slot
  std::optional<Bytes> nonce;
};

/// The start of the slot that holds `nowUnixSeconds`.
std::int64_t slotStart(std::int64_t nowUnixSeconds);

/// 1 to kMaxVenueIdBytes of [A-Za-z0-9.:-].
bool isVenueId(std::string_view id);

/// What the pass key has to sign (Sig_structure), for signers outside the core such as WebCrypto.
/// `pass` is a whole pass. Faults: cbor/*, cose/*, presentation/bad-value.
Result<Bytes> presentationToBeSigned(ByteView pass, const PresentationClaims& claims);

/// The code's text, once signed. Fault: code/too-long and those above.
Result<std::string> writeCode(ByteView pass, const PresentationClaims& claims, ByteView signature);

// ---- Sealed attributes: what only an enrolled terminal of the scene can read ------------------------------------
//
// A scene has one X25519 key pair for each UTC day; the city seals to its public half, terminals hold the secret half for a
// few days. docs/format.md has the bytes.

inline constexpr std::size_t kSceneKeyBytes = 32;   // RFC 7748 section 5

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

/// `ephemeralSeed` is the secret half of a key pair used once: kSceneKeyBytes bytes of uniform randomness, which
/// the caller wipes. Faults: pass/too-long for attributes beyond the scene's length, pass/bad-value for a
/// text that is not fit to be shown.
Result<Bytes> sealAttributes(const Attributes& attributes, const ScopePolicy& scope, const SealingKey& key,
                             ByteView ephemeralSeed);

}  // namespace citycode
